"""Ways of working: all of them, one of them, and the questions that lead to one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coproduce.catalogue.public import (
    MONEY,
    Co,
    Fit,
    MethodView,
    Power,
    choose,
    gains_of,
    method,
    methods,
    methods_by_co,
    wishes,
)
from coproduce.conduct.public import exists, offer
from coproduce.core import Refusal, Refused, actor_of, deed
from coproduce.people.public import agency_duties
from coproduce.register.public import may_begin, may_keep, of_method
from coproduce.web.ways.forms import ChoosingForm
from coproduce.web.ways.words import LEVELS, TOOLS, admits, asked, lasts, series, span, weeks

PICTURES = {
    Co.COMMISSION: "ui/pictures/decide.html",
    Co.DESIGN: "ui/pictures/plan.html",
    Co.DELIVER: "ui/pictures/do.html",
    Co.ASSESS: "ui/pictures/check.html",
}
_MISSES = {
    "gain": "It is run for other hopes than the one you named",
    "level": "People take part the other way: alone, or together",
    "hours": "It asks for more time",
    "money": "It costs more",
    "weeks": "It takes longer",
}


@deed("ways.list")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All ways of working, by the four Co's."""
    groups = [
        {"co": co, "picture": PICTURES[co], "ways": [_line(one) for one in found]}
        for co, found in methods_by_co().items()
    ]
    return render(request, "ways/list.html", {"groups": groups})


@deed("ways.choose")
@require_safe
def choosing(request: HttpRequest) -> HttpResponse:
    """A few questions, then two or three ways, something lighter, and always: mend what runs already."""
    form = ChoosingForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if request.GET and form.is_valid():
        said = form.cleaned_data
        if said["open"] == "no":
            return render(request, "ways/choose.html", {**context, "settled": True})
        chosen = choose(methods(), form.asked())
        context |= {
            "chosen": True,
            "fits": [_fit(fit) for fit in chosen.fits],
            "lighter": _line(chosen.lighter) if chosen.lighter else None,
            "nobody_answers": said["answers"] == "no",
        }
    return render(request, "ways/choose.html", context, status=422 if form.errors else 200)


@deed("ways.way")
@require_safe
def way(request: HttpRequest, key: str) -> HttpResponse:
    """One way of working: what it is, what it asks, what it can bring, how it runs, what can go wrong."""
    found = method(key)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    recipe, offered = found.recipe, offer(found)
    duties = agency_duties(actor_of(request).person_id)
    context = {
        **_line(found),
        "recipe": recipe,
        "guide": recipe.guide(),
        "power": Power.values.index(recipe.power) + 1,
        "asked": asked(recipe),
        "gains": gains_of(recipe.gains),
        "stages": [
            {
                "title": step.text["en"],
                "about": step.about.get("en", ""),
                "facts": f"{lasts(step.lasts)}. Done with {TOOLS[step.instrument]}, by {admits(step.admits)}.",
                "built": exists(step.instrument),
            }
            for step in recipe.steps
        ],
        "missing": series([TOOLS[tool] for tool in offered.missing]),
        "runs": offered.runs,
        "projects": of_method(key, most=12),
        "may_begin": may_begin(duties),
        "may_keep": may_keep(duties),
        "ours": found.origin == "local",
    }
    return render(request, "ways/way.html", context)


def _line(found: MethodView) -> dict[str, Any]:
    recipe, wish = found.recipe, wishes().get(found.key)
    facts = [("How people take part", LEVELS[recipe.level].capitalize())]
    if asks := recipe.asks.get("resident"):
        if asks.hours_per_person:
            facts.append(("Time each resident gives", span(asks.hours_per_person).capitalize()))
        elif asks.parts:
            least = min(asks.parts, key=lambda part: part.hours[1])
            facts.append(("The least it asks", f"{least.who['en']}: {span(least.hours, least.per)}"))
    if wish:
        low, high = wish.money
        money = MONEY[low] if low == high else f"{MONEY[low]}, or {MONEY[high]}"
        facts += [
            ("Whom it takes", wish.people.capitalize()),
            ("First answer after", weeks(wish)),
            ("Money beside staff time", money.capitalize()),
        ]
    return {
        "key": found.key,
        "name": recipe.name(),
        "summary": recipe.summary(),
        "want": wish.want if wish else "",
        "stage": found.stage.label,
        "facts": facts,
        "link": reverse("ways:way", args=[found.key]),
    }


def _fit(fit: Fit) -> dict[str, Any]:
    return {**_line(fit.method), "misses": [_MISSES[code] for code in fit.misses]}
