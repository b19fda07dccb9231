"""What every page of ideas begins with, and the page of one idea, which several forms come back to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from coproduce.catalogue.public import AreaView, areas
from coproduce.core import Refusal, Refused, actor_of
from coproduce.instruments.ideas.forms import ModerateForm, RemarkForm, topic_words
from coproduce.instruments.ideas.queries import places
from coproduce.instruments.ideas.rules import DEEDS, settings_of
from coproduce.ledger.public import parts_here
from coproduce.proceedings.public import (
    ItemView,
    RemarkView,
    Stage,
    by_number,
    current,
    frame,
    is_author,
    pictures,
    remarks,
    stage,
    stories,
    supporters,
    told,
    why_hidden,
    word_of,
)
from coproduce.ui.values import Fate

FEW = 5


def ideas_stage(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    """The stage, as whoever asks may read it."""
    here = stage(actor_of(request), slug, step_id, "ideas")
    here.require(DEEDS, "ideas.read")
    return here


def idea_here(request: HttpRequest, slug: str, step_id: UUID, number: int) -> tuple[Stage, ItemView]:
    """The stage and its item; what is not shown is there for the team and its author alone."""
    here = ideas_stage(request, slug, step_id)
    item = by_number(here.initiative.id, number)
    if item is None or item.origin_step_id != here.step.id:
        raise Refused(Refusal("not-found", status=404))
    if item.visibility != "public" and not here.admission.duties and owner(here, item) is None:
        raise Refused(Refusal("not-found", status=404))
    return here, item


def owner(here: Stage, item: ItemView) -> UUID | None:
    """Whoever asks, where the idea is hers."""
    return here.actor.person_id if is_author(here.actor.person_id, item.id) else None


def areas_of(here: Stage) -> list[AreaView]:
    """The parts that later stages of this joint project are divided into."""
    ids = {step.area_id for step in here.steps if step.area_id}
    return list(areas(ids).values()) if ids else []


def idea_page(
    request: HttpRequest, here: Stage, item: ItemView, form: RemarkForm, *,
    moderating: ModerateForm | None = None, moderated: UUID | None = None,
) -> HttpResponse:  # fmt: skip
    """One idea: what it says, what happened to it, who is for it, what people think; ``moderated`` is a remark's id."""
    settings = settings_of(here.step.settings)
    story = stories([item.id])[item.id]
    heirs = [(one.number, one.title) for one in current(story.heirs).values()]
    mine = owner(here, item)
    may_support = settings.support and here.may(DEEDS, "ideas.support")
    may_moderate = here.may(DEEDS, "ideas.moderate")
    found = remarks([item.id], hidden=may_moderate)[item.id]
    faulty = bool(form.errors or (moderating and moderating.errors))
    context: dict[str, Any] = {
        **frame(here, f"{item.number}. {item.title}", asks=may_support),
        "item": item,
        "word": word_of(story),
        "story": told(story),
        "heirs": sorted(heirs),
        "supporters": supporters_said(supporters([item.id])[item.id]),
        "remarks": _threads(found),
        "replying": _replying(request, form, found),
        "form": form,
        "moderating": moderating or ModerateForm(),
        "moderated": moderated,
        "may_support": may_support,
        "may_remark": settings.remarks and here.may(DEEDS, "ideas.remark"),
        "may_moderate": may_moderate,
        "may_worry": here.may(DEEDS, "ideas.worry"),
        "may_revise": here.may(DEEDS, "ideas.revise", owner_id=mine),
        "may_withdraw": here.may(DEEDS, "ideas.withdraw", owner_id=mine),
        "back_link": reverse("ideas:front", args=[here.initiative.slug, here.step.id]),
        "topic": topic_words(item.category) if item.category else "",
        "where": places([item.id]).get(item.id, ""),
        "part": areas([item.area_id])[item.area_id].name if item.area_id else "",
        "picture": pictures([item.picture]).get(item.picture),
        "picture_wanted": "picture" in request.GET,
        "hidden_because": why_hidden([item.id]).get(item.id, "") if item.visibility == "hidden" else "",
    }
    return render(request, "ideas/idea.html", context, status=422 if faulty else 200)


def _threads(found: list[RemarkView]) -> list[tuple[RemarkView, list[RemarkView]]]:
    """Each remark with its replies, oldest first; a reply whose remark is not shown stands on its own."""
    tops = {one.id for one in found if one.parent_id is None}
    return [
        (one, [reply for reply in found if reply.parent_id == one.id])
        for one in found
        if one.parent_id is None or one.parent_id not in tops
    ]


def _replying(request: HttpRequest, form: RemarkForm, found: list[RemarkView]) -> RemarkView | None:
    wanted = request.GET.get("reply") or form.data.get("parent", "")
    return next((one for one in found if str(one.id) == wanted and one.shown), None)


def idea_rows(here: Stage, items: tuple[ItemView, ...]) -> list[Fate]:
    """Ideas as rows of a list."""
    ids = [item.id for item in items]
    found, counted = stories(ids), supporters(ids)
    return [
        Fate(
            *word_of(found[item.id]),
            f"{item.number}. {item.title}",
            f"{_short(item.body)} {supporters_said(counted[item.id])}".strip(),
            reverse("ideas:idea", args=[here.initiative.slug, here.step.id, item.number]),
            "The whole idea",
        )
        for item in items
    ]


def everyone_put_in(here: Stage) -> dict[str, Any]:
    """What this stage asks of each side, and what was put in so far."""
    asks = (
        ("Residents", "about five minutes for an idea"),
        ("The public side", "somebody who reads and answers each one"),
    )
    return {"put_in": parts_here(here.initiative, here.step, asks, by=here.actor)}


def supporters_said(number: int) -> str:
    """How many are for something; a few are never counted out."""
    if number == 0:
        return ""
    return "Fewer than 5 people support it." if number < FEW else f"{number:,} people support it."


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
