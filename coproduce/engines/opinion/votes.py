"""Who said what: the votes of a conversation, kept sparse.

Participants vote agree (+1), disagree (−1) or pass (0) on statements; most cells
stay empty, so only the votes themselves are kept, participant by participant. Both
participants and statements stand in natural order of their ids ("s2" before "s10"),
whatever order they came in: the same votes are the same value, and give the same map.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import BadInput, Place, Problem, digest, input_digest
from coproduce.engines.opinion.passes import gather_votes, vote_codes

AGREE, PASS, DISAGREE = 1, 0, -1
_DIGITS = re.compile(r"(\d+)")
_POWERS = np.array([10**power for power in range(1, 19)], dtype=np.int64)


class VoteTable(Protocol):
    """Votes in long form, as a file reader or an app hands them over.

    ``voter[i]`` voted ``vote[i]`` on ``statement[i]``; the first two are positions in
    ``participant_ids`` and ``statement_ids``. ``rejected`` and ``meta`` hold statement
    ids; ``banned`` participant ids whose votes are not counted; ``arrival`` is empty or
    gives each participant's place in the order in which they joined.
    """

    @property
    def participant_ids(self) -> Sequence[str]:
        """Ids of the participants."""

    @property
    def statement_ids(self) -> Sequence[str]:
        """Ids of the statements."""

    @property
    def texts(self) -> Sequence[str]:
        """What each statement says; may be empty."""

    @property
    def voter(self) -> NDArray[Any]:
        """Position of the participant of each vote."""

    @property
    def statement(self) -> NDArray[Any]:
        """Position of the statement of each vote."""

    @property
    def vote(self) -> NDArray[Any]:
        """+1, 0 or −1."""

    @property
    def rejected(self) -> Sequence[str]:
        """Statements rejected in moderation."""

    @property
    def meta(self) -> Sequence[str]:
        """Statements about the conversation or the person."""

    @property
    def banned(self) -> Sequence[str]:
        """Participants whose votes are not counted."""

    @property
    def arrival(self) -> Sequence[int]:
        """Place of each participant in the order of joining; may be empty."""

    @property
    def stakeholders(self) -> Sequence[str]:
        """Declared group of each participant; may be empty."""


@dataclass(frozen=True)
class LongVotes:
    """A ``VoteTable`` in memory; see there for the meaning of the fields.

    ``stakeholders`` is empty or holds, for each participant, the name of the declared
    group ("carers", "staff"); an empty name means that none was declared.
    """

    participant_ids: Sequence[str]
    statement_ids: Sequence[str]
    voter: NDArray[Any]
    statement: NDArray[Any]
    vote: NDArray[Any]
    texts: Sequence[str] = ()
    rejected: Sequence[str] = ()
    meta: Sequence[str] = ()
    banned: Sequence[str] = ()
    arrival: Sequence[int] = ()
    stakeholders: Sequence[str] = ()


@dataclass(frozen=True)
class Votes:
    """Sparse votes in canonical order.

    Attributes:
        participants: ids, n of them, in natural order; those banned are left out.
        statements: ids, C of them, in natural order.
        texts: what each statement says ("" where unknown).
        rejected: True where the statement was rejected in moderation, shape (C,).
        meta: True where the statement is about the conversation itself or asks who one is, shape (C,).
        start: participant i's votes are ``column[start[i]:start[i + 1]]``, shape (n + 1,).
        column: positions of the statements voted on, ascending for each participant, shape (V,).
        value: +1, 0 or −1, shape (V,).
        arrival: each participant's place in the order of joining, shape (n,).
        stakeholders: declared group of each participant, "" where none, n of them or empty.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    rejected: NDArray[np.bool_] = field(repr=False)
    meta: NDArray[np.bool_] = field(repr=False)
    start: NDArray[np.int64] = field(repr=False)
    column: NDArray[np.int32] = field(repr=False)
    value: NDArray[np.int8] = field(repr=False)
    arrival: NDArray[np.int64] = field(repr=False)
    stakeholders: tuple[str, ...] = field(repr=False, default=())

    @property
    def per_participant(self) -> NDArray[np.int64]:
        """Votes of each participant, passes included, shape (n,)."""
        return np.diff(self.start)

    @cached_property
    def code(self) -> NDArray[np.uint32]:
        """Statement and vote of each vote in one number, 3 · column + vote + 1, shape (V,)."""
        return vote_codes(self.column, self.value)

    @classmethod
    def of(cls, table: VoteTable) -> Votes:
        """The votes of ``table`` in canonical order.

        Raises:
            BadInput: ids that stand twice, votes other than −1, 0, 1, two votes of one
                participant on one statement, positions outside the ids; all at once.
        """
        problems = _problems(table)
        if problems:
            raise BadInput(problems)
        people, person_at = _in_order(table.participant_ids, drop=frozenset(table.banned))
        statements, statement_at = _in_order(table.statement_ids)
        voter = person_at[np.asarray(table.voter)]
        start, column, value, repeated = gather_votes(
            voter.astype(np.int32),
            statement_at[np.asarray(table.statement)].astype(np.int32),
            np.asarray(table.vote).astype(np.int8),
            len(people),
            len(statements),
        )
        if repeated >= 0:
            raise BadInput.one(
                f"participant {people[int(repeated)]} voted twice on one statement; keep the last vote only",
                code="vote-twice",
            )
        texts = {statement_at[at]: text for at, text in enumerate(table.texts)}
        rejected, meta = frozenset(table.rejected), frozenset(table.meta)
        return cls(
            participants=people,
            statements=statements,
            texts=tuple(texts.get(at, "") for at in range(len(statements))),
            rejected=np.array([name in rejected for name in statements], dtype=np.bool_),
            meta=np.array([name in meta for name in statements], dtype=np.bool_),
            start=start,
            column=column,
            value=value,
            arrival=_moved(table.arrival, person_at, len(people)),
            stakeholders=_named(table.stakeholders, person_at, len(people)),
        )

    def canonical(self) -> dict[str, Any]:
        """What the input digest is taken over. The votes enter as the digests of their arrays, little-endian."""
        return {
            "participants": self.participants,
            "statements": self.statements,
            "texts": self.texts,
            "rejected": [self.statements[at] for at in np.flatnonzero(self.rejected)],
            "meta": [self.statements[at] for at in np.flatnonzero(self.meta)],
            "stakeholders": self.stakeholders,
            "start_sha256": digest(self.start.astype("<i8").tobytes()),
            "column_sha256": digest(self.column.astype("<i4").tobytes()),
            "value_sha256": digest(self.value.astype("<i1").tobytes()),
            "arrival_sha256": digest(self.arrival.astype("<i8").tobytes()),
        }

    def digest(self) -> str:
        """Digest of the votes and everything that stands with them."""
        return input_digest(self.canonical())


def natural(name: str) -> tuple[tuple[str | int, ...], str]:
    """A key that puts "s2" before "s10"; ids that differ only in leading zeros go by their characters."""
    parts = _DIGITS.split(name)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), name


def _in_order(
    ids: Sequence[str], drop: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """``ids`` in natural order without ``drop``, and the new position of each (−1 if dropped)."""
    order = _natural_order(ids)
    if order is None and not drop:
        return tuple(ids), np.arange(len(ids), dtype=np.int64)
    kept = [at for at in (range(len(ids)) if order is None else order) if ids[at] not in drop]
    position = np.full(len(ids), -1, dtype=np.int64)
    position[np.array(kept, dtype=np.int64)] = np.arange(len(kept))
    return tuple(ids[at] for at in kept), position


def _natural_order(ids: Sequence[str]) -> list[int] | None:
    """Positions in natural order; None where ``ids`` are in it already."""
    together = "".join(ids)
    if together.isascii() and together.isdigit() and max(map(len, ids)) < 19:
        numbers = np.fromiter(map(int, ids), dtype=np.int64, count=len(ids))
        # Whole numbers without leading zeros, which most exports have, sort as numbers, and much faster.
        if int((np.searchsorted(_POWERS, numbers, side="right") + 1).sum()) == len(together):
            if bool((numbers[1:] > numbers[:-1]).all()):
                return None
            order: list[int] = np.argsort(numbers, kind="stable").tolist()
            return order
    return sorted(range(len(ids)), key=lambda at: natural(ids[at]))


def _moved(arrival: Sequence[int], person_at: NDArray[np.int64], people: int) -> NDArray[np.int64]:
    if not len(arrival):
        return np.arange(people, dtype=np.int64)
    found = np.zeros(people, dtype=np.int64)
    kept = person_at >= 0
    found[person_at[kept]] = np.asarray(arrival, dtype=np.int64)[kept]
    return found


def _named(names: Sequence[str], person_at: NDArray[np.int64], people: int) -> tuple[str, ...]:
    if not len(names):
        return ()
    found = [""] * people
    for at, name in zip(person_at.tolist(), names, strict=True):
        if at >= 0:
            found[at] = name
    return tuple(found)


def _problems(table: VoteTable) -> list[Problem]:
    found = [
        *_repeated("participant", table.participant_ids),
        *_repeated("statement", table.statement_ids),
    ]
    voter, statement, vote = (np.asarray(part) for part in (table.voter, table.statement, table.vote))
    if not len(voter) == len(statement) == len(vote):
        found.append(_problem("voter, statement and vote must be equally long", "votes-length"))
        return found
    for what, at, size in (
        ("participant", voter, len(table.participant_ids)),
        ("statement", statement, len(table.statement_ids)),
    ):
        if len(at) and (int(at.min()) < 0 or int(at.max()) >= size):
            found.append(_problem(f"a vote points at a {what} that is not listed", f"{what}-unknown"))
    wrong = np.flatnonzero((vote != AGREE) & (vote != PASS) & (vote != DISAGREE))
    ids = table.participant_ids
    found += [
        _problem(
            f"a vote is {vote[at]!s}; it must be 1 (agree), 0 (pass) or -1 (disagree)",
            "vote-value",
            ids[int(voter[at])] if 0 <= int(voter[at]) < len(ids) else "",
        )
        for at in wrong[:20]
    ]
    if len(table.texts) not in (0, len(table.statement_ids)):
        found.append(_problem("give a text for each statement, or none at all", "texts-length"))
    for name, given in (("arrival", table.arrival), ("stakeholders", table.stakeholders)):
        if len(given) not in (0, len(table.participant_ids)):
            found.append(_problem(f"give {name} for each participant, or not at all", f"{name}-length"))
    return found


def _repeated(what: str, ids: Sequence[str]) -> list[Problem]:
    if len(set(ids)) == len(ids):
        return []
    seen: set[str] = set()
    found: dict[str, None] = {}
    for name in ids:
        if name in seen:
            found[name] = None
        seen.add(name)
    return [
        _problem(f"{what} {name!r} stands twice; each {what} needs an id of its own", f"{what}-twice", name)
        for name in found
    ]


def _problem(text: str, code: str, key: str = "") -> Problem:
    return Problem(Place("votes", key=key), text, code)
