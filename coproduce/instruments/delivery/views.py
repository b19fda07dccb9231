"""Delivery on screen: how far each thing has come, what both sides promised, what is late; and reporting."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.catalogue.public import Side
from coproduce.core import BadInput, Refusal, Refused, actor_of, deed
from coproduce.instruments.delivery import actions
from coproduce.instruments.delivery.forms import DropForm, PlanForm, ReportForm
from coproduce.instruments.delivery.queries import Board, MilestoneView, board, picture_of
from coproduce.instruments.delivery.rules import DEEDS
from coproduce.ledger.public import parts_here
from coproduce.proceedings.public import ItemView, Stage, frame, picture_bytes, stage, today, told_of
from coproduce.ui.templatetags.humanise import day, money

_ASKS = (
    ("The public side", "whoever does it, and a report each month"),
    ("Residents", "what they offered to do"),
)


@deed("delivery.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The board: every project, every promise of both sides."""
    here, found = _board(request, slug, step_id)
    return render(
        request, "delivery/front.html", {**_context(here, found), "seen": request.GET.get("photo", "")}
    )


@deed("delivery.plan", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Promise that something is done by a day."""
    here, found = _board(request, slug, step_id)
    here.require(DEEDS, "delivery.plan")
    form = PlanForm(found.items, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        items = {item.number: item.id for item in found.items}
        try:
            actions.plan(
                here.step, said["title"], said["due_on"], side=said["side"], item_id=items.get(said["number"]),
                by=here.actor,
            )  # fmt: skip
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "It is promised, and everyone can see it.")
            return redirect("delivery:front", slug, step_id)
    context = {**frame(here, "Promise something"), "form": form}
    return render(request, "delivery/plan.html", context, status=422 if form.errors else 200)


@deed("delivery.report", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say how far something has come."""
    here, found = _board(request, slug, step_id)
    item = next((item for item in found.items if item.number == number), None)
    if item is None:
        raise Refused(Refusal("not-found", status=404))
    here.require(DEEDS, "delivery.report")
    posted = request.method == "POST"
    form = ReportForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            actions.report(here.step, item.id, form.report(), by=here.actor)
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "Thank you. Everyone who was for it can see it.")
            return redirect("delivery:front", slug, step_id)
    context = {**frame(here, f"Report on {item.number}. {item.title}"), "form": form, "item": item}
    return render(request, "delivery/report.html", context, status=422 if form.errors else 200)


@deed("delivery.picture")
@require_safe
def picture(request: HttpRequest, slug: str, step_id: UUID, number: int, picture_id: UUID) -> HttpResponse:
    """The photo of a report, to whoever may read the report."""
    here, found = _board(request, slug, step_id)
    item = next((item for item in found.items if item.number == number), None)
    shown = item and picture_of(here.step.id, item.id, str(picture_id))
    data = picture_bytes(str(picture_id)) if shown else None
    if data is None:
        raise Refused(Refusal("not-found", status=404))
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@deed("delivery.done", writes=True)
@require_POST
def done(request: HttpRequest, slug: str, step_id: UUID, milestone_id: UUID) -> HttpResponse:
    """A promise was kept today."""
    here, _ = _board(request, slug, step_id)
    here.require(DEEDS, "delivery.plan")
    actions.mark_done(here.step, milestone_id, today(), by=here.actor)
    messages.success(request, "It is kept.")
    return redirect("delivery:front", slug, step_id)


@deed("delivery.drop", writes=True)
@require_POST
def drop(request: HttpRequest, slug: str, step_id: UUID, milestone_id: UUID) -> HttpResponse:
    """A promise will not be kept, and why."""
    here, found = _board(request, slug, step_id)
    here.require(DEEDS, "delivery.plan")
    form = DropForm(request.POST)
    if not form.is_valid():
        context = {**_context(here, found), "form": form, "faulty": milestone_id}
        return render(request, "delivery/front.html", context, status=422)
    actions.drop(here.step, milestone_id, form.cleaned_data["reason"], by=here.actor)
    messages.success(request, "It is taken off, with its reason.")
    return redirect("delivery:front", slug, step_id)


def _board(request: HttpRequest, slug: str, step_id: UUID) -> tuple[Stage, Board]:
    here = stage(actor_of(request), slug, step_id, "delivery")
    here.require(DEEDS, "delivery.read")
    return here, board(here.step)


def _context(here: Stage, found: Board) -> dict[str, object]:
    numbers = {item.id: item.number for item in found.items}
    return {
        **frame(here, here.step.title, _lead(found)),
        "rows": [_row(item, found) for item in found.items],
        "promises": [_promise(one, numbers) for one in found.milestones],
        "put_in": parts_here(here.initiative, here.step, _ASKS, by=here.actor),
        "may_plan": here.may(DEEDS, "delivery.plan"),
        "may_report": here.may(DEEDS, "delivery.report"),
        "may_finish": here.may(DEEDS, "delivery.conclude") and bool(found.items) and not found.unfinished,
        "drop": DropForm(),
    }


def _lead(found: Board) -> str:
    if not found.items:
        return "Nothing was agreed to be done here."
    left = len(found.unfinished)
    late = sum(story.is_late for story in found.stories.values())
    done_words = f"{len(found.items) - left} of {len(found.items)} are done."
    return f"{done_words} {late} {'is' if late == 1 else 'are'} late." if late else done_words


def _row(item: ItemView, found: Board) -> dict[str, object]:
    reports = found.reports.get(item.id, ())
    spent = next((one.spent for one in reports if one.spent is not None), None)
    return {
        "item": item,
        "fate": told_of(item, found.stories[item.id]),
        "progress": found.progress(item.id) or 0,
        "reported": found.progress(item.id) is not None,
        "reports": [(day(one.at.date()), one.progress, one.text, one.picture) for one in reports],
        "cost": money(item.cost_central, item.currency),
        "spent": money(spent, item.currency),
        "done": found.progress(item.id) == 100,
    }


def _promise(one: MilestoneView, numbers: dict[UUID, int]) -> dict[str, object]:
    if one.dropped:
        word, tone = "Taken off", "plain"
    elif one.done_on:
        word, tone = "Kept", "go"
    elif one.late:
        late = (today() - one.due_on).days
        word, tone = (
            f"{late} day{'s' if late != 1 else ''} late",
            "owed" if one.side == Side.PUBLIC else "wait",
        )
    else:
        word, tone = "Promised", "open"
    return {
        "id": one.id,
        "title": one.title,
        "side": str(Side(one.side).label),
        "due": day(one.due_on),
        "kept": day(one.done_on),
        "dropped": one.dropped,
        "word": word,
        "tone": tone,
        "open": not (one.done_on or one.dropped),
        "number": numbers.get(one.item_id) if one.item_id else None,
    }
