"""Who put in what, worked out from granules, service years and promises. Pure: rows in, a statement out.

What the public side added, kept and withdrew comes first: a cut must not look like a triumph of volunteers. Then
each side in its own units. A grant is public money and is shown once: hours that it paid for stand as a note
beside it. What nobody wrote down reads “not recorded yet”, never nought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from coproduce.catalogue.public import Side
from coproduce.ledger.granules import OTHER, Granule, publishable
from coproduce.ledger.rules import ACTIVE, KIND, PUBLIC_HOURS

YEAR = 365


class Year(Protocol):
    """What is needed of a service's year (``register.public.ServiceYearView`` has it)."""

    @property
    def since(self) -> date:
        """Its first day."""

    @property
    def until(self) -> date:
        """The day after its last."""

    @property
    def budget(self) -> int | None:
        """In minor units; None where it is not recorded."""

    @property
    def currency(self) -> str:
        """Three letters, or empty."""

    @property
    def minutes_per_week(self) -> int | None:
        """How long it is open; None where it is not recorded."""


@dataclass(frozen=True)
class Change:
    """What the public side did to a service: its money a year, or its opening minutes a week, before and after.

    ``unit`` is the currency, or ``minute``. ``before`` or ``after`` is None where it is not recorded.
    """

    service: str
    unit: str
    before: int | None
    after: int | None
    since: date | None = None

    @property
    def kind(self) -> str:
        """``added``, ``kept``, ``withdrawn``, or ``unknown`` where one of the two is not recorded."""
        if self.before is None or self.after is None:
            return "unknown"
        return "kept" if self.after == self.before else "added" if self.after > self.before else "withdrawn"

    @property
    def difference(self) -> int:
        """How much more or less, without a sign; 0 where it is unknown."""
        return 0 if self.before is None or self.after is None else abs(self.after - self.before)


@dataclass(frozen=True)
class Given:
    """So much of a kind; ``quantity`` None: not recorded yet. ``traced_minutes`` are paid hours that a grant bought."""

    kind: str
    unit: str
    quantity: int | None
    traced_minutes: int = 0
    stages: Mapping[str, int] | None = None


@dataclass(frozen=True)
class PartOf:
    """One side's part. ``people`` is how many it came from at least, None where that is not said."""

    side: str
    given: Sequence[Given]
    people: int | None = None


@dataclass(frozen=True)
class Promised:
    """What a side promised, what came, and whether it is late on ``today``."""

    side: str
    kind: str
    unit: str
    planned: int
    first_due_on: date
    due_on: date
    came: int | None
    late: bool


@dataclass(frozen=True)
class Ratio:
    """Hours that residents gave for each hour of the public side; travel and time on call are in neither."""

    resident_minutes: int
    public_minutes: int
    granted_minutes: int = 0

    @property
    def hours(self) -> Fraction:
        """Per hour of public staff."""
        return Fraction(self.resident_minutes, self.public_minutes)

    @property
    def with_grant(self) -> Fraction | None:
        """Per hour that public money paid for, where a grant paid for some too."""
        if not self.granted_minutes:
            return None
        return Fraction(self.resident_minutes, self.public_minutes + self.granted_minutes)


@dataclass(frozen=True)
class Statement:
    """Who put in what.

    ``left_out`` records were given by fewer than five people and are in no figure here. ``dated`` are the minutes
    that residents gave, each with the first day of its quarter: what a view of money is worked out from.
    """

    changes: Sequence[Change]
    residents: PartOf
    public: PartOf
    partner: PartOf
    promised: Sequence[Promised]
    ratio: Ratio | None
    records: int
    left_out: int
    dated: Sequence[tuple[date, int]] = ()


@dataclass(frozen=True)
class Promise:
    """A promise as it stands, with the day that was promised first."""

    side: str
    kind: str
    unit: str
    quantity: int
    due_on: date
    first_due_on: date


def assemble(
    found: Sequence[Granule], *, changes: Sequence[Change], promises: Sequence[Promise], today: date,
    has_partner: bool,
) -> Statement:  # fmt: skip
    """The statement of these granules."""
    shown, left = publishable(found)
    residents = [one for one in shown if one.of_residents]
    public = [one for one in shown if one.side == Side.PUBLIC]
    traced = [one for one in shown if one.paid_for_by == "public-grant"]
    partner = [one for one in shown if one.paid_for_by == "own"]
    parts = (
        PartOf("residents", _given(residents, ("time-active",)), _people(found)),
        PartOf("public", _with_traced(_given(public, ("staff-time",)), traced)),
        PartOf("partner", _given(partner, ("time-active",) if has_partner and not traced else ())),
    )
    return Statement(
        changes, *parts, promised=_promised(promises, shown, today), ratio=_ratio(residents, public, traced),
        records=sum(one.records for one in found), left_out=sum(one.records for one in left),
        dated=[(one.quarter.since, one.quantity) for one in residents if one.kind in ACTIVE],
    )  # fmt: skip


def _given(shown: Iterable[Granule], expected: Sequence[str]) -> list[Given]:
    """By kind in the catalogue's order, what is expected and not there as not recorded yet."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    stages: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in shown:
        sums[one.kind, one.unit] += one.quantity
        stages[one.kind, one.unit][one.stage] += one.quantity
    order = [*KIND, OTHER]
    lines = [
        Given(kind, unit, total, stages=dict(stages[kind, unit]))
        for (kind, unit), total in sorted(
            sums.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
        if total
    ]
    units = {one.unit for one in lines}
    missing = [Given(kind, KIND[kind].unit, None) for kind in expected if KIND[kind].unit not in units]
    return [*missing, *lines]


def _with_traced(lines: list[Given], traced: Sequence[Granule]) -> list[Given]:
    """Hours that a grant paid for stand beside the grant; where the grant is not recorded, they say so."""
    minutes = sum(one.quantity for one in traced if one.unit == "minute")
    other: dict[tuple[str, str], int] = defaultdict(int)
    for one in traced:
        if one.unit != "minute":
            other[one.kind, one.unit] += one.quantity
    grants = [at for at, one in enumerate(lines) if one.kind == "grant"]
    if minutes and grants:
        at = grants[0]
        before = lines[at]
        lines[at] = Given(before.kind, before.unit, before.quantity, minutes, before.stages)
    elif minutes or other:
        lines = [*lines, Given("grant", "", None, minutes)]
    return lines


def _people(found: Iterable[Granule]) -> int:
    of_residents = [one for one in found if one.of_residents]
    named = frozenset[str]().union(*(one.party_ids for one in of_residents))
    return max(len(named), max((one.unnamed for one in of_residents), default=0))


def _ratio(
    residents: Sequence[Granule], public: Sequence[Granule], traced: Sequence[Granule]
) -> Ratio | None:
    given = sum(one.quantity for one in residents if one.kind in ACTIVE)
    staff = sum(one.quantity for one in public if one.kind in PUBLIC_HOURS)
    granted = sum(one.quantity for one in traced if one.unit == "minute")
    return Ratio(given, staff, granted) if given > 0 and staff > 0 else None


def _promised(promises: Sequence[Promise], shown: Iterable[Granule], today: date) -> list[Promised]:
    came: dict[tuple[str, str, str], int] = defaultdict(int)
    for piece in shown:
        side = "resident" if piece.of_residents else piece.side
        came[side, piece.kind, piece.unit] += piece.quantity
    order = list(Side.values)
    # The public side promises first.
    order.sort(key=lambda side: side != Side.PUBLIC)
    made = []
    for one in sorted(
        promises, key=lambda one: (order.index(one.side), one.due_on, list(KIND).index(one.kind))
    ):
        there = came.get((one.side, one.kind, one.unit))
        late = one.due_on < today and (there or 0) < one.quantity
        made.append(
            Promised(one.side, one.kind, one.unit, one.quantity, one.first_due_on, one.due_on, there, late)
        )
    return made


def changes_of(
    names: Mapping[UUID, str], years: Mapping[UUID, Sequence[Year]], *, since: date, until: date
) -> list[Change]:
    """What was added, kept and withdrawn: each service's last recorded year in the period beside the one before it.

    Budgets are compared as sums a year, in the money of their day; periods of another length are brought to a year.
    """
    found: list[Change] = []
    for key, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
        own = [one for one in years.get(key, ()) if one.since < until]
        now = own[-1] if own and own[-1].until > since else None
        before = next((one for one in reversed(own[:-1]) if now and one.since < now.since), None)
        currency = (now.currency if now else "") or (before.currency if before else "") or "GBP"
        same = not (now and before and now.currency and before.currency and now.currency != before.currency)
        money = (_a_year(before), _a_year(now)) if same else (None, _a_year(now))
        start = now.since if now else None
        found.append(Change(name, currency, *money, since=start))
        opening = (before.minutes_per_week if before else None, now.minutes_per_week if now else None)
        found.append(Change(name, "minute", *opening, since=start))
    return found


def _a_year(one: Year | None) -> int | None:
    if one is None or one.budget is None:
        return None
    days = (one.until - one.since).days
    # A year may have 366 days, and an agency's year may end a day early.
    return one.budget if abs(days - YEAR) <= 7 else round(Fraction(one.budget * YEAR, days))
