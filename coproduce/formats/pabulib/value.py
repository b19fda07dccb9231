"""What a ``.pb`` file holds: the text of every cell, and what it means.

The cells as they stand in the file are kept (``meta``, ``project_columns``,
``vote_columns``), so that writing gives back what was read, columns that nobody
here knows included. Beside them stand the same facts as numbers, which is all
that a count needs. The cells are the truth: two files are equal where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Exact, Problem
from coproduce.formats.columns import TextColumn

VOTE_TYPES = ("approval", "choose-1", "cumulative", "ordinal", "scoring", "knapsack")
"""The ballot types that are read. ``knapsack`` is an approval ballot under ``max_sum_cost``."""

POINT_TYPES = ("cumulative", "scoring")
"""The ballot types whose votes carry points."""


@dataclass(frozen=True)
class Limits:
    """What the header allows on one ballot; None where it says nothing.

    ``length`` counts projects, ``sum_cost`` adds their costs, ``points`` is per
    project, ``sum_points`` per ballot. ``per_category`` holds limits by category,
    e.g. ``{"max_sum_cost": {"green": 5000}}``.
    """

    min_length: int | None = None
    max_length: int | None = None
    min_sum_cost: Exact | None = None
    max_sum_cost: Exact | None = None
    min_points: Exact | None = None
    max_points: Exact | None = None
    min_sum_points: Exact | None = None
    max_sum_points: Exact | None = None
    default_score: Exact | None = None
    per_category: Mapping[str, Mapping[str, Exact]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class PabulibFile:
    """One election as its file says.

    Ballots are compressed sparse rows: ballot *i* names the projects
    ``indices[indptr[i]:indptr[i + 1]]`` (positions in ``project_ids``), in the
    order of the ballot, which for ordinal ballots is the order of preference.

    Attributes:
        meta: the header, key to text, in the file's order; every key is kept.
        project_columns: the PROJECTS table, column to cells, every column kept.
        vote_columns: the VOTES table likewise. ``age`` and ``sex`` are kept only
            to be written back; nothing may show them or compute from them.
        budget: what there is to spend, above 0.
        ballot_type: one of ``VOTE_TYPES``.
        project_ids, names, costs: per project; a cost is exact and above 0, a
            name is the id where the file has none.
        categories, targets: per project, none to several (``targets`` is the
            column ``beneficiaries`` or ``target``).
        areas: per project, the neighbourhood or district it belongs to, ``""`` for none.
        selected: per project what the column says (1 funded, 0 not, higher numbers as the
            file's comment explains), None where there is none.
        coordinates: per project (latitude, longitude) in degrees, or None.
        indptr: int64, ballots + 1. indices: int32.
        points: int64 beside ``indices`` for cumulative and scoring ballots, else None;
            the points given are ``points / points_scale``.
        min_score: the fewest votes (points, with ballots of points) a project needs, 0 if none.
        fully_funded: the file says that every project could be paid, and was funded before the vote.
        budget_per_category, budget_per_area: the most to be spent on each, where the header says so.
        limits: what a ballot may hold.
        warnings: what is odd in the file and was left as it is.
    """

    meta: Mapping[str, str]
    project_columns: Mapping[str, tuple[str, ...]] = field(repr=False)
    vote_columns: Mapping[str, TextColumn] = field(repr=False)
    budget: Exact
    ballot_type: str
    project_ids: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    costs: tuple[Exact, ...] = field(repr=False)
    categories: tuple[tuple[str, ...], ...] = field(repr=False)
    targets: tuple[tuple[str, ...], ...] = field(repr=False)
    areas: tuple[str, ...] = field(repr=False)
    selected: tuple[int | None, ...] = field(repr=False)
    coordinates: tuple[tuple[float, float] | None, ...] = field(repr=False)
    indptr: NDArray[np.int64] = field(repr=False)
    indices: NDArray[np.int32] = field(repr=False)
    points: NDArray[np.int64] | None = field(repr=False)
    points_scale: int
    min_score: Exact
    fully_funded: bool
    budget_per_category: Mapping[str, Exact]
    budget_per_area: Mapping[str, Exact]
    limits: Limits
    warnings: tuple[Problem, ...] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PabulibFile):
            return NotImplemented
        return (
            list(self.meta.items()) == list(other.meta.items())
            and list(self.project_columns.items()) == list(other.project_columns.items())
            and list(self.vote_columns) == list(other.vote_columns)
            and all(column == other.vote_columns[name] for name, column in self.vote_columns.items())
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def vote_type(self) -> str:
        """``ballot_type``, by the name it has in the file."""
        return self.ballot_type

    @property
    def num_votes(self) -> int:
        """How many ballots there are."""
        return len(self.indptr) - 1

    @property
    def voter_ids(self) -> TextColumn:
        """Who cast each ballot, as the file names them."""
        return self.vote_columns["voter_id"]

    @property
    def voter_areas(self) -> TextColumn | None:
        """The neighbourhood or district of each voter, where the file has it."""
        return self.vote_columns.get("neighborhood", self.vote_columns.get("district"))

    @property
    def title(self) -> str:
        """The election in a few words: unit, part of it, and year."""
        parts = (self.meta.get(key, "").strip() for key in ("unit", "district", "subunit", "instance"))
        return " · ".join(part for part in parts if part) or self.meta.get("description", "").strip()
