"""The ballot box on screen: officers make and try its keys, bring them to the count, and declare them destroyed.

A key is shown in the answer to the press that made it and nowhere else: there is no address at which
it could be looked up, and nothing of it in session or database.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings as site
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.core import BadInput, Limit, actor_of, deed, require, spend
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.abandoning import give_up
from coproduce.instruments.ballot.forms import GiveUpForm, KeyForm, NewKeyForm
from coproduce.instruments.ballot.opening import KeyInHand, declare_destroyed, open_box, opened
from coproduce.instruments.ballot.preparing import (
    DEMO_PASSPHRASE,
    BoxView,
    box_of,
    demo_keys,
    key_for,
    make_key,
    try_key,
)
from coproduce.instruments.ballot.queries import opening_of
from coproduce.instruments.ballot.rules import DEEDS
from coproduce.instruments.ballot.settings import settings_of
from coproduce.proceedings.public import Stage, frame, stage

_TRIES = Limit("ballot-key", 12, 3600)


@deed("ballot.box", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def box(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """How the box stands; making a key. The answer to making one is its backup sheet, shown this once."""
    here = _here(request, slug, step_id, "ballot.prepare")
    found, officers = box_of(step_id), settings_of(here.step.settings).officers
    place = found.next_place if found else 1
    form = NewKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wrapped = make_key(here.step, place or 1, form.cleaned_data["passphrase"], by=here.actor)
        except BadInput as refused:
            form.take(refused)
        else:
            return _sheet(request, here, wrapped)
    return _box_page(request, here, found, {"form": form, "place": place, "officers": officers})


@deed("ballot.key-file")
@require_POST
def key_file(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The key that stands on the sheet, as a file: what was sent comes back, nothing is kept."""
    here = _here(request, slug, step_id, "ballot.prepare")
    try:
        wrapped = keys.read(request.POST.get("key", ""))
        found = box_of(step_id)
        if found:
            key_for(found, wrapped)
    except BadInput as refused:
        messages.error(request, refused.problems[0].text)
        return redirect("ballot:box", slug, step_id)
    name = f'attachment; filename="{here.initiative.slug}-key-{wrapped.place}.txt"'
    return HttpResponse(
        _file_text(here, wrapped), content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name}
    )  # fmt: skip


@deed("ballot.try-key", writes=True)
@require_POST
def try_it(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Show that a key opens the box, before anything lies in it."""
    here = _here(request, slug, step_id, "ballot.prepare")
    require(spend(_TRIES, request))
    form = KeyForm(request.POST, request.FILES)
    if form.is_valid():
        brought = form.in_hand()
        try:
            try_key(here.step, brought.text, brought.passphrase, by=here.actor)
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(
                request, "The key opens the box. Keep file, sheet and passphrase apart and safe."
            )
            return redirect("ballot:box", slug, step_id)
    return _box_page(request, here, box_of(step_id), {"try_form": form}, status=422)


@deed("ballot.open", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The officers bring their keys; the box is opened. The count itself is the next press."""
    here = _here(request, slug, step_id, "ballot.open")
    if opened(step_id):
        return redirect("projects:finish", slug, step_id)
    found = box_of(step_id)
    officers = found.officers if found else 1
    shown = _shown(here, found)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    forms = [KeyForm(data, files, prefix=f"k{n}", shown=shown.get(n)) for n in range(1, officers + 1)]
    context = frame(here, "Open the ballot box", "Bring the key and its passphrase.")
    if data is not None:
        require(spend(_TRIES, request))
        if all([form.is_valid() for form in forms]):  # noqa: C419 - all faults of all keys are told at once
            try:
                slips = open_box(here.step, [form.in_hand() for form in forms], by=here.actor)
            except BadInput as refused:
                context["problems"] = [problem.text for problem in refused.problems]
            else:
                said = (
                    f"{slips:,} votes are out of the box and shuffled."
                    if slips != 1
                    else "One vote is out of the box."
                )
                messages.success(request, f"The box is open. {said}")
                return redirect("projects:finish", slug, step_id)
    context |= {
        "forms": forms,
        "box": found,
        "demo": bool(shown),
        "faults": [form for form in forms if form.errors],
    }
    bad = bool(context.get("problems") or context["faults"])
    return render(request, "ballot/open.html", context, status=422 if bad else 200)


@deed("ballot.destroy", writes=True)
@require_POST
def destroyed(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """An officer declares that keys and sheets are destroyed; everybody can read that she did."""
    here = _here(request, slug, step_id, "ballot.destroy")
    declare_destroyed(here.step, by=here.actor)
    messages.success(request, "It is written down that the keys are destroyed.")
    return redirect("ballot:front", slug, step_id)


@deed("ballot.give-up", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The key is lost for good: call the vote off and say so to everybody."""
    here = _here(request, slug, step_id, "ballot.give-up")
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_up(here.step, form.cleaned_data["reason"], by=here.actor)
        messages.success(request, "The vote is called off. Now tell everyone who voted.")
        return redirect("telling:tell", slug)
    context = {**frame(here, "Call the vote off"), "form": form}
    return render(request, "ballot/lost.html", context, status=422 if form.errors else 200)


def _here(request: HttpRequest, slug: str, step_id: UUID, deed_name: str) -> Stage:
    here = stage(actor_of(request), slug, step_id, "ballot")
    here.require(DEEDS, deed_name)
    return here


def _box_page(
    request: HttpRequest, here: Stage, found: BoxView | None, more: dict[str, Any], *, status: int = 0
) -> HttpResponse:
    officers = settings_of(here.step.settings).officers
    place = found.next_place if found else 1
    waiting = found and any(key.place == place and not key.tried_on for key in found.keys)
    context = {
        **frame(here, "The ballot box"),
        "box": found, "officers": officers, "place": place, "waiting": waiting, "opening": opening_of(here.step.id),
        "sealed": settings_of(here.step.settings).box == "sealed",
        "form": NewKeyForm(), "try_form": KeyForm(), **more,
    }  # fmt: skip
    context["error_form"] = next((f for f in (context["form"], context["try_form"]) if f.errors), None)
    bad = status or (422 if context["error_form"] else 200)
    return render(request, "ballot/box.html", context, status=bad)


def _sheet(request: HttpRequest, here: Stage, wrapped: keys.Wrapped) -> HttpResponse:
    context = {
        **frame(here, "Key to the ballot box"),
        "wrapped": wrapped,
        "lines": wrapped.lines(),
        "compact": wrapped.compact(),
        "square": _square(wrapped.compact()),
    }
    return render(request, "ballot/key.html", context)


def _square(text: str) -> SafeString:
    drawn = segno.make(text, error="m").svg_inline(scale=4, border=2, svgclass="cp-square", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn from letters and digits by our own library call


def _file_text(here: Stage, wrapped: keys.Wrapped) -> str:
    head = [
        f"Key to the ballot box of “{here.initiative.title}”, {here.step.title}",
        f"Officer {wrapped.place} of {wrapped.of}",
        "It opens with its passphrase only. Keep the two apart. Destroy it when the votes are counted.", "",
    ]  # fmt: skip
    return "\r\n".join([*head, *wrapped.lines(), "", wrapped.compact(), ""])


def _shown(here: Stage, found: BoxView | None) -> dict[int, KeyInHand]:
    """The keys of an invented vote, which a demo shows to whoever would count it."""
    if not (found and found.demo and site.COPRODUCE_DEMO):
        return {}
    return {one.place: KeyInHand("\n".join(one.lines()), DEMO_PASSPHRASE) for one in demo_keys(here.step)}
