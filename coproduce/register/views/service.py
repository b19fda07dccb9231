"""Services: the list, one with its years and what it works towards, and what those who keep the register write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.catalogue.public import Co, area_names
from coproduce.core import BadInput, Refusal, Refused, actor_of, deed, require
from coproduce.people.public import agency_duties, organisation_names
from coproduce.register.forms.service import ServiceForm, YearForm
from coproduce.register.outcome_queries import outcomes, outcomes_of_services
from coproduce.register.queries import initiatives
from coproduce.register.rules import check_keep, may_keep
from coproduce.register.service_actions import add_service, record_year, revise_service, serve
from coproduce.register.service_queries import (
    ServiceView,
    ServiceYearView,
    all_services,
    public_initiatives_of,
    service_by_slug,
    service_years,
)
from coproduce.register.values import InitiativeView
from coproduce.register.words import days, hours, stands, told
from coproduce.register.years import Changed, year_by_year
from coproduce.report.numbers import NOT_RECORDED


def keeps(request: HttpRequest) -> bool:
    """Whether whoever sits here keeps the register."""
    return may_keep(agency_duties(actor_of(request).person_id))


def require_keeper(request: HttpRequest) -> None:
    """Refuse whoever does not keep the register."""
    require(check_keep(agency_duties(actor_of(request).person_id)))


@deed("register.list-services")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every service, with what it works towards and how much goes on there."""
    found = all_services()
    ids = [one.id for one in found]
    years, aims, projects = service_years(ids), outcomes_of_services(ids), public_initiatives_of(ids)
    names = organisation_names({one.organisation_id for one in found})
    rows = [
        {
            "service": one,
            "organisation": names.get(one.organisation_id, ""),
            "aims": len(aims[one.id]),
            "projects": len(projects[one.id]),
            "withdrawn": _latest(years[one.id]),
        }
        for one in found
    ]
    return render(request, "register/service_list.html", {"rows": rows, "keeps": keeps(request)})


def _latest(years: Sequence[ServiceYearView]) -> list[tuple[str, str]]:
    """What the last year withdrew, where it did."""
    changed = year_by_year(years)
    return [one for one in told(changed[-1]) if one[1] == "owed"] if changed else []


@deed("register.see-service")
@require_safe
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what the public side added, kept and withdrew; what it asks of people; what it works towards."""
    service = the_service(slug)
    ids = public_initiatives_of([service.id])[service.id]
    projects = sorted(initiatives(ids).values(), key=lambda one: one.title)
    changed = year_by_year(service_years([service.id])[service.id])
    context = {
        "service": service,
        "organisation": organisation_names([service.organisation_id]).get(service.organisation_id, ""),
        "area": area_names([service.area_id]).get(service.area_id) if service.area_id else "",
        "years": [_year(one) for one in reversed(changed)],
        "aims": outcomes_of_services([service.id])[service.id],
        "cos": [(co, _of(co, projects)) for co in Co],
        "rest": [(one, stands(one)) for one in projects if not one.co],
        "keeps": keeps(request),
    }
    return render(request, "register/service.html", context)


def _of(co: Co, projects: Sequence[InitiativeView]) -> list[tuple[InitiativeView, str]]:
    return [(one, stands(one)) for one in projects if one.co == co]


def _year(changed: Changed) -> dict[str, Any]:
    year = changed.year
    return {
        "id": year.id,
        "days": days(year),
        "budget": year.budget,
        "currency": year.currency,
        "hours": NOT_RECORDED if year.minutes_per_week is None else f"{hours(year.minutes_per_week)} a week",
        "told": told(changed),
        "source": year.source,
    }


@deed("register.add-service", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def added(request: HttpRequest) -> HttpResponse:
    """Put a service on the list."""
    require_keeper(request)
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        try:
            made = add_service(form.said(), by=actor_of(request))
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, f"“{made.name}” is on the list.")
            return redirect("register:service", made.slug)
    context = {"form": form, "heading": "Add a service", "button": "Add it", "back": "services"}
    return _form(request, context)


@deed("register.revise-service", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def revised(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it in other words, and say what it works towards."""
    require_keeper(request)
    service = the_service(slug)
    form = ServiceForm(request.POST or None, service=service)
    offered = outcomes()
    served = {one.id for one in outcomes_of_services([service.id])[service.id]}
    if form.is_valid():
        try:
            revise_service(service.id, form.said(), by=actor_of(request))
            chosen = set(request.POST.getlist("aims"))
            serve(service.id, [one.id for one in offered if str(one.id) in chosen], by=actor_of(request))
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "It is changed.")
            return redirect("register:service", slug)
    context = {
        "form": form, "heading": f"Change “{service.name}”", "button": "Save", "service": service,
        "aims": [(one, one.id in served) for one in offered],
    }  # fmt: skip
    return _form(request, context)


@deed("register.record-year", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a year's budget and opening hours, or correct one (``?corrects=``)."""
    require_keeper(request)
    service = the_service(slug)
    corrects = _corrected(service, request.GET.get("corrects", ""))
    form = YearForm(request.POST or None, corrects=corrects)
    if form.is_valid():
        try:
            record_year(service.id, form.said(), by=actor_of(request))
        except BadInput as refused:
            form.take(refused)
        else:
            before = " The line before stays on record." if corrects else ""
            messages.success(request, f"It is written down.{before}")
            return redirect("register:service", slug)
    heading = "Correct a year" if corrects else "Add a year"
    return _form(
        request, {"form": form, "heading": f"{heading}: {service.name}", "button": "Save", "service": service}
    )


def _corrected(service: ServiceView, said: str) -> ServiceYearView | None:
    if not said:
        return None
    found = next((one for one in service_years([service.id])[service.id] if str(one.id) == said), None)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "register/form.html", context, status=422 if context["form"].errors else 200)


def the_service(slug: str) -> ServiceView:
    """The service at this address."""
    found = service_by_slug(slug)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def as_id(said: str) -> UUID | None:
    """An id as it came with a form; None where it is none."""
    try:
        return UUID(said)
    except ValueError:
        return None
