"""Every change of services: which there are, what they ask of people, what money and opening hours they had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.text import slugify

from coproduce.core import Actor, BadInput, Place, Problem, Refusal, Refused
from coproduce.core.acting import acting, signature
from coproduce.register.models import Service, ServiceOutcome, ServiceYear
from coproduce.register.service_queries import ServiceView, services

MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class ServiceSaid:
    """What is said of a service. ``asks_of_users`` is a typical week, written once with the people who use it."""

    name: str
    organisation_id: UUID
    summary: str = ""
    asks_of_users: str = ""
    area_id: UUID | None = None


@dataclass(frozen=True)
class YearSaid:
    """A service's budget (minor units) and opening time a week from ``since`` until before ``until``.

    Either may be None: not known. ``supersedes`` names the row that this one corrects.
    """

    since: date
    until: date
    budget: int | None = None
    currency: str = "GBP"
    minutes_per_week: int | None = None
    source: str = ""
    supersedes: UUID | None = None


def add_service(said: ServiceSaid, *, by: Actor) -> ServiceView:
    """Put a service on the list.

    Raises:
        BadInput: where the organisation has one of this name.
    """
    _free_name(said, None)
    with acting("register.add-service", by=by) as doing:
        row = Service.objects.create(
            organisation_id=said.organisation_id, name=said.name, slug=_free_slug(said.name), area_id=said.area_id,
            summary=said.summary, asks_of_users=said.asks_of_users,
        )  # fmt: skip
        doing.subject = f"register.service:{row.pk}"
    return services([row.pk])[row.pk]


def revise_service(service_id: UUID, said: ServiceSaid, *, by: Actor) -> ServiceView:
    """Say it in other words. Its address stays.

    Raises:
        BadInput: where the organisation has another one of this name.
    """
    _free_name(said, service_id)
    with acting("register.revise-service", by=by) as doing:
        row = Service.objects.select_for_update().get(pk=service_id)
        before = {name: getattr(row, name) for name in _SAID}
        for name in _SAID:
            setattr(row, name, getattr(said, name))
        row.save(update_fields=[*_SAID])
        changed = sorted(name for name, value in before.items() if value != getattr(row, name))
        doing.subject, doing.codes = f"register.service:{row.pk}", {"changed": changed}
    return services([service_id])[service_id]


_SAID = ("name", "organisation_id", "summary", "asks_of_users", "area_id")


def serve(service_id: UUID, outcome_ids: Iterable[UUID], *, by: Actor) -> None:
    """Say which outcomes a service works towards; what is not named any more is taken off."""
    wanted = set(outcome_ids)
    with acting("register.serve", by=by, subject=f"register.service:{service_id}") as doing:
        there = set(ServiceOutcome.objects.filter(service_id=service_id).values_list("outcome_id", flat=True))
        ServiceOutcome.objects.filter(service_id=service_id, outcome_id__in=there - wanted).delete()
        ServiceOutcome.objects.bulk_create(
            ServiceOutcome(service_id=service_id, outcome_id=key) for key in sorted(wanted - there)
        )
        doing.codes = {"added": len(wanted - there), "removed": len(there - wanted)}


def record_year(service_id: UUID, said: YearSaid, *, by: Actor) -> UUID:
    """Write down what a service had over a period. A correction names the row it corrects; both stay.

    Raises:
        BadInput: with everything that is wrong with it.
    """
    _sound(service_id, said)
    with acting("register.record-year", by=by, subject=f"register.service:{service_id}") as doing:
        Service.objects.select_for_update().get(pk=service_id)
        if said.supersedes:
            current = ServiceYear.objects.filter(
                pk=said.supersedes, service_id=service_id, superseded_by__isnull=True
            )
            if not current.exists():
                raise Refused(Refusal("not-found", status=404))
        row = ServiceYear.objects.create(
            service_id=service_id, since=said.since, until=said.until, budget=said.budget,
            currency=said.currency if said.budget is not None else "", minutes_per_week=said.minutes_per_week,
            source=said.source, supersedes_id=said.supersedes, **signature(by),
        )  # fmt: skip
        doing.codes = {"year": str(row.pk), "corrects": bool(said.supersedes)}
    return row.pk


def _sound(service_id: UUID, said: YearSaid) -> None:
    found: list[Problem] = []
    if said.since >= said.until:
        found.append(_problem("until", "The last day must come after the first"))
    if said.budget is None and said.minutes_per_week is None:
        found.append(_problem("budget", "Write down the budget, the opening hours, or both"))
    if said.minutes_per_week is not None and said.minutes_per_week > MOST_MINUTES:
        found.append(_problem("hours", "A week has 168 hours"))
    others = ServiceYear.objects.filter(
        service_id=service_id, superseded_by__isnull=True, since__lt=said.until, until__gt=said.since
    )
    if not found and set(others.values_list("pk", flat=True)) - {said.supersedes}:
        text = "These days are written down already. Correct that line instead of adding another"
        found.append(_problem("since", text))
    if found:
        raise BadInput(found)


def _free_name(said: ServiceSaid, service_id: UUID | None) -> None:
    taken = Service.objects.filter(organisation_id=said.organisation_id, name__iexact=said.name)
    if set(taken.values_list("pk", flat=True)) - {service_id}:
        raise BadInput([_problem("name", "There is a service of this name already")])


def _problem(key: str, text: str) -> Problem:
    return Problem(Place(key=key), text, "register-service")


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "service"
    stem = "new-service" if stem == "new" else stem  # "new" is the address of the form
    taken: Sequence[str] = list(Service.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
