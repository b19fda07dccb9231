"""A conversation and its groups as the five files of a Polis export.

What was read is written again as it was; what was not there is made from the votes.
The groups are those of the map, so that tools which read Polis exports can go on from here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from coproduce.formats.polis import comments, history, participants, summary, votes
from coproduce.formats.polis.conversation import Conversation

NUMBERED = frozenset(("voters", "voters-in-conv", "comments", "groups"))


def export(conversation: Conversation, groups: Mapping[str, int]) -> dict[str, bytes]:
    """The five files by name. ``groups`` gives the group of each participant who counts."""
    return {
        "comments.csv": comments.write(conversation.comments or _comments(conversation)),
        "votes.csv": votes.write(conversation.rows or _votes(conversation)),
        "participants-votes.csv": participants.write(_participants(conversation, groups)),
        "summary.csv": summary.write(_summary(conversation, groups)),
        "stats-history.csv": history.write(conversation.history or _history(conversation)),
    }


def _comments(conversation: Conversation) -> comments.Comments:
    statements = len(conversation.statement_ids)
    agrees = np.bincount(conversation.statement[conversation.vote == 1], minlength=statements)
    disagrees = np.bincount(conversation.statement[conversation.vote == -1], minlength=statements)
    rejected = frozenset(conversation.rejected)
    cells = tuple(
        (
            "", "", name, "", str(int(agrees[at])), str(int(disagrees[at])),
            str(comments.REJECTED) if name in rejected else "1", conversation.texts[at],
        )
        for at, name in enumerate(conversation.statement_ids)
    )  # fmt: skip
    return comments.Comments(comments.COLUMNS, cells)


def _votes(conversation: Conversation) -> votes.VoteRows:
    return votes.VoteRows(
        participants=conversation.participant_ids,
        statements=conversation.statement_ids,
        voter=conversation.voter,
        statement=conversation.statement,
        vote=conversation.vote,
        times=conversation.times,
    )


def _participants(conversation: Conversation, groups: Mapping[str, int]) -> participants.ParticipantVotes:
    people = conversation.people
    ids = conversation.participant_ids
    given = people.participants if people else ()
    written = dict(zip(given, people.written, strict=True)) if people and people.written else {}
    outside = dict(zip(given, people.xids, strict=True)) if people and people.xids else {}
    authors = conversation.comments.authors if conversation.comments else ()
    order = np.lexsort((conversation.statement, conversation.voter))
    return participants.ParticipantVotes(
        participants=ids,
        statements=conversation.statement_ids,
        voter=conversation.voter[order],
        statement=conversation.statement[order],
        vote=conversation.vote[order],
        groups=tuple(str(groups[name]) if name in groups else "" for name in ids),
        written=tuple(written.get(name, authors.count(name)) for name in ids),
        xids=tuple(outside.get(name, "") for name in ids) if outside else (),
    )


def _summary(conversation: Conversation, groups: Mapping[str, int]) -> summary.Summary:
    authors = conversation.comments.authors if conversation.comments else ()
    counted = {
        "voters": len(np.unique(conversation.voter)),
        "voters-in-conv": len(groups),
        "commenters": len(set(authors) - {""}),
        "comments": len(conversation.statement_ids),
        "groups": len(set(groups.values())),
    }
    told = dict(conversation.summary.facts) if conversation.summary else {}
    names = (*told, *(name for name in summary.NAMES if name not in told))
    # What the map settles is told by the map, the rest as it was read.
    return summary.Summary(
        tuple(
            (
                name,
                str(counted[name])
                if name in counted and (name in NUMBERED or name not in told)
                else told.get(name, ""),
            )
            for name in names
        )
    )


def _history(conversation: Conversation) -> history.History:
    """Running numbers after each vote; visitors are not known, so voters stand for them."""
    order = np.argsort(conversation.times, kind="stable")
    if not len(order):
        order = np.arange(len(conversation.vote))
    voters = _running_new(conversation.voter[order])
    written, authors = _written(conversation, order)
    numbers = np.stack([np.arange(1, len(order) + 1), written, voters, voters, authors], axis=1)
    return history.History(numbers.astype(np.int64))


def _running_new(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different values there have been, up to each place."""
    found = np.zeros(len(values), dtype=np.int64)
    _, first = np.unique(values, return_index=True)
    found[first] = 1
    return np.cumsum(found)


def _written(
    conversation: Conversation, order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Statements and their authors there were at each vote; all of them where nobody knows when they were written."""
    said = conversation.comments
    times = said.times if said else ()
    if said is None or not times or not len(conversation.times):
        statements = len(conversation.statement_ids)
        authors = len(set(said.authors) - {""}) if said else 0
        return np.full(len(order), statements), np.full(len(order), authors)
    by_time = np.argsort(np.array(times), kind="stable")
    _, author = np.unique(np.array(said.authors)[by_time], return_inverse=True)
    now = np.searchsorted(np.array(times)[by_time], conversation.times[order], side="right")
    authors_by_then = np.concatenate([[0], _running_new(author.astype(np.int64))])
    return now.astype(np.int64), authors_by_then[now]
