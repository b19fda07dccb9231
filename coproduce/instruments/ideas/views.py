"""Ideas on screen: the list, one idea with its story, putting one forward, supporting, remarking, moderating."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import BadInput, Limit, Refusal, Refused, actor_of, deed, require, spend, visit
from coproduce.instruments.ideas import actions
from coproduce.instruments.ideas.forms import IdeaForm, ModerateForm, RemarkForm, ReviseForm, topic_words
from coproduce.instruments.ideas.rules import DEEDS, settings_of
from coproduce.people.public import be_here_as
from coproduce.proceedings.public import (
    Filter,
    ItemView,
    Stage,
    by_number,
    current,
    frame,
    is_author,
    keep_slip,
    of_step,
    page,
    remarks,
    stage,
    stories,
    supporters,
    take_slip,
    told,
    word_of,
)
from coproduce.ui.values import Fate

_LIMIT = Limit("ideas", 120, 3600)
_ORDERS = {"lot": "by lot", "newest": "newest first", "number": "by number"}
_FEW = 5
_PAGE = 24


@deed("ideas.read")
@require_safe
def front(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """All ideas of a stage, page by page, by topic or by words."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ideas.read")
    settings = settings_of(here.step.settings)
    words, order = request.GET.get("words", "")[:80].strip(), request.GET.get("order", "lot")
    topic = request.GET.get("topic", "")
    topic = topic if topic in settings.categories else ""
    order = order if order in _ORDERS else "lot"
    after = request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else None
    found = page(step_id, Filter(words, topic, order=order), after=key, size=_PAGE)
    context = {
        **frame(here, "Ideas", _lead(here, found.total), asks=here.may(DEEDS, "ideas.propose")),
        "ideas": _rows(here, found.items),
        "total": found.total,
        "more": found.after,
        "first": key is None,
        "words": words,
        "topic": topic,
        "topics": [(name, topic_words(name)) for name in settings.categories],
        "order": order,
        "orders": list(_ORDERS.items()),
        "narrowed": bool(words or topic),
        "may_propose": here.may(DEEDS, "ideas.propose"),
        "waiting": len(of_step(step_id, visibility=("draft",))) if here.may(DEEDS, "ideas.moderate") else 0,
    }
    return render(request, "ideas/front.html", context)


@deed("ideas.idea")
@require_safe
def idea(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """One idea: what it says, what happened to it, who is for it, what people think."""
    here, item = _item(request, slug, step_id, number)
    return _idea_page(request, here, item, RemarkForm())


@deed("ideas.propose", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Put an idea forward; its author gets a slip."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ideas.propose")
    settings = settings_of(here.step.settings)
    form = IdeaForm(settings, initial={"role": here.actor.role})
    if request.method == "POST":
        require(spend(_LIMIT, request))
        form = IdeaForm(settings, request.POST)
        if form.is_valid():
            if role := form.cleaned_data["role"]:
                be_here_as(request, role)
            try:
                done = actions.propose(here.step, form.draft(), by=actor_of(request))
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
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ideas.read")
    context = {**frame(here, "Thank you. Here is your slip."), "slip": take_slip(request, step_id)}
    return render(request, "proceedings/slip.html", context)


@deed("ideas.support", writes=True)
@require_POST
def support(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say that one is for an idea: once for each person, or for each browser without an account."""
    here, item = _item(request, slug, step_id, number)
    here.require(DEEDS, "ideas.support")
    require(spend(_LIMIT, request))
    reference = actions.support(here.step, item.id, by=visit(request))
    keep_slip(request, step_id, reference, f"You are for idea {item.number}, “{item.title}”.")
    return redirect("ideas:slip", slug, step_id)


@deed("ideas.remark", writes=True)
@require_POST
def remark(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Say what one thinks of an idea."""
    here, item = _item(request, slug, step_id, number)
    here.require(DEEDS, "ideas.remark")
    require(spend(_LIMIT, request))
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _idea_page(request, here, item, form)
    actions.remark(here.step, item.id, form.cleaned_data["text"], by=here.actor)
    messages.success(request, "Thank you. What you wrote has come in.")
    return redirect("ideas:idea", slug, step_id, number)


@deed("ideas.revise", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Put one's own idea in other words."""
    here, item = _item(request, slug, step_id, number)
    here.require(DEEDS, "ideas.revise", owner_id=_owner(here, item))
    settings = settings_of(here.step.settings)
    form = ReviseForm(settings, item=item)
    if request.method == "POST":
        form = ReviseForm(settings, request.POST, item=item)
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
    here, item = _item(request, slug, step_id, number)
    here.require(DEEDS, "ideas.withdraw", owner_id=_owner(here, item))
    actions.withdraw(here.step, item.id, by=here.actor)
    messages.success(request, "Your idea is taken back. It keeps its number; its story ends here.")
    return redirect("ideas:idea", slug, step_id, number)


@deed("ideas.waiting")
@require_safe
def waiting(request: HttpRequest, slug: str, step_id: UUID) -> HttpResponse:
    """Ideas that the team has not shown yet, or has taken down."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ideas.moderate")
    found = of_step(step_id, visibility=("draft", "hidden"))
    context = {**frame(here, "Ideas to read first"), "ideas": found}
    return render(request, "ideas/waiting.html", context)


@deed("ideas.moderate", writes=True)
@require_POST
def moderate(request: HttpRequest, slug: str, step_id: UUID, number: int) -> HttpResponse:
    """Show an idea, take it down with a reason, or put it back."""
    here, item = _item(request, slug, step_id, number)
    here.require(DEEDS, "ideas.moderate")
    form = ModerateForm(request.POST)
    if not form.is_valid():
        return _idea_page(request, here, item, RemarkForm(), moderating=form)
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    actions.moderate(here.step, item.id, verdict, reason=reason, by=here.actor)
    words = {"show": "Everyone can see it now.", "hide": "It is taken down. The reason is on record."}
    messages.success(request, words.get(verdict, "It is back where everyone can see it."))
    return redirect("ideas:idea", slug, step_id, number)


def _here(request: HttpRequest, slug: str, step_id: UUID) -> Stage:
    return stage(actor_of(request), slug, step_id, "ideas")


def _item(request: HttpRequest, slug: str, step_id: UUID, number: int) -> tuple[Stage, ItemView]:
    """The stage and its item; what is not shown is there for the team and its author alone."""
    here = _here(request, slug, step_id)
    here.require(DEEDS, "ideas.read")
    item = by_number(here.initiative.id, number)
    if item is None or item.origin_step_id != here.step.id:
        raise Refused(Refusal("not-found", status=404))
    if item.visibility != "public" and not here.admission.duties and _owner(here, item) is None:
        raise Refused(Refusal("not-found", status=404))
    return here, item


def _owner(here: Stage, item: ItemView) -> UUID | None:
    return here.actor.person_id if is_author(here.actor.person_id, item.id) else None


def _idea_page(
    request: HttpRequest,
    here: Stage,
    item: ItemView,
    form: RemarkForm,
    *,
    moderating: ModerateForm | None = None,
) -> HttpResponse:
    settings = settings_of(here.step.settings)
    story = stories([item.id])[item.id]
    heirs = [(one.number, one.title) for one in current(story.heirs).values()]
    owner = _owner(here, item)
    may_support = settings.support and here.may(DEEDS, "ideas.support")
    faulty = bool(form.errors or (moderating and moderating.errors))
    context: dict[str, Any] = {
        **frame(here, f"{item.number}. {item.title}", asks=may_support),
        "item": item,
        "word": word_of(story),
        "story": told(story),
        "heirs": sorted(heirs),
        "supporters": _supporters(supporters([item.id])[item.id]),
        "remarks": remarks([item.id], hidden=here.may(DEEDS, "ideas.moderate"))[item.id],
        "form": form,
        "moderating": moderating or ModerateForm(),
        "may_support": may_support,
        "may_remark": settings.remarks and here.may(DEEDS, "ideas.remark"),
        "may_moderate": here.may(DEEDS, "ideas.moderate"),
        "may_revise": here.may(DEEDS, "ideas.revise", owner_id=owner),
        "may_withdraw": here.may(DEEDS, "ideas.withdraw", owner_id=owner),
        "back_link": reverse("ideas:front", args=[here.initiative.slug, here.step.id]),
        "topic": topic_words(item.category) if item.category else "",
    }
    return render(request, "ideas/idea.html", context, status=422 if faulty else 200)


def _rows(here: Stage, items: tuple[ItemView, ...]) -> list[Fate]:
    ids = [item.id for item in items]
    found, counted = stories(ids), supporters(ids)
    return [
        Fate(
            *word_of(found[item.id]),
            f"{item.number}. {item.title}",
            f"{_short(item.body)} {_supporters(counted[item.id])}".strip(),
            reverse("ideas:idea", args=[here.initiative.slug, here.step.id, item.number]),
            "The whole idea",
        )
        for item in items
    ]


def _supporters(number: int) -> str:
    if number == 0:
        return ""
    return "Fewer than 5 people are for it." if number < _FEW else f"{number:,} people are for it."


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _lead(here: Stage, total: int) -> str:
    if total == 0:
        return "No idea has come in yet." if here.may(DEEDS, "ideas.propose") else "No idea has come in."
    return f"{total:,} idea{'s' if total != 1 else ''} from people who live, work and study here."
