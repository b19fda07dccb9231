"""The finished map: what was found, and how it is told in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Record
from coproduce.engines.opinion.consensus import Agreed, Consensus, group_aware, wilson
from coproduce.engines.opinion.counts import Counts
from coproduce.engines.opinion.groups import Grouping
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.plane import Plane
from coproduce.engines.opinion.representative import GroupStatistics, Representative
from coproduce.engines.opinion.stability import Stability
from coproduce.engines.opinion.stakeholders import Stakeholders
from coproduce.engines.opinion.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class OpinionMap:
    """A map of opinions.

    Attributes:
        votes: what it was drawn from.
        options: every option in force.
        plane, positions: where the votes are projected, and each participant's point, shape (n, 2).
        counting: positions of the participants who count, in natural order.
        label: the group of each participant, −1 for those who do not count, shape (n,).
        grouping: centres, silhouettes, smoothing.
        counts, statistics: votes by group, and what follows from them.
        representative: for each group the statements that mark it.
        consensus: what all accept, what all turn down.
        priority: how much is learned by asking each statement, shape (C,).
        ask: for each group the statements to put to it next.
        summaries: each group in plain words.
        stability: what resampling says, or None.
        stakeholders: declared groups, or None.
        warnings: what a reader must know.
        record: enough to draw the map again.
    """

    votes: Votes = field(repr=False)
    options: MapOptions
    plane: Plane = field(repr=False)
    positions: Floats = field(repr=False)
    counting: Ints = field(repr=False)
    label: Ints = field(repr=False)
    grouping: Grouping = field(repr=False)
    counts: Counts = field(repr=False)
    statistics: GroupStatistics = field(repr=False)
    representative: tuple[tuple[Representative, ...], ...]
    consensus: Consensus
    priority: Floats = field(repr=False)
    ask: tuple[tuple[int, ...], ...]
    summaries: tuple[str, ...]
    stability: Stability | None
    stakeholders: Stakeholders | None
    warnings: tuple[str, ...]
    last: Mapping[str, Any] | None = field(repr=False, default=None)

    @property
    def k(self) -> int:
        """How many groups there are."""
        return self.counts.groups

    @property
    def sizes(self) -> Ints:
        """People in each group, shape (k,)."""
        return np.bincount(self.label[self.counting], minlength=self.k).astype(np.int64)

    @property
    def record(self) -> Record:
        """Enough to draw the map again; the votes are in it up to five million of them."""
        from coproduce.engines.opinion.replay import record_of

        return record_of(self)

    def result(self) -> dict[str, Any]:
        """The map in plain values, as the command and the pages show it."""
        names = self.votes.statements
        return {
            "mode": self.options.mode,
            "participants": len(self.votes.participants),
            "counted": len(self.counting),
            "statement_count": len(names),
            "votes": len(self.votes.value),
            "k": self.k,
            "silhouettes": [{"k": k, "silhouette": width} for k, width in self.grouping.silhouettes],
            "shares": self.plane.share.tolist(),
            "groups": [self._group(at) for at in range(self.k)],
            "statements": self._statements(),
            "consensus": {
                "agree": [_agreed(entry, names) for entry in self.consensus.agree],
                "disagree": [_agreed(entry, names) for entry in self.consensus.disagree],
            },
            "positions": self._positions(),
            "stakeholders": self._stakeholders(),
            "resamples": self.stability.resamples if self.stability else 0,
        }

    def _group(self, at: int) -> dict[str, Any]:
        names = self.votes.statements
        members = np.flatnonzero(self.label == at)
        return {
            "id": at,
            "size": len(members),
            "members": [self.votes.participants[person] for person in members.tolist()],
            "centre": self.grouping.partition.centres[at].tolist(),
            "stability": float(self.stability.groups[at]) if self.stability else None,
            "summary": self.summaries[at],
            "representative": [_listed(entry, names) for entry in self.representative[at]],
            "ask_next": [names[statement] for statement in self.ask[at]],
        }

    def _statements(self) -> list[dict[str, Any]]:
        counts, points = self.counts, self.plane.statements()
        low, high = wilson(counts.all_agree, counts.all_seen, self.options.confidence)
        agree_all = group_aware(counts.agree, counts.seen)
        disagree_all = group_aware(counts.disagree, counts.seen)
        extremity, divides = self.plane.extremity(), self.divisiveness()
        return [
            {
                "id": name,
                "text": self.votes.texts[at],
                "agree": int(counts.all_agree[at]),
                "disagree": int(counts.all_disagree[at]),
                "pass": int(counts.all_seen[at] - counts.all_agree[at] - counts.all_disagree[at]),
                "agree_low": float(low[at]),
                "agree_high": float(high[at]),
                "extremity": float(extremity[at]),
                "x": float(points[at, 0]),
                "y": float(points[at, 1]),
                "consensus": float(agree_all[at]),
                "consensus_disagree": float(disagree_all[at]),
                "divides": float(divides[at]),
                "priority": float(self.priority[at]),
                "rejected": bool(self.votes.rejected[at]),
                "meta": bool(self.votes.meta[at]),
                "per_group": [self._in_group(group, at) for group in range(self.k)],
            }
            for at, name in enumerate(self.votes.statements)
        ]

    def divisiveness(self) -> Floats:
        """Widest gap between two groups' shares of agrees, each with one made-up vote either side, shape (C,)."""
        share = self.statistics.agree.share
        gap: Floats = share.max(axis=0) - share.min(axis=0)
        return gap

    def _in_group(self, group: int, at: int) -> dict[str, Any]:
        counts, agree, disagree = self.counts, self.statistics.agree, self.statistics.disagree
        return {
            "group": group,
            "agree": int(counts.agree[group, at]),
            "disagree": int(counts.disagree[group, at]),
            "pass": int(counts.seen[group, at] - counts.agree[group, at] - counts.disagree[group, at]),
            "agree_share": float(agree.share[group, at]),
            "agree_z": float(agree.share_z[group, at]),
            "agree_ratio": float(agree.ratio[group, at]),
            "agree_ratio_z": float(agree.ratio_z[group, at]),
            "disagree_share": float(disagree.share[group, at]),
            "disagree_z": float(disagree.share_z[group, at]),
            "disagree_ratio": float(disagree.ratio[group, at]),
            "disagree_ratio_z": float(disagree.ratio_z[group, at]),
        }

    def _positions(self) -> list[dict[str, Any]]:
        firmness: list[float | None] = [None] * len(self.votes.participants)
        if self.stability:
            for person, share in zip(
                self.counting.tolist(), self.stability.participants.tolist(), strict=True
            ):
                firmness[person] = share
        return [
            {"id": name, "x": x, "y": y, "group": group if group >= 0 else None, "stability": firm}
            for name, (x, y), group, firm in zip(
                self.votes.participants, self.positions.tolist(), self.label.tolist(), firmness, strict=True
            )
        ]

    def _stakeholders(self) -> list[dict[str, Any]]:
        found = self.stakeholders
        if found is None:
            return []
        return [
            {
                "name": name,
                "size": _shown(found.sizes[at]),
                "in_groups": [_shown(number) for number in found.in_groups[at]],
                "statements": [
                    {
                        "id": statement,
                        "agree": _shown(found.votes[0, at, column]),
                        "disagree": _shown(found.votes[1, at, column]),
                        "votes": _shown(found.votes[2, at, column]),
                    }
                    for column, statement in enumerate(self.votes.statements)
                ],
            }
            for at, name in enumerate(found.names)
        ]


def _shown(number: Any) -> int | None:
    return None if int(number) < 0 else int(number)


def _agreed(entry: Agreed, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "statement": names[entry.statement],
        "votes_for": entry.votes_for,
        "votes": entry.seen,
        "share": entry.share,
        "z": entry.z,
        "low": entry.low,
        "high": entry.high,
        "weakest": entry.weakest,
    }


def _listed(entry: Representative, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "statement": names[entry.statement],
        "side": entry.side,
        "votes_for": entry.votes_for,
        "votes": entry.seen,
        "share": entry.share,
        "z": entry.share_z,
        "ratio": entry.ratio,
        "ratio_z": entry.ratio_z,
        "best_agree": entry.best_agree,
    }
