"""Costing on screen: every idea with its price or its answer; for the team, the desk on which it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coproduce.core import BadInput, Refusal, Refused, actor_of, deed
from coproduce.instruments.budget import actions
from coproduce.instruments.budget.forms import CostForm, DeclineForm, MergeForm, SplitForm
from coproduce.instruments.budget.queries import Desk, desk
from coproduce.instruments.budget.rules import DEEDS
from coproduce.ledger.public import parts_here
from coproduce.proceedings.public import ItemView, Stage, frame, numbers_at, stage, told, word_of
from coproduce.ui.renderer import Form
from coproduce.ui.templatetags.humanise import money
from coproduce.ui.values import Fate

_ASKS = (
    ("The public side", "officers who work out each price"),
    ("Residents", "their knowledge of the place"),
)
_PAGE = 50
_DIGITS = 10


@deed("budget.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Every idea with what it would cost, or what was said of it."""
    here = _here(request, slug, step_id)
    settings = here.step.settings or {}
    may_work, after = here.may(DEEDS, "budget.cost"), request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < _DIGITS else 0
    shown = numbers_at(here.step.id, after=key, size=_PAGE)
    found = desk(here.step, only=list(shown.ids.values()))
    # What is left is worked out for those who see it: it looks at every idea.
    left = len(desk(here.step).undecided) if may_work or here.may(DEEDS, "budget.conclude") else 0
    lead = "What each idea would cost, as a range, and what cannot be done, with the reason."
    context = {
        **frame(here, here.step.title, lead),
        "ideas": [_row(here, item, found) for item in found.items],
        "more": shown.more,
        "first": not key,
        "pot": money(settings.get("envelope"), str(settings.get("currency", ""))),
        "left": left,
        "put_in": parts_here(here.initiative, here.step, _ASKS, by=here.actor),
        "may_work": may_work,
        "may_finish": here.may(DEEDS, "budget.conclude") and not left,
    }
    return render(request, "budget/front.html", context)


@deed("budget.idea")
@require_safe
def idea(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """One idea on the desk: its price, its story, and for the team what can be done with it."""
    return _page(_item(request, slug, step_id, number))


@deed("budget.cost", writes=True)
@require_POST
def cost(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Give an idea its price."""
    at = _item(request, slug, step_id, number)
    at.here.require(DEEDS, "budget.cost")
    form = CostForm(at.item, request.POST)

    def act() -> None:
        currency = str((at.here.step.settings or {}).get("currency", "GBP"))
        seen = form.cleaned_data["seen"]
        actions.cost(at.here.step, at.item.id, form.costing(currency), seen_version=seen, by=at.here.actor)

    return _work(at, "cost", form, act, f"Idea {number} is costed.")


@deed("budget.merge", writes=True)
@require_POST
def merge(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Make an idea part of another."""
    at = _item(request, slug, step_id, number)
    at.here.require(DEEDS, "budget.merge")
    form = MergeForm(_others(at), request.POST)

    def act() -> None:
        into = next(other for other in at.found.items if other.number == form.cleaned_data["into"])
        actions.merge(
            at.here.step, [at.item.id], into.id, reason=form.cleaned_data["reason"], by=at.here.actor
        )

    return _work(at, "merge", form, act, f"Idea {number} lives on in the other.")


@deed("budget.split", writes=True)
@require_POST
def split(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Divide an idea into parts."""
    at = _item(request, slug, step_id, number)
    at.here.require(DEEDS, "budget.split")
    form = SplitForm(request.POST)

    def act() -> None:
        parts, reason = form.parts(at.item), form.cleaned_data["reason"]
        actions.split(at.here.step, at.item.id, parts, reason=reason, by=at.here.actor)

    return _work(
        at,
        "split",
        form,
        act,
        f"Idea {number} is divided; each part has a number.",
    )


@deed("budget.decline", writes=True)
@require_POST
def decline(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say no to an idea, with the reason, or pass it on."""
    at = _item(request, slug, step_id, number)
    at.here.require(DEEDS, "budget.decline")
    form = DeclineForm(request.POST)

    def act() -> None:
        said = form.cleaned_data
        actions.decline(
            at.here.step, at.item.id, reason=said["reason"], referred_to=said["referred_to"], by=at.here.actor
        )

    return _work(at, "decline", form, act, f"Idea {number} has its answer.")


def _here(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    here = stage(actor_of(request), slug, step_id, "budget")
    here.require(DEEDS, "budget.read")
    return here


@dataclass(frozen=True)
class _At:
    """An idea on the desk, as one request meets it."""

    request: HttpRequest
    here: Stage
    found: Desk
    item: ItemView


def _item(request: HttpRequest, slug: str, step_id: UUID, number: int) -> _At:
    """The idea; for those who work here with all others beside it, which it may become part of."""
    here = _here(request, slug, step_id)
    key = numbers_at(here.step.id, after=number - 1, size=1).ids.get(number)
    if key is None:
        raise Refused(Refusal("not-found", status=404))
    found = desk(here.step, only=None if here.may(DEEDS, "budget.cost") else [key])
    return _At(request, here, found, next(item for item in found.items if item.id == key))


def _work(at: _At, name: str, form: Form, act: Callable[[], None], said: str) -> HttpResponse:
    """Do it where the form is whole, and go back to the desk; otherwise the page again with what is wrong."""
    if form.is_valid():
        try:
            act()
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(at.request, said)
            return redirect("budget:front", at.here.initiative.slug, at.here.step.id)
    return _page(at, {name: form})


def _page(at: _At, faulty: dict[str, Form] | None = None) -> HttpResponse:
    given = faulty or {}
    here, item = at.here, at.item
    story = at.found.stories[item.id]
    ended = item not in at.found.undecided and item.cost_central is None
    context: dict[str, Any] = {
        **frame(here, f"{item.number}. {item.title}"),
        "item": item,
        "word": word_of(story),
        "story": told(story),
        "may_work": here.may(DEEDS, "budget.cost") and not ended,
        "form": next(iter(given.values()), None),
        "which": next(iter(given), "cost"),
        "cost": given.get("cost") or CostForm(item),
        "merge": given.get("merge") or MergeForm(_others(at)),
        "split": given.get("split") or SplitForm(),
        "decline": given.get("decline") or DeclineForm(),
        "merging": (here.step.settings or {}).get("split_and_merge", True),
        "back_link": reverse("budget:front", args=[here.initiative.slug, here.step.id]),
    }
    return render(at.request, "budget/idea.html", context, status=422 if given else 200)


def _others(at: _At) -> list[ItemView]:
    return [one for one in at.found.items if one.id != at.item.id and not at.found.stories[one.id].heirs]


def _row(here: Stage, item: ItemView, found: Desk) -> Fate:
    story = found.stories[item.id]
    price = ""
    if item.cost_central is not None:
        low, high = money(item.cost_low, item.currency), money(item.cost_high, item.currency)
        price = f"About {money(item.cost_central, item.currency)}, from {low} to {high}. "
    said = story.latest.reason if story.latest else "Nobody has costed it yet."
    word, tone = word_of(story)
    if item.cost_central is not None and tone == "wait":
        word, tone = "Costed", "go"
    link = reverse("budget:idea", args=[here.initiative.slug, here.step.id, item.number])
    words = "Work on it" if here.may(DEEDS, "budget.cost") and item in found.undecided else "The whole story"
    return Fate(word, tone, f"{item.number}. {item.title}", f"{price}{said}", link, words)
