"""From votes to a map, step by step.

Who counts → the plane → everybody's position → groups → how each group voted → what
marks a group, what all accept, what to ask next → how firmly the groups stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import BadInput, Place, Problem
from coproduce.engines.opinion.consensus import polis_consensus, shared_consensus
from coproduce.engines.opinion.counts import Counts
from coproduce.engines.opinion.groups import Grouping, Smoothing, found_groups, polis_groups
from coproduce.engines.opinion.kmeans import Partition
from coproduce.engines.opinion.opinion_map import OpinionMap
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.plane import Plane, find_plane
from coproduce.engines.opinion.representative import GroupStatistics, representatives
from coproduce.engines.opinion.routing import priorities, to_ask, unknown_by_group
from coproduce.engines.opinion.silhouette import MOST_POINTS
from coproduce.engines.opinion.stability import DOUBTFUL, Stability, bootstrap
from coproduce.engines.opinion.stakeholders import stakeholder_votes
from coproduce.engines.opinion.summary import group_summary
from coproduce.engines.opinion.votes import Votes
from coproduce.engines.opinion.warm import Warm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FILL_UP_TO = 15
FEWEST_VOTES = 5


def draw_map(
    votes: Votes, options: MapOptions | None = None, *, last: Mapping[str, Any] | None = None
) -> OpinionMap:
    """The map of ``votes``.

    ``last`` is the state (``warm.warm``) of an earlier map of the same conversation: the search
    starts from it, so that groups keep their place and a refresh is quick.

    Raises:
        BadInput: where there is nothing to map (one participant, one statement, only passes), or an option is wrong.
    """
    asked = (options or MapOptions()).settled()
    _check(votes, asked)
    earlier = Warm.of(last, votes)
    counting = who_counts(votes, asked, earlier.counted)
    plane = find_plane(votes, last=earlier.plane)
    positions = plane.positions(votes)
    if asked.mode == "polis":
        joined = counting[np.argsort(votes.arrival[counting], kind="stable")]
        grouping = polis_groups(
            np.ascontiguousarray(positions[joined]),
            asked,
            last=earlier.centres,
            before=earlier.smoothing,
            base_before=earlier.base_of([votes.participants[at] for at in joined.tolist()]),
        )
        grouping = _reordered(grouping, np.argsort(joined, kind="stable"))
    else:
        grouping = found_groups(np.ascontiguousarray(positions[counting]), asked, last=earlier.centres)
    return finish_map(
        votes, asked, plane=plane, positions=positions, counting=counting, grouping=grouping, last=last
    )


def map_of_groups(votes: Votes, options: MapOptions, groups: Mapping[str, int]) -> OpinionMap:
    """The map of ``votes`` with the groups given: participant → number of the group, from 0 without gaps."""
    asked = options.settled()
    _check(votes, asked)
    label = np.array([groups.get(name, -1) for name in votes.participants], dtype=np.int64)
    counting = np.flatnonzero(label >= 0).astype(np.int64)
    plane = find_plane(votes)
    positions = plane.positions(votes)
    points, inside = positions[counting], label[counting]
    k = int(inside.max()) + 1
    centres = np.stack([points[inside == group].mean(axis=0) for group in range(k)])
    inertia = float(((points - centres[inside]) ** 2).sum())
    grouping = Grouping(Partition(centres, inside, inertia), (), Smoothing())
    return finish_map(
        votes, asked, plane=plane, positions=positions, counting=counting, grouping=grouping, last=None
    )


def finish_map(
    votes: Votes,
    options: MapOptions,
    *,
    plane: Plane,
    positions: Floats,
    counting: Ints,
    grouping: Grouping,
    last: Mapping[str, Any] | None,
) -> OpinionMap:
    """Everything that follows once plane and groups are settled."""
    part = grouping.partition
    label = np.full(len(votes.participants), -1, dtype=np.int64)
    label[counting] = part.label
    counts = Counts.of(votes, label, part.k)
    statistics = GroupStatistics.of(counts)
    sizes = part.sizes()
    polis = options.mode == "polis"
    fewest = np.zeros(part.k, dtype=np.int64) if polis else np.minimum(FEWEST_VOTES, sizes)
    listed = tuple(
        representatives(
            counts, statistics, group,
            allowed=~votes.rejected & (counts.seen[group] >= fewest[group]), z=options.z, pick=options.pick,
            best_as_agree=not polis,
        )
        for group in range(part.k)
    )  # fmt: skip
    if polis:
        consensus = polis_consensus(
            counts, rejected=votes.rejected, z=options.z, pick=options.pick, confidence=options.confidence
        )
    else:
        least = max(options.least_votes, int(np.ceil(options.consensus_share * len(counting))))
        consensus = shared_consensus(
            counts,
            rejected=votes.rejected,
            least=least,
            sizes=sizes,
            pick=options.pick,
            confidence=options.confidence,
        )
    priority = priorities(counts, plane.extremity(), votes.meta)
    unknown = unknown_by_group(counts, options.confidence)
    askable = ~votes.rejected & ~votes.meta
    stability = None
    if part.k > 1 and options.resamples:
        stability = bootstrap(
            votes, plane, part, counting, resamples=options.resamples, seed=options.randomness()
        )
    return OpinionMap(
        votes=votes,
        options=options,
        plane=plane,
        positions=positions,
        counting=counting,
        label=label,
        grouping=grouping,
        counts=counts,
        statistics=statistics,
        representative=listed,
        consensus=consensus,
        priority=priority,
        ask=tuple(
            to_ask(priority, unknown[group], askable & (counts.seen[group] < sizes[group]), options.pick)
            for group in range(part.k)
        ),
        summaries=tuple(
            group_summary(
                listed[group], counts, group, of=len(counting), size=int(sizes[group]), texts=votes.texts
            )
            for group in range(part.k)
        ),
        stability=stability,
        stakeholders=stakeholder_votes(votes, label, part.k),
        warnings=_warnings(options, part, len(counting), stability),
        last=last,
    )


def who_counts(votes: Votes, options: MapOptions, before: frozenset[str] = frozenset()) -> Ints:
    """Positions of the participants who count, in natural order.

    Those with enough votes, those who counted before, and where fewer than fifteen do,
    the most active (the earliest to join among equals) up to fifteen.
    """
    if options.only is not None:
        named = frozenset(options.only)
        return np.flatnonzero(np.array([name in named for name in votes.participants])).astype(np.int64)
    cast = votes.per_participant
    counts = cast >= min(options.least_votes, len(votes.statements))
    kept = frozenset(options.keep) | before
    if kept:
        counts |= np.array([name in kept for name in votes.participants]) & (cast > 0)
    if int(counts.sum()) < FILL_UP_TO:
        order = np.lexsort((votes.arrival, -cast, ~counts))
        order = order[cast[order] > 0][:FILL_UP_TO]
        counts[order] = True
    return np.flatnonzero(counts).astype(np.int64)


def _reordered(grouping: Grouping, rank: Ints) -> Grouping:
    """``grouping`` of points in order of joining, put back into natural order."""
    part = grouping.partition
    return Grouping(
        Partition(part.centres, part.label[rank], part.inertia),
        grouping.silhouettes,
        grouping.smoothing,
        None if grouping.base is None else grouping.base[rank],
    )


def _check(votes: Votes, options: MapOptions) -> None:
    open_votes = votes.value[~votes.rejected[votes.column]] if len(votes.value) else votes.value
    faults = [
        (
            len(votes.value) == 0,
            "there are no votes; give a file with at least two participants' votes",
            "no-votes",
        ),
        (len(votes.participants) < 2, "a map needs at least two participants", "one-participant"),
        (
            int((~votes.rejected).sum()) < 2,
            "a map needs at least two statements that were not rejected in moderation",
            "one-statement",
        ),
        (
            len(votes.value) > 0 and not bool(open_votes.any()),
            "every vote is a pass; there is nothing to tell people apart by",
            "all-passes",
        ),
        (
            len(votes.value) > 0 and int((votes.per_participant > 0).sum()) < 2 <= len(votes.participants),
            "only one participant voted; a map needs at least two",
            "one-voter",
        ),
        (
            options.only is not None
            and len(frozenset(options.only or ()) & frozenset(votes.participants)) < 2,
            "fewer than two of the participants named took part",
            "only-unknown",
        ),
    ]
    problems = [Problem(Place("votes"), text, code) for wrong, text, code in faults if wrong]
    if problems:
        raise BadInput(problems)


def _warnings(
    options: MapOptions, part: Partition, counted: int, stability: Stability | None
) -> tuple[str, ...]:
    found = []
    if part.k == 1:
        found.append(
            "No division into groups was found that holds together; all are shown as one group."
            if counted >= 2 * (options.smallest_group or 1)
            else f"{counted} people count, too few for two groups of at least {options.smallest_group}; "
            "all are shown as one group."
        )
    loose = 0 if stability is None else int((stability.groups < DOUBTFUL).sum())
    if loose:
        found.append(
            f"{loose} of {part.k} groups hardly {'comes' if loose == 1 else 'come'} together again when people are "
            "drawn anew from those who took part: that division may be chance."
        )
    if options.mode == "coproduce" and counted > MOST_POINTS:
        found.append(f"The number of groups was chosen on a sample of {MOST_POINTS} of {counted} people.")
    return tuple(found)
