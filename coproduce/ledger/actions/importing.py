"""Many records at once: a partner's sheet, a month's paper. Every check on, all of them or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum

from coproduce.core import Actor, Refusal, Refused, new_id, now, require
from coproduce.core.acting import acting
from coproduce.ledger.actions.posting import (
    accounts_of,
    content_of,
    head_of,
    next_numbers,
    parties_of_record,
    posting,
)
from coproduce.ledger.models import Entry, Posting
from coproduce.ledger.queries import GIVEN, entry_view, locked_through, today
from coproduce.ledger.rules import KIND, Line, check_day, check_day_open, check_gifts, check_same, lines_of
from coproduce.ledger.values import EntryView, Record

_BATCH = 5_000
_MOST = 50_000


def post_many(records: Sequence[Record], *, by: Actor) -> list[EntryView]:
    """Write many records: what ``post`` refuses of one of them refuses all. Sent again, nothing is written twice.

    Raises:
        Refused: as ``post`` does, with ``number`` (from 1) of the record; ``ledger-too-many`` (422) above 50,000.
    """
    require(Refusal("ledger-too-many", {"most": _MOST}, status=422) if len(records) > _MOST else None)
    closed, day = locked_through(), today()
    for number, record in enumerate(records, start=1):
        _require(number, check_gifts(record.gifts) or check_day_open(record.occurred_on, closed, day))
    with acting("ledger.import", by=by) as doing:
        found = _enter(records, by=by)
        doing.codes = {"records": len(records), "written": sum(one.written for one in found)}
    return found


def _enter(records: Sequence[Record], *, by: Actor) -> list[EntryView]:
    there = _there(records)
    known: dict[tuple[UUID, UUID | None, UUID | None], UUID] = {}
    new: dict[tuple[str, str], tuple[Record, Entry, list[Line]]] = {}
    for number, record in enumerate(records, start=1):
        name = record.source, record.key
        parties = parties_of_record(record, known)
        digest, keys = content_of(record, parties)
        before = there.get(name) or (new[name][1] if name in new else None)
        if before is not None:
            _require(number, check_same(before.digest, digest, record))
            continue
        lines = [line for gift, key in zip(record.gifts, keys, strict=True) for line in lines_of(gift, key)]
        row = Entry(
            pk=new_id(), source=record.source, key=record.key, digest=digest, lines=len(lines), recorded_at=now(),
            recorded_by=by.person_id, role=by.role, channel=by.channel, clerk_id=by.clerk_id, **head_of(record),
        )  # fmt: skip
        new[name] = record, row, lines
    _check_days([record for record, _, _ in new.values()])
    for row, seq in zip((row for _, row, _ in new.values()), next_numbers(len(new)), strict=True):
        row.seq = seq
    accounts = accounts_of({line.account for _, _, lines in new.values() for line in lines})
    Posting.objects.bulk_create(
        (posting(line, row.pk, accounts) for _, row, lines in new.values() for line in lines),
        batch_size=_BATCH,
    )
    Entry.objects.bulk_create((row for _, row, _ in new.values()), batch_size=_BATCH)
    views = {name: entry_view(row, written=False) for name, row in there.items()}
    made: list[EntryView] = []
    for record in records:
        name = record.source, record.key
        if name in views:
            made.append(views[name])
        else:
            made.append(entry_view(new[name][1]))
            views[name] = entry_view(new[name][1], written=False)
    return made


def _there(records: Sequence[Record]) -> dict[tuple[str, str], Entry]:
    keys: dict[str, list[str]] = defaultdict(list)
    for record in records:
        keys[record.source].append(record.key)
    return {
        (row.source, row.key): row
        for source, names in keys.items()
        for at in range(0, len(names), _BATCH)
        for row in Entry.objects.filter(source=source, key__in=names[at : at + _BATCH])
    }


def _check_days(records: Sequence[Record]) -> None:
    """Nobody gives more than a day has, what is there already counted in."""
    new: dict[tuple[UUID, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in records:
        for gift in record.gifts:
            if gift.person_id and KIND[gift.kind].unit == "minute":
                new[gift.person_id, record.occurred_on][gift.kind] += gift.quantity
    days = sorted({day for _, day in new})
    people = sorted({person for person, _ in new})
    there: dict[tuple[Any, Any], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    if new:
        rows = (
            Posting.objects.filter(
                party__person_id__in=people, account__role=GIVEN, entry__occurred_on__in=days
            )
            .values_list("party__person_id", "entry__occurred_on", "kind_id")
            .annotate(much=Sum("quantity"))
        )
        for person, day, kind, much in rows:
            there[person, day][kind] -= much
    for key, given in new.items():
        both = {kind: there[key][kind] + given.get(kind, 0) for kind in {*there[key], *given}}
        require(check_day(both, sorted(given)))


def _require(number: int, refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(Refusal(refusal.code, {**refusal.params, "number": number}, status=refusal.status))
