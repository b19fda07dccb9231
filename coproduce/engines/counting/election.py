"""An election as every rule sees it: projects, a budget, and grouped ballots.

The value is *canonical*. Projects stand in the order of their ids, identical
ballots are one group, groups stand in an order that only the ballots decide. So
an election read from another file order, or counted from another box first, is
the same value with the same digest, and no rule can depend on what should not
matter. Costs and budget are exact; ballots give whole points per project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.counting.grouping import Grouped, Ints, Rows, group, transpose
from coproduce.engines.counting.table import ElectionTable, Table
from coproduce.engines.kernel import BadInput, Exact, Place, Problem, digest, exact
from coproduce.engines.kernel.canonical import canonical

BALLOT_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal", "knapsack")
"""What a ballot may be. On approval, choose-1 and knapsack ballots every named project has one point."""

_UNSCORED = ("approval", "choose-1", "knapsack")
_MOST_POINTS = 10**9
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Utility:
    """What a purchase is worth to a supporter: ``points`` on her ballot times ``worth`` of the project.

    Attributes:
        points: per entry of ``Election.supporters``.
        ballot_points: the same per entry of the ballots.
        worth: per project, a whole number above 0.
    """

    points: Ints
    ballot_points: Ints
    worth: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Election:
    """Projects and grouped ballots, in canonical order. Make one with ``of``.

    Attributes:
        project_ids: ids in code-point order; a project's *position* is its place here.
        names, costs, categories, targets, areas: per position.
        budget: the money there is, in the currency's main unit, exact.
        currency: as the file gives it (``"GBP"``), or empty.
        ballot_type: one of ``BALLOT_TYPES``.
        min_score: the score below which nothing is funded; 0 where there is no such limit.
        points_scale: a ballot's points are in parts of 1 / ``points_scale``.
        ballots: the grouped ballots; ``points`` are votes, points or Borda points.
    """

    project_ids: tuple[str, ...]
    names: tuple[str, ...]
    costs: tuple[Exact, ...]
    categories: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    areas: tuple[str, ...]
    budget: Exact
    currency: str
    ballot_type: str
    min_score: Exact
    points_scale: int
    ballots: Grouped

    @classmethod
    def of(cls, table: ElectionTable) -> Election:
        """The election in ``table``.

        Ordinal ballots become Borda points: a ballot that ranks *k* projects gives its first
        *k* and its last 1 (the modified Borda count: P. Emerson, "The original Borda count and
        partial voting", Social Choice and Welfare 40, 2013), which is what Pabulib's column
        ``score`` holds.

        Raises:
            BadInput: for every cost, budget, id or ballot that no rule can count, all at once.
        """
        if table.ballot_type == "ordinal":
            points = _borda(np.asarray(table.indptr))
        elif table.points is None or table.ballot_type in _UNSCORED:
            points = np.ones(len(table.indices), dtype=np.int64)
        else:
            points = table.points
        return cls._built(table, points, None)

    @classmethod
    def _built(cls, table: ElectionTable, points: Ints, people: Ints | None) -> Election:
        problems = _faults(table, points)
        if problems:
            raise BadInput(problems)
        order = sorted(range(len(table.project_ids)), key=lambda at: table.project_ids[at])

        def arranged(values: Sequence[T], default: T) -> tuple[T, ...]:
            return tuple(values[at] for at in order) if values else (default,) * len(order)

        return cls(
            project_ids=arranged(table.project_ids, ""),
            names=arranged(table.names or table.project_ids, ""),
            costs=tuple(exact(cost) for cost in arranged(table.costs, 0)),
            categories=tuple(tuple(sorted(entry)) for entry in arranged(table.categories, ())),
            targets=tuple(tuple(sorted(entry)) for entry in arranged(table.targets, ())),
            areas=arranged(table.areas, ""),
            budget=exact(table.budget),
            currency=table.meta.get("currency", ""),
            ballot_type=table.ballot_type,
            min_score=exact(table.min_score),
            points_scale=table.points_scale if points is table.points else 1,
            ballots=_grouped(table, order, points, people),
        )

    @property
    def projects(self) -> int:
        """How many projects there are."""
        return len(self.project_ids)

    @property
    def scored(self) -> bool:
        """Whether voters gave points of their own (a ranking gives none)."""
        return self.ballot_type in ("cumulative", "scoring")

    @cached_property
    def voters(self) -> int:
        """How many people cast a ballot, blank ones included."""
        return int(self.ballots.multiplicity.sum())

    @cached_property
    def supporters(self) -> tuple[Ints, Ints, Ints]:
        """Per project its supporting groups and their points, as compressed sparse rows."""
        return transpose(self.ballots.indptr, self.ballots.indices, self.ballots.points, self.projects)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """People who chose each project."""
        _, groups, _ = self.supporters
        return self._summed(self.ballots.multiplicity[groups])

    @cached_property
    def scores(self) -> tuple[Exact, ...]:
        """Points of each project, summed over people; its votes where ballots give no points."""
        _, groups, points = self.supporters
        totals = self._summed(self.ballots.multiplicity[groups] * points)
        return tuple(exact(Fraction(total, self.points_scale)) for total in totals)

    def utility(self, name: str) -> Utility:
        """Utilities by name: ``cost``, ``cardinality`` (1 each) or ``score`` (the points given)."""
        _, _, given = self.supporters
        if name == "score":
            return Utility(given, self.ballots.points, (1,) * self.projects)
        worth = self.whole_costs if name == "cost" else (1,) * self.projects
        return Utility(np.ones_like(given), np.ones_like(self.ballots.points), worth)

    @cached_property
    def unit(self) -> int:
        """Parts into which the currency is divided so that all costs and the budget are whole."""
        return lcm(*(Fraction(value).denominator for value in (*self.costs, self.budget)))

    @cached_property
    def whole_costs(self) -> tuple[int, ...]:
        """Costs in ``1 / unit``."""
        return tuple(int(cost * self.unit) for cost in self.costs)

    @cached_property
    def whole_budget(self) -> int:
        """The budget in ``1 / unit``."""
        return int(self.budget * self.unit)

    @cached_property
    def sha256(self) -> str:
        """Digest of the canonical form."""
        return digest(canonical(self.to_plain()))

    def to_plain(self) -> dict[str, Any]:
        """The canonical form in plain values; ``from_plain`` reads it back.

        Ballots are three lines of numbers: how many people, how many projects each
        group chose, which (positions); and the points where they are not all 1.
        """
        return {
            "project_ids": list(self.project_ids),
            "names": list(self.names),
            "costs": list(self.costs),
            "categories": [list(entry) for entry in self.categories],
            "targets": [list(entry) for entry in self.targets],
            "areas": list(self.areas),
            "budget": self.budget,
            "currency": self.currency,
            "ballot_type": self.ballot_type,
            "min_score": self.min_score,
            "points_scale": self.points_scale,
            "ballots": dict(self._written),
        }

    @cached_property
    def _written(self) -> dict[str, str]:
        ballots = self.ballots
        found = {
            "people": _line(ballots.multiplicity),
            "lengths": _line(np.diff(ballots.indptr)),
            "projects": _line(ballots.indices),
        }
        if (ballots.points != 1).any():
            found["points"] = _line(ballots.points)
        return found

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Election:
        """``to_plain`` read back.

        Raises:
            BadInput: where ``value`` is not the plain form of an election.
        """
        try:
            written = value["ballots"]
            lengths, indices = _numbers(written["lengths"]), _numbers(written["projects"])
            points = _numbers(written["points"]) if "points" in written else np.ones_like(indices)
            people = _numbers(written["people"])
            if lengths.sum() != len(indices) or len(points) != len(indices) or len(people) != len(lengths):
                raise ValueError("its ballots do not fit together")
            table = Table(
                project_ids=value["project_ids"],
                costs=[exact(cost) for cost in value["costs"]],
                budget=exact(value["budget"]),
                indptr=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
                indices=indices.astype(np.int32),
                points=points,
                points_scale=value["points_scale"],
                ballot_type=value["ballot_type"],
                names=value["names"],
                categories=value["categories"],
                targets=value["targets"],
                areas=value["areas"],
                min_score=exact(value["min_score"]),
                meta={"currency": value["currency"]},
            )
            return cls._built(table, points, people)
        except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
            raise BadInput.one(
                f"the election in this record cannot be read ({error}); take the record as it was written",
                code="record-election",
            ) from None

    def _summed(self, values: Ints) -> tuple[int, ...]:
        indptr, _, _ = self.supporters
        totals = np.concatenate([[0], np.cumsum(values)])
        return tuple(int(total) for total in totals[indptr[1:]] - totals[indptr[:-1]])


def _borda(indptr: Ints) -> Ints:
    ends = np.repeat(indptr[1:], np.diff(indptr))
    return np.asarray(ends - np.arange(int(indptr[-1])), dtype=np.int64)


def _grouped(table: ElectionTable, order: list[int], points: Ints, people: Ints | None) -> Grouped:
    """The ballots at canonical positions, entries without points left out."""
    position = np.zeros(max(len(order), 1), dtype=np.int64)
    position[order] = np.arange(len(order))
    indptr, indices = np.asarray(table.indptr, dtype=np.int64), position[np.asarray(table.indices)]
    keep = points > 0
    if not keep.all():
        ballots = len(indptr) - 1
        owner = np.repeat(np.arange(ballots), np.diff(indptr))[keep]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=ballots))]).astype(np.int64)
        indices, points = indices[keep], points[keep]
    try:
        return group(Rows(indptr, indices, points), people)
    except ValueError as error:
        text = f"ballot {error.args[1] + 1} names a project twice; keep one of them"
        raise BadInput.one(text, code="ballot-twice") from None


def _faults(table: ElectionTable, points: Ints) -> list[Problem]:
    ids, indices = table.project_ids, table.indices
    found: list[tuple[str, str, str]] = []
    if table.budget <= 0:
        found.append(("budget", "the budget must be above 0; give the money there is", "budget"))
    if table.ballot_type not in BALLOT_TYPES:
        text = f"ballots of type {table.ballot_type!r} are not known; use {', '.join(BALLOT_TYPES)}"
        found.append(("vote_type", text, "vote-type"))
    if len(set(ids)) != len(ids):
        twice = sorted({name for name in ids if list(ids).count(name) > 1})
        found.append(
            ("project_id", f"these ids stand twice: {', '.join(twice)}; number them anew", "id-twice")
        )
    found += [
        (name, f"project {name} costs {cost}; a cost must be above 0", "cost")
        for name, cost in zip(ids, table.costs, strict=True)
        if cost <= 0
    ]
    if len(indices) and (indices.min() < 0 or indices.max() >= len(ids)):
        found.append(("vote", "a ballot names a project that is not on the list", "ballot-unknown"))
    if len(points) and points.min() < 0:
        found.append(("points", "points must not be negative", "points"))
    if len(points) and points.max() > _MOST_POINTS:
        found.append(("points", f"points must not be above {_MOST_POINTS:,}", "points"))
    return [Problem(Place(key=key), text, code) for key, text, code in found]


def _line(values: NDArray[np.integer[Any]]) -> str:
    return " ".join(map(str, values.tolist()))


def _numbers(line: str) -> Ints:
    return np.array([int(word) for word in line.split()], dtype=np.int64)
