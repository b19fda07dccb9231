"""What an election file says, row by row: the engine's side of reading a file.

``ElectionTable`` is what a reader's value has to offer, field by field; ``Table`` is
such a value for whoever has no file (a form, a generator, a test).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Exact


class ElectionTable(Protocol):
    """An election as its file says. Per project or per ballot, in the file's order."""

    @property
    def meta(self) -> Mapping[str, str]:
        """The header; ``currency`` is read from it."""

    @property
    def project_ids(self) -> Sequence[str]:
        """Ids, all different."""

    @property
    def names(self) -> Sequence[str]:
        """Names, the ids where there are none."""

    @property
    def costs(self) -> Sequence[Exact]:
        """Costs, above 0."""

    @property
    def categories(self) -> Sequence[Sequence[str]]:
        """Themes of each project."""

    @property
    def targets(self) -> Sequence[Sequence[str]]:
        """For whom each project is."""

    @property
    def areas(self) -> Sequence[str]:
        """District or neighbourhood of each project, or empty."""

    @property
    def budget(self) -> Exact:
        """The money there is, above 0."""

    @property
    def ballot_type(self) -> str:
        """One of ``election.BALLOT_TYPES``."""

    @property
    def indptr(self) -> NDArray[np.int64]:
        """Ballot *i* is ``indices[indptr[i]:indptr[i + 1]]``."""

    @property
    def indices(self) -> NDArray[np.int32]:
        """Positions of the projects named, in the order in which the voter named them."""

    @property
    def points(self) -> NDArray[np.int64] | None:
        """Points beside ``indices``, in parts of 1 / ``points_scale``; None where ballots give none."""

    @property
    def points_scale(self) -> int:
        """What divides ``points``."""

    @property
    def min_score(self) -> Exact:
        """Score below which nothing is funded, 0 for no limit."""


@dataclass(frozen=True, eq=False)
class Table:
    """``ElectionTable`` as a value; see there. ``rows`` makes its arrays from lists."""

    project_ids: Sequence[str]
    costs: Sequence[Exact]
    budget: Exact
    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    points: NDArray[np.int64] | None = None
    points_scale: int = 1
    ballot_type: str = "approval"
    names: Sequence[str] = ()
    categories: Sequence[Sequence[str]] = ()
    targets: Sequence[Sequence[str]] = ()
    areas: Sequence[str] = ()
    min_score: Exact = 0
    meta: Mapping[str, str] = field(default_factory=dict)


def rows(
    ballots: Sequence[Mapping[int, int] | Sequence[int]],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """``indptr``, ``indices``, ``points`` of ballots given as {position: points} or as lists of positions."""
    given = [ballot if isinstance(ballot, Mapping) else dict.fromkeys(ballot, 1) for ballot in ballots]
    return (
        np.concatenate([[0], np.cumsum([len(ballot) for ballot in given])]).astype(np.int64),
        np.array([at for ballot in given for at in ballot], dtype=np.int32),
        np.array([points for ballot in given for points in ballot.values()], dtype=np.int64),
    )
