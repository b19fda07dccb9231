"""A small joint project with a service, and gifts to put into its book."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from coproduce.core import now
from coproduce.ledger.public import Gift, Record
from coproduce.people.models import Duty
from coproduce.register.models import Outcome, Service

TODAY = date(2026, 9, 30)


def a_service(standing, name: str = "Home support") -> UUID:
    slug = name.lower().replace(" ", "-")
    return Service.objects.create(organisation_id=standing.council, name=name, slug=slug).pk


def an_outcome() -> UUID:
    return Outcome.objects.create(statement="I have people to see", proposed_at=now()).pk


def a_keeper(standing) -> None:
    """Alice leads co-production for the whole agency."""
    Duty.objects.create(
        person_id=standing.alice.person_id, organisation_id=standing.council, kind="lead",
        since=(now() - timedelta(days=900)).date(),
    )  # fmt: skip


def hours(many: float, **more) -> Gift:
    return Gift("time-active", int(many * 60), "resident", **more)


def staff(many: float, **more) -> Gift:
    return Gift("staff-time", int(many * 60), "public", **more)


def grant(pounds: int, **more) -> Gift:
    return Gift("grant", pounds * 100, "public", currency="GBP", **more)


def a_record(key: str, *gifts: Gift, on: date | None = None, **more) -> Record:
    return Record("tests", key, on or day(), list(gifts) or [hours(2)], **more)


def day(back: int = 1) -> date:
    return (now() - timedelta(days=back)).date()


def noon(on: date) -> datetime:
    return now().replace(year=on.year, month=on.month, day=on.day, hour=12)
