"""Counting sheets on screen: piles, typing them twice, what differs, the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import BadInput, Refusal, Refused, deed
from coproduce.instruments.ballot.paper import actions
from coproduce.instruments.ballot.paper.forms import BatchForm, RecountForm, SheetsForm
from coproduce.instruments.ballot.paper.queries import BatchView, balance, batch_of, batches
from coproduce.instruments.ballot.paper.rules import REASONS, check_balance, example, write_line
from coproduce.instruments.ballot.paper.views import team_here
from coproduce.instruments.ballot.settings import settings_of
from coproduce.people.public import display_names
from coproduce.proceedings.public import Stage, frame, of_handover

LINES = 25
"""Sheets on one page of typing."""


@deed("ballot.batches")
@require_safe
def listed(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """All batches, and whether the sums agree."""
    return _listed(request, team_here(request, slug, step_id), BatchForm(), SheetsForm())


@deed("ballot.begin-batch", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """A new pile."""
    here = team_here(request, slug, step_id, "ballot.enter")
    form = BatchForm(request.POST) if request.method == "POST" else BatchForm()
    if form.is_valid():
        try:
            key = actions.begin_batch(
                here.step, form.cleaned_data["label"], form.cleaned_data["sheets"], by=here.actor
            )
        except BadInput as refused:
            form.take(refused)
        else:
            return redirect("ballot:batch", slug, step_id, key)
    return _listed(request, here, form, SheetsForm())


@deed("ballot.count-sheets", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Sheets handed out without a voter at the desk, or missing."""
    here = team_here(request, slug, step_id, "ballot.enter")
    form = SheetsForm(request.POST) if request.method == "POST" else SheetsForm()
    if form.is_valid():
        kind, _, reason = form.cleaned_data["what"].partition(":")
        try:
            actions.count_sheets(here.step, kind, form.cleaned_data["number"], reason=reason, by=here.actor)
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "Written down.")
            return redirect("ballot:batches", slug, step_id)
    return _listed(request, here, BatchForm(), form)


@deed("ballot.batch")
@require_safe
def batch(request: HttpRequest, slug: str, step_id: UUID, batch_id: UUID) -> HttpResponse:
    """One pile: how far it is typed, and what two clerks have read differently."""
    here = team_here(request, slug, step_id)
    return _batch(request, here, _found(here, batch_id), RecountForm())


@deed("ballot.recount-batch", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def recount(request: HttpRequest, slug: str, step_id: UUID, batch_id: UUID) -> HttpResponse:
    """The pile holds another number of sheets."""
    here = team_here(request, slug, step_id, "ballot.enter")
    found = _found(here, batch_id)
    form = RecountForm(request.POST) if request.method == "POST" else RecountForm()
    if form.is_valid():
        try:
            actions.recount_batch(here.step, batch_id, form.cleaned_data["sheets"], by=here.actor)
        except BadInput as refused:
            form.take(refused)
        else:
            return redirect("ballot:batch", slug, step_id, batch_id)
    return _batch(request, here, found, form)


@deed("ballot.type-sheets", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: HttpRequest, slug: str, step_id: UUID, batch_id: UUID) -> HttpResponse:
    """Sheet by sheet, one line each; ``?sheet=12`` for that one alone."""
    here = team_here(request, slug, step_id, "ballot.enter")
    found = _found(here, batch_id)
    mine = found.typed_by(here.actor.person_id) if here.actor.person_id else {}
    places = _places(request, found, mine)
    settings = settings_of(here.step.settings)
    typed = {place: write_line(reading, settings) for place, reading in mine.items()}
    problems: dict[str, str] = {}
    if request.method == "POST":
        lines = {place: request.POST.get(f"s{place}", "")[:200] for place in places}
        typed.update(lines)
        try:
            kept = actions.type_sheets(here.step, batch_id, lines, by=here.actor)
        except BadInput as refused:
            problems = {one.place.key or "": one.text for one in refused.problems}
        else:
            messages.success(request, f"{kept} sheet{'s' if kept != 1 else ''} kept.")
            left = found.sheets - len(mine.keys() | {place for place, text in lines.items() if text.strip()})
            return redirect("ballot:type" if left > 0 else "ballot:batch", slug, step_id, batch_id)
    items = of_handover(step_id)
    context: dict[str, Any] = {
        **frame(here, f"Type the sheets: {found.label}", "One line for each sheet, in the order of the pile."),
        "batch": found,
        "lines": _lines(places, typed, problems),
        "problems": problems,
        "left": found.sheets - len(mine),
        "example": example(settings),
        "reasons": list(enumerate(REASONS.values(), 1)),
        "items": sorted(items, key=lambda item: item.number),
    }  # fmt: skip
    return render(request, "ballot/paper/type.html", context, status=422 if problems else 200)


@deed("ballot.close-batch", writes=True)
@require_POST
def close(request: HttpRequest, slug: str, step_id: UUID, batch_id: UUID) -> HttpResponse:
    """Every sheet is settled."""
    here = team_here(request, slug, step_id, "ballot.enter")
    found = _found(here, batch_id)
    try:
        actions.close_batch(here.step, batch_id, by=here.actor)
    except BadInput as refused:
        return _batch(request, here, found, RecountForm(), problems=[one.text for one in refused.problems])
    messages.success(request, f"The batch “{found.label}” is closed. Tie the pile up and keep it.")
    return redirect("ballot:batches", slug, step_id)


def _lines(
    places: Sequence[int], typed: Mapping[int, str], problems: Mapping[str, str]
) -> list[dict[str, Any]]:
    wrong = [place for place in places if f"s{place}" in problems]
    first = (wrong or [*places, 0])[0]
    return [
        {
            "place": place,
            "text": typed.get(place, ""),
            "problem": problems.get(f"s{place}", ""),
            "first": place == first,
        }
        for place in places
    ]


def _found(here: Stage, batch_id: UUID) -> BatchView:
    found = batch_of(here.step.id, batch_id)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def _places(request: HttpRequest, found: BatchView, mine: Any) -> list[int]:
    asked = request.GET.get("sheet", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= found.sheets:
        return [int(asked)]
    if request.method == "POST":
        sent = [name[1:] for name in request.POST if name.startswith("s")]
        return sorted({int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 6})
    return [place for place in range(1, found.sheets + 1) if place not in mine][:LINES]


def _listed(request: HttpRequest, here: Stage, form: BatchForm, blank: SheetsForm) -> HttpResponse:
    sums = balance(here.step)
    context: dict[str, Any] = {
        **frame(here, "Count the sheets", "Two people type each sheet, and look again at what they read differently."),
        "form": form,
        "blank": blank,
        "batches": batches(here.step.id),
        "sums": sums,
        "spoilt": [(REASONS[reason], number) for reason, number in sums.spoilt.items()],
        "problems": [one.text for one in check_balance(sums)] if sums.used else [],
    }  # fmt: skip
    return render(
        request, "ballot/paper/batches.html", context, status=422 if form.errors or blank.errors else 200
    )


def _batch(
    request: HttpRequest,
    here: Stage,
    found: BatchView,
    form: RecountForm,
    *,
    problems: list[str] | None = None,
) -> HttpResponse:
    settings, me = settings_of(here.step.settings), here.actor.person_id
    names = display_names(sorted({clerk for each in found.readings.values() for clerk in each}))
    mine = found.typed_by(me) if me else {}
    differing = [
        {
            "place": place,
            "mine": place in mine,
            "readings": [
                {"who": "You" if clerk == me else names[clerk] or "Another", "text": write_line(reading, settings)}
                for clerk, reading in found.readings[place].items()
            ],
        }
        for place in found.differing
    ]  # fmt: skip
    context: dict[str, Any] = {
        **frame(here, found.label, _how_far(found, len(mine))),
        "batch": found,
        "form": form,
        "differing": differing,
        "mine": len(mine),
        "to_type": found.sheets - len(mine),
        "problems": problems or [],
        "reasons": list(enumerate(REASONS.values(), 1)),
    }
    return render(request, "ballot/paper/batch.html", context, status=422 if problems or form.errors else 200)


def _how_far(found: BatchView, mine: int) -> str:
    if found.closed:
        return f"{found.sheets} sheets, closed."
    return f"You have typed {mine} of {found.sheets} sheets, and {len(found.outcome)} are settled."
