"""The pages that belong to no room: the front door, and whether the site is well."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coproduce import __version__
from coproduce.catalogue.public import Role
from coproduce.core import actor_of, deed, now
from coproduce.core.wellbeing import look_after
from coproduce.proceedings.public import changed_lately, owed
from coproduce.register.public import Search, find, outcomes
from coproduce.ui.values import Card
from coproduce.web.projects.telling import asking, cards, fates
from coproduce.web.trycount.queries import shown

_MOST_CARDS = 3
_MOST_AIMS = 4
_MOST_TOLD = 5


@deed("site.home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is open now, what changed because of people, and where to find one's answer."""
    role = actor_of(request).role
    open_now = find(Search(show="open", asking=asking(role)), now(), size=_MOST_CARDS).projects
    late = owed(most=2)
    ids = [*late, *(key for key in changed_lately(most=_MOST_TOLD, since="decided") if key not in late)][
        :_MOST_TOLD
    ]
    context = {
        "cards": _cards(),
        "projects": cards(open_now),
        "role": Role(role).label if role in Role.values else "",
        "fates": fates(ids, named=True),
        "aims": outcomes()[-_MOST_AIMS:],
    }
    return render(request, "web/home.html", context)


def _cards() -> list[Card]:
    """What is open now: bring a file, the example, and what the site itself shows."""
    bring = reverse("trycount:bring")
    found = [
        Card(
            "Count a budget vote",
            "Bring the file of a vote. See which ideas win, and why each one did or did not.",
            bring,
            "Bring an election file",
            (("Takes", "About 2 minutes"), ("You need", "A .pb file of a vote"), ("Account?", "No")),
        ),
        Card(
            "No file at hand?",
            "An invented vote in an invented town, with every kind of result in it.",
            bring,
            "Try the example election",
            (("Takes", "One press"), ("You need", "Nothing"), ("Account?", "No")),
        ),
    ]
    found += [
        Card(
            "Shown here now",
            title,
            reverse("trycount:see", args=[trial]),
            "See how it was counted",
            (("Takes", "As long as you like"), ("You need", "Nothing"), ("Account?", "No")),
        )
        for trial, title in shown(now())[:1]
    ]
    return found


@deed("site.health")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where people can use the site, 503 where they cannot; and what somebody should look at."""
    found = look_after(settings.DATA)
    said = {"version": __version__, **asdict(found)}
    return JsonResponse(said, status=200 if found.well else 503)
