"""What is published before the draw: numbered panels, everybody's chance, and the proof.

The panels are equally likely, so the chance of a person is the number of panels with that
person by the number of panels: whole numbers, which anyone can count. The record holds ids and
no other word about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from coproduce.engines.kernel import BadInput, Record, canonical, digest, plain
from coproduce.engines.sortition.bounds import Bound
from coproduce.engines.sortition.conflicts import Move
from coproduce.engines.sortition.lots import Panel
from coproduce.engines.sortition.measures import Measures, measures


@dataclass(frozen=True)
class QuotaLine:
    """One quota beside the pool and the panels: ``fewest`` and ``most`` in any panel, seated people included."""

    feature: str
    value: str
    low: int
    high: int
    pool: int
    fewest: int
    most: int


@dataclass(frozen=True)
class Comparison:
    """What the legacy habit would have given the same people: panels with each person, panels, failed runs."""

    times: tuple[int, ...]
    panels: int
    failed: int


@dataclass(frozen=True)
class Portfolio:
    """Equally likely panels and what goes with them.

    Attributes:
        people: all ids in order; panels hold positions in it.
        panels: panel *i* is drawn by the number *i*. Seated people are not repeated in them.
        chances: the exact best chance of each person, before rounding to lots.
        cannot: positions of those whom nothing can draw, and why.
        bounds: the proof that no lottery does better; empty for legacy.
        gap: by how much the exact chances may at most stay behind the bounds.
        moves: quotas that had to be moved.
    """

    record: Record = field(repr=False)
    people: tuple[str, ...]
    seated: tuple[str, ...]
    size: int
    panels: tuple[Panel, ...]
    chances: tuple[float, ...]
    cannot: tuple[tuple[int, str], ...]
    quotas: tuple[QuotaLine, ...]
    bounds: tuple[Bound, ...]
    gap: float
    moves: tuple[Move, ...]
    comparison: Comparison | None

    @cached_property
    def times(self) -> tuple[int, ...]:
        """In how many panels each person stands."""
        count = Counter(person for panel in self.panels for person in panel)
        return tuple(count[at] for at in range(len(self.people)))

    @cached_property
    def sha256(self) -> str:
        """Digest of the input's digest and the panels by id: what a draw refers to."""
        named = [[self.people[at] for at in panel] for panel in self.panels]
        return digest(canonical({"input": self.record.input_sha256, "panels": named, "seated": self.seated}))

    def able(self) -> list[int]:
        """Positions of those who can be drawn."""
        shut = {at for at, _ in self.cannot}
        return [at for at in range(len(self.people)) if at not in shut]

    def measures(self) -> Measures:
        """Of the chances in this lottery."""
        return measures([self.times[at] / len(self.panels) for at in self.able()])

    def exact_measures(self) -> Measures:
        """Of the exact best chances."""
        return measures([self.chances[at] for at in self.able()])

    def largest_change(self) -> float:
        """The largest move of anybody's chance that rounding to lots made."""
        number = len(self.panels)
        return max(abs(t / number - c) for t, c in zip(self.times, self.chances, strict=True))

    def least_change(self) -> float:
        """What the largest move cannot be below with so many lots: the worst distance from a whole number."""
        number = len(self.panels)
        return max(abs(chance * number - round(chance * number)) / number for chance in self.chances)

    def result(self) -> dict[str, Any]:
        """The result as it is published, in plain values."""
        number = len(self.panels)
        why = dict(self.cannot)
        beside = self.comparison
        rows = [
            {
                "id": name,
                "chance": self.times[at] / number,
                "panels": self.times[at],
                "exact": self.chances[at],
                "cannot": why.get(at),
            }
            for at, name in enumerate(self.people)
        ]
        found: dict[str, Any] = {
            "size": self.size,
            "seats": self.size - len(self.seated),
            "panels": number,
            "people": rows,
            "seated": self.seated,
            "quotas": self.quotas,
            "moves": self.moves,
            "measures": self.measures(),
            "exact_measures": self.exact_measures(),
            "largest_change": self.largest_change(),
            "least_change": self.least_change(),
            "bound": self.bounds[0].level if self.bounds else None,
            "steps": len(self.bounds),
            "gap": self.gap,
            "proof": self.proof(),
            "legacy": None,
            "portfolio_sha256": self.sha256,
        }
        if beside is not None and beside.panels:
            found["legacy"] = {
                "panels": beside.panels,
                "failed": beside.failed,
                "times": beside.times,
                "measures": measures([beside.times[at] / beside.panels for at in self.able()]),
            }
        elif beside is not None:
            found["legacy"] = {"panels": 0, "failed": beside.failed, "times": [], "measures": None}
        return dict(plain(found))

    def proof(self) -> str:
        """How the bounds are proved: ``arithmetic`` (anyone can add it up), ``solver``, or ``none``."""
        if not self.bounds:
            return "none"
        return "arithmetic" if all(bound.panels is None for bound in self.bounds) else "solver"

    def data(self) -> dict[str, Any]:
        """What the record holds: all of this value in plain form."""
        return {
            "people": self.people,
            "seated": self.seated,
            "size": self.size,
            "panels": self.panels,
            "chances": self.chances,
            "cannot": self.cannot,
            "quotas": [asdict(line) for line in self.quotas],
            "bounds": [asdict(bound) for bound in self.bounds],
            "gap": self.gap,
            "moves": [asdict(move) for move in self.moves],
            "comparison": None if self.comparison is None else asdict(self.comparison),
        }


def portfolio_of(record: Record, *, source: str = "portfolio") -> Portfolio:
    """The portfolio that a record describes, nothing solved.

    Raises:
        BadInput: where the record is not that of a portfolio.
    """
    data = record.data
    if not record.method.startswith("sortition/"):
        raise BadInput.one(
            "this is not a portfolio; give the file that 'sortition solve' wrote", source=source
        )
    try:
        found = Portfolio(
            record=record,
            people=tuple(map(str, data["people"])),
            seated=tuple(map(str, data["seated"])),
            size=int(data["size"]),
            panels=tuple(tuple(map(_whole, panel)) for panel in data["panels"]),
            chances=tuple(map(float, data["chances"])),
            cannot=tuple((_whole(at), str(why)) for at, why in data["cannot"]),
            quotas=tuple(QuotaLine(**line) for line in data["quotas"]),
            bounds=tuple(_bound(line) for line in data["bounds"]),
            gap=float(data["gap"]),
            moves=tuple(Move(**line) for line in data["moves"]),
            comparison=_comparison(data["comparison"]),
        )
        inside = all(0 <= at < len(found.people) for panel in found.panels for at in panel)
        if not found.panels or not inside or len(found.chances) != len(found.people):
            raise ValueError("the panels do not fit the people")
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput.one(
            f"this is not a whole portfolio ({error}); give the file that 'sortition solve' wrote",
            source=source,
        ) from None
    return found


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} should be a whole number")
    return value


def _bound(line: Mapping[str, Any]) -> Bound:
    return Bound(
        level=float(line["level"]),
        settled=tuple(map(_whole, line["settled"])),
        weights=tuple(map(float, line["weights"])),
        rows=tuple(map(float, line["rows"])),
        panels=None if line["panels"] is None else float(line["panels"]),
    )


def _comparison(line: Mapping[str, Any] | None) -> Comparison | None:
    if line is None:
        return None
    return Comparison(tuple(map(_whole, line["times"])), _whole(line["panels"]), _whole(line["failed"]))
