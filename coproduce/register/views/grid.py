"""What is already happening: the grid of services and the four Co's, putting something on it, the ten-minute map."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.catalogue.public import Co
from coproduce.core import actor_of, deed, now
from coproduce.people.public import organisation_named, organisation_names
from coproduce.register.entering import enter, tick_services, tick_ways, ways_of_service
from coproduce.register.forms.grid import EntryForm, LikelyForm, TicksForm
from coproduce.register.mapping import gaps_said, grid
from coproduce.register.service_queries import all_services
from coproduce.register.views.service import keeps, require_keeper, the_service


@deed("register.see-grid")
@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """Services × decide, plan, do, check: what there is, and where there is nothing. Prints on one A3."""
    rows = grid()
    entries = [entry for row in rows for found in row.cells.values() for entry in found]
    names = organisation_names({entry.lead_id for entry in entries})
    shown = [
        {
            "service": row.service,
            "cells": [(co, [(one, names.get(one.lead_id, "")) for one in row.cells[co]]) for co in Co],
        }
        for row in rows
    ]
    context = {
        "cos": list(Co),
        "rows": shown,
        "things": len({entry.slug for entry in entries}),
        "gaps": [
            (service, _listed(there, "and"), _listed(gaps, "or")) for service, there, gaps in gaps_said(rows)
        ],
        "keeps": keeps(request),
        "today": now(),
    }
    return render(request, "register/grid.html", context)


_WORDS = {
    Co.COMMISSION: "decided",
    Co.DESIGN: "planned",
    Co.DELIVER: "done",
    Co.ASSESS: "checked",
}


def _listed(cos: list[Co], link: str) -> str:
    *most, last = [_WORDS[co] for co in cos]
    return f"{', '.join(most)} {link} {last} together" if most else f"{last} together"


@deed("register.enter", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def entered(request: HttpRequest) -> HttpResponse:
    """Put on the register something that happens already."""
    require_keeper(request)
    offered = all_services()
    first = {"way": request.GET.get("way", ""), "service": request.GET.get("service", ""), "sure": "known",
             "co": request.GET.get("co", "")}  # fmt: skip
    form = EntryForm(request.POST or None, offered=offered, **({} if request.POST else {"initial": first}))
    if form.is_valid():
        found, by = form.cleaned_data, actor_of(request)
        other = found["other"].strip()
        lead = (
            organisation_named(other, found["kind"] or "third-sector", by=by) if other else UUID(found["who"])
        )
        made = enter(form.entry(lead), by=by)
        messages.success(request, f"“{made.title}” is on the register.")
        return redirect("register:grid")
    context = {
        "form": form, "heading": "Put on the register what happens already", "button": "Put it on the register",
        "lead": "Half a minute. Its tools need not exist here; nobody’s name is needed.", "back": "grid",
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@deed("register.map", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def mapped(request: HttpRequest) -> HttpResponse:
    """The ten-minute map, first half: tick the services there are."""
    require_keeper(request)
    there = all_services()
    form = LikelyForm(request.POST or None, there=there)
    if form.is_valid():
        tick_services(
            form.cleaned_data["ticked"], UUID(form.cleaned_data["organisation"]), by=actor_of(request)
        )
        found = all_services()
        if found:
            return redirect("register:map-service", found[0].slug)
        form.add_error("ticked", "Tick at least one")
    context: dict[str, Any] = {"form": form, "there": there}
    return render(request, "register/map.html", context, status=422 if form.errors else 200)


@deed("register.map-service", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ticked(request: HttpRequest, slug: str) -> HttpResponse:
    """The ten-minute map, second half: for one service after another, tick what happens already."""
    require_keeper(request)
    service = the_service(slug)
    found = all_services()
    place = next(at for at, one in enumerate(found) if one.id == service.id)
    following = found[place + 1] if place + 1 < len(found) else None
    there = ways_of_service(service.id)
    form = TicksForm(request.POST or None, there=list(there))
    if form.is_valid():
        made = tick_ways(service, form.keys(), form.cleaned_data["sure"] or "known", by=actor_of(request))
        if made:
            messages.success(request, f"{len(made)} more on the map for “{service.name}”.")
        return redirect("register:map-service", following.slug) if following else redirect("register:grid")
    context = {
        "form": form, "service": service, "following": following, "number": place + 1, "total": len(found),
        "there": list(there.values()),
    }  # fmt: skip
    return render(request, "register/map_service.html", context, status=422 if form.errors else 200)
