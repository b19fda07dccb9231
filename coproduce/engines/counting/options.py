"""What a count may be asked to do differently, each option named once.

An ``Options`` is checked as it is made, so that a rule never meets a word it does
not know. ``Completion`` is what happens with the money that equal shares leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from coproduce.engines.counting.earmark import Earmark
from coproduce.engines.kernel import BadInput, Exact, Place, Problem, TieRule, exact, exact_text

UTILITIES = ("cost", "cardinality", "score")
"""How much a voter gains from a project she chose: its cost, 1, or the points she gave it."""

STOPS = ("budget", "exhaustive")
"""When raising the shares ends: at the last outcome before the first overspend, or at the first
outcome beside which nothing more fits (else at the last that does not overspend)."""


@dataclass(frozen=True)
class Completion:
    """How an outcome that leaves money is completed.

    ``step`` is what every voter's share grows by, in the currency (``add``) or in per cent
    of the first share (``percent``); None raises nothing, or (kind ``opt``) to wherever the next
    change is, which only exact equal shares can find. ``greedy`` then spends what is left
    in the order of the greedy rule.
    """

    kind: str = "none"
    step: Exact | None = None
    greedy: bool = False

    @classmethod
    def parse(cls, text: str) -> Completion:
        """``none``, ``greedy``, ``add-one``, ``add:K``, ``percent:P`` or ``add-opt``, and these also ``,greedy``.

        Raises:
            BadInput: for any other text.
        """
        first, comma, second = text.partition(",")
        if comma and second != "greedy":
            raise _unknown(text)
        if first == "none" and not comma:
            return cls()
        if first == "greedy" and not comma:
            return cls(greedy=True)
        if first == "add-one":
            return cls("add", 1, bool(comma))
        if first == "add-opt":
            return cls("opt", None, bool(comma))
        kind, colon, number = first.partition(":")
        if kind not in ("add", "percent") or not colon:
            raise _unknown(text)
        try:
            step = exact(number)
        except ValueError:
            raise _unknown(text) from None
        if step <= 0:
            raise _unknown(text)
        return cls(kind, step, bool(comma))

    def __str__(self) -> str:
        """The text that ``parse`` reads."""
        if self.kind == "opt":
            return "add-opt,greedy" if self.greedy else "add-opt"
        if self.step is None:
            return "greedy" if self.greedy else "none"
        name = "add-one" if (self.kind, self.step) == ("add", 1) else f"{self.kind}:{exact_text(self.step)}"
        return f"{name},greedy" if self.greedy else name

    def rise(self, first_share: Exact) -> Fraction | None:
        """What a share grows by at each step, in the currency; None where it does not."""
        if self.step is None:
            return None
        return Fraction(self.step) if self.kind == "add" else Fraction(first_share) * self.step / 100


@dataclass(frozen=True)
class Options:
    """A count's options; defaults are the plain Method of Equal Shares.

    Attributes:
        rule: a name in ``coproduce.engines.counting.rules.RULES``.
        utility: one of ``UTILITIES``.
        completion: as ``Completion.parse`` takes it; only equal shares uses it.
        stop: one of ``STOPS``.
        ties: a tie rule as the kernel names them.
        min_score: score below which nothing is funded; None takes the election's own.
        compare_greedy: the comparison step: the simple count's outcome wins where more
            voters prefer it to the rule's.
        min_votes: people who must have chosen a project at least.
        prefunded: ids funded before anything is counted, from the same budget.
        incompatible: groups of ids of which at most one is funded.
        caps: most that may be spent on a category, area or target group.
        pots: money for a category, area or target group, counted first and among its projects
            only; what it leaves goes to the common budget.
        part_funding: least part of its cost (above 0, below 1) with which the best project that no
            longer fits is funded in part from what is left; None for no part funding.
    """

    rule: str = "equal-shares"
    utility: str = "cost"
    completion: str = "none"
    stop: str = "budget"
    ties: str = "lexicographic"
    min_score: Exact | None = None
    compare_greedy: bool = False
    min_votes: int = 0
    prefunded: tuple[str, ...] = ()
    incompatible: tuple[tuple[str, ...], ...] = ()
    caps: tuple[Earmark, ...] = ()
    pots: tuple[Earmark, ...] = ()
    part_funding: Exact | None = None

    def __post_init__(self) -> None:
        problems = [
            Problem(Place(key=key), f"there is no {key} {value!r}; choose one of: {', '.join(known)}", key)
            for key, value, known in (("utility", self.utility, UTILITIES), ("stop", self.stop, STOPS))
            if value not in known
        ]
        for check in (lambda: Completion.parse(self.completion), lambda: TieRule(self.ties)):
            try:
                check()
            except BadInput as refusal:
                problems += refusal.problems
        if self.part_funding is not None and not 0 < self.part_funding < 1:
            text = f"a part of {self.part_funding} is no part; give a number above 0 and below 1"
            problems.append(Problem(Place(key="part_funding"), text, "part-funding"))
        if problems:
            raise BadInput(problems)

    @property
    def constrained(self) -> bool:
        """Whether what is funded can bar something else."""
        return bool(self.incompatible or self.caps)

    @property
    def tie_rule(self) -> TieRule:
        """The tie rule that ``ties`` names."""
        return TieRule(self.ties)

    @property
    def seed(self) -> str | None:
        """The words of the tie rule's seed, or None where there is none."""
        return self.ties.removeprefix("seed:") if self.ties.startswith("seed:") else None

    def to_plain(self) -> dict[str, Any]:
        """Every option in force, by name; earmarks as text."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "caps": [str(cap) for cap in self.caps], "pots": [str(pot) for pot in self.pots]}

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Options:
        """``to_plain`` read back; ``BadInput`` where a name or value is not an option."""
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(value) - known)
        if unknown:
            raise BadInput.one(f"these are no options of a count: {', '.join(unknown)}", key="options")
        found = dict(value)
        for name in ("min_score", "part_funding"):
            if found.get(name) is not None:
                found[name] = exact(found[name])
        for name in ("caps", "pots"):
            found[name] = tuple(Earmark.parse(text) for text in found.get(name, ()))
        found["prefunded"] = tuple(found.get("prefunded", ()))
        found["incompatible"] = tuple(tuple(group) for group in found.get("incompatible", ()))
        return cls(**found)


def _unknown(text: str) -> BadInput:
    return BadInput.one(
        f"there is no completion {text!r}; choose none, greedy, add-one, add:K, percent:P or add-opt, "
        "the last four also with ,greedy",
        code="completion",
        key="completion",
    )
