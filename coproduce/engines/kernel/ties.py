"""How ties are broken: never silently.

The rule is an argument of every method that can meet a tie, and each tie met is
written into the record with who was tied and who came first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coproduce.engines.kernel.errors import BadInput, TieRefused
from coproduce.engines.kernel.exact import Exact
from coproduce.engines.kernel.seed import Seed

Key = tuple[Exact | str, ...]


@dataclass(frozen=True)
class Candidate:
    """Something that can be tied: its id, its votes and its cost, as the ballot paper shows them."""

    id: str
    votes: Exact = 0
    cost: Exact = 0


@dataclass(frozen=True)
class Tie:
    """A tie that was met: the ids tied, in the order in which the rule puts them, and the rule."""

    tied: tuple[str, ...]
    rule: str


_KEYS: dict[str, Callable[[Candidate], Key]] = {
    "lexicographic": lambda candidate: (),
    "most-votes": lambda candidate: (-Fraction(candidate.votes),),
    "lowest-cost": lambda candidate: (Fraction(candidate.cost),),
    "highest-cost": lambda candidate: (-Fraction(candidate.cost),),
}

TIE_RULES = (*_KEYS, "seed:WORDS", "refuse")
"""The names a user may give, as the command and the pages list them."""


@dataclass(frozen=True)
class TieRule:
    """A total order over tied candidates.

    ``lexicographic`` orders by id, character by character (code points);
    ``most-votes``, ``lowest-cost`` and ``highest-cost`` order by that figure and
    then by id; ``seed:WORDS`` in the random order of ``Seed(WORDS)``; ``refuse``
    orders nothing and raises ``TieRefused``.
    """

    name: str = "lexicographic"

    def __post_init__(self) -> None:
        if self.name in _KEYS or self.name == "refuse":
            return
        if not (self.name.startswith("seed:") and len(self.name) > len("seed:")):
            names = ", ".join(TIE_RULES)
            raise BadInput.one(
                f"there is no tie rule {self.name!r}; choose one of: {names}", code="tie-rule", key="ties"
            )

    def order(self, tied: Sequence[Candidate]) -> list[Candidate]:
        """``tied`` in the order of the rule, whatever order they came in. Ids must differ.

        Raises:
            TieRefused: where the rule is ``refuse`` and two or more are tied.
        """
        if len(tied) < 2:
            return list(tied)
        if self.name == "refuse":
            raise TieRefused(sorted(candidate.id for candidate in tied))
        if self.name.startswith("seed:"):
            by_id = {candidate.id: candidate for candidate in tied}
            seed = Seed(self.name.removeprefix("seed:"))
            return [by_id[name] for name in seed.order([candidate.id for candidate in tied])]
        key = _KEYS[self.name]
        return sorted(tied, key=lambda candidate: (key(candidate), candidate.id))

    def settle(self, tied: Sequence[Candidate]) -> tuple[Candidate, Tie | None]:
        """The first of ``tied`` (not empty) and, where there were several, the tie to record."""
        ordered = self.order(tied)
        tie = Tie(tuple(candidate.id for candidate in ordered), self.name) if len(ordered) > 1 else None
        return ordered[0], tie
