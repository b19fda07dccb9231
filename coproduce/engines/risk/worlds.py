"""World views: whose beliefs a draw follows, and the random numbers it meets.

A draw takes a group, a person of it, and then *that person's* likelihoods, severities
and effects for every risk, so that beliefs stay coherent. Whoever skipped
a question is stood in for by another of the same group who knows; where a
whole group is silent, by the other groups in proportion to their weights.

Each judging group gets the same number of draws and the weights come in afterwards,
so that other weights need no new draws and a weight of one is that group's own
choice. Persons take turns, so each is drawn equally often. Every risk, action and
group seeds numbers of its own: adding one shifts no other, and all portfolios meet
the same years (common random numbers).

``years`` years may share one world: that is how "we disagree or do not know" is told
from luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.elicitation import look_up
from coproduce.engines.risk.views import Owner, Pool, Views

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

PIECE = 8192
"""Draws that one seed gives at a time."""

BATCHES = 20
"""Draws are cut into twenty equal batches; how much their results differ gives the standard error."""


@dataclass(frozen=True)
class Worlds:
    """The draws of one run: for each judging group ``worlds`` world views of ``years`` years each.

    Arrays of draws are flat, group after group: entry ``g * size + i`` is draw *i* of group *g*.
    """

    views: Views
    seed: Seed
    worlds: int
    years: int = 1

    @property
    def size(self) -> int:
        """Draws of one group."""
        return self.worlds * self.years

    @property
    def groups(self) -> int:
        """Number of judging groups."""
        return len(self.views.judges)

    @property
    def total(self) -> int:
        """Draws of all groups."""
        return self.size * self.groups

    def per_world(self, *names: str) -> Array:
        """Uniforms that all years of a world share."""
        found = self._uniforms(self.worlds, names)
        return np.repeat(found, self.years) if self.years > 1 else found

    def per_year(self, *names: str) -> Array:
        """Uniforms that differ from year to year."""
        return self._uniforms(self.size, names)

    def _uniforms(self, count: int, names: Sequence[str]) -> Array:
        """``count`` uniforms for each group, in pieces: small arrays stay in the processor's cache."""
        found = np.empty((self.groups, count))
        for group in range(self.groups):
            seed = self._seed(group, *names)
            for piece, start in enumerate(range(0, count, PIECE)):
                part = min(PIECE, count - start)
                found[group, start : start + part] = seed.child(piece).uniforms(part)
        return found.reshape(-1)

    def rows(self, owners: Sequence[Owner], name: str) -> Rows | None:
        """For each draw the row of ``owners`` whose beliefs it follows; None where there is but one."""
        if len(owners) <= 1:
            return None
        parts = [self._rows_of_group(group, owners, name) for group in range(self.groups)]
        return np.repeat(np.concatenate(parts), self.years) if self.years > 1 else np.concatenate(parts)

    def values(self, pool: Pool, name: str) -> Array | None:
        """Draws of one question that stands alone; None where nobody knows."""
        if not len(pool.tables):
            return None
        return look_up(pool.tables, self.rows(pool.owners, name), self.per_world(name, "value"))

    def _rows_of_group(self, group: int, owners: Sequence[Owner], name: str) -> Rows:
        people = self.views.people[group]
        place = {person: at for at, person in enumerate(people)}
        own = np.array([row for row, (one, _) in enumerate(owners) if one == group], dtype=np.int64)
        if not own.size:
            return self._borrowed(group, owners, name)
        row_of = np.full(len(people), -1, dtype=np.int64)
        for row in own:
            row_of[place[owners[row][1]]] = row
        found = np.resize(row_of, self.worlds)
        skipped = np.flatnonzero(found < 0)
        if skipped.size:
            u = self._seed(group, name, "stand-in").uniforms(self.worlds)[skipped]
            found[skipped] = own[(u * own.size).astype(np.int64)]
        return found

    def _borrowed(self, group: int, owners: Sequence[Owner], name: str) -> Rows:
        counts = [sum(1 for one, _ in owners if one == other) for other in range(self.groups)]
        weights = self.views.weights()
        chance = np.array([weights[one] / counts[one] for one, _ in owners])
        if chance.sum() <= 0:
            chance = np.array([1 / counts[one] for one, _ in owners])
        steps = np.cumsum(chance / chance.sum())
        u = self._seed(group, name, "borrowed").uniforms(self.worlds)
        return np.minimum(np.searchsorted(steps, u, side="right"), len(owners) - 1).astype(np.int64)

    def _seed(self, group: int, *names: str) -> Seed:
        found = next(one for one in self.views.study.groups if one.id == self.views.judges[group])
        return self.seed.child("group", found.stream or found.id, *names)


def pooled_positions(weights: Sequence[float], size: int) -> Rows | None:
    """Which draws make up the pooled sample under ``weights``: positions in a flat array; None for all of them.

    Each batch of each group gives draws in proportion to its weight (largest remainder, earlier
    group first among equals), going round again where the weight asks for more than it has.
    """
    groups = len(weights)
    batch = size // BATCHES
    if all(abs(weight - 1 / groups) < 1e-12 for weight in weights):
        return None
    exact = [weight * batch * groups for weight in weights]
    counts = [int(value) for value in exact]
    order = sorted(range(groups), key=lambda at: (-(exact[at] - counts[at]), at))
    for at in order[: batch * groups - sum(counts)]:
        counts[at] += 1
    parts = [
        group * size + start * batch + np.arange(count, dtype=np.int64) % batch
        for start in range(BATCHES)
        for group, count in enumerate(counts)
    ]
    return np.concatenate(parts)
