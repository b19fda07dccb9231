"""Which statement to ask next, and whom.

Polis shows a statement sooner the more it is agreed with, the less it is passed, the
further it stands from the middle and the fewer have seen it. ``coproduce`` mode goes on
to say whom: among the statements worth asking, those come first on which a group's
answer is least known, i.e. whose interval in that group is widest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.consensus import wilson
from coproduce.engines.opinion.counts import Counts

Floats = NDArray[np.float64]
META_PRIORITY = 49.0


def priorities(counts: Counts, extremity: Floats, meta: NDArray[np.bool_]) -> Floats:
    """((1 − (P+1)/(S+2)) · (E+1) · (A+1)/(S+2) · (1 + 8·2^(−S/5)))², over all groups; 49 for meta statements."""
    seen = counts.seen.sum(axis=0).astype(np.float64)
    agree = counts.agree.sum(axis=0)
    passed = seen - agree - counts.disagree.sum(axis=0)
    newness = 1.0 + 8.0 * np.exp2(-seen / 5.0)
    worth = (
        (1.0 - (passed + 1.0) / (seen + 2.0)) * (extremity + 1.0) * ((agree + 1.0) / (seen + 2.0)) * newness
    )
    return np.where(meta, META_PRIORITY, worth * worth)


def unknown_by_group(counts: Counts, confidence: float) -> Floats:
    """Width of the interval on each group's share of agrees, from 0 (known) to 1 (unknown), shape (k, C)."""
    low, high = wilson(counts.agree, counts.seen, confidence)
    return high - low


def to_ask(priority: Floats, unknown: Floats, allowed: NDArray[np.bool_], pick: int) -> tuple[int, ...]:
    """Statements to put to somebody next, the most useful first: by priority × what is unknown."""
    worth = priority * unknown
    usable = np.flatnonzero(allowed)
    return tuple(sorted(usable.tolist(), key=lambda at: (-float(worth[at]), at))[:pick])
