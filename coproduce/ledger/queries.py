"""Named reads of the book. Each answers for many at once and returns values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum
from django.utils import timezone

from coproduce.core import now
from coproduce.ledger.models import Account, Checkpoint, Claim, Entry, Party, PeriodLock, Posting
from coproduce.ledger.rules import GIVEN_FIELDS
from coproduce.ledger.values import Balance, ClaimView, EntryView, Gift

GIVEN = Account.Role.GIVEN


def today() -> date:
    """The day it is in the agency's zone."""
    return timezone.localdate(now())


def locked_through() -> date | None:
    """The last day whose books are closed."""
    found: date | None = PeriodLock.objects.aggregate(last=Max("through"))["last"]
    return found


def entry_view(row: Entry, *, written: bool = True) -> EntryView:
    """A row of an entry as a value."""
    return EntryView(
        row.pk, row.seq, row.digest, row.occurred_on, row.initiative_id, row.corrects_id, written
    )


def entries(ids: Collection[UUID]) -> dict[UUID, EntryView]:
    """Entries by id."""
    return {row.pk: entry_view(row) for row in Entry.objects.filter(pk__in=ids)}


def given_rows(entry_ids: Collection[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    """For each entry, what its digest covers of the lines that say what was given (``rules.GIVEN_FIELDS``)."""
    found: dict[UUID, list[tuple[Any, ...]]] = {key: [] for key in entry_ids}
    rows = Posting.objects.filter(entry_id__in=entry_ids, account__role=GIVEN).order_by("pk")
    for key, *row in rows.values_list("entry_id", *GIVEN_FIELDS):
        found[key].append(tuple(row))
    return found


def gifts_of(entry_ids: Collection[UUID]) -> dict[UUID, list[Gift]]:
    """What each entry says was given. Who gave it is named only while she has not been erased."""
    found: dict[UUID, list[Gift]] = {key: [] for key in entry_ids}
    rows = Posting.objects.filter(entry_id__in=entry_ids, account__role=GIVEN).order_by("pk")
    columns = ("kind_id", "quantity", "unit", "side", "paid_for_by", "people", "service_id", "stage", "outcome_id",
               "party__person_id", "party__organisation_id")  # fmt: skip
    for key, kind, quantity, unit, side, paid, people, service, stage, outcome, person, organisation in (
        rows.values_list("entry_id", *columns)
    ):  # fmt: skip
        currency = unit if len(unit) == 3 and unit.isupper() else ""
        found[key].append(
            Gift(
                kind,
                -quantity,
                side,
                paid,
                currency,
                person,
                organisation,
                people or 1,
                service,
                stage,
                outcome,
            )
        )
    return found


def claim_view(row: Claim) -> ClaimView:
    """A row of a claim as a value."""
    person = row.party.person_id if row.party else None
    organisation = row.party.organisation_id if row.party else None
    gift = Gift(
        row.kind_id, row.quantity, row.side, row.paid_for_by, row.currency, person, organisation,
        people=row.people, service_id=row.service_id, stage=row.stage,
    )  # fmt: skip
    return ClaimView(
        row.pk, row.source, row.initiative_id, row.occurred_on, gift, row.state, row.entry_id, row.step_id
    )


def open_claims(initiative_id: UUID) -> list[ClaimView]:
    """What waits to be confirmed in a joint project, oldest first."""
    rows = Claim.objects.filter(initiative_id=initiative_id, state=Claim.State.OPEN).select_related("party")
    return [claim_view(row) for row in rows.order_by("occurred_on", "pk")]


def claims(ids: Collection[UUID]) -> dict[UUID, ClaimView]:
    """Claims by id."""
    return {row.pk: claim_view(row) for row in Claim.objects.filter(pk__in=ids).select_related("party")}


_SHORT = 2_000


def balances(account_ids: Collection[UUID] | None = None) -> list[Balance]:
    """What stands on each account: its checkpoints, and what was written after them."""
    accounts, marks = Account.objects.all(), Checkpoint.objects.all()
    if account_ids is not None:
        accounts, marks = accounts.filter(pk__in=account_ids), marks.filter(account_id__in=account_ids)
    totals: dict[UUID, int] = defaultdict(int)
    for key, much in marks.order_by().values_list("account_id").annotate(much=Sum("total")):
        totals[key] += int(much)
    through = Checkpoint.objects.aggregate(last=Max("through_seq"))["last"] or 0
    for key, much in _late(through, account_ids):
        totals[key] += int(much)
    columns = ("id", "side", "role", "unit", "service_id", "outcome_id")
    return [
        Balance(key, side, role, unit, service, outcome, totals[key])
        for key, side, role, unit, service, outcome in accounts.order_by(
            "service_id", "side", "role", "unit", "id"
        ).values_list(*columns)
    ]


def _late(through: int, account_ids: Collection[UUID] | None) -> Iterable[tuple[UUID, int]]:
    """What was written after the entry numbered ``through``, by account.

    A short tail is read by its entries, whichever accounts it is on: else the database would walk an account's
    million lines to find the few that are new.
    """
    tail = list(Entry.objects.filter(seq__gt=through).values_list("pk", flat=True)[: _SHORT + 1])
    rows = Posting.objects.order_by()
    if len(tail) <= _SHORT:
        rows = rows.filter(entry_id__in=tail)
    else:
        rows = rows.filter(entry__seq__gt=through) if through else rows
        rows = rows if account_ids is None else rows.filter(account_id__in=account_ids)
    return rows.values_list("account_id").annotate(much=Sum("quantity")) if tail else ()


def trial_balance() -> dict[str, int]:
    """For each unit the sum over all accounts: zero in each, else the book is broken."""
    totals: dict[str, int] = defaultdict(int)
    for one in balances():
        totals[one.unit] += one.total
    return dict(sorted(totals.items()))


def parties_of(person_id: UUID) -> list[UUID]:
    """The keys under which a person gave."""
    return list(Party.objects.filter(person_id=person_id).values_list("pk", flat=True))
