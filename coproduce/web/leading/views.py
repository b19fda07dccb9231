"""What whoever leads a joint project does with it. Every change of a stage has a reason that everybody can read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import Refusal, Refused, actor_of, deed, now, require
from coproduce.people.public import agency_duties
from coproduce.proceedings.public import Stage, StepDeed, label_of, stage, when
from coproduce.register.public import (
    MOVES,
    InitiativeView,
    State,
    StepView,
    check_label,
    check_open,
    check_runs,
    duties,
    initiative_by_slug,
    may_begin,
    move_step,
    publish_initiative,
    reschedule,
    revise_label,
    state,
    step_of,
    steps_of,
)
from coproduce.web.leading.forms import DaysForm, LabelForm, WhyForm

_MOVES = {
    "reschedule": ("days", "Change the days", "leading:days"),
    "pause": ("pause", "Pause it", "leading:pause"),
    "resume": ("go on", "Let it go on", "leading:resume"),
    "cancel": ("call off", "Call it off", "leading:cancel"),
}


@deed("leading.front")
@require_safe
def front(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that can be done with a joint project, and its stages in time."""
    found = _led(request, slug)
    moment = now()
    stages = [
        {
            "step": step,
            "when": when(step, moment),
            "moves": [
                (_MOVES[move][1], _MOVES[move][2])
                for move in _MOVES
                if state(step, moment) in MOVES[move] and not found.closed_at
            ],
            "finish": state(step, moment) is State.COUNTING,
        }
        for step in steps_of([found.id])[found.id]
    ]
    context = {
        "project": found,
        "label": label_of(found),
        "stages": stages,
        "draft": found.visibility != "public",
        "unsaid": check_label(found) is not None and found.runs == "platform",
        "may_begin": may_begin(agency_duties(actor_of(request).person_id)),
    }
    return render(request, "leading/front.html", context)


@deed("leading.label", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the label in other words, or move the day when people hear."""
    found = _led(request, slug)
    require(check_open(found))
    form = LabelForm(request.POST or None, project=found)
    if form.is_valid():
        revise_label(found.id, form.cleaned_data, by=actor_of(request))
        messages.success(request, "It is changed. Everyone sees it so from now on.")
        return redirect("leading:front", slug)
    return _form(request, found, form, "Power and promise", "Save")


@deed("leading.show", writes=True)
@require_POST
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a draft to everyone."""
    found = _led(request, slug)
    require(check_open(found))
    publish_initiative(found.id, by=actor_of(request))
    messages.success(request, "Everyone can see it now.")
    return redirect("projects:project", slug)


@deed("leading.days", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Move a stage in time."""
    here = _stage(request, slug, step_id, "reschedule")
    form = DaysForm(request.POST or None, step=here.step)
    if form.is_valid():
        opens, closes = form.moments()
        reason = form.cleaned_data["reason"].strip()
        reschedule(step_id, opens=opens, closes=closes, reason=reason, by=here.actor)
        messages.success(request, f"The days of “{here.step.title}” are changed.")
        return redirect("leading:front", slug)
    return _form(request, here.initiative, form, f"Change the days: {here.step.title}", "Change them")


@deed("leading.pause", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Pause a stage."""
    return _moved(request, slug, step_id, "pause", "It is paused.")


@deed("leading.resume", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Let a stage go on."""
    return _moved(request, slug, step_id, "resume", "It goes on.")


@deed("leading.cancel", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Call a stage off."""
    return _moved(request, slug, step_id, "cancel", "It is called off.")


def _moved(request: HttpRequest, slug: str, step_id: UUID, move: str, thanks: str) -> HttpResponse:
    here = _stage(request, slug, step_id, move)
    form = WhyForm(request.POST or None)
    words = _MOVES[move][1]
    if form.is_valid():
        move_step(step_id, move, reason=form.cleaned_data["reason"].strip(), by=here.actor)
        messages.success(request, f"“{here.step.title}”: {thanks}")
        return redirect("leading:front", slug)
    return _form(request, here.initiative, form, f"{words}: {here.step.title}", words)


def _form(
    request: HttpRequest, project: InitiativeView, form: Any, heading: str, button: str
) -> HttpResponse:
    context = {"project": project, "form": form, "heading": heading, "button": button}
    return render(request, "leading/form.html", context, status=422 if form.errors else 200)


def _led(request: HttpRequest, slug: str) -> InitiativeView:
    """The joint project at this address, for whoever leads it."""
    found = initiative_by_slug(slug)
    mine = duties(actor_of(request).person_id, found.id) if found else frozenset()
    if found is None or (found.visibility != "public" and not mine):
        raise Refused(Refusal("not-found", status=404))
    require(check_runs(mine))
    return found


def _stage(request: HttpRequest, slug: str, step_id: UUID, move: str) -> Stage:
    found = initiative_by_slug(slug)
    step: StepView | None = step_of(found.id, step_id) if found else None
    if step is None:
        raise Refused(Refusal("not-found", status=404))
    here = stage(actor_of(request), slug, step_id, step.instrument)
    name = f"projects.{move}"
    here.require({name: StepDeed(MOVES[move], "lead")}, name)
    return here
