"""Keeping the book: closing periods, checkpoints, what sides promise to put in, and switching on a view of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Max, Sum
from django.db.models.functions import TruncMonth

from coproduce.core import Actor, Refusal, Refused, require
from coproduce.core.acting import acting, signature
from coproduce.ledger.models import Basis, Checkpoint, Entry, PeriodLock, PlannedInput, Posting
from coproduce.ledger.queries import locked_through, today
from coproduce.ledger.rules import KIND, check_gifts, check_keeper, unit_of
from coproduce.ledger.triggers import POSTING_LOCK
from coproduce.ledger.values import Gift, Planned
from coproduce.ledger.walking import digest_through
from coproduce.people.public import agency_duties


def lock_period(through: date, *, by: Actor) -> str:
    """Close the books through a day, for ever. Returns the digest to publish with the open data.

    Raises:
        Refused: ``ledger-keepers-only``; ``ledger-not-forward`` (409) where that day is closed;
            ``ledger-not-over`` (422) where it is not over yet.
    """
    require(check_keeper(agency_duties(by.person_id)))
    if through >= today():
        raise Refused(Refusal("ledger-not-over", status=422))
    with acting("ledger.lock-period", by=by) as doing:
        _alone()
        last = locked_through()
        if last and through <= last:
            raise Refused(Refusal("ledger-not-forward", {"through": last}, status=409))
        digest = digest_through(through, PeriodLock.objects.order_by("through").last())
        row = PeriodLock.objects.create(through=through, digest=digest, **signature(by))
        doing.subject, doing.codes = (
            f"ledger.periodlock:{row.pk}",
            {"digest": digest, "through": str(through)},
        )
    return digest


def rebuild_checkpoints(*, by: Actor) -> int:
    """Throw the running totals away and add them up again; returns how many there are. No person is in them."""
    with acting("ledger.rebuild-checkpoints", by=by) as doing:
        _alone()
        through = Entry.objects.aggregate(last=Max("seq"))["last"] or 0
        rows = (
            Posting.objects.values("account_id", "unit", month=TruncMonth("entry__occurred_on"))
            .annotate(total=Sum("quantity"))
            .exclude(total=0)
            .order_by()
        )
        Checkpoint.objects.all().delete()
        made = Checkpoint.objects.bulk_create(
            (Checkpoint(through_seq=through, **{**row, "total": int(row["total"])}) for row in rows),
            batch_size=2_000,
        )
        doing.codes = {"checkpoints": len(made), "through": through}
    return len(made)


def _alone() -> None:
    """Hold the book alone until the commit: nobody is about to commit an entry that we do not see."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POSTING_LOCK])


def plan_input(planned: Planned, *, by: Actor) -> UUID:
    """Promise what a side puts in, and by when. Moving a promise replaces it: the first one stays to be seen.

    A quantity of 0 takes back the promise that is replaced.
    """
    withdrawn = planned.quantity == 0 and planned.replaces_id is not None
    paid = "own" if planned.side == "partner" else ""
    if not withdrawn:
        require(
            check_gifts(
                [Gift(planned.kind, planned.quantity, planned.side, paid, planned.currency, people=999_999)]
            )
        )
    with acting("ledger.plan-input", by=by, initiative_id=planned.initiative_id) as doing:
        if planned.replaces_id:
            before = PlannedInput.objects.filter(
                pk=planned.replaces_id, initiative_id=planned.initiative_id, replaced_by__isnull=True
            )
            if not before.exists():
                raise Refused(Refusal("not-found", status=404))
        row = PlannedInput.objects.create(
            initiative_id=planned.initiative_id, side=planned.side, organisation_id=planned.organisation_id,
            kind_id=planned.kind, unit=unit_of(KIND[planned.kind], planned.currency), quantity=planned.quantity,
            due_on=planned.due_on, replaces_id=planned.replaces_id, **signature(by),
        )  # fmt: skip
        doing.subject, doing.codes = (
            f"ledger.plannedinput:{row.pk}",
            {"kind": planned.kind, "side": planned.side},
        )
    return row.pk


@dataclass(frozen=True)
class BasisView:
    """A way to say what paying for hours would have cost; ``decision`` names the decision that switched it on."""

    key: str
    name: str
    accrues_to: str
    decision: str


def enable_basis(key: str, decision: str, *, by: Actor) -> BasisView:
    """Switch on a view of money, by a decision that has a name (``"decisions.decision:…"``). Off by default.

    Raises:
        Refused: ``ledger-keepers-only``; ``ledger-no-decision`` (422) where no decision is named; 404 for a basis
            that is not there.
    """
    require(check_keeper(agency_duties(by.person_id)))
    if not decision.startswith("decisions.decision:"):
        raise Refused(Refusal("ledger-no-decision", status=422))
    with acting("ledger.enable-basis", by=by) as doing:
        row = Basis.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise Refused(Refusal("not-found", status=404))
        row.enabled_by = decision
        row.save(update_fields=["enabled_by"])
        doing.subject, doing.codes = f"ledger.basis:{key}", {"decision": decision}
    return BasisView(row.key, row.name, row.accrues_to, row.enabled_by)


def bases() -> Sequence[BasisView]:
    """Every basis, switched on or not."""
    return [
        BasisView(row.key, row.name, row.accrues_to, row.enabled_by) for row in Basis.objects.order_by("key")
    ]
