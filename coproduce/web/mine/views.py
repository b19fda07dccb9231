"""My page. Only for whoever is signed in, and only about herself: no address carries an id of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.conduct.public import download, erase, foretell
from coproduce.core import Limit, Refusal, Refused, actor_of, deed, now, require, spend
from coproduce.people.public import (
    WORDING,
    agency_duties,
    agreements,
    be_here_as,
    held_now,
    profile,
    revise_profile,
    roles_open_to,
    say,
    sign_out,
)
from coproduce.proceedings.public import acts_of_person, adopt
from coproduce.register.public import initiative_by_slug, teams_of
from coproduce.web.mine.forms import DetailsForm, EraseForm, HereAsForm, SlipForm
from coproduce.web.mine.parcel import parcel
from coproduce.web.projects.telling import answered

_SLIPS = Limit("adopt-slip", 60, 3600)
_PAGE = 20
_SETS = frozenset({"lead", "administrator"})


def me(request: HttpRequest) -> UUID:
    """Whoever is signed in.

    Raises:
        Refused: ``sign-in-first`` for anybody else.
    """
    person = actor_of(request).person_id
    if person is None:
        raise Refused(Refusal("sign-in-first"))
    return person


@deed("mine.read")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I said and what became of it, what late answers I am owed, what I am part of."""
    return _shown(request, SlipForm())


@deed("mine.adopt", writes=True)
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """Put what was done without an account on my page, by the reference on its slip."""
    person = me(request)
    require(spend(_SLIPS, request))
    form = SlipForm(request.POST)
    if form.is_valid():
        try:
            adopt(form.cleaned_data["reference"], person, by=actor_of(request))
        except Refused as refused:
            form.add_error("reference", _SLIP_WORDS[refused.refusal.code])
        else:
            messages.success(request, "It stands on your page now.")
            return redirect("mine:mine")
    return _shown(request, form, status=422)


_SLIP_WORDS = {
    "slip-unknown": "We do not know this reference. Check it against your slip, letter by letter",
    "slip-secret": "This is a vote’s slip. A vote stays apart from your name. Your slip shows what became of it",
    "slip-taken": "This slip stands on somebody’s page already",
}


@deed("mine.details", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """How to be shown and reached, and what I agree to."""
    person = me(request)
    known, agreed = profile(person), agreements(person)
    if request.method != "POST":
        first: dict[str, Any] = {
            **known,
            **{f"agree_{key}": "yes" if yes else "no" for key, yes in agreed.items()},
        }
        return render(
            request, "mine/details.html", {"form": DetailsForm(initial=first), "email": known["email"]}
        )
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return render(request, "mine/details.html", {"form": form, "email": known["email"]}, status=422)
    by = actor_of(request)
    changed = {name: value for name, value in form.told().items() if value != known[name]}
    if changed:
        revise_profile(person, changed, by=by)
    for purpose, yes in form.agreed().items():
        if agreed[purpose] != yes:
            say(person, purpose, given=yes, wording_version=WORDING, by=by)
    messages.success(request, "Kept.")
    return redirect("mine:mine")


@deed("mine.download")
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of me, in one file."""
    tables = download(me(request))
    made = timezone.localtime(now())
    answer = HttpResponse(
        parcel(tables, made=made, place=settings.COPRODUCE_PLACE), content_type="application/zip"
    )
    answer["Content-Disposition"] = f'attachment; filename="my-data-{made:%Y-%m-%d}.zip"'
    return answer


@deed("mine.erase", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def erasing(request: HttpRequest) -> HttpResponse:
    """Erase all that is kept of me; first say what stays, and why."""
    person, by = me(request), actor_of(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase(person, by=by)
        sign_out(request)
        return redirect("mine:erased")
    context = {
        "form": form,
        "stays": foretell(person, by=by).stays,
        "alone": bool(agency_duties(person) & _SETS),
    }
    return render(request, "mine/erase.html", context, status=422 if form.is_bound else 200)


@deed("mine.erased")
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "mine/erased.html")


@deed("mine.here-as", writes=True)
@require_POST
def here_as(request: HttpRequest) -> HttpResponse:
    """What I am here as today, in one joint project or everywhere. My first act at a stage fixes it there."""
    slug = request.POST.get("project", "")
    project = initiative_by_slug(slug) if slug else None
    if slug and (project is None or project.visibility != "public"):
        raise Refused(Refusal("not-found", status=404))
    form = HereAsForm(request.POST, roles=roles_open_to(actor_of(request).person_id))
    if form.is_valid():
        be_here_as(request, form.cleaned_data["role"], project=slug)
        messages.success(request, "Kept for today.")
    else:
        messages.error(request, "Choose one of those that are offered to you.")
    return redirect(reverse("projects:project", args=[slug]) if slug else "home")


def _shown(request: HttpRequest, form: SlipForm, status: int = 200) -> HttpResponse:
    person = me(request)
    page = Paginator(acts_of_person(person), _PAGE).get_page(request.GET.get("page"))
    told = answered(list(page.object_list))
    known = profile(person)
    context = {
        "name": known["display_name"] or known["name"],
        "email": known["email"],
        "page": page,
        "answers": told,
        "late": [one for one in told if one.owes],
        "teams": [
            (team.title, reverse("projects:project", args=[team.slug]), ", ".join(team.duties))
            for team in teams_of(person)
        ],
        "holds": held_now(person),
        "sets": bool(agency_duties(person) & _SETS),
        "form": form,
    }
    return render(request, "mine/mine.html", context, status=status)
