"""What has been said so far of a joint project that is not there yet: page by page, in the session of whoever says it.

Kept as it was typed and read again by the forms each time, so that a page can be changed at any moment and nothing is
settled before the review.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from coproduce.catalogue.public import MethodView, add_area
from coproduce.conduct.public import Beginning, Offer, begin, planned
from coproduce.core import Actor, BadInput
from coproduce.register.public import InitiativeView, NewStep, all_services, outcomes
from coproduce.ui.renderer import Form
from coproduce.web.starting.forms import AsksForm, DatesForm, PromiseForm, RisksForm, WhatForm
from coproduce.web.starting.moments import in_days, moment, opening

PAGES = ("what", "promise", "asks", "risks", "dates")
TITLES = {
    "what": "What it is",
    "promise": "Power and promise",
    "asks": "How it runs",
    "risks": "What could go wrong",
    "dates": "Days",
}
_KEY = "starting"
_PLACES = UUID("6f1b1c5e-5a0b-4d55-9c53-0a6d0f2b7a11")
_LEAD_TIME = 14


@dataclass
class Draft:
    """One joint project in the making, in one way of working."""

    request: HttpRequest
    method: MethodView
    offered: Offer

    def said(self, page: str) -> MultiValueDict[str, Any] | None:
        """What was typed on a page, once it was sound; None before."""
        found = self._all().get(page)
        return MultiValueDict(found) if found is not None else None

    def keep(self, page: str, form: Form, data: MultiValueDict[str, Any]) -> None:
        """Keep what was typed into the form of a page."""
        kept = {name: data.getlist(name) for name in form.fields if name in data}
        everything = dict(self.request.session.get(_KEY, {}))
        everything[self.method.key] = {**everything.get(self.method.key, {}), page: kept}
        self.request.session[_KEY] = everything

    def drop(self) -> None:
        """Forget all of it: it is there now."""
        everything = dict(self.request.session.get(_KEY, {}))
        everything.pop(self.method.key, None)
        self.request.session[_KEY] = everything

    def form(self, page: str, data: MultiValueDict[str, Any] | None = None) -> Form:
        """The form of a page, with what was typed there, or with ``data``."""
        data = data if data is not None else self.said(page)
        if page == "what":
            return WhatForm(data, offered=all_services(), aims=outcomes())
        if page == "promise":
            return PromiseForm(data, initial={"power": self.method.recipe.power})
        if page == "asks":
            return self._asks(data)
        if page == "risks":
            return RisksForm(data, co=self.method.co)
        return self._dates(data)

    def _asks(self, data: MultiValueDict[str, Any] | None) -> AsksForm:
        return AsksForm(data, recipe=self.method.recipe, offered=self.offered)

    def _dates(self, data: MultiValueDict[str, Any] | None) -> DatesForm:
        return DatesForm(data, steps=self.plan(), recipe=self.method.recipe)

    def missing(self) -> str:
        """The first page that is not sound yet; empty where all are."""
        return next((page for page in PAGES if not self.said(page) or not self.form(page).is_valid()), "")

    def plan(self, first: date | None = None) -> list[NewStep]:
        """The stages with the days that the recipe would give them; a stage that is divided stands once."""
        asks = self._asks(self.said("asks"))
        without, answers = self.offered.without, {}
        if asks.is_bound and asks.is_valid():
            without, answers = asks.without(), asks.answers()
        trial = Beginning(
            self.method, "…", UUID(int=1), opening(first or in_days(_LEAD_TIME)),
            answers=answers, without=without, areas=[(UUID(int=1), "…")],
        )  # fmt: skip
        try:
            steps = planned(trial)
        except BadInput:
            return []
        return list({step.name: step for step in steps}.values())

    def beginning(self) -> Beginning:
        """All that was said, as ``conduct`` wants it; every page must be sound. Places are not made yet."""
        what, promise, risks = (self.form(page) for page in ("what", "promise", "risks"))
        asks, dates = self._asks(self.said("asks")), self._dates(self.said("dates"))
        for form in (what, promise, asks, risks, dates):
            form.is_valid()
        said = what.cleaned_data
        when = dates.dates()
        return Beginning(
            self.method, said["title"].strip(), UUID(said["lead"]),
            min((opens for opens, _ in when.values()), default=moment(in_days(_LEAD_TIME))),
            answers=asks.answers(), without=asks.without(), summary=said["summary"].strip(),
            areas=[(uuid5(_PLACES, name), name) for name in asks.area_names()],
            label={**promise.cleaned_data, **risks.cleaned_data},
            services=[UUID(key) for key in said.get("about", ())],
            outcomes=[UUID(key) for key in said.get("aims", ())],
            partners={UUID(said["lead"]): "public"}, dates=when,
        )  # fmt: skip

    def begin(self, *, by: Actor) -> InitiativeView:
        """Make it.

        Raises:
            BadInput: with everything that stands against it.
        """
        new = self.beginning()
        planned(new)
        place = self.form("what")
        place.is_valid()
        name = place.cleaned_data["place"].strip()
        made = begin(
            replace(
                new, area_id=add_area(name, by=by) if name else None,
                areas=[(add_area(one, by=by), one) for _, one in new.areas],
            ),
            by=by,
        )  # fmt: skip
        self.drop()
        return made

    def _all(self) -> dict[str, dict[str, list[Any]]]:
        found: dict[str, dict[str, list[Any]]] = self.request.session.get(_KEY, {}).get(self.method.key, {})
        return found
