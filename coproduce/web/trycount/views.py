"""The journey: bring a file, see the count, take it with you, remove it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import Limit, Problem, actor_of, deed, now, require, spend, visit
from coproduce.engines.kernel import EngineError
from coproduce.web.trycount import actions, compute, queries
from coproduce.web.trycount.forms import BringForm, WayForm
from coproduce.web.trycount.problems import grouped
from coproduce.web.trycount.ways import DEFAULT, Way

_DOWNLOADS = (
    ("Take the record (JSON)", "trycount:record"),
    ("Take the election (.pb)", "trycount:election"),
    ("Take this page to print or send (HTML)", "trycount:paper"),
)


@deed("trycount.bring", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file and how to count it."""
    actions.sweep(now=now())
    if request.method != "POST":
        return _bring_page(request, BringForm())
    require(spend(_limit(), request))
    form = BringForm(request.POST, files=request.FILES)
    if not form.is_valid():
        return _bring_page(request, form, status=422)
    file = form.cleaned_data["file"]
    return _brought(request, file.name, file.read(), form.way())


@deed("trycount.example", writes=True)
@require_POST
def example(request: HttpRequest) -> HttpResponse:
    """The example election, with one press."""
    require(spend(_limit(), request))
    return _brought(request, "example.pb", compute.example(), DEFAULT)


@deed("trycount.see")
@require_safe
def see(request: HttpRequest, trial: UUID) -> HttpResponse:
    """The count, explained and compared."""
    actions.sweep(now=now())
    seen = queries.see(actor_of(request), trial, now())
    way = Way.from_plain(seen.way)
    context = {
        "trial": seen,
        "body": _body(seen),
        "form": _way_form(way),
        "way": way,
        "back": reverse("trycount:bring"),
    }
    return render(request, "trycount/see.html", context)


@deed("trycount.count-again", writes=True)
@require_POST
def count_again(request: HttpRequest, trial: UUID) -> HttpResponse:
    """Count the same file another way."""
    actor = actor_of(request)
    seen = queries.see(actor, trial, now())
    require(spend(_limit(), request))
    form = WayForm(request.POST)
    if form.is_valid():
        try:
            actions.count_again(actor=actor, trial=trial, way=form.way(), now=now())
        except EngineError as error:
            form.add_error("ties" if "tie" in str(error) else None, f"This count cannot be done: {error}")
        else:
            messages.success(request, f"Counted again: {form.way().words()}.")
            return redirect("trycount:see", trial=trial)
    context = {"trial": seen, "form": form, "way": Way.from_plain(seen.way)}
    return render(request, "trycount/again.html", context, status=422)


@deed("trycount.copy", writes=True)
@require_POST
def copy(request: HttpRequest, trial: UUID) -> HttpResponse:
    """A copy of one's own of what the site shows, to count another way."""
    name, data = queries.source(actor_of(request), trial, now())
    require(spend(_limit(), request))
    return _brought(request, name, data, DEFAULT)


@deed("trycount.remove", writes=True)
@require_POST
def remove(request: HttpRequest, trial: UUID) -> HttpResponse:
    """Remove it now."""
    actions.remove(actor=actor_of(request), trial=trial, now=now())
    messages.success(request, "It is removed. Nothing of the file or its count is left here.")
    return redirect("trycount:bring")


@deed("trycount.record")
@require_safe
def record(request: HttpRequest, trial: UUID) -> HttpResponse:
    """The count with its record, as JSON: anyone can derive it again."""
    seen = queries.see(actor_of(request), trial, now())
    return _file(seen.counted.envelope, "application/json", seen.name, "-record.json")


@deed("trycount.election")
@require_safe
def election(request: HttpRequest, trial: UUID) -> HttpResponse:
    """The election as .pb, without what the file said of the voters."""
    name, data = queries.source(actor_of(request), trial, now())
    return _file(data, "text/plain; charset=utf-8", name, ".pb")


@deed("trycount.paper")
@require_safe
def paper(request: HttpRequest, trial: UUID) -> HttpResponse:
    """The whole page in one file, to print, send or keep."""
    seen = queries.see(actor_of(request), trial, now())
    return _file(
        compute.page(seen.counted, name=seen.title, record=_file_name(seen.name, "-record.json")).to_html(),
        "text/html; charset=utf-8",
        seen.name,
        ".html",
    )


def _limit() -> Limit:
    return Limit("trycount", settings.COPRODUCE_UPLOADS_PER_HOUR, 3600)


def _brought(request: HttpRequest, name: str, data: bytes, way: Way) -> HttpResponse:
    try:
        kept = actions.bring(actor=visit(request), name=name, data=data, way=way, now=now())
    except EngineError as error:
        return render(request, "trycount/cannot.html", {"name": name, "error": str(error)}, status=422)
    if isinstance(kept, list):
        return _problems_page(request, name, kept)
    return redirect("trycount:see", trial=kept)


def _bring_page(request: HttpRequest, form: BringForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "own": queries.own(actor_of(request), now()), "shown": queries.shown(now())}
    return render(request, "trycount/bring.html", context, status=status)


def _problems_page(request: HttpRequest, name: str, problems: Sequence[Problem]) -> HttpResponse:
    context = {
        "name": name,
        "count": len(problems),
        "groups": grouped(problems),
        "again": reverse("trycount:bring"),
    }
    return render(request, "trycount/problems.html", context, status=422)


def _way_form(way: Way) -> WayForm:
    return WayForm(initial=way.to_plain())


def _body(seen: queries.Seen) -> SafeString:
    """The report inside our frame. It escapes all that it was given."""
    record = _file_name(seen.name, "-record.json")
    downloads = [(words, reverse(view, args=[seen.id])) for words, view in _DOWNLOADS]
    page = compute.page(seen.counted, name=seen.title, record=record, downloads=downloads)
    return mark_safe(page.body_html())  # noqa: S308


def _file(data: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """A download under a name like the visitor's."""
    disposition = f'attachment; filename="{_file_name(name, ending)}"'
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})


def _file_name(name: str, ending: str) -> str:
    """The visitor's name for it, with nothing in it that a header, a shell or a disk minds."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "_", name.removesuffix(".pb"))[:80].strip("_") or "election"
    return f"{stem}{ending}"
