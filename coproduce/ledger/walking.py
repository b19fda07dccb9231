"""Every entry with its lines, in one pass over two cursors, as text that does not depend on the database.

What an entry's digest and a period's digest are of is built by the database itself: a million lines would be
slow as rows of the ORM. Dates, moments and ids are brought to one form, so that a book that moves from SQLite to
PostgreSQL keeps its digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from coproduce.ledger.models import PeriodLock
from coproduce.ledger.rules import FIELD, GIVEN_FIELDS, ROW

_HEAD = ("initiative_id", "step_id", "occurred_on", "evidence", "corrects_id")
_REST = (
    "seq",
    "source",
    "key",
    "recorded_at",
    "recorded_by",
    "role",
    "channel",
    "clerk_id",
    "digest",
    "lines",
)
_IDS = {
    "id", "initiative_id", "step_id", "corrects_id", "recorded_by", "clerk_id", "party_id", "service_id", "outcome_id",
    "account_id", "entry_id",
}  # fmt: skip


@dataclass(frozen=True)
class WalkedLine:
    """A posting: its keys as text, and what an entry's digest covers of it where it says what was given."""

    id: str
    account: str
    unit: str
    quantity: object
    side: str
    service: str
    text: str


@dataclass(frozen=True)
class Walked:
    """An entry with its lines; ``digest`` is what its header says, ``head`` what that digest covers of the header."""

    id: str
    seq: int
    occurred_on: str
    digest: str
    lines_said: int
    head: str
    rest: str
    lines: Sequence[WalkedLine]

    def whole(self) -> bytes:
        """Every column of every row, for the digest of its period."""
        rows = (f"{one.id}{FIELD}{one.account}{FIELD}{one.text}" for one in self.lines)
        return ROW.join([self.id, self.head, self.rest, *rows, ""]).encode()


@dataclass(frozen=True)
class Orphan:
    """Postings without a header."""

    entry_id: str


def walk(*, after: date | None = None, through: date | None = None) -> Iterator[Walked | Orphan]:
    """Every entry in the order of their ids; of one period (``after`` < day ≤ ``through``) where that is said.

    Orphans are found only on a walk over the whole book.
    """
    where, within, days = "", "", []
    if through is not None:
        where = " WHERE occurred_on <= %s" + (" AND occurred_on > %s" if after else "")
        within = f" WHERE entry_id IN (SELECT id FROM ledger_entry{where})"
        days = [str(through), *([str(after)] if after else [])]
    with ExitStack() as stack:
        # The headers' cursor is opened first: whatever it sees, the lines' cursor sees the lines of.
        heads = _opened(stack, f"SELECT {_header_columns()} FROM ledger_entry{where} ORDER BY id", days)
        rows = _opened(
            stack, f"SELECT {_line_columns()} FROM ledger_posting{within} ORDER BY entry_id, id", days
        )
        yield from _merged(heads, rows)


def _merged(heads: Iterator[Any], rows: Iterator[Any]) -> Iterator[Walked | Orphan]:
    row = next(rows, None)
    for head in heads:
        key = head[0]
        while row is not None and row[0] < key:
            lost = row[0]
            yield Orphan(lost)
            while row is not None and row[0] == lost:
                row = next(rows, None)
        lines = []
        while row is not None and row[0] == key:
            lines.append(WalkedLine(*row[1:]))
            row = next(rows, None)
        _, seq, day, digest, said, front, rest = head
        yield Walked(key, seq, day, digest, said, front, rest, lines)
    last = ""
    while row is not None:
        if row[0] != last:
            last = row[0]
            yield Orphan(last)
        row = next(rows, None)


def _opened(stack: ExitStack, sql: str, days: list[str]) -> Iterator[Any]:
    cursor = stack.enter_context(closing(connection.chunked_cursor()))
    cursor.execute(sql, days)
    while rows := cursor.fetchmany(5_000):
        yield from rows


def period_digests(
    locks: Sequence[PeriodLock], found: Iterator[Walked | Orphan]
) -> Iterator[tuple[str, str]]:
    """For each lock, the digest it has and the one that it should have: each covers the one before."""
    hashers = [hashlib.sha256() for _ in locks]
    for one in found:
        if isinstance(one, Walked):
            add_to_period(locks, hashers, one)
    yield from chained(locks, hashers)


def add_to_period(locks: Sequence[PeriodLock], hashers: Sequence[Any], one: Walked) -> None:
    """Add an entry to the digest of the period that it lies in, if that is closed."""
    for lock, hasher in zip(locks, hashers, strict=True):
        if one.occurred_on <= lock.through.isoformat():
            hasher.update(one.whole())
            return


def chained(locks: Sequence[PeriodLock], hashers: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Link each period's digest to the one before; yields (what the lock says, what it should say)."""
    before = ""
    for lock, hasher in zip(locks, hashers, strict=True):
        yield lock.digest, link(before, lock.through, hasher.hexdigest())
        before = lock.digest


def link(before: str, through: date, rows: str) -> str:
    """The digest of a lock: of the lock before, its day, and the digest of its rows."""
    return hashlib.sha256(FIELD.join([before, through.isoformat(), rows]).encode()).hexdigest()


def digest_through(through: date, before: PeriodLock | None) -> str:
    """The digest that a lock through this day must have, coming after ``before``."""
    hasher = hashlib.sha256()
    for one in walk(after=before.through if before else None, through=through):
        if isinstance(one, Walked):
            hasher.update(one.whole())
    return link(before.digest if before else "", through, hasher.hexdigest())


# --- columns, in the words of each database --------------------------------------------------


def _header_columns() -> str:
    return ", ".join((
        _text("id"), "seq", _text("occurred_on"), "digest", "lines", _joined(_HEAD), _joined(_REST),
    ))  # fmt: skip


def _line_columns() -> str:
    return ", ".join((
        _text("entry_id"), _text("id"), _text("account_id"), "unit", "quantity", "side", _text("service_id"),
        _joined(GIVEN_FIELDS),
    ))  # fmt: skip


def _joined(names: Sequence[str]) -> str:
    sign = "chr(31)" if connection.vendor == "postgresql" else "char(31)"
    return f" || {sign} || ".join(_text(name) for name in names)


def _text(name: str) -> str:
    if connection.vendor == "postgresql":
        found = f'"{name}"::text'
        if name in _IDS:
            found = f"replace({found}, '-', '')"
        elif name == "occurred_on":
            found = "to_char(occurred_on, 'YYYY-MM-DD')"
        elif name == "recorded_at":
            found = "to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return f"COALESCE({found}, '')"
    if name == "recorded_at":
        return "CASE WHEN length(recorded_at) = 19 THEN recorded_at || '.000000' ELSE recorded_at END"
    return f"COALESCE(\"{name}\", '')"
