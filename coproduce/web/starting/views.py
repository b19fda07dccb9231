"""The wizard: five pages, a review, and the joint project is there as a draft; or one like an earlier one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.catalogue.public import Power, add_area, method
from coproduce.conduct.public import Again, again, offer, planned
from coproduce.core import BadInput, Refusal, Refused, actor_of, deed, require
from coproduce.people.public import agency_duties, organisation_names
from coproduce.proceedings.public import clock
from coproduce.register.public import NewStep, check_begin, duties, initiative_by_slug
from coproduce.web.starting.draft import PAGES, TITLES, Draft
from coproduce.web.starting.forms import AgainForm, DatesForm
from coproduce.web.starting.moments import moment, opening


@deed("starting.first")
@require_safe
def first(request: HttpRequest, key: str) -> HttpResponse:
    """To the first page of the wizard."""
    _draft(request, key)
    return redirect("starting:page", key, PAGES[0])


@deed("starting.page", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """One page of the wizard. What is typed is kept in the session, and nowhere else."""
    draft = _draft(request, key)
    if page not in PAGES:
        raise Refused(Refusal("not-found", status=404))
    if page == "dates" and not draft.said("asks"):
        return redirect("starting:page", key, "asks")
    form = draft.form(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        draft.keep(page, form, request.POST)
        if request.POST.get("then") == "review" and not draft.missing():
            return redirect("starting:review", key)
        following = PAGES.index(page) + 1
        return (
            redirect("starting:page", key, PAGES[following])
            if following < len(PAGES)
            else redirect("starting:review", key)
        )
    if request.method != "POST" and page == "dates" and (day := _day(request.GET.get("first", ""))):
        form = DatesForm(None, steps=draft.plan(day), recipe=draft.method.recipe)
    number = PAGES.index(page)
    context: dict[str, Any] = {
        "form": form, "key": key, "way": draft.method.recipe, "page": page, "heading": TITLES[page],
        "number": number + 1, "total": len(PAGES), "before": PAGES[number - 1] if number else "",
        "complete": not draft.missing(), "offered": draft.offered,
    }  # fmt: skip
    if isinstance(form, DatesForm):
        context["stages"] = [(title, [form[name] for name in names]) for _, title, names in form.groups]
        context["first"] = request.GET.get("first", "")
    return render(request, "starting/page.html", context, status=422 if request.method == "POST" else 200)


@deed("starting.review", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str) -> HttpResponse:
    """All that was said, to be read once more; one press, and it is there as a draft."""
    draft = _draft(request, key)
    if gap := draft.missing():
        return redirect("starting:page", key, gap)
    new = draft.beginning()
    problems: list[str] = []
    steps: list[NewStep] = []
    try:
        if request.method == "POST":
            made = draft.begin(by=actor_of(request))
            messages.success(
                request, "It is there, as a draft. Only the team sees it until you show it to everyone."
            )
            return redirect("leading:front", made.slug)
        steps = planned(new)
    except BadInput as refused:
        problems = [problem.text for problem in refused.problems]
    what = draft.form("what")
    what.is_valid()
    label = new.label
    context = {
        "key": key, "way": draft.method.recipe, "new": new, "problems": problems,
        "steps": [(step.title, clock(step.opens) if step.opens else "", clock(step.closes) if step.closes else "")
                  for step in steps],
        "lead": organisation_names([new.lead_id]).get(new.lead_id, ""),
        "place": what.cleaned_data["place"], "power": Power(label["power"]).label,
        "about": _chosen(what, "about"), "aims": _chosen(what, "aims"),
        "label": label, "left_out": [step.text["en"] for step in draft.method.recipe.steps if step.name in new.without],
    }  # fmt: skip
    return render(request, "starting/review.html", context, status=409 if problems else 200)


def _chosen(form: Any, name: str) -> list[str]:
    if name not in form.fields:
        return []
    words = dict(form.fields[name].choices)
    return [words[key] for key in form.cleaned_data[name]]


@deed("starting.again", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def like_this(request: HttpRequest, slug: str) -> HttpResponse:
    """Start one like this."""
    actor = actor_of(request)
    earlier = initiative_by_slug(slug)
    if earlier is None or (earlier.visibility != "public" and not duties(actor.person_id, earlier.id)):
        raise Refused(Refusal("not-found", status=404))
    require(check_begin(agency_duties(actor.person_id)))
    form = AgainForm(request.POST or None, initial={"summary": earlier.summary})
    if form.is_valid():
        said = form.cleaned_data
        place = said["place"].strip()
        new = Again(
            said["title"].strip(), opening(said["opens"]) if earlier.runs == "platform" else moment(said["opens"]),
            said["hear_by"], said["summary"].strip(), add_area(place, by=actor) if place else None,
        )  # fmt: skip
        made = again(earlier, new, by=actor)
        messages.success(request, "It is there, as a draft. Read what it promises, then show it to everyone.")
        return redirect("leading:front", made.slug)
    return render(
        request, "starting/again.html", {"form": form, "earlier": earlier}, status=422 if form.errors else 200
    )


def _draft(request: HttpRequest, key: str) -> Draft:
    require(check_begin(agency_duties(actor_of(request).person_id)))
    found = method(key)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    offered = offer(found)
    require(None if offered.runs else Refusal("way-cannot-run", {"name": found.recipe.name()}, status=409))
    return Draft(request, found, offered)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
