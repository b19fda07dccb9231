"""What marks a group: the statements on which it stands out.

A statement represents a group where the group clearly leans to one side of it and
does so clearly more than everybody outside (Small et al. 2021, "Polis: scaling
deliberation by mapping high dimensional opinion spaces", §4.4). Shares carry one
made-up vote on either side, so that two votes never read as certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.counts import Counts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SideStatistics:
    """One side, agree or disagree, of every group and statement; each of shape (k, C).

    Attributes:
        share: p = (n + 1) / (S + 2), n votes for the side of S seen.
        share_z: how far the share stands above one half, in standard errors.
        ratio: r = share in the group / share outside it.
        ratio_z: how far the two shares stand apart, in standard errors (pooled).
        metric: r · its z · p · its z, by which lists are ordered.
    """

    share: Floats
    share_z: Floats
    ratio: Floats
    ratio_z: Floats

    @property
    def metric(self) -> Floats:
        """The product r · its z · p · its z."""
        return self.ratio * self.ratio_z * self.share * self.share_z


@dataclass(frozen=True)
class GroupStatistics:
    """Both sides of every group and statement."""

    agree: SideStatistics
    disagree: SideStatistics

    @classmethod
    def of(cls, counts: Counts) -> GroupStatistics:
        """The statistics of ``counts``; "outside" means the other groups."""
        return cls(_side(counts.agree, counts.seen), _side(counts.disagree, counts.seen))


@dataclass(frozen=True)
class Representative:
    """A statement that marks a group.

    Attributes:
        statement: its position among the statements.
        side: ``agree`` or ``disagree``.
        votes_for, seen: votes of the group for that side, and all its votes on it, passes included.
        share, share_z, ratio, ratio_z: see ``SideStatistics``.
        best_agree: True for the one chosen first, so that each group is seen to agree with something.
    """

    statement: int
    side: str
    votes_for: int
    seen: int
    share: float
    share_z: float
    ratio: float
    ratio_z: float
    best_agree: bool = False


def share_z(votes_for: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """2·√(S + 1) · ((n + 1) / (S + 1) − ½)."""
    more = seen + 1.0
    found: Floats = 2.0 * np.sqrt(more) * ((votes_for + 1.0) / more - 0.5)
    return found


def _side(votes_for: NDArray[np.int64], seen: NDArray[np.int64]) -> SideStatistics:
    out_for = votes_for.sum(axis=0) - votes_for
    out_seen = seen.sum(axis=0) - seen
    share = (votes_for + 1.0) / (seen + 2.0)
    outside = (out_for + 1.0) / (out_seen + 2.0)
    return SideStatistics(
        share, share_z(votes_for, seen), share / outside, _ratio_z(votes_for, seen, out_for, out_seen)
    )


def _ratio_z(
    in_for: NDArray[np.int64],
    in_seen: NDArray[np.int64],
    out_for: NDArray[np.int64],
    out_seen: NDArray[np.int64],
) -> Floats:
    """Two-proportion z with pooled variance, 1 added to all four counts; 0 where the pooled share is 1."""
    s1, s2, n1, n2 = in_for + 1.0, out_for + 1.0, in_seen + 1.0, out_seen + 1.0
    pooled = (s1 + s2) / (n1 + n2)
    certain = pooled >= 1.0
    spread = np.sqrt(np.where(certain, 0.25, pooled * (1.0 - pooled)) * (1.0 / n1 + 1.0 / n2))
    return np.where(certain, 0.0, (s1 / n1 - s2 / n2) / spread)


def representatives(
    counts: Counts,
    statistics: GroupStatistics,
    group: int,
    *,
    allowed: NDArray[np.bool_],
    z: float,
    pick: int,
    best_as_agree: bool,
) -> tuple[Representative, ...]:
    """The statements that mark ``group``, best agree first, then agrees before disagrees.

    ``allowed`` says which statements may be listed (not rejected, voted on enough). The
    best agree is told as an agree where ``best_as_agree``; Polis tells it by the side
    with the larger ratio z, like any other.
    """
    agree, disagree = statistics.agree, statistics.disagree
    strong_agree = (agree.share_z[group] > z) & (agree.ratio_z[group] > z)
    strong_disagree = (disagree.share_z[group] > z) & (disagree.ratio_z[group] > z)
    # The side is settled by the ratio alone, also where only the other side passes.
    side_agree = agree.ratio_z[group] > disagree.ratio_z[group]
    metric = np.where(side_agree, agree.metric[group], disagree.metric[group])
    best = _best_agree(statistics, counts, group, allowed, z)
    passing = np.flatnonzero(allowed & (counts.seen[group] > 0) & (strong_agree | strong_disagree))
    ordered = sorted(passing.tolist(), key=lambda at: (-float(metric[at]), at))
    listed = [at for at in ordered if at != best]
    found = [_representative(counts, statistics, group, at, agree_side=bool(side_agree[at])) for at in listed]
    if best is not None:
        best_side = best_as_agree or bool(side_agree[best])
        found.insert(0, _representative(counts, statistics, group, best, agree_side=best_side, best=True))
    elif not found:
        fallback = _largest(statistics, counts, group, allowed)
        if fallback is not None:
            found = [
                _representative(counts, statistics, group, fallback, agree_side=bool(side_agree[fallback]))
            ]
    found = found[:pick]
    return tuple(sorted(found, key=lambda entry: entry.side != "agree"))


def _best_agree(
    statistics: GroupStatistics, counts: Counts, group: int, allowed: NDArray[np.bool_], z: float
) -> int | None:
    agree = statistics.agree
    share, share_z_, ratio, metric = (
        part[group].tolist() for part in (agree.share, agree.share_z, agree.ratio, agree.metric)
    )
    best: int | None = None
    for at in np.flatnonzero(allowed & (counts.seen[group] > 0)).tolist():
        if best is None:
            better = share_z_[at] > z or (ratio[at] > 1.0 and share[at] > 0.5)
        elif ratio[best] > 1.0:
            better = metric[at] > metric[best]
        else:
            better = share[at] * share_z_[at] > share[best] * share_z_[best]
        if better:
            best = at
    return best


def _largest(
    statistics: GroupStatistics, counts: Counts, group: int, allowed: NDArray[np.bool_]
) -> int | None:
    usable = np.flatnonzero(allowed & (counts.seen[group] > 0))
    if not len(usable):
        return None
    largest = np.maximum(statistics.agree.ratio_z[group], statistics.disagree.ratio_z[group])[usable]
    return int(usable[int(np.argmax(largest))])


def _representative(
    counts: Counts, statistics: GroupStatistics, group: int, at: int, *, agree_side: bool, best: bool = False
) -> Representative:
    side = statistics.agree if agree_side else statistics.disagree
    return Representative(
        statement=at,
        side="agree" if agree_side else "disagree",
        votes_for=int((counts.agree if agree_side else counts.disagree)[group, at]),
        seen=int(counts.seen[group, at]),
        share=float(side.share[group, at]),
        share_z=float(side.share_z[group, at]),
        ratio=float(side.ratio[group, at]),
        ratio_z=float(side.ratio_z[group, at]),
        best_agree=best,
    )
