"""Identical ballots are counted once, with how many people cast them.

A rule sees only what is on a ballot, so two equal ballots are one *group* with
multiplicity two. Groups stand in an order that depends on the ballots alone:
first by length, then by what is on them. Whoever sorts the same ballots from
another box finds the same groups in the same order.

Ballots of one length form a matrix. Its columns are packed into as few whole
numbers as hold them, so that sorting compares numbers and never rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_WORD = 2**62


@dataclass(frozen=True, eq=False)
class Rows:
    """Ballots as compressed sparse rows: row *i* is ``indices[indptr[i]:indptr[i + 1]]``, points beside it."""

    indptr: Ints
    indices: Ints
    points: Ints


@dataclass(frozen=True, eq=False)
class Grouped:
    """Ballots in groups, as compressed sparse rows.

    Attributes:
        indptr: shape (groups + 1); group *g* is ``indices[indptr[g]:indptr[g + 1]]``.
        indices: project positions, ascending within a group.
        points: what the ballot gives each of them, shape of ``indices``.
        multiplicity: people who cast this ballot, shape (groups).
    """

    indptr: Ints
    indices: Ints
    points: Ints
    multiplicity: Ints


def group(ballots: Rows, people: Ints | None = None) -> Grouped:
    """``ballots`` in groups.

    ``people`` says how often each row was cast (1 each where None). Order of rows,
    and of projects within a row, does not matter.

    Raises:
        ValueError: where a row names a project twice; ``args[1]`` is the row.
    """
    lengths = np.diff(ballots.indptr)
    if people is None:
        people = np.ones(len(lengths), dtype=np.int64)
    parts = [
        _of_length(int(length), np.flatnonzero(lengths == length), ballots, people)
        for length in np.unique(lengths)
    ]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Grouped(np.zeros(1, dtype=np.int64), empty, empty, empty)
    widths = np.concatenate([np.full(len(count), chosen.shape[1]) for chosen, _, count in parts])
    return Grouped(
        np.concatenate([[0], np.cumsum(widths)]).astype(np.int64),
        np.concatenate([chosen.ravel() for chosen, _, _ in parts]),
        np.concatenate([given.ravel() for _, given, _ in parts]),
        np.concatenate([count for _, _, count in parts]),
    )


def transpose(indptr: Ints, indices: Ints, points: Ints, projects: int) -> tuple[Ints, Ints, Ints]:
    """Supporters of each project: (indptr over projects, groups, points), groups ascending."""
    order = np.argsort(indices, kind="stable")
    rows = np.repeat(np.arange(len(indptr) - 1, dtype=np.int64), np.diff(indptr))
    counts = np.bincount(indices, minlength=projects)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), rows[order], points[order]


def _of_length(length: int, rows: Ints, ballots: Rows, people: Ints) -> tuple[Ints, Ints, Ints]:
    if length == 0:
        none = np.zeros((1, 0), dtype=np.int64)
        return none, none, np.array([people[rows].sum()], dtype=np.int64)
    places = ballots.indptr[rows][:, None] + np.arange(length)
    chosen, given = ballots.indices[places], ballots.points[places]
    if np.all(given == given.flat[0]):
        chosen = np.sort(chosen, axis=1)
    else:
        order = np.argsort(chosen, axis=1)
        chosen = np.take_along_axis(chosen, order, axis=1)
        given = np.take_along_axis(given, order, axis=1)
    twice = np.flatnonzero((chosen[:, 1:] == chosen[:, :-1]).any(axis=1))
    if len(twice):
        raise ValueError("a ballot names a project twice", int(rows[twice[0]]))
    words = _packed(chosen, given)
    order = np.argsort(words[0], kind="stable") if len(words) == 1 else np.lexsort(words[::-1])
    ordered = [word[order] for word in words]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = np.logical_or.reduce([word[1:] != word[:-1] for word in ordered])
    starts = np.flatnonzero(first)
    counts = np.add.reduceat(people[rows][order], starts)
    return chosen[order[starts]], given[order[starts]], counts


def _packed(chosen: Ints, given: Ints) -> list[Ints]:
    columns = [chosen[:, place] for place in range(chosen.shape[1])]
    if not np.all(given == given.flat[0]):
        columns += [given[:, place] - given.min() for place in range(given.shape[1])]
    words: list[Ints] = []
    room = 0
    for column in columns:
        size = int(column.max()) + 1
        if room < size:
            words.append(column.astype(np.int64))
            room = _WORD // size
        else:
            words[-1] = words[-1] * size + column
            room //= size
    return words
