"""What one map hands to the next of the same conversation.

Production Polis never starts afresh: its base clusters and groups start from the last
ones. So may a map here, in plain values that travel in its record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import BadInput
from coproduce.engines.opinion.groups import Smoothing
from coproduce.engines.opinion.opinion_map import OpinionMap
from coproduce.engines.opinion.plane import Plane
from coproduce.engines.opinion.votes import Votes

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Warm:
    """An earlier map's state, fitted to the votes of the next; all empty where there is none.

    Attributes:
        plane: its plane over the statements of now; new ones stand at 0.
        centres: its groups' centres, shape (k, 2).
        counted: who counted.
        smoothing: which number of groups was shown.
        base: the base cluster of each who counted, by id.
    """

    plane: Plane | None = None
    centres: Floats | None = None
    counted: frozenset[str] = frozenset()
    smoothing: Smoothing | None = None
    base: Mapping[str, int] | None = None

    @classmethod
    def of(cls, last: Mapping[str, Any] | None, votes: Votes) -> Warm:
        """``last`` as ``warm`` wrote it; parts may be missing.

        Raises:
            BadInput: where it cannot be read.
        """
        if last is None:
            return cls()
        try:
            smoothing, centres, base = last.get("smoothing"), last.get("centres"), last.get("base")
            return cls(
                plane=_plane(last, votes) if last.get("components") else None,
                centres=np.array(centres, dtype=np.float64).reshape(-1, 2) if centres else None,
                counted=frozenset(last.get("counted", ())),
                smoothing=Smoothing(**smoothing) if smoothing else None,
                base={name: at for at, members in enumerate(base) for name in members} if base else None,
            )
        except (KeyError, TypeError, ValueError, IndexError) as error:
            text = f"the last map cannot be read ({error}); give it as the record of a map holds it"
            raise BadInput.one(text, source="record", key="data.last") from None

    def base_of(self, names: Sequence[str]) -> NDArray[np.int64] | None:
        """The base cluster in which each of ``names`` was, −1 for those in none; None where nothing is known."""
        if self.base is None:
            return None
        return np.array([self.base.get(name, -1) for name in names], dtype=np.int64)


def _plane(last: Mapping[str, Any], votes: Votes) -> Plane:
    place = {name: at for at, name in enumerate(votes.statements)}
    known = [(at, place[name]) for at, name in enumerate(last["statements"]) if name in place]
    components = np.zeros((2, len(votes.statements)))
    for old, new in known:
        components[0, new], components[1, new] = last["components"][0][old], last["components"][1][old]
    return Plane(np.zeros(len(votes.statements)), components, np.zeros(2), np.zeros(2))


def warm(drawn: OpinionMap) -> dict[str, Any]:
    """The state from which the next map of the same conversation starts, in plain values."""
    grouping, names = drawn.grouping, [drawn.votes.participants[at] for at in drawn.counting.tolist()]
    state: dict[str, Any] = {
        "statements": list(drawn.votes.statements),
        "components": drawn.plane.components.tolist(),
        "centres": grouping.partition.centres.tolist(),
        "counted": names,
        "smoothing": {
            "shown": grouping.smoothing.shown, "best": grouping.smoothing.best, "times": grouping.smoothing.times
        },
    }  # fmt: skip
    if grouping.base is not None:
        members: list[list[str]] = [[] for _ in range(int(grouping.base.max()) + 1)]
        for name, cluster in zip(names, grouping.base.tolist(), strict=True):
            members[cluster].append(name)
        state["base"] = members
    return state
