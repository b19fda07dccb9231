"""Writing what happened into the book, and putting it right. Postings first, header last, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from coproduce.core import Actor, Refusal, Refused, new_id, now, require
from coproduce.core.acting import acting
from coproduce.ledger.models import Account, Entry, Party, Posting
from coproduce.ledger.queries import GIVEN, entry_view, given_rows, locked_through, today
from coproduce.ledger.rules import (
    KIND,
    Line,
    check_day,
    check_day_open,
    check_gifts,
    check_same,
    content_digest,
    lines_of,
    unit_of,
)
from coproduce.ledger.triggers import SEQUENCE
from coproduce.ledger.values import EntryView, Gift, Record

CORRECTION = "ledger.correction"
Parties = Mapping[tuple[UUID | None, UUID | None], UUID]


def post(record: Record, *, by: Actor) -> EntryView:
    """Write what happened: one entry that balances. The same source and key is the same entry, written once.

    Raises:
        Refused: ``ledger-key-used`` (409) where the key stands for something else; ``ledger-locked`` (409) where
            the day's period is closed; ``ledger-daily-cap`` and others (422) where a gift makes no sense.
    """
    require(check_gifts(record.gifts))
    with acting("ledger.post", by=by, initiative_id=record.initiative_id) as doing:
        view = enter(record, by=by)
        doing.subject = f"ledger.entry:{view.id}"
        doing.codes = {"seq": view.seq, "written": view.written, "gifts": len(record.gifts)}
    return view


def correct(entry_id: UUID, record: Record | None, *, by: Actor) -> EntryView:
    """Put an entry right: it is taken back by an entry of its own, and what is true is written beside it.

    The old lines stay for ever. The entry that takes back bears the old day, or where its period is closed the
    first day after. ``record`` is what is true; None where nothing of it is.

    Raises:
        Refused: ``ledger-corrected`` (409) where it was put right before; and all that ``post`` refuses.
    """
    if record is not None:
        require(check_gifts(record.gifts))
    with acting("ledger.correct", by=by) as doing:
        old = Entry.objects.filter(pk=entry_id).first()
        if old is None:
            raise Refused(Refusal("not-found", status=404))
        if old.corrects_id or Entry.objects.filter(corrects=old).exists():
            raise Refused(Refusal("ledger-corrected", status=409))
        reversal = _take_back(old, by=by)
        view = enter(record, by=by) if record is not None else entry_view(reversal)
        doing.subject, doing.initiative_id = f"ledger.entry:{old.pk}", old.initiative_id
        doing.codes = {"taken_back_by": str(reversal.pk), "now": str(view.id)}
    return view


def enter(record: Record, *, by: Actor) -> EntryView:
    """``post`` within a deed that is under way: the caller's transaction and audit event, gifts already checked."""
    head = head_of(record)
    digest, found = content_of(record, parties_of_record(record, {}))
    there = Entry.objects.filter(source=record.source, key=record.key).first()
    if there is None:
        require(check_day_open(record.occurred_on, locked_through(), today()))
        _check_days(record)
        lines = [line for gift, key in zip(record.gifts, found, strict=True) for line in lines_of(gift, key)]
        try:
            with transaction.atomic():
                return entry_view(
                    write(lines, head, source=record.source, key=record.key, digest=digest, by=by)
                )
        except IntegrityError:
            # Somebody sent the same a moment ago: theirs is committed now.
            there = Entry.objects.filter(source=record.source, key=record.key).first()
            if there is None:
                raise
    require(check_same(there.digest, digest, record))
    return entry_view(there, written=False)


def head_of(record: Record) -> dict[str, Any]:
    """What a record's header says of its content."""
    return {
        "initiative_id": record.initiative_id, "step_id": record.step_id, "occurred_on": record.occurred_on,
        "evidence": record.evidence, "corrects_id": None,
    }  # fmt: skip


def content_of(record: Record, parties: Parties) -> tuple[str, list[UUID | None]]:
    """The digest of a record's content, and the key of each gift's giver."""
    found = [parties.get((gift.person_id, gift.organisation_id)) for gift in record.gifts]
    given = [_given(gift, key) for gift, key in zip(record.gifts, found, strict=True)]
    return content_digest(**head_of(record), given=given), found


def _take_back(old: Entry, *, by: Actor) -> Entry:
    closed = locked_through()
    day = old.occurred_on if closed is None or old.occurred_on > closed else _day_after(closed)
    rows = list(Posting.objects.filter(entry=old).order_by("pk").values())
    key = new_id()
    postings = [
        Posting(**{**row, "id": new_id(), "entry_id": key, "quantity": -row["quantity"]}) for row in rows
    ]
    head: dict[str, Any] = {
        "initiative_id": old.initiative_id, "step_id": old.step_id, "occurred_on": day, "evidence": old.evidence,
        "corrects_id": old.pk,
    }  # fmt: skip
    given = given_rows([old.pk])[old.pk]
    digest = content_digest(**head, given=[(row[0], -row[1], *row[2:]) for row in given])
    Posting.objects.bulk_create(postings)
    return _header(key, head, len(postings), source=CORRECTION, key_text=str(old.pk), digest=digest, by=by)


def write(
    lines: Sequence[Line], head: Mapping[str, Any], *, source: str, key: str, digest: str, by: Actor
) -> Entry:
    """Write lines, then their header."""
    accounts = accounts_of({line.account for line in lines})
    entry_id = new_id()
    Posting.objects.bulk_create(posting(line, entry_id, accounts) for line in lines)
    return _header(entry_id, head, len(lines), source=source, key_text=key, digest=digest, by=by)


def posting(line: Line, entry_id: UUID, accounts: Mapping[Any, UUID]) -> Posting:
    """A line as a row."""
    gift = line.gift
    return Posting(
        entry_id=entry_id, account_id=accounts[line.account], kind_id=gift.kind, quantity=line.quantity,
        unit=line.account[4], party_id=line.party_id, side=gift.side, paid_for_by=gift.paid_for_by,
        service_id=gift.service_id, stage=gift.stage, outcome_id=gift.outcome_id, people=line.people,
    )  # fmt: skip


def _header(
    entry_id: UUID, head: Mapping[str, Any], lines: int, *, source: str, key_text: str, digest: str, by: Actor
) -> Entry:
    return Entry.objects.create(
        pk=entry_id, seq=next_numbers(1)[0], source=source, key=key_text, digest=digest, lines=lines,
        recorded_at=now(), recorded_by=by.person_id, role=by.role, channel=by.channel, clerk_id=by.clerk_id, **head,
    )  # fmt: skip


def next_numbers(count: int) -> list[int]:
    """The next ``count`` numbers of entries, in order. They may leave gaps; they never come twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT nextval('{SEQUENCE}') FROM generate_series(1, %s)", [count])  # noqa: S608
            return [int(row[0]) for row in cursor.fetchall()]
        # One writer at a time: nobody takes the number in between.
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM ledger_entry")
        last = int(cursor.fetchone()[0])
    return list(range(last + 1, last + 1 + count))


def accounts_of(wanted: set[tuple[UUID | None, UUID | None, str, str, str]]) -> dict[Any, UUID]:
    """The account rows of these keys, made where they are missing."""
    units = {key[4] for key in wanted}
    services = {key[0] for key in wanted}
    rows = Account.objects.filter(unit__in=units)
    if None not in services:
        rows = rows.filter(service_id__in=[key for key in services if key])
    columns = ("service_id", "outcome_id", "side", "role", "unit")
    found = {row[1:]: row[0] for row in rows.values_list("id", *columns)}
    for key in sorted(wanted - found.keys(), key=str):
        names = dict(zip(columns, key, strict=True))
        try:
            with transaction.atomic():
                found[key] = Account.objects.create(**names).pk
        except IntegrityError:  # somebody made it a moment ago
            found[key] = Account.objects.get(
                **{_exactly(name, value): value or True for name, value in names.items()}
            ).pk
    return found


def _exactly(name: str, value: object) -> str:
    return f"{name}__isnull" if value is None else name


def parties_of_record(
    record: Record, known: dict[tuple[UUID, UUID | None, UUID | None], UUID]
) -> dict[tuple[UUID | None, UUID | None], UUID]:
    """The keys of those whom a record names, by person and organisation; ``known`` remembers them."""
    wanted = {
        (gift.person_id, gift.organisation_id)
        for gift in record.gifts
        if gift.person_id or gift.organisation_id
    }
    if record.initiative_id is None:
        require(Refusal("ledger-nowhere", status=422) if wanted else None)
        return {}
    initiative = record.initiative_id
    for key in sorted(wanted, key=str):
        if (initiative, *key) not in known:
            known[initiative, *key] = party(initiative, *key)
    return {key: known[initiative, *key] for key in wanted}


def party(initiative_id: UUID, person_id: UUID | None, organisation_id: UUID | None) -> UUID:
    """The meaningless key of a giver in a joint project, made where it is missing."""
    names: dict[str, Any] = {"initiative_id": initiative_id, "person_id": person_id}
    if person_id is None:
        names["organisation_id"] = organisation_id
        return Party.objects.get_or_create(**names)[0].pk
    return Party.objects.get_or_create(**names, defaults={"organisation_id": organisation_id})[0].pk


def _given(gift: Gift, party_id: UUID | None) -> tuple[Any, ...]:
    unit = unit_of(KIND[gift.kind], gift.currency)
    return (
        gift.kind, -gift.quantity, unit, gift.side, gift.paid_for_by, party_id, gift.people, gift.service_id,
        gift.stage, gift.outcome_id,
    )  # fmt: skip


def _check_days(record: Record) -> None:
    """Nobody gives more than a day has. Counted over all joint projects, for whoever is named."""
    new: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for gift in record.gifts:
        if gift.person_id and KIND[gift.kind].unit == "minute":
            new[gift.person_id][gift.kind] += gift.quantity
    for person_id, given in new.items():
        # Two records of the same person wait for one another.
        list(Party.objects.select_for_update().filter(person_id=person_id).order_by("pk").values_list("pk"))
        rows = (
            Posting.objects.filter(
                party__person_id=person_id, account__role=GIVEN, entry__occurred_on=record.occurred_on
            )
            .values_list("kind_id")
            .annotate(much=Sum("quantity"))
        )
        there = {key: -much for key, much in rows}
        both = {key: there.get(key, 0) + given.get(key, 0) for key in {*there, *given}}
        require(check_day(both, sorted(given)))


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
