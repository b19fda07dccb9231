"""The desk: whoever comes is marked off, by the code on her card or by name, and gets one paper ballot."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coproduce.core import Actor, Refused, deed
from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.paper.actions import hand_out, take_back_sheet
from coproduce.instruments.ballot.paper.forms import DeskForm, NameForm
from coproduce.instruments.ballot.paper.queries import balance
from coproduce.instruments.ballot.paper.views import team_here
from coproduce.instruments.ballot.settings import settings_of
from coproduce.people.public import persons_named
from coproduce.proceedings.public import Stage, admission, admits, frame
from coproduce.register.public import StepView

_UNKNOWN = "We do not know this code. Check it against the card, letter by letter"
_REFUSED = {
    "ballot-voted-elsewhere": "Marked off already: with a paper ballot, or by a vote on screen. Give no ballot",
    "ballot-box-open": "The votes are counted. Nobody can be marked off any more",
    "ballot-no-box": "Votes of this project are not taken here",
}  # fmt: skip


@deed("ballot.desk", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Mark off by code, or look for a name and mark off one of those found."""
    here = team_here(request, slug, step_id, "ballot.enter")
    if request.method != "POST":
        return _screen(request, here, DeskForm(), NameForm())
    if "person" in request.POST:
        return _by_name(request, here)
    if "name" in request.POST:
        names = NameForm(request.POST)
        found = _voters(here.step, names.cleaned_data["name"]) if names.is_valid() else {}
        return _screen(request, here, DeskForm(), names, found=found)
    form = DeskForm(request.POST)
    if form.is_valid():
        voter = Actor(code=code_digest(form.cleaned_data["code"], "vote"), channel="paper")
        if not may_vote(here.step, voter):
            form.add_error("code", _UNKNOWN)
        elif refused := _do(request, here, voter, form.cleaned_data["what"]):
            form.add_error("code", refused)
        else:
            return redirect("ballot:desk", slug, step_id)
    return _screen(request, here, form, NameForm())


def may_vote(step: StepView, voter: Actor) -> bool:
    """Whether the vote is hers to take part in: on its roll, a resident, with a valid code."""
    return admits(step, voter, admission(voter, step))


def _by_name(request: HttpRequest, here: Stage) -> HttpResponse:
    form = NameForm()
    try:
        voter = Actor(person_id=UUID(request.POST.get("person", "")), channel="paper")
    except ValueError:
        return _screen(request, here, DeskForm(), form)
    if not may_vote(here.step, voter):
        refused = "This person is not on the roll of this vote"
    else:
        refused = _do(request, here, voter, request.POST.get("what", "give"))
    if not refused:
        return redirect("ballot:desk", here.initiative.slug, here.step.id)
    form = NameForm({"name": request.POST.get("looked", "")})
    form.is_valid()
    form.add_error("name", refused)
    return _screen(request, here, DeskForm(), form)


def _do(request: HttpRequest, here: Stage, voter: Actor, what: str) -> str:
    """Do it and say what to do next; why not, where it is refused."""
    clerk = Actor(channel="paper", clerk_id=here.actor.person_id, role=here.actor.role)
    try:
        if what == "back":
            if not take_back_sheet(here.step, voter, by=clerk):
                return "Nobody was marked off here with this"
            messages.success(request, "Taken back. The mark is gone; a vote on screen is possible again.")
            return ""
        done = hand_out(here.step, voter, sheet=what != "post", by=clerk)
    except Refused as refused:
        return _REFUSED.get(refused.refusal.code, "This cannot be done now")
    said = (
        "Marked off. Hand over one ballot." if what != "post" else "Marked off. Put the ballot into the box."
    )
    if done.voided:
        said += " There was a vote on screen: it no longer counts. Say so."
    messages.success(request, said)
    return ""


def _voters(step: StepView, words: str) -> dict[UUID, tuple[str, str]]:
    return {
        key: told for key, told in persons_named(words).items()
        if may_vote(step, Actor(person_id=key, channel="paper"))
    }  # fmt: skip


def _screen(
    request: HttpRequest,
    here: Stage,
    form: DeskForm,
    names: NameForm,
    *,
    found: dict[UUID, tuple[str, str]] | None = None,
) -> HttpResponse:
    rules = settings_of(here.step.settings)
    context: dict[str, Any] = {
        **frame(
            here, "The desk", "Mark everybody off before you hand over a ballot. One person, one ballot."
        ),
        "form": form,
        "names": names,
        "by_name": here.step.admits != "token",
        "found": found,
        "looked": names.data.get("name", "") if names.is_bound else "",
        "rules": rules,
        "sums": balance(here.step),
    }
    faulty = bool(form.errors or names.errors)
    return render(request, "ballot/paper/desk.html", context, status=422 if faulty else 200)
