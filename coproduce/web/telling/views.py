"""Telling everyone, for the lead alone: letters carry names and addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.conduct.public import letters_to_post, mark_posted, tell_everyone, tellings
from coproduce.core import Actor, Refusal, Refused, actor_of, deed
from coproduce.register.public import InitiativeView, duties, initiative_by_slug

_WAYS = (("email", "by e-mail"), ("text", "by text message"), ("letter", "by letter"))


@deed("telling.tell", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the telling has come; one press tells everybody who was not told yet."""
    project, actor = _lead(request, slug)
    if request.method == "POST":
        number = tell_everyone(project, by=actor)
        said = (
            f"{number:,} {'message is' if number == 1 else 'messages are'} on the way."
            if number
            else "Nobody new to tell."
        )
        messages.success(request, said)
        return redirect("telling:tell", slug)
    found = tellings(project)
    rows = [
        {
            "one": one,
            "told": [(words, one.told[way]) for way, words in _WAYS if one.told[way]],
            "all": sum(one.told.values()),
        }
        for one in found
    ]
    context: dict[str, Any] = {
        "project": project, "rows": rows,
        "untold": sum(one.untold for one in found), "unreached": sum(len(one.unreached) for one in found),
        "letters": sum(one.letters for one in found),
    }  # fmt: skip
    return render(request, "telling/tell.html", context)


@deed("telling.letters")
@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters to print, one sheet for each person; then one press says that they are posted."""
    project, _ = _lead(request, slug)
    return render(request, "telling/letters.html", {"project": project, "letters": letters_to_post(project)})


@deed("telling.posted", writes=True)
@require_POST
def posted(request: HttpRequest, slug: str) -> HttpResponse:
    """These letters are in the post. Only those that were on the printed page are marked."""
    project, actor = _lead(request, slug)
    number = mark_posted(
        project, [key for text in request.POST.getlist("letter") if (key := _id(text))], by=actor
    )
    messages.success(request, f"{number:,} {'letter is' if number == 1 else 'letters are'} marked as posted.")
    return redirect("telling:tell", slug)


def _lead(request: HttpRequest, slug: str) -> tuple[InitiativeView, Actor]:
    """The joint project and its lead; a draft is none of a stranger's business."""
    project, actor = initiative_by_slug(slug), actor_of(request)
    held = duties(actor.person_id, project.id) if project else frozenset()
    if project is None or (project.visibility != "public" and not held):
        raise Refused(Refusal("not-found", status=404))
    if "lead" not in held:
        raise Refused(Refusal("telling-lead-only"))
    return project, actor


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
