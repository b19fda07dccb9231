"""Joint projects on screen: the list, one of them, finishing a stage; and finding one's answer by a reference."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.conduct.public import conclude, instrument
from coproduce.core import Limit, Refusal, Refused, actor_of, deed, require, spend
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import Stage, StepDeed, changed_lately, frame, label_of, owed, stage
from coproduce.register.public import (
    InitiativeView,
    State,
    StepView,
    duties,
    initiative_by_slug,
    published,
    step_of,
    steps_of,
)
from coproduce.web.projects.forms import ReferenceForm
from coproduce.web.projects.telling import (
    INVITES,
    LOOKS,
    answers,
    asks,
    beads,
    cards,
    fates,
    front,
    open_steps,
    steering_of,
)

_FIND = Limit("find-my-answer", 60, 3600)
_SHOWS = {"open": "Open now", "all": "All", "over": "Over"}
_MOST_TOLD = 12


@deed("projects.list")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All joint projects that everybody may see; those with a stage open now come first."""
    show = request.GET.get("show", "open")
    show = show if show in _SHOWS else "open"
    found = published()
    steps = steps_of([project.id for project in found])
    chosen = [project for project in found if _shows(show, project, steps[project.id])]
    chosen.sort(key=lambda project: not asks(steps[project.id]))
    context = {
        "cards": cards(chosen),
        "show": show,
        "shows": [(key, words, f"?show={key}") for key, words in _SHOWS.items()],
    }
    return render(request, "projects/list.html", context)


@deed("projects.read")
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One joint project: power and promise, stages, what happened, what could go wrong."""
    actor = actor_of(request)
    found = initiative_by_slug(slug)
    mine = duties(actor.person_id, found.id) if found else frozenset()
    if found is None or (found.visibility != "public" and not mine):
        raise Refused(Refusal("not-found", status=404))
    steps = steps_of([found.id])[found.id]
    late = owed(most=_MOST_TOLD, initiative_id=found.id)
    rest = [key for key in changed_lately(most=_MOST_TOLD, initiative_id=found.id) if key not in late]
    context = {
        "project": found,
        "label": label_of(found),
        "stages": beads(found, steps),
        "invite": _invite(found, steps),
        "looks": [
            (LOOKS[step.instrument], link)
            for step in steps
            if step.started_at and step.instrument in LOOKS and (link := front(found, step))
        ],
        "fates": fates([*late, *rest][:_MOST_TOLD], project=found, found=steps),
        "lead": organisation_names([found.lead_id]).get(found.lead_id, ""),
        "team": sorted(mine),
        "steering": steering_of(found),
        "work": [
            (step, front(found, step)) for step in steps if mine and step.started_at and not step.concluded_at
        ],
    }
    return render(request, "projects/project.html", context)


@deed("projects.finish", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Finish a stage: the vote is counted, the costing closed. What stands against it is said, and nothing is done."""
    here = _stage_of(request, slug, step_id)
    deeds, name = _finishing(here.step)
    here.require(deeds, name)
    context: dict[str, Any] = frame(here, f"Finish “{here.step.title}”")
    if request.method == "POST":
        done = conclude(here.step.id, by=here.actor)
        if not isinstance(done, list):
            messages.success(request, f"“{here.step.title}” is finished.")
            return redirect(front(here.initiative, here.step) or reverse("projects:project", args=[slug]))
        context["problems"] = done
    return render(request, "projects/finish.html", context, status=409 if "problems" in context else 200)


@deed("projects.find", writes=False)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What happened to what I said: by the reference on a slip, without an account. Nothing is kept of the question."""
    if request.method != "POST":
        return render(request, "projects/find.html", {"form": ReferenceForm()})
    require(spend(_FIND, request))
    form = ReferenceForm(request.POST)
    if form.is_valid():
        found = answers(form.cleaned_data["reference"])
        if found:
            return render(request, "projects/answer.html", {"answers": found})
        form.add_error(
            "reference", "We do not know this reference. Check it against your slip, letter by letter"
        )
    return render(request, "projects/find.html", {"form": form}, status=422)


def _stage_of(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    initiative = initiative_by_slug(slug)
    step = step_of(initiative.id, step_id) if initiative else None
    if step is None:
        raise Refused(Refusal("not-found", status=404))
    return stage(actor_of(request), slug, step_id, step.instrument)


def _finishing(step: StepView) -> tuple[dict[str, StepDeed], str]:
    """The deed of finishing: the tool's own, or the lead's once the time is over where the clock ends it."""
    deeds = dict(instrument(step.instrument).deeds)
    name = f"{step.instrument}.conclude"
    deeds.setdefault(name, StepDeed(frozenset({State.COUNTING}), "lead"))
    return deeds, name


def _shows(show: str, found: InitiativeView, steps: list[StepView]) -> bool:
    over = bool(found.closed_at) or all(step.concluded_at or step.cancelled_at for step in steps)
    return show == "all" or (show == "over") == over


def _invite(found: InitiativeView, steps: list[StepView]) -> dict[str, str] | None:
    for step in open_steps(steps):
        if step.instrument in INVITES:
            words, name, takes = INVITES[step.instrument]
            return {"words": words, "link": reverse(name, args=[found.slug, step.id]), "takes": takes}
    return None
