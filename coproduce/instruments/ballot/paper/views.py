"""The paper kit on screen: one page of the team from which everything is printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.core import Limit, Refusal, Refused, actor_of, deed, require, spend
from coproduce.instruments.ballot.paper.forms import CardsForm
from coproduce.instruments.ballot.paper.kit import SIZES, Vote, ballots, cards, tally
from coproduce.instruments.ballot.paper.poster import poster
from coproduce.instruments.ballot.queries import found
from coproduce.instruments.ballot.rules import DEEDS
from coproduce.instruments.ballot.settings import settings_of
from coproduce.people.public import issue_codes
from coproduce.proceedings.public import Stage, frame, of_handover, stage
from coproduce.ui.printing import printed

_PRINTS = Limit("paper-print", 600, 3600)


def team_here(request: HttpRequest, slug: str, step_id: UUID, name: str = "ballot.on-paper") -> Stage:
    """The stage, for whoever may do ``name`` there."""
    here = stage(actor_of(request), slug, step_id, "ballot")
    here.require(DEEDS, name)
    return here


@deed("ballot.on-paper")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """What there is to print, and the way to the desk and to the batches."""
    return _front(request, team_here(request, slug, step_id), CardsForm())


@deed("ballot.sheet")
@require_safe
def sheet(request: HttpRequest, slug: str, step_id: UUID, name: str) -> HttpResponse:
    """One kind of sheet as a PDF."""
    here = team_here(request, slug, step_id)
    require(spend(_PRINTS, request))
    vote = vote_of(here)
    file = f"{here.initiative.slug}-{name}"
    if name == "poster":
        counted = found(here.step)
        if counted is None:
            raise Refused(Refusal("ballot-not-counted", status=404))
        link = _bare(request, reverse("ballot:result", args=[slug, step_id]))
        context = {**vote.context(), "told": poster(counted, here.initiative.title), "link": link}
        return printed(request, "ballot/paper/poster.html", context, file)
    if not vote.items:
        raise Refused(Refusal("ballot-not-fixed", status=409))
    if name == "label":
        return printed(request, "ballot/paper/label.html", vote.context(), file)
    if name == "tally":
        return printed(request, "ballot/paper/tally.html", tally(vote), file)
    size = name.removeprefix("ballot-")
    if size not in SIZES:
        raise Refused(Refusal("not-found", status=404))
    each = request.GET.get("orders") == "each"
    return printed(request, "ballot/paper/ballot.html", ballots(vote, size, each_on_top=each), file)


@deed("ballot.cards", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def code_cards(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Fresh codes on cards. They are in this PDF and nowhere else: only their digests are kept."""
    here = team_here(request, slug, step_id, "ballot.cards")
    form = CardsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _front(request, here, form if request.method == "POST" else CardsForm())
    require(spend(_PRINTS, request))
    codes = issue_codes(str(step_id), form.cleaned_data["number"], by=here.actor)
    link = request.build_absolute_uri(reverse("entrance:code"))
    context = {**cards(vote_of(here), codes, link), "large": form.cleaned_data["size"] == "large"}
    return printed(request, "ballot/paper/cards.html", context, f"{here.initiative.slug}-cards")


def vote_of(here: Stage) -> Vote:
    """The vote of this stage as its sheets show it."""
    return Vote(
        here.initiative, here.step, settings_of(here.step.settings), of_handover(here.step.id),
        site.COPRODUCE_PLACE, site.COPRODUCE_PHONE, site.COPRODUCE_WORRIED,
    )  # fmt: skip


def _front(request: HttpRequest, here: Stage, form: CardsForm) -> HttpResponse:
    items = of_handover(here.step.id)
    context: dict[str, Any] = {
        **frame(
            here, "The vote on paper", "Print what you need, mark people off, and type in what they voted."
        ),
        "form": form,
        "fixed": bool(items),
        "count": len(items),
        "counted": here.step.concluded_at is not None,
        "may_issue": here.may(DEEDS, "ballot.cards"),
        "may_enter": here.may(DEEDS, "ballot.enter"),
    }
    return render(request, "ballot/paper/front.html", context, status=422 if form.errors else 200)


def _bare(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path).split("://", 1)[-1]
