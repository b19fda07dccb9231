"""What the team does: reads first what waits, takes down with a reason, puts back, answers worries. One by one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from coproduce.core import Refusal, Refused, deed
from coproduce.instruments.ideas import actions
from coproduce.instruments.ideas.forms import AnswerWorryForm, ModerateForm, RemarkForm
from coproduce.instruments.ideas.queries import open_concerns
from coproduce.instruments.ideas.rules import DEEDS
from coproduce.instruments.ideas.showing import idea_here, idea_page, ideas_stage
from coproduce.proceedings.public import (
    Stage,
    current,
    frame,
    of_step,
    remarks,
    remarks_of_ids,
    remarks_to_read,
    why_hidden,
)

_SAID = {
    "show": "Everyone can see it now.",
    "hide": "It is taken down. Whoever wrote it can read the reason.",
    "put-back": "It is back where everyone can see it.",
}


@deed("ideas.waiting")
@require_safe
def waiting(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Worries, then ideas and remarks that the team has not shown yet or has taken down."""
    return _waiting(request, _team(request, slug, step_id))


@deed("ideas.moderate", writes=True)
@require_POST
def moderate(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Show an idea, take it down with a reason, or put it back."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.moderate")
    form = ModerateForm(request.POST)
    if not form.is_valid():
        return idea_page(request, here, item, RemarkForm(), moderating=form)
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    actions.moderate(here.step, item.id, verdict, reason=reason, by=here.actor)
    messages.success(request, _SAID[verdict])
    return redirect("ideas:idea", slug, step_id, number)


@deed("ideas.moderate-remark", writes=True)
@require_POST
def moderate_remark(
    request: HttpRequest, slug: str, step_id: UUID, number: int, remark_id: UUID
) -> HttpResponse:
    """Show a remark, take it down with a reason, or put it back."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.moderate")
    if remark_id not in {one.id for one in remarks([item.id], hidden=True)[item.id]}:
        raise Refused(Refusal("not-found", status=404))
    form = ModerateForm(request.POST)
    if not form.is_valid():
        return idea_page(request, here, item, RemarkForm(), moderating=form, moderated=remark_id)
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    actions.moderate_remark(here.step, remark_id, verdict, reason=reason, by=here.actor)
    messages.success(request, _SAID[verdict])
    return redirect("ideas:idea", slug, step_id, number)


@deed("ideas.answer-worry", writes=True)
@require_POST
def answer_worry(request: HttpRequest, slug: str, step_id: UUID, concern_id: UUID) -> HttpResponse:
    """Write down what was done about a worry."""
    here = ideas_stage(request, slug, step_id)
    here.require(DEEDS, "ideas.answer-worry")
    form = AnswerWorryForm(request.POST)
    if not form.is_valid():
        return _waiting(request, here, form=form, faulty=concern_id)
    actions.answer_worry(here.step, concern_id, form.cleaned_data["answer"], by=here.actor)
    messages.success(request, "It is written down.")
    return redirect("ideas:waiting", slug, step_id)


def _team(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    here = ideas_stage(request, slug, step_id)
    here.require(DEEDS, "ideas.answer-worry")
    return here


def _waiting(
    request: HttpRequest, here: Stage, *, form: AnswerWorryForm | None = None, faulty: UUID | None = None
) -> HttpResponse:
    ideas = of_step(here.step.id, visibility=("draft", "hidden"))
    unread = remarks_to_read(here.step.id)
    worries = open_concerns(here.step.id)
    items = current([*unread, *(one.item_id for one in worries)])
    about = remarks_of_ids([one.remark_id for one in worries if one.remark_id])
    reasons = why_hidden([item.id for item in ideas])
    context = {
        **frame(here, "To read first", "Worries first, then what waits for you, then what was taken down."),
        "worries": [
            (one, items[one.item_id], about.get(one.remark_id) if one.remark_id else None) for one in worries
        ],
        "ideas": [(item, reasons.get(item.id, "")) for item in ideas],
        "remarks": [(items[key], one) for key, found in unread.items() for one in found],
        "may_moderate": here.may(DEEDS, "ideas.moderate"),
        "form": form or AnswerWorryForm(),
        "faulty": faulty,
    }
    return render(request, "ideas/waiting.html", context, status=422 if form else 200)
