"""Writing to the book's tables by SQL, as an attacker with a database shell would."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from coproduce.core import new_id, now
from coproduce.ledger.actions.posting import next_numbers
from coproduce.ledger.models import Account, Entry, Posting


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def account(role="given", unit="minute", side="resident", service_id=None) -> UUID:
    names = {"role": role, "unit": unit, "side": side, "service_id": service_id, "outcome_id": None}
    return Account.objects.get_or_create(**names)[0].pk


def a_posting(
    entry_id,
    quantity,
    *,
    unit="minute",
    account_unit="minute",
    side="resident",
    account_side="",
    role="given",
):
    return Posting.objects.create(
        entry_id=entry_id, account_id=account(role, account_unit, account_side or "resident"), kind_id="time-active", quantity=quantity,
        unit=unit, side=side, paid_for_by="",
    )  # fmt: skip


def a_header(entry_id=None, *, lines=2, on=None, key=None, corrects_id=None):
    entry_id = entry_id or new_id()
    return Entry.objects.create(
        pk=entry_id, seq=next_numbers(1)[0], source="raw", key=key or str(entry_id), digest="0" * 64, lines=lines,
        occurred_on=on or now().date(), recorded_at=now(), channel="system", evidence="self", corrects_id=corrects_id,
    )  # fmt: skip


def balanced(quantity=60, **more):
    """An entry that the database takes."""
    key = new_id()
    a_posting(key, -quantity)
    a_posting(key, quantity, role="received")
    return a_header(key, **more)
