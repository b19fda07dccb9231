"""Declared groups beside the found ones: how users, carers, staff … voted.

Found groups say how opinions divide; declared ones say whose they are. Both are shown
side by side. A figure about fewer than five people is left out, and so is a second one
where the first could be worked out from the totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.counts import Counts
from coproduce.engines.opinion.votes import Votes

Ints = NDArray[np.int64]
FEWEST = 5


@dataclass(frozen=True)
class Stakeholders:
    """Declared groups.

    Attributes:
        names: in alphabetical order, without those who declared none.
        sizes: people in each; −1 where fewer than five.
        votes: agrees, disagrees and votes seen, shape (3, names, C); −1 where hidden.
        in_groups: people of each declared group in each found group, shape (names, k); −1 where hidden.
    """

    names: tuple[str, ...]
    sizes: Ints
    votes: Ints
    in_groups: Ints


def stakeholder_votes(votes: Votes, label: Ints, groups: int) -> Stakeholders | None:
    """How the declared groups voted, or None where none were declared."""
    names = tuple(sorted({name for name in votes.stakeholders if name}))
    if not names:
        return None
    place = {name: at for at, name in enumerate(names)}
    declared = np.array([place.get(name, -1) for name in votes.stakeholders], dtype=np.int64)
    counts = Counts.of(votes, declared, len(names))
    sizes = np.bincount(declared[declared >= 0], minlength=len(names)).astype(np.int64)
    table = np.zeros((len(names), groups), dtype=np.int64)
    both = (declared >= 0) & (label >= 0)
    np.add.at(table, (declared[both], label[both]), 1)
    hidden = _hidden_columns(counts.seen)
    shown = np.stack([counts.agree, counts.disagree, counts.seen])
    shown[:, hidden] = -1
    return Stakeholders(names, np.where(sizes < FEWEST, -1, sizes), shown, _without_small(table))


def _hidden_columns(seen: Ints) -> NDArray[np.bool_]:
    """Where a declared group's votes on a statement are hidden, shape (names, C)."""
    hidden = (seen > 0) & (seen < FEWEST)
    alone = hidden.sum(axis=0) == 1
    if len(seen) > 1 and bool(alone.any()):
        rest = np.where(hidden | (seen == 0), np.iinfo(np.int64).max, seen)
        second = rest.argmin(axis=0)
        there = alone & (rest.min(axis=0) < np.iinfo(np.int64).max)
        hidden[second[there], np.flatnonzero(there)] = True
    return hidden


def _without_small(table: Ints) -> Ints:
    """``table`` with cells of 1 to 4 hidden (−1), and enough others that no row or column gives one away."""
    hidden = (table > 0) & (table < FEWEST)
    changed = True
    while changed:
        changed = False
        rows = [(table[at], hidden[at]) for at in range(len(table))]
        columns = [(table[:, at], hidden[:, at]) for at in range(table.shape[1])]
        for cells, covered in (*rows, *columns):
            open_cells = np.flatnonzero(~covered & (cells > 0))
            if covered.sum() == 1 and len(open_cells):
                covered[open_cells[int(np.argmin(cells[open_cells]))]] = True
                changed = True
    return np.where(hidden, -1, table)
