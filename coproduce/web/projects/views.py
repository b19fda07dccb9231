"""Joint projects on screen: the list, one of them, finishing a stage; and finding one's answer by a reference."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.conduct.public import conclude, instrument
from coproduce.core import Limit, Refusal, Refused, actor_of, deed, now, require, spend
from coproduce.people.public import agency_duties
from coproduce.proceedings.public import Stage, StepDeed, changed_lately, frame, label_of, owed, stage
from coproduce.register.public import (
    SIZE,
    InitiativeView,
    State,
    StepView,
    drafts_of,
    duties,
    find,
    initiative_by_slug,
    may_begin,
    state,
    step_of,
    steps_of,
)
from coproduce.web.projects.about import about
from coproduce.web.projects.forms import SHOWS, FindForm, ReferenceForm
from coproduce.web.projects.telling import (
    INVITES,
    LOOKS,
    answers,
    asking,
    beads,
    cards,
    fates,
    front,
    open_steps,
    steering_of,
)

_FIND = Limit("find-my-answer", 60, 3600)
_MOST_TOLD = 12


@deed("projects.list")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Joint projects that everybody may see, narrowed and page by page; those that ask something now come first."""
    actor = actor_of(request)
    said = FindForm(request.GET)
    search = said.search(asking(actor.role))
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    found = find(search, now(), page=number)
    context = {
        "cards": cards(found.projects),
        "total": found.total,
        "page": Paginator(range(found.total), SIZE).get_page(number),
        "link": f"?{said.address(show=search.show)}&page=",
        "narrowed": said.narrowed,
        "form": said,
        "show": search.show,
        "shows": [(key, words, f"?{said.address(show=key)}") for key, words in SHOWS.items()],
        "may_begin": may_begin(agency_duties(actor.person_id)),
        "drafts": drafts_of(actor.person_id),
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
        "label": label_of(found) if found.power else None,
        "stages": beads(found, steps),
        "invite": _invite(found, steps) if not found.closed_at else None,
        "looks": [
            (LOOKS[step.instrument], link)
            for step in steps
            if step.started_at and step.instrument in LOOKS and (link := front(found, step))
        ],
        "fates": fates([*late, *rest][:_MOST_TOLD], project=found, found=steps),
        "team": sorted(mine),
        "steering": steering_of(found),
        "leads": "lead" in mine,
        "work": [
            (step, front(found, step), _can_finish(step, mine))
            for step in steps
            if mine and step.started_at and not step.concluded_at
        ],
        **about(found),
        "may_begin": may_begin(agency_duties(actor.person_id)),
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
def find_answer(request: HttpRequest) -> HttpResponse:
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


def _can_finish(step: StepView, held: frozenset[str]) -> bool:
    """Whether to offer it: nobody is sent to a page that can only refuse."""
    deeds, name = _finishing(step)
    return state(step, now()) in deeds[name].states and (deeds[name].who != "lead" or "lead" in held)


def _invite(found: InitiativeView, steps: list[StepView]) -> dict[str, str] | None:
    for step in open_steps(steps):
        if step.instrument in INVITES:
            words, name, takes = INVITES[step.instrument]
            return {"words": words, "link": reverse(name, args=[found.slug, step.id]), "takes": takes}
    return None
