"""The statements that people read: of a joint project or of a service, for some quarters or from the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max, Min

from coproduce.catalogue.public import Side
from coproduce.ledger.granules import Quarter, granules
from coproduce.ledger.models import Attestation, Basis, Claim, Entry, PlannedInput, Posting
from coproduce.ledger.queries import today
from coproduce.ledger.statement import Change, Promise, Statement, assemble, changes_of
from coproduce.ledger.valuing import Range, RateOf, value
from coproduce.register.public import (
    InitiativeView,
    ServiceView,
    public_initiatives_of,
    service_years,
    services_of,
)


@dataclass(frozen=True)
class Period:
    """Whole quarters, the first and the last of them. Statements know no shorter time: see ``granules``."""

    first: Quarter
    last: Quarter

    @property
    def since(self) -> date:
        """The first day."""
        return self.first.since

    @property
    def until(self) -> date:
        """The day after the last."""
        return self.last.until


@dataclass(frozen=True)
class Money:
    """What paying for residents' hours would have cost on one basis, with the decision that switched it on."""

    basis: str
    value: Range
    minutes: int
    rate: tuple[int, int]
    source: str


@dataclass(frozen=True)
class Told:
    """A statement with what stands round it.

    Attributes:
        period: the quarters it covers.
        quarters: every quarter that has something in it, for choosing.
        waiting: how many claims wait to be confirmed.
        money: a view of money for each basis that a decision has switched on; none by default.
        unsettled: how many records were confirmed with another quantity than was said.
    """

    statement: Statement
    period: Period
    quarters: Sequence[Quarter] = field(default_factory=tuple)
    waiting: int = 0
    unsettled: int = 0
    money: Sequence[Money] = ()


def statement_of_initiative(
    initiative: InitiativeView, *, first: Quarter | None = None, last: Quarter | None = None
) -> Told:
    """Who put in what into a joint project. The same figures for everybody who may see it."""
    entries = Entry.objects.filter(initiative_id=initiative.id)
    days = entries.aggregate(first=Min("occurred_on"), last=Max("occurred_on"))
    period, quarters = _period(days["first"], days["last"], initiative.begun_at.date(), first, last)
    concerned = services_of([initiative.id])[initiative.id]
    found = granules(initiative_ids=[initiative.id], since=period.since, until=period.until)
    partners = Posting.objects.filter(entry__initiative_id=initiative.id, side=Side.PARTNER).exists()
    statement = assemble(
        found, changes=_changes(concerned, period), promises=promises_of(initiative.id), today=today(),
        has_partner=partners,
    )  # fmt: skip
    waiting = Claim.objects.filter(initiative_id=initiative.id, state=Claim.State.OPEN).count()
    return Told(statement, period, quarters, waiting, _unsettled(initiative.id), _money(statement))


def statement_of_service(
    service: ServiceView, *, first: Quarter | None = None, last: Quarter | None = None
) -> Told:
    """Who put in what into a service, over all joint projects that everybody may see."""
    shown = public_initiatives_of([service.id])[service.id]
    lines = Posting.objects.filter(service_id=service.id)
    days = lines.aggregate(first=Min("entry__occurred_on"), last=Max("entry__occurred_on"))
    period, quarters = _period(days["first"], days["last"], today(), first, last)
    found = granules(initiative_ids=shown, service_id=service.id, since=period.since, until=period.until)
    partners = lines.filter(side=Side.PARTNER).exists()
    statement = assemble(
        found, changes=_changes([service], period), promises=(), today=today(), has_partner=partners
    )
    return Told(statement, period, quarters, money=_money(statement))


def promises_of(initiative_id: UUID) -> list[Promise]:
    """What each side promised to put in and did not take back, each with the day that was promised first."""
    rows = list(PlannedInput.objects.filter(initiative_id=initiative_id).order_by("pk"))
    by_id = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    found = []
    for row in rows:
        if row.pk in replaced or row.quantity == 0:
            continue
        first = row
        while first.replaces_id:
            first = by_id[first.replaces_id]
        found.append(Promise(row.side, row.kind_id, row.unit, row.quantity, row.due_on, first.due_on))
    return found


def _period(
    earliest: date | None, latest: date | None, begun: date, first: Quarter | None, last: Quarter | None
) -> tuple[Period, list[Quarter]]:
    beginning = Quarter.of(min(earliest or begun, begun))
    end = max(Quarter.of(latest or begun), Quarter.of(today()), beginning)
    quarters = [beginning]
    while quarters[-1] < end and len(quarters) < 400:
        quarters.append(quarters[-1].next())
    period = Period(max(first or beginning, beginning), min(last or end, end))
    return (Period(beginning, end) if period.first > period.last else period), quarters


def _changes(concerned: Sequence[ServiceView], period: Period) -> list[Change]:
    names = {one.id: one.name for one in concerned}
    return list(changes_of(names, service_years(list(names)), since=period.since, until=period.until))


def _money(statement: Statement) -> list[Money]:
    """On each basis that is switched on; one without a rate for some of the time says nothing."""
    found = []
    for basis in Basis.objects.exclude(enabled_by="").order_by("key").prefetch_related("rates"):
        rows = sorted(basis.rates.all(), key=lambda row: row.since)
        rates = [RateOf(row.low, row.central, row.high, row.currency, row.since, row.until) for row in rows]
        worth = value(statement.dated, rates, accrues_to=basis.accrues_to)
        if worth is not None:
            ends = min(rate.low for rate in rates), max(rate.high for rate in rates)
            minutes = sum(much for _, much in statement.dated)
            found.append(Money(basis.name, worth, minutes, ends, rows[-1].source))
    return found


def _unsettled(initiative_id: UUID) -> int:
    """Records that somebody confirmed with another quantity than the giver said, and that stand as they were."""
    rows = Attestation.objects.filter(
        entry__initiative_id=initiative_id, entry__corrected_by__isnull=True, entry__claim__isnull=False
    ).values_list("entry_id", "quantity", "entry__claim__quantity")
    return len({entry for entry, confirmed, said in rows if confirmed != said})
