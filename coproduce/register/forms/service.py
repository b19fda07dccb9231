"""A service in words, and what it had over a period."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from coproduce.catalogue.public import areas_by_name
from coproduce.people.public import organisations_by_name
from coproduce.register.service_actions import ServiceSaid, YearSaid
from coproduce.register.service_queries import ServiceView, ServiceYearView
from coproduce.ui.renderer import Form, MoneyField

DAY = {"required": "Choose a day", "invalid": "Write the day as 2026-04-01"}


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day, with the browser's own calendar where it has one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=widget, error_messages=DAY
    )


def text_field(label: str, help_text: str = "", *, rows: int = 3, required: bool = False) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write a sentence", "max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip


def area_choices() -> list[tuple[str, str]]:
    """Every place, and none of them."""
    return [("", "Everywhere"), *((str(one.id), one.name) for one in areas_by_name())]


class ServiceForm(Form):
    """A service."""

    name = forms.CharField(
        label="What is the service called?", max_length=200,
        error_messages={"required": "Give the service a name", "max_length": "Shorten the name"},
    )  # fmt: skip
    organisation = forms.ChoiceField(label="Who answers for it?")
    summary = text_field("What is it, in a sentence?", rows=2)
    asks_of_users = text_field(
        "What does it ask of the people who use it?",
        "A typical week: time, travel, forms, managing at home. Write it once, with them. Never about one person.",
    )
    area = forms.ChoiceField(label="Where?", required=False)

    def __init__(self, data: Any = None, *, service: ServiceView | None = None, **kwargs: Any) -> None:
        if service:
            kwargs["initial"] = {
                "name": service.name, "organisation": str(service.organisation_id), "summary": service.summary,
                "asks_of_users": service.asks_of_users, "area": str(service.area_id or ""),
            }  # fmt: skip
        super().__init__(data, **kwargs)
        self.fields["organisation"].choices = [(str(key), name) for key, name, _ in organisations_by_name()]  # type: ignore[attr-defined]
        places = area_choices()
        if len(places) > 1:
            self.fields["area"].choices = places  # type: ignore[attr-defined]
        else:
            del self.fields["area"]

    def said(self) -> ServiceSaid:
        """As the action wants it; only after ``is_valid``."""
        found = self.cleaned_data
        area = found.get("area") or ""
        return ServiceSaid(
            found["name"].strip(), UUID(found["organisation"]), found["summary"].strip(),
            found["asks_of_users"].strip(), UUID(area) if area else None,
        )  # fmt: skip


class YearForm(Form):
    """What a service had over a period. Budget or hours may be left out: not recorded is not zero."""

    since = day_field("First day", "Often 1 April")
    until = day_field("Last day", "Often 31 March")
    budget = MoneyField(
        label="Budget for these days", required=False, help_text="In pounds. Leave it out if you do not know."
    )
    hours = forms.DecimalField(
        label="Hours open in a week", required=False, min_value=0, max_value=168, max_digits=5, decimal_places=2,
        help_text="For example 37.5. Leave it out if it has no opening hours.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={"invalid": "Write hours such as 37.5", "max_value": "A week has 168 hours",
                        "min_value": "Hours begin at 0"},
    )  # fmt: skip
    source = forms.CharField(
        label="Where is this written down?",
        max_length=120,
        help_text="For example: budget book 2026/27, page 14",
        error_messages={"required": "Say where it is written down, so that others can look"},
    )

    def __init__(self, data: Any = None, *, corrects: ServiceYearView | None = None, **kwargs: Any) -> None:
        self.corrects = corrects
        if corrects:
            minutes = corrects.minutes_per_week
            kwargs["initial"] = {
                "since": corrects.since, "until": corrects.until - timedelta(days=1), "budget": corrects.budget,
                "hours": None if minutes is None else f"{minutes / 60:g}", "source": corrects.source,
            }  # fmt: skip
        super().__init__(data, **kwargs)

    def said(self) -> YearSaid:
        """As the action wants it; only after ``is_valid``."""
        found = self.cleaned_data
        hours = found["hours"]
        return YearSaid(
            found["since"], found["until"] + timedelta(days=1), found["budget"], "GBP",
            None if hours is None else round(hours * 60), found["source"].strip(),
            supersedes=self.corrects.id if self.corrects else None,
        )  # fmt: skip
