"""The vote on screen: what it is, marking the paper, checking it, the slip; and the result, to be read aloud."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import BadInput, Limit, Refusal, Refused, actor_of, deed, require, spend
from coproduce.engines.kernel import canonical
from coproduce.instruments.ballot import actions
from coproduce.instruments.ballot.compute import page_of
from coproduce.instruments.ballot.following import after_the_vote
from coproduce.instruments.ballot.forms import ReceiptForm
from coproduce.instruments.ballot.marking import Paper, by_lot, noise, press, read
from coproduce.instruments.ballot.preparing import box_of
from coproduce.instruments.ballot.published import record_for_all, reveals
from coproduce.instruments.ballot.queries import (
    found,
    has_voted,
    opening_of,
    receipt_counted,
    receipts_of,
    turnout,
    votes_in,
    withheld,
)
from coproduce.instruments.ballot.rules import DEEDS, check_choice
from coproduce.instruments.ballot.settings import Settings, settings_of
from coproduce.ledger.public import parts_here
from coproduce.proceedings.public import ItemView, Stage, frame, keep_slip, of_handover, stage, take_slip
from coproduce.register.public import State
from coproduce.ui.templatetags.humanise import money

_LIMIT = Limit("ballot", 600, 3600)
_FEW = 5


@deed("ballot.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """What is voted on and how it is counted; the way to the paper, or to the result."""
    here = _here(request, slug, step_id)
    settings = settings_of(here.step.settings)
    may_vote = here.may(DEEDS, "ballot.cast")
    counted = here.step.concluded_at is not None
    cast = turnout(here.step).total
    context = {
        **frame(here, here.step.title, _lead(settings), asks=not counted),
        "items": of_handover(step_id),
        "rules": settings,
        "how": _how(settings),
        "may_vote": may_vote,
        "needs_code": here.step.admits in {"token", "residents"} and not may_vote,
        "voted": may_vote and has_voted(here.step, here.actor),
        "code": bool(here.actor.code),
        "counted": counted,
        "turnout": f"{cast:,}" if cast >= _FEW else "fewer than 5",
        "may_count": here.may(DEEDS, "ballot.conclude"),
        "on_paper": here.may(DEEDS, "ballot.on-paper"),
        "may_prepare": here.may(DEEDS, "ballot.prepare"),
        "may_destroy": here.may(DEEDS, "ballot.destroy"),
        "opening": opening_of(step_id),
        "shut": open_but_shut(here),
        "officers": settings.officers,
        "sealed": settings.box == "sealed",
    }
    return render(request, "ballot/front.html", context)


@deed("ballot.cast", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Mark the paper, choose what matters most, check, send. Until it is sent nothing is kept."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ballot.cast")
    if open_but_shut(here):
        raise Refused(Refusal("ballot-no-box", status=409))
    settings, items = settings_of(here.step.settings), of_handover(step_id)
    if request.method != "POST":
        return _screen(request, here, "choose", Paper({}), items)
    require(spend(_LIMIT, request))
    numbers = frozenset(item.number for item in items)
    marked = press(read(request.POST, settings, numbers), request.POST, numbers)
    wanted = request.POST.get("go", "choose")
    if wanted not in {"boost", "check", "send"}:
        return _screen(request, here, "choose", marked, items)
    problems = [problem.text for problem in check_choice(marked.choice(), settings, items)]
    if problems:
        return _screen(request, here, "choose", marked, items, problems=problems)
    if wanted == "send":
        return _send(request, here, marked, items)
    if wanted == "boost" and not settings.boost:
        wanted = "check"
    return _screen(request, here, wanted, marked, items)


@deed("ballot.slip")
@require_safe
def slip(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The slip, once."""
    here = _here(request, slug, step_id)
    context = {**frame(here, "Thank you. Your vote is in."), "slip": take_slip(request, step_id)}
    context["code"] = bool(here.actor.code)
    return render(request, "ballot/slip.html", context)


@deed("ballot.withdraw", writes=True)
@require_POST
def withdraw(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Take one's vote back while the vote is open."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ballot.withdraw")
    actions.take_back(here.step, by=here.actor)
    messages.success(request, "Your vote is taken back. You can vote again until the vote closes.")
    return redirect("ballot:front", slug, step_id)


@deed("ballot.receipts")
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Was my vote counted? By the receipt; nothing is kept of the question."""
    here = _counted(request, slug, step_id)
    form, counted = ReceiptForm(request.POST or None), None
    if request.method == "POST":
        require(spend(_LIMIT, request))
        if form.is_valid():
            counted = receipt_counted(step_id, form.cleaned_data["receipt"])
    context = {
        **frame(here, "Was my vote counted?"),
        "form": form,
        "found": counted,
        "opening": opening_of(step_id),
    }
    return render(request, "ballot/receipts.html", context, status=422 if form.errors else 200)


@deed("ballot.receipt-list")
@require_safe
def receipt_list(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponseBase:
    """Every receipt of a counted vote, sorted, one a line: for whoever wants to check them all."""
    here = _counted(request, slug, step_id)
    name = f'attachment; filename="{here.initiative.slug}-receipts.txt"'
    lines = (f"{code}\n" for code in receipts_of(step_id))
    return StreamingHttpResponse(
        lines, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name}
    )


@deed("ballot.result")
@require_safe
def result(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The result: every idea funded or not, because; equal shares beside the simple count."""
    here = _here(request, slug, step_id)
    told = found(here.step)
    if told is None:
        raise Refused(Refusal("ballot-not-counted", status=404))
    chosen = frozenset(str(name) for name in told.envelope["result"]["selected"])
    since = after_the_vote(here, of_handover(step_id), chosen)
    page = page_of(told.envelope, told.simple, here.initiative.title, since)
    asks = (
        ("Residents", "about three minutes to vote"),
        ("The public side", "the count, the cards and the hall"),
    )
    put_in = parts_here(here.initiative, here.step, asks, by=here.actor)
    context = {
        **frame(here, "The result"),
        "put_in": put_in,
        "body": mark_safe(page.body_html()),  # noqa: S308 - it escapes all it is given
        "reveals": reveals(turnout(here.step).total, votes_in(told)),
        "withheld": withheld(here.step) and not here.admission.duties,
    }
    return render(request, "ballot/result.html", context)


@deed("ballot.record")
@require_safe
def record(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The count with its record: anyone can count again and must get the same.

    Where ballots could be recognised by what they say, only the team gets them.
    """
    here = _here(request, slug, step_id)
    told = found(here.step)
    if told is None:
        raise Refused(Refusal("ballot-not-counted", status=404))
    cut = 0 if here.admission.duties else withheld(here.step)
    name = f'attachment; filename="{here.initiative.slug}-record.json"'
    return HttpResponse(
        canonical(record_for_all(told.envelope, cut=cut)),
        content_type="application/json",
        headers={"Content-Disposition": name},
    )


def open_but_shut(here: Stage) -> bool:
    """Whether the clock says that the vote is open while its box is not ready to take votes."""
    if here.state is not State.OPEN or settings_of(here.step.settings).box != "sealed":
        return False
    box = box_of(here.step.id)
    return box is None or not box.ready


def _counted(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    here = _here(request, slug, step_id)
    if not here.step.concluded_at:
        raise Refused(Refusal("ballot-not-counted", status=404))
    return here


def _here(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    here = stage(actor_of(request), slug, step_id, "ballot")
    here.require(DEEDS, "ballot.read")
    return here


def _send(request: HttpRequest, here: Stage, marked: Paper, items: list[ItemView]) -> HttpResponse:
    try:
        voted = actions.cast(here.step, marked.choice(), by=here.actor)
    except BadInput as refused:
        problems = [problem.text for problem in refused.problems]
        return _screen(request, here, "choose", marked, items, problems=problems)
    again = "Your new vote is in. It takes the place of the one before."
    said = "Your vote lies in the box." if voted.reference else again
    keep_slip(request, here.step.id, voted.reference, said, receipt=voted.receipt)
    return redirect("ballot:slip", here.initiative.slug, here.step.id)


def _screen(
    request: HttpRequest,
    here: Stage,
    name: str,
    marked: Paper,
    items: list[ItemView],
    *,
    problems: list[str] | None = None,
) -> HttpResponse:
    settings = settings_of(here.step.settings)
    spent = sum(item.cost_central or 0 for item in items if item.number in marked.points)
    full = bool(settings.most) and len(marked.points) >= settings.most
    rows = [
        {
            "item": item,
            "in": item.number in marked.points,
            "points": marked.points.get(item.number, ""),
            "boost": item.number == marked.boost,
            "fits": not full
            and (settings.limit != "envelope" or spent + (item.cost_central or 0) <= settings.envelope),
        }
        for item in by_lot(items, here.actor.code or str(here.actor.person_id))
    ]
    context: dict[str, Any] = {
        "project": here.initiative,
        "step": here.step,
        "screen": name,
        "rules": settings,
        "rows": rows,
        "chosen": [row for row in rows if row["in"]],
        "ticks": settings.kind in {"approval", "choose-1"},
        "heading": _heading(settings),
        "count": _count(settings, marked),
        "pot": settings.envelope,
        "left": money(max(0, settings.envelope - spent), settings.currency),
        "spent": money(spent, settings.currency),
        "share": min(100, round(100 * spent / settings.envelope)) if settings.envelope else 0,
        "problems": problems or [],
        "boost": marked.boost,
        "noise": noise(),
        "voted": has_voted(here.step, here.actor),
    }
    return render(request, f"ballot/{name}.html", context, status=422 if problems else 200)


def _heading(settings: Settings) -> str:
    if settings.kind == "cumulative":
        return f"Share out {settings.points} points"
    if settings.kind == "ordinal":
        return "Put the ideas in order"
    most = 1 if settings.kind == "choose-1" else settings.most
    if not most:
        return "Choose the ideas you want"
    if most == 1:
        return "Choose one idea"
    return f"Choose {'exactly' if settings.least == most else 'up to'} {_WORDS.get(most, most)} ideas"


def _count(settings: Settings, marked: Paper) -> str:
    if settings.kind == "cumulative":
        return f"{sum(marked.points.values())} of {settings.points} points given"
    most = 1 if settings.kind == "choose-1" else settings.most
    return f"{len(marked.points)} of {most} chosen" if most else f"{len(marked.points)} chosen"


_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def _lead(settings: Settings) -> str:
    boost = " Boost the one that matters most to you." if settings.boost else ""
    return f"{_heading(settings)}.{boost}"


def _how(settings: Settings) -> list[str]:
    said = {
        "equal-shares": "Every voter gets an equal share of the money. An idea is funded when the people who chose it "
        "can pay for it with their shares. The simple count is shown beside it.",
        "greedy": "The idea with the most votes is funded first, then the next one that still fits.",
        "greedy-score": "The idea with the most points is funded first, then the next one that still fits.",
    }[settings.count]
    found_words = [said]
    if settings.boost:
        found_words.append(f"Your boost counts {'twice' if settings.boost == 2 else 'three times'}.")
    if settings.revote:
        found_words.append("You can vote again until the vote closes. The last vote counts.")
    return found_words
