"""Answers on screen: what was decided on each idea and why, also where it goes against the vote; and deciding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.core import BadInput, Refusal, Refused, actor_of, deed
from coproduce.decisions.public import GOES_AHEAD, DecisionView, RulingView
from coproduce.instruments.answer import actions
from coproduce.instruments.answer.forms import DecideForm
from coproduce.instruments.answer.onepage import minutes_link, on_one_page
from coproduce.instruments.answer.queries import Desk, desk
from coproduce.instruments.answer.rules import DEEDS
from coproduce.ledger.public import parts_here
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import FateOutcome, ItemView, Stage, frame, stage, today
from coproduce.ui.templatetags.humanise import day, money
from coproduce.ui.values import Fate

_WORDS = {
    "accepted": "Yes",
    "partly": "In part",
    "declined": "No",
    "not-funded": "Not funded",
    "referred": "Passed on",
}


@deed("answer.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Every decision with its reasons, and the answer on each idea."""
    here, found = _desk(request, slug, step_id)
    names = organisation_names({one.body_id for one in found.decisions if one.body_id})
    items = {item.id: item for item in found.items}
    context = {
        **frame(here, here.step.title, _lead(found)),
        "decisions": [_decision(one, names, items, found) for one in found.decisions],
        "waiting": [_waiting(item, found) for item in found.unanswered],
        **_put_in(here),
        "may_decide": here.may(DEEDS, "answer.decide") and bool(found.unanswered),
        "may_finish": here.may(DEEDS, "answer.conclude") and not found.unanswered,
    }
    return render(request, "answer/front.html", context)


@deed("answer.decide", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Write down a decision with its answers. Whether it follows the vote is worked out, never asked."""
    here, found = _desk(request, slug, step_id)
    here.require(DEEDS, "answer.decide")
    form = DecideForm(found.unanswered, found.voted, initial={"decided_on": today()})
    if request.method == "POST":
        form = DecideForm(found.unanswered, found.voted, request.POST)
        if form.is_valid():
            try:
                actions.answer(here.step, form.decision(here.initiative.lead_id), by=here.actor)
            except BadInput as refused:
                form.take(refused)
            else:
                messages.success(request, "The decision stands here, and everyone who took part can find it.")
                return redirect("answer:front", slug, step_id)
    rows = [{**row, "voted": found.voted.get(row["item"].id)} for row in form.rows()]
    context = {**frame(here, "Answer everybody"), "form": form, "rows": rows, "asked": bool(found.voted)}
    return render(request, "answer/decide.html", context, status=422 if form.errors else 200)


@deed("answer.decision")
@require_safe
def decision(request: HttpRequest, slug: str, step_id: UUID, decision_id: UUID) -> HttpResponse:
    """One decision on one A4: what people asked for, what was decided and why, who loses, interests, minutes."""
    here, found = _desk(request, slug, step_id)
    one = next((one for one in found.decisions if one.id == decision_id), None)
    if one is None:
        raise Refused(Refusal("not-found", status=404))
    return render(
        request, "answer/decision.html", {**frame(here, here.step.title), **on_one_page(here, found, one)}
    )


def _desk(request: HttpRequest, slug: str, step_id: UUID) -> tuple[Stage, Desk]:
    here = stage(actor_of(request), slug, step_id, "answer")
    here.require(DEEDS, "answer.read")
    return here, desk(here.step)


def _put_in(here: Stage) -> dict[str, object]:
    asks = (("The public side", "whoever decides, and the reasons in words that everybody can read"),)
    return {"put_in": parts_here(here.initiative, here.step, asks, by=here.actor)}


def _lead(found: Desk) -> str:
    if not found.items:
        return "There is nothing to answer yet."
    left = len(found.unanswered)
    if not left:
        return "Every idea has its answer, with the reason."
    return f"{left} of {len(found.items)} ideas still wait for an answer."


def _decision(
    one: DecisionView, names: dict[UUID, str], items: dict[UUID, ItemView], found: Desk
) -> dict[str, object]:
    rows = [
        (items[ruling.item_id], ruling, _against(ruling, found))
        for ruling in one.rulings
        if ruling.item_id in items
    ]
    rows.sort(key=lambda row: (not row[2], row[1].outcome not in GOES_AHEAD, row[0].number))
    return {
        "body": names.get(one.body_id, "") if one.body_id else "",
        "day": day(one.decided_on),
        "minutes_link": minutes_link(one.minutes),
        "view": one,
        "against": [item.title for item, _, against in rows if against],
        "rows": [_fate(item, ruling, against=against) for item, ruling, against in rows],
    }


def _against(one: RulingView, found: Desk) -> bool:
    voted = found.voted.get(one.item_id)
    return voted is not None and voted != (one.outcome in GOES_AHEAD)


def _fate(item: ItemView, one: RulingView, *, against: bool) -> Fate:
    word = _WORDS.get(one.outcome) or str(FateOutcome(one.outcome).label)
    tone = "go" if one.outcome in GOES_AHEAD else "plain"
    parts = ["This is not what the vote said." if against else ""]
    parts += [one.reason, one.next_step]
    if one.outcome in GOES_AHEAD:
        parts.append(f"{money(one.amount, item.currency)} goes to it." if one.amount else "")
        parts.append(f"It will be done by {day(one.due_on)}." if one.due_on else "")
    return Fate(word, tone, f"{item.number}. {item.title}", " ".join(part for part in parts if part))


def _waiting(item: ItemView, found: Desk) -> Fate:
    voted = found.voted.get(item.id)
    text = (
        {True: "The vote picked it.", False: "The vote did not pick it."}.get(voted, "")
        if voted is not None
        else ""
    )
    return Fate("Not answered yet", "wait", f"{item.number}. {item.title}", text)
