"""What may be asked of a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from coproduce.engines.kernel import BadInput, Seed

MODES = ("coproduce", "polis")


@dataclass(frozen=True)
class MapOptions:
    """How a map is drawn. Every number left at None takes the value of the mode.

    Attributes:
        mode: ``coproduce`` or ``polis``.
        seed: words from which all random numbers come.
        least_votes: a participant counts who cast so many votes (or one on every statement).
        most_groups: the largest number of groups tried; in ``coproduce`` mode as many as the votes carry.
        smallest_group: no group smaller than this is formed (``polis`` forms any).
        starts: random starts of k-means for each number of groups, beside the two fixed ones.
        resamples: how often people are drawn anew to see which groups stand.
        z: how many standard errors a difference must be (1.2816: nine times in ten).
        pick: the longest list of statements for a group or of consensus.
        consensus_share: a consensus needs votes from this share of those who count.
        confidence: coverage of the intervals on shares, between 0 and 1.
        keep: participants who count whatever their number of votes (they counted before).
        only: if not None, exactly these participants count.
    """

    mode: str = "coproduce"
    seed: str = "coproduce"
    least_votes: int = 7
    most_groups: int | None = None
    smallest_group: int | None = None
    starts: int = 10
    resamples: int | None = None
    z: float = 1.2816
    pick: int = 5
    consensus_share: float = 0.1
    confidence: float = 0.9
    keep: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None

    def settled(self) -> MapOptions:
        """The same with the mode's values in place of None.

        Raises:
            BadInput: an unknown mode or a number outside its range; all at once.
        """
        polis = self.mode == "polis"
        full = replace(
            self,
            most_groups=(5 if polis else 40) if self.most_groups is None else self.most_groups,
            smallest_group=(1 if polis else 5) if self.smallest_group is None else self.smallest_group,
            resamples=(0 if polis else 100) if self.resamples is None else self.resamples,
        )
        faults = [text for wrong, text in _faults(full) if wrong]
        if faults:
            raise BadInput.one("; ".join(faults), code="map-options")
        return full

    def randomness(self) -> Seed:
        """The seed of everything drawn for this map."""
        return Seed(self.seed)

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> MapOptions:
        """Options as a record holds them."""
        known = {part.name for part in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(entry) if isinstance(entry, list) else entry
            for name, entry in value.items()
            if name in known
        }
        return cls(**given)


def _faults(options: MapOptions) -> tuple[tuple[bool, str], ...]:
    return (
        (options.mode not in MODES, f"the mode is {options.mode!r}; choose coproduce or polis"),
        (options.least_votes < 1, "least-votes must be 1 or more"),
        ((options.most_groups or 0) < 2, "most-groups must be 2 or more"),
        ((options.smallest_group or 0) < 1, "smallest-group must be 1 or more"),
        (not 0 <= options.starts <= 1000, "starts must lie from 0 to 1000"),
        (not 0 <= (options.resamples or 0) <= 10000, "resamples must lie from 0 to 10000"),
        (not 0 < options.confidence < 1, "confidence must lie between 0 and 1"),
        (not 0 <= options.consensus_share <= 1, "consensus-share must lie from 0 to 1"),
        (options.pick < 1, "pick must be 1 or more"),
        (not 0 < options.z < 10, "z must lie between 0 and 10"),
    )
