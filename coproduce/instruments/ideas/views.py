"""Ideas on screen: the list and the map, putting one forward, supporting, remarking, saying that something worries."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import BadInput, Limit, Refusal, Refused, actor_of, deed, require, spend, visit
from coproduce.instruments.ideas import actions, exporting
from coproduce.instruments.ideas.forms import IdeaForm, RemarkForm, ReviseForm, WorryForm, topic_words
from coproduce.instruments.ideas.mapping import Spotted, draw
from coproduce.instruments.ideas.queries import open_concerns, places
from coproduce.instruments.ideas.rules import DEEDS, settings_of
from coproduce.instruments.ideas.showing import (
    areas_of,
    everyone_put_in,
    idea_here,
    idea_page,
    idea_rows,
    ideas_stage,
    owner,
)
from coproduce.people.public import be_here_as, roles_open_to
from coproduce.proceedings.public import (
    Filter,
    Stage,
    frame,
    keep_slip,
    of_step,
    page,
    picture_bytes,
    remarks,
    remarks_to_read,
    take_slip,
)

_LIMIT = Limit("ideas", 120, 3600)
_ORDERS = {"lot": "by lot", "newest": "newest first", "number": "by number"}
_PAGE = 24
_MOST_ON_MAP = 2_000


@deed("ideas.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """All ideas of a stage, page by page, by topic or by words."""
    here = ideas_stage(request, slug, step_id)
    settings = settings_of(here.step.settings)
    words, order = request.GET.get("words", "")[:80].strip(), request.GET.get("order", "lot")
    topic = request.GET.get("topic", "")
    topic = topic if topic in settings.categories else ""
    order = order if order in _ORDERS else "lot"
    after = request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else None
    words = words.replace("\x00", "")
    parts = areas_of(here)
    part = next((one for one in parts if str(one.id) == request.GET.get("part", "")), None)
    found = page(step_id, Filter(words, topic, part.id if part else None, order=order), after=key, size=_PAGE)
    context = {
        **frame(here, "Ideas", _lead(here, found.total), asks=here.may(DEEDS, "ideas.propose")),
        "ideas": idea_rows(here, found.items),
        "total": found.total,
        "more": found.after,
        "first": key is None,
        "words": words,
        "topic": topic,
        "topics": [(name, topic_words(name)) for name in settings.categories],
        "order": order,
        "orders": list(_ORDERS.items()),
        "parts": [(str(one.id), one.name) for one in parts],
        "part": str(part.id) if part else "",
        "narrowed": bool(words or topic or part),
        "mapped": settings.place != "none",
        **everyone_put_in(here),
        "may_propose": here.may(DEEDS, "ideas.propose"),
        "waiting": _waiting(here) if here.may(DEEDS, "ideas.answer-worry") else 0,
    }
    return render(request, "ideas/front.html", context)


@deed("ideas.table")
@require_safe
def as_csv(request: HttpRequest, slug: str, step_id: UUID) -> StreamingHttpResponse:
    """All ideas as a table, to take away."""
    here = ideas_stage(request, slug, step_id)
    return _table(here, exporting.as_csv(here.step), "text/csv; charset=utf-8", "csv")


@deed("ideas.data")
@require_safe
def as_json(request: HttpRequest, slug: str, step_id: UUID) -> StreamingHttpResponse:
    """All ideas as JSON, to compute with."""
    here = ideas_stage(request, slug, step_id)
    return _table(here, exporting.as_json(here.step), "application/json", "json")


def _table(here: Stage, parts: Iterator[str], kind: str, ending: str) -> StreamingHttpResponse:
    name = f'attachment; filename="{here.initiative.slug}-ideas.{ending}"'
    return StreamingHttpResponse(parts, content_type=kind, headers={"Content-Disposition": name})


@deed("ideas.idea")
@require_safe
def idea(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """One idea: what it says, what happened to it, who is for it, what people think."""
    here, item = idea_here(request, slug, step_id, number)
    return idea_page(request, here, item, RemarkForm())


@deed("ideas.propose", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Put an idea forward; its author gets a slip."""
    here = ideas_stage(request, slug, step_id)
    here.require(DEEDS, "ideas.propose")
    settings = settings_of(here.step.settings)
    parts = areas_of(here)
    roles = roles_open_to(here.actor.person_id)
    form = IdeaForm(settings, areas=parts, roles=roles, initial={"role": here.actor.role})
    if request.method == "POST":
        require(spend(_LIMIT, request))
        form = IdeaForm(settings, request.POST, request.FILES, areas=parts, roles=roles)
        if form.is_valid():
            if role := form.cleaned_data["role"]:
                be_here_as(request, role, project=slug)
            try:
                done = actions.propose(
                    here.step, form.draft(), place=form.place, picture=form.made, by=actor_of(request)
                )
            except BadInput as refused:
                form.take(refused)
            else:
                said = f"Your idea has come in. It is number {done.item.number}."
                if settings.moderation == "before":
                    said += " Somebody from the team reads it first; then everyone can see it."
                keep_slip(request, step_id, done.reference, said)
                return redirect("ideas:slip", slug, step_id)
    context = {
        **frame(here, "Put forward an idea", "It takes about five minutes. You need no account.", asks=True),
        "form": form,
    }
    return render(request, "ideas/propose.html", context, status=422 if form.errors else 200)


@deed("ideas.slip")
@require_safe
def slip(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """The slip, once."""
    here = ideas_stage(request, slug, step_id)
    context = {**frame(here, "Thank you. Here is your slip."), "slip": take_slip(request, step_id)}
    return render(request, "proceedings/slip.html", context)


@deed("ideas.support", writes=True)
@require_POST
def support(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say that one is for an idea: once for each person, or for each browser without an account."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.support")
    require(spend(_LIMIT, request))
    reference = actions.support(here.step, item.id, by=visit(request))
    keep_slip(request, step_id, reference, f"You support idea {item.number}, “{item.title}”.")
    return redirect("ideas:slip", slug, step_id)


@deed("ideas.remark", writes=True)
@require_POST
def remark(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say what one thinks of an idea."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.remark")
    require(spend(_LIMIT, request))
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return idea_page(request, here, item, form)
    text, parent = form.cleaned_data["text"], form.cleaned_data["parent"]
    reference = actions.remark(here.step, item.id, text, parent_id=parent, by=here.actor)
    said = f"What you wrote about idea {item.number} has come in."
    if settings_of(here.step.settings).moderation == "before":
        said += " Somebody from the team reads it first; then everyone can see it."
    keep_slip(request, step_id, reference, said)
    return redirect("ideas:slip", slug, step_id)


@deed("ideas.revise", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Put one's own idea in other words."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.revise", owner_id=owner(here, item))
    settings = settings_of(here.step.settings)
    parts = areas_of(here)
    form = ReviseForm(settings, item=item, areas=parts)
    if request.method == "POST":
        form = ReviseForm(settings, request.POST, item=item, areas=parts)
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                actions.revise(here.step, item.id, form.draft(), seen_version=seen, by=here.actor)
            except BadInput as refused:
                form.take(refused)
            else:
                messages.success(request, "Your idea is changed. The wording before stays on record.")
                return redirect("ideas:idea", slug, step_id, number)
    context = {**frame(here, "Change your idea"), "form": form, "item": item}
    return render(request, "ideas/revise.html", context, status=422 if form.errors else 200)


@deed("ideas.withdraw", writes=True)
@require_POST
def withdraw(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Take one's own idea back."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.withdraw", owner_id=owner(here, item))
    actions.withdraw(here.step, item.id, by=here.actor)
    messages.success(request, "Your idea is taken back. It keeps its number; its story ends here.")
    return redirect("ideas:idea", slug, step_id, number)


@deed("ideas.map")
@require_safe
def mapped(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Where the ideas are: a plain map, and the same as a table."""
    here = ideas_stage(request, slug, step_id)
    shown = of_step(step_id)[:_MOST_ON_MAP]
    named = places([item.id for item in shown])
    spots = [
        Spotted(item.number, item.title, item.lat, item.lon)
        for item in shown
        if item.lat is not None and item.lon is not None
    ]
    context = {
        **frame(
            here, "Where the ideas are", "The map shows ideas with a point; the table shows every place."
        ),
        "map": draw(spots, [one.boundary for one in areas_of(here)]),
        "rows": [
            (item, named.get(item.id, "")) for item in shown if item.id in named or item.lat is not None
        ],
        "without": sum(item.id not in named and item.lat is None for item in shown),
    }
    return render(request, "ideas/map.html", context)


@deed("ideas.picture")
@require_safe
def picture(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """The picture of an idea, to whoever may see the idea."""
    _, item = idea_here(request, slug, step_id, number)
    found = picture_bytes(item.picture)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return HttpResponse(found, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@deed("ideas.worry", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def worry(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say that an idea or a remark is worrying. The team reads it; nobody is told who said so."""
    here, item = idea_here(request, slug, step_id, number)
    here.require(DEEDS, "ideas.worry")
    seen = {one.id: one for one in remarks([item.id])[item.id]}
    form = WorryForm(request.POST if request.method == "POST" else None)
    wanted = request.GET.get("remark", "") or form.data.get("remark", "")
    about = next((one for key, one in seen.items() if str(key) == wanted), None)
    if request.method == "POST":
        require(spend(_LIMIT, request))
        if form.is_valid():
            about_id = about.id if about else None
            actions.worry(here.step, item.id, form.cleaned_data["text"], remark_id=about_id, by=here.actor)
            messages.success(request, "Thank you. The team has it, and looks at it.")
            return redirect("ideas:idea", slug, step_id, number)
    context = {**frame(here, "Say that this is worrying"), "form": form, "item": item, "about": about}
    return render(request, "ideas/worry.html", context, status=422 if form.errors else 200)


def _waiting(here: Stage) -> int:
    unread = sum(one.waits for found in remarks_to_read(here.step.id).values() for one in found)
    return len(of_step(here.step.id, visibility=("draft",))) + unread + len(open_concerns(here.step.id))


def _lead(here: Stage, total: int) -> str:
    if total == 0:
        return "No idea has come in yet." if here.may(DEEDS, "ideas.propose") else "No idea has come in."
    return f"{total:,} idea{'s' if total != 1 else ''} from people who live, work and study here."
