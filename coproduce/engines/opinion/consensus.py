"""What everybody accepts, or everybody turns down.

``polis`` mode lists statements whose share over all participants is clearly above one
half. Two votes can be enough for that. ``coproduce`` mode therefore asks for more: a
vote from a fair share of those who count, some from every group, and in every group
the lower end of the share's interval (Wilson 1927) above one half; the list is ordered
by that lower end where it is lowest, i.e. by the group that accepts the least.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.counts import Counts
from coproduce.engines.opinion.representative import share_z

Floats = NDArray[np.float64]
FROM_EACH_GROUP = 5


@dataclass(frozen=True)
class Agreed:
    """A statement of consensus.

    Attributes:
        statement: its position among the statements.
        votes_for, seen: votes for the side, and all votes, passes included, of everybody.
        share: (votes_for + 1) / (seen + 2).
        z: how far the share stands above one half, in standard errors.
        low, high: ends of the share's interval over everybody.
        weakest: the lower end in the group where it is lowest (over everybody, in ``polis`` mode).
    """

    statement: int
    votes_for: int
    seen: int
    share: float
    z: float
    low: float
    high: float
    weakest: float


@dataclass(frozen=True)
class Consensus:
    """What is accepted and what is turned down, the firmest first."""

    agree: tuple[Agreed, ...]
    disagree: tuple[Agreed, ...]


def wilson(votes_for: NDArray[np.int64], seen: NDArray[np.int64], confidence: float) -> tuple[Floats, Floats]:
    """Ends of Wilson's score interval for a share; 0 and 1 where nothing was seen."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    n = np.maximum(seen, 1).astype(np.float64)
    p = votes_for / n
    middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n)
    half = z / (1.0 + z * z / n) * np.sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n))
    none = seen == 0
    return np.where(none, 0.0, np.maximum(middle - half, 0.0)), np.where(
        none, 1.0, np.minimum(middle + half, 1.0)
    )


def polis_consensus(
    counts: Counts, *, rejected: NDArray[np.bool_], z: float, pick: int, confidence: float
) -> Consensus:
    """Statements with p > ½ and a z above ``z`` over all participants, ordered by p · z."""

    def side(votes_for: NDArray[np.int64]) -> tuple[Agreed, ...]:
        share, firm = (votes_for + 1.0) / (counts.all_seen + 2.0), share_z(votes_for, counts.all_seen)
        passing = np.flatnonzero(~rejected & (share > 0.5) & (firm > z))
        low, high = wilson(votes_for, counts.all_seen, confidence)
        ordered = sorted(passing.tolist(), key=lambda at: (-float(share[at] * firm[at]), at))
        return _listed(ordered[:pick], votes_for, counts, (low, high), low)

    return Consensus(side(counts.all_agree), side(counts.all_disagree))


def shared_consensus(
    counts: Counts,
    *,
    rejected: NDArray[np.bool_],
    least: int,
    sizes: NDArray[np.int64],
    pick: int,
    confidence: float,
) -> Consensus:
    """Statements that every group accepts (or turns down), each with at least ``least`` votes in all.

    Every group must have cast five votes on the statement, or one from each member where it is smaller.
    """
    needed = np.minimum(FROM_EACH_GROUP, sizes)[:, None]
    heard = ~rejected & (counts.all_seen >= least) & (counts.seen >= needed).all(axis=0)

    def side(all_for: NDArray[np.int64], by_group: NDArray[np.int64]) -> tuple[Agreed, ...]:
        weakest = wilson(by_group, counts.seen, confidence)[0].min(axis=0)
        passing = np.flatnonzero(heard & (weakest > 0.5))
        ordered = sorted(passing.tolist(), key=lambda at: (-float(weakest[at]), at))
        bounds = wilson(all_for, counts.all_seen, confidence)
        return _listed(ordered[:pick], all_for, counts, bounds, weakest)

    return Consensus(side(counts.all_agree, counts.agree), side(counts.all_disagree, counts.disagree))


def group_aware(votes_for: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """Π over groups of (n + 1) / (S + 2), for arrays of shape (k, C); shape (C,)."""
    product: Floats = np.ones(seen.shape[1])
    for group in range(len(seen)):
        product = product * ((votes_for[group] + 1.0) / (seen[group] + 2.0))
    return product


def _listed(
    order: list[int],
    votes_for: NDArray[np.int64],
    counts: Counts,
    bounds: tuple[Floats, Floats],
    weakest: Floats,
) -> tuple[Agreed, ...]:
    low, high = bounds
    firm = share_z(votes_for, counts.all_seen)
    return tuple(
        Agreed(
            statement=at,
            votes_for=int(votes_for[at]),
            seen=int(counts.all_seen[at]),
            share=float((votes_for[at] + 1.0) / (counts.all_seen[at] + 2.0)),
            z=float(firm[at]),
            low=float(low[at]),
            high=float(high[at]),
            weakest=float(weakest[at]),
        )
        for at in order
    )
