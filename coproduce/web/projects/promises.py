"""What is promised in a joint project: kept in sight, moved only with a reason; and closing the project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.conduct.public import close, move_promise, open_promises
from coproduce.core import Actor, Refusal, Refused, actor_of, deed
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import PromiseView, current, today, unsettled, unsettled_steps
from coproduce.register.public import InitiativeView, duties, initiative_by_slug, steps_of
from coproduce.ui.templatetags.humanise import day
from coproduce.web.projects.forms import MoveForm

_RUNS = frozenset({"lead", "facilitator"})
_MOST_SHOWN = 200
_STAGES = {
    "received": "say that it has come",
    "considered": "say what we think of it",
    "decided": "decide",
    "delivered": "have it done",
    "assessed": "look back at it",
}


@deed("projects.promises")
@require_safe
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """Every promise that is still to be kept, the late ones first."""
    project, _, runs = _here(request, slug)
    rows = _rows(project)
    groups = _grouped(rows)
    waiting = len(unsettled(project.id)) + len(unsettled_steps(project.id))
    context = {
        "project": project, "groups": groups, "late": sum(row["late"] > 0 for row in rows),
        "may_run": runs and not project.closed_at, "waiting": waiting,
    }  # fmt: skip
    return render(request, "projects/promises.html", context)


@deed("projects.move-promise", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str, promise_id: UUID) -> HttpResponse:
    """Promise another day in place of this one, and say why. The first day stays to be seen."""
    project, actor, runs = _here(request, slug)
    _require(project, runs=runs)
    row = next((row for row in _rows(project) if row["id"] == promise_id), None)
    if row is None:
        raise Refused(Refusal("not-found", status=404))
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        move_promise(project.id, promise_id, said["due_on"], said["reason"], by=actor)
        messages.success(request, "The new day stands here, with the first one and your reason.")
        return redirect("projects:promises", slug)
    context = {"project": project, "row": row, "form": form}
    return render(request, "projects/move_promise.html", context, status=422 if form.errors else 200)


@deed("projects.close", writes=True)
@require_POST
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a joint project. Refused while anybody waits for an answer."""
    project, actor, runs = _here(request, slug)
    _require(project, runs=runs)
    close(project.id, "over", by=actor)
    messages.success(
        request, "This joint project is closed. Everything that was said and answered stays here."
    )
    return redirect("projects:project", slug)


def _here(request: HttpRequest, slug: str) -> tuple[InitiativeView, Actor, bool]:
    actor, project = actor_of(request), initiative_by_slug(slug)
    held = duties(actor.person_id, project.id) if project else frozenset()
    if project is None or (project.visibility != "public" and not held):
        raise Refused(Refusal("not-found", status=404))
    return project, actor, bool(held & _RUNS)


def _require(project: InitiativeView, *, runs: bool) -> None:
    if not runs:
        raise Refused(Refusal("not-admitted", {"admits": "team", "who": "lead"}, status=403))
    if project.closed_at:
        raise Refused(Refusal("initiative-closed", status=409))


def _rows(project: InitiativeView) -> list[dict[str, Any]]:
    found = open_promises(project.id)
    items = current([subject for subject, _ in found])
    stages = {step.id: step.title for step in steps_of([project.id])[project.id]}
    names = organisation_names({one.organisation_id or project.lead_id for _, one in found})
    rows = []
    for subject, one in found:
        item = items.get(subject)
        if item and item.visibility != "public":
            continue
        title = (
            f"{item.number}. {item.title}"
            if item
            else f"Everyone who took part in “{stages.get(subject, '')}”"
        )
        rows.append(_row(one, title, names.get(one.organisation_id or project.lead_id, "The public side")))
    return sorted(rows, key=lambda row: -row["late"])


def _grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Promises that say the same, together: nine ideas by one day are one line, each of them beneath it."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(
            (row["late"], row["what"], row["due"], row["first"], row["who"], row["reason"]), []
        ).append(row)
    return [
        {
            **same[0],
            "title": same[0]["title"] if len(same) == 1 else f"{len(same):,} ideas and stages",
            "each": same[:_MOST_SHOWN],
            "more": max(0, len(same) - _MOST_SHOWN),
            "alone": len(same) == 1,
        }
        for same in found.values()
    ]


def _row(one: PromiseView, title: str, who: str) -> dict[str, Any]:
    late = (today() - one.due_on).days if one.overdue else 0
    return {
        "id": one.id, "title": title, "who": who, "what": _STAGES[one.stage], "due": day(one.due_on),
        "first": day(one.first_due_on) if one.first_due_on != one.due_on else "", "reason": one.reason, "late": late,
        "word": f"{late} day{'s' if late != 1 else ''} late" if late else "Promised",
        "tone": "owed" if late else "open",
    }  # fmt: skip
