"""A conversation, joined from the files that are there.

``votes.csv`` says most: who voted when. Without it ``participants-votes.csv`` does, and
there is no history. ``comments.csv`` gives the statements their words and says which
were rejected; the others add what they can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.polis import comments, declared, history, participants, summary, votes

FILES = {
    "comments.csv": comments,
    "votes.csv": votes,
    "participants-votes.csv": participants,
    "summary.csv": summary,
    "stats-history.csv": history,
    "stakeholders.csv": declared,
}
"""Names of the files in a folder, and the module that reads each."""

JOINED_WITH = 3
"""The order of joining goes by the time of this vote: the one that comes nearest to production's own order."""


@dataclass(frozen=True)
class Conversation:
    """Votes in long form, and what else the files say.

    The first eleven fields are what an opinion engine asks for. ``times`` holds the time
    of each vote in milliseconds since 1970, or is empty; ``comments``, ``rows``,
    ``people``, ``summary`` and ``history`` are the files as they were read, or None.
    """

    participant_ids: tuple[str, ...]
    statement_ids: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    voter: NDArray[np.int64] = field(repr=False)
    statement: NDArray[np.int64] = field(repr=False)
    vote: NDArray[np.int64] = field(repr=False)
    rejected: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    arrival: tuple[int, ...] = field(repr=False, default=())
    stakeholders: tuple[str, ...] = field(repr=False, default=())
    times: NDArray[np.int64] = field(repr=False, default_factory=lambda: np.zeros(0, dtype=np.int64))
    comments: comments.Comments | None = field(repr=False, default=None)
    rows: votes.VoteRows | None = field(repr=False, default=None)
    people: participants.ParticipantVotes | None = field(repr=False, default=None)
    summary: summary.Summary | None = field(repr=False, default=None)
    history: history.History | None = field(repr=False, default=None)
    warnings: tuple[Problem, ...] = ()

    def without(self, banned: tuple[str, ...]) -> Conversation:
        """The same with participants banned: their votes are not counted."""
        return replace(self, banned=(*self.banned, *banned))


def join(
    files: Mapping[str, bytes], *, folder: str = "", names: Mapping[str, str] | None = None
) -> Conversation | list[Problem]:
    """The conversation in ``files`` (name as in ``FILES`` → content), or every problem in any of them.

    ``folder`` stands before the names in problems; ``names`` says how the user calls a file instead.
    """
    called = {name: f"{folder}/{name}" if folder else name for name in FILES} | dict(names or {})
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, module in FILES.items():
        if name in files:
            value = module.read(files[name], name=called[name])
            if isinstance(value, list):
                problems += value
            else:
                found[name] = value
    rows, people = found.get("votes.csv"), found.get("participants-votes.csv")
    if not problems and rows is None and people is None:
        place = Place(folder or "the files")
        text = "there is neither votes.csv nor participants-votes.csv; give a Polis export folder or one of these files"
        problems.append(Problem(place, text, "no-votes-file"))
    if problems:
        return sorted(problems)
    return _joined(rows, people, found, called["votes.csv"])


def _joined(
    rows: votes.VoteRows | None,
    people: participants.ParticipantVotes | None,
    found: Mapping[str, Any],
    votes_file: str,
) -> Conversation:
    said: comments.Comments | None = found.get("comments.csv")
    participant_ids = _together(people.participants if people else (), rows.participants if rows else ())
    statement_ids = _together(
        people.statements if people else (), rows.statements if rows else (), said.ids if said else ()
    )
    person_at = {name: at for at, name in enumerate(participant_ids)}
    statement_at = {name: at for at, name in enumerate(statement_ids)}
    times = np.zeros(0, dtype=np.int64)
    if rows is not None:
        kept = rows.latest()
        voter = _at(person_at, rows.participants)[rows.voter[kept]]
        statement = _at(statement_at, rows.statements)[rows.statement[kept]]
        vote = rows.vote[kept]
        times = rows.times[kept] if len(rows.times) else times
    elif people is not None:
        voter = _at(person_at, people.participants)[people.voter]
        statement = _at(statement_at, people.statements)[people.statement]
        vote = people.vote
    else:
        raise ValueError("votes come from votes.csv or participants-votes.csv")
    texts = dict(zip(said.ids, said.texts, strict=True)) if said else {}
    named: declared.Declared | None = found.get("stakeholders.csv")
    return Conversation(
        participant_ids=participant_ids,
        statement_ids=statement_ids,
        texts=tuple(texts.get(name, "") for name in statement_ids),
        voter=voter,
        statement=statement,
        vote=vote,
        rejected=said.rejected if said else (),
        meta=said.meta if said else (),
        arrival=_arrival(voter, times, len(participant_ids)),
        stakeholders=_stakeholders(named, participant_ids, people),
        times=times,
        comments=said,
        rows=rows,
        people=people,
        summary=found.get("summary.csv"),
        history=found.get("stats-history.csv"),
        warnings=_warnings(rows, people, vote, votes_file),
    )


def _together(*ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in ids for name in part))


def _at(place: Mapping[str, int], ids: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([place[name] for name in ids], dtype=np.int64)


def _arrival(voter: NDArray[np.int64], times: NDArray[np.int64], people: int) -> tuple[int, ...]:
    """Each participant's place in the order of joining; empty where there are no times."""
    if not len(times):
        return ()
    order = np.lexsort((times, voter))
    counts = np.bincount(voter, minlength=people)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    joined = np.full(people, np.iinfo(np.int64).max)
    voted = counts > 0
    at = first[voted] + np.minimum(counts[voted], JOINED_WITH) - 1
    joined[voted] = times[order][at]
    place = np.empty(people, dtype=np.int64)
    place[np.lexsort((np.arange(people), joined))] = np.arange(people)
    return tuple(place.tolist())


def _stakeholders(
    named: declared.Declared | None, ids: tuple[str, ...], people: participants.ParticipantVotes | None
) -> tuple[str, ...]:
    if named is None:
        return ()
    groups = dict(named.rows)
    outside = dict(zip(people.participants, people.xids, strict=True)) if people and people.xids else {}
    return tuple(groups.get(name) or groups.get(outside.get(name, ""), "") for name in ids)


def _warnings(
    rows: votes.VoteRows | None,
    people: participants.ParticipantVotes | None,
    vote: NDArray[np.int64],
    votes_file: str,
) -> tuple[Problem, ...]:
    if rows is None or people is None or len(people.vote) == len(vote):
        return ()
    text = (
        f"votes.csv holds {len(vote):,} votes and participants-votes.csv {len(people.vote):,}; "
        "those of votes.csv are counted"
    )
    return (Problem(Place(votes_file), text, "votes-differ"),)
