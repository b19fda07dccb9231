"""How each group voted on each statement, counted once and read by everything after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.opinion.passes import count_by_group
from coproduce.engines.opinion.votes import Votes

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Votes by group and statement; ``seen`` includes passes. Each of shape (k, C).

    ``all_agree``, ``all_disagree`` and ``all_seen``, shape (C,), count every participant,
    in a group or not.
    """

    agree: Ints
    disagree: Ints
    seen: Ints
    all_agree: Ints
    all_disagree: Ints
    all_seen: Ints

    @classmethod
    def of(cls, votes: Votes, label: Ints, groups: int) -> Counts:
        """Count ``votes`` with participants in the groups of ``label`` (−1: in none)."""
        size = len(votes.statements)
        found = count_by_group(votes.start, votes.code, label, groups, 3 * size).reshape(groups + 1, size, 3)
        inside, everybody = found[:groups], found.sum(axis=0)
        return cls(
            agree=inside[..., 2],
            disagree=inside[..., 0],
            seen=inside.sum(axis=2),
            all_agree=everybody[:, 2],
            all_disagree=everybody[:, 0],
            all_seen=everybody.sum(axis=1),
        )

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.seen)
