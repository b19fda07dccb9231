"""The result to hang on a wall: one page, large, that prints on A4 or A3 from any browser, for everybody."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce.core import Refusal, Refused, actor_of, deed
from coproduce.instruments.ballot.paper.poster import poster
from coproduce.instruments.ballot.queries import found, turnout
from coproduce.instruments.ballot.rules import DEEDS
from coproduce.proceedings.public import frame, stage
from coproduce.ui.templatetags.humanise import day

MOST_TOLD = 12
"""So many ideas have their sentence on the page; with more of them, only their names fit."""
MOST_NAMED = 40


@deed("ballot.poster")
@require_safe
def poster_page(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """What is funded and what is not, because, on one page."""
    here = stage(actor_of(request), slug, step_id, "ballot")
    here.require(DEEDS, "ballot.read")
    counted = found(here.step)
    if counted is None:
        raise Refused(Refusal("ballot-not-counted", status=404))
    told = poster(counted, here.initiative.title)
    size = sum(len(part.answers) for part in told.sections)
    sections = [
        {"title": part.title, "yes": part.yes, "answers": part.answers[:MOST_NAMED],
         "more": max(0, len(part.answers) - MOST_NAMED)}
        for part in told.sections
    ]  # fmt: skip
    context = {
        **frame(here, told.title),
        "told": told,
        "sections": sections,
        "sentences": size <= MOST_TOLD,
        "votes": turnout(here.step).total,
        "hear": day(here.initiative.hear_by),
    }
    return render(request, "ballot/poster.html", context)
