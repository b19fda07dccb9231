"""What the wizard asks, page by page. The public side promises before anybody else is asked for anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from coproduce.catalogue.public import Ask, Co, Power, Recipe, areas_by_name
from coproduce.conduct.public import Offer
from coproduce.people.public import organisations_by_name
from coproduce.register.public import NewStep, OutcomeView, ServiceView
from coproduce.ui.renderer import Form, MoneyField, ToldRadios
from coproduce.web.starting.moments import day_of, moment, opening

LONG = "Shorten this to at most 2,000 characters"
HINTS = {
    "telling": "It is decided. People hear what and why.",
    "asking": "You decide, having heard what people say.",
    "shaping": "You work it out with people; you decide in the end, and say why.",
    "deciding": "What you decide together is done.",
    "yours": "People decide themselves; you help.",
}


def sentences(
    label: str, hint: str = "", *, rows: int = 3, missing: str = "Write a sentence"
) -> forms.CharField:
    """Something everybody will read, which must be said."""
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": LONG},
    )  # fmt: skip


def a_day(
    label: str, hint: str = "", *, required: bool = True, missing: str = "Choose a day"
) -> forms.DateField:
    """A day; browsers show a calendar where they have one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
    return forms.DateField(
        label=label, help_text=hint, required=required, widget=widget,
        error_messages={"required": missing, "invalid": "Write the day as 2026-12-01"},
    )  # fmt: skip


def place_field(label: str = "Where?") -> forms.CharField:
    """A place by its name; one that is not known yet is added."""
    known = ", ".join(one.name for one in areas_by_name()[:6])
    return forms.CharField(
        label=label, required=False, max_length=120,
        help_text=f"Leave it out if it is for everywhere. {f'Known places: {known}.' if known else ''}",
        error_messages={"max_length": "Shorten the name"},
    )  # fmt: skip


class WhatForm(Form):
    """What it is called, what it is about, who leads it, where."""

    title = forms.CharField(
        label="What is it called?", max_length=200, help_text="For example: Millfield & Harbour Decide",
        error_messages={"required": "Give it a name", "max_length": "Shorten the name"},
    )  # fmt: skip
    summary = sentences("What is it about, in a sentence or two?", rows=2)
    lead = forms.ChoiceField(label="Who leads it?", error_messages={"required": "Choose who leads it"})
    about = forms.MultipleChoiceField(
        label="Which services is it about?", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    aims = forms.MultipleChoiceField(
        label="What should be different afterwards?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Others may have said it already.", error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, offered: Sequence[ServiceView], aims: Sequence[OutcomeView], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["lead"].choices = [
            (str(key), name) for key, name, kind in organisations_by_name() if kind != "body"
        ]
        fields["about"].choices = [(str(one.id), one.name) for one in offered]
        fields["aims"].choices = [(str(one.id), one.statement) for one in aims]
        for name, found in (("about", offered), ("aims", aims)):
            if not found:
                del fields[name]
        fields["place"] = place_field()


class PromiseForm(Form):
    """The power-and-promise label: first what the public side puts in, then how much power people have."""

    public_side = sentences(
        "What does the public side put in?",
        "Money, staff time, rooms, training. This is promised before anybody is asked for anything.",
        missing="Say what the public side puts in: it promises first",
    )
    power = forms.ChoiceField(
        label="How much power do people have?", choices=Power.choices, widget=ToldRadios(HINTS),
        error_messages={"required": "Choose one", "invalid_choice": "Choose one"},
    )  # fmt: skip
    fixed = sentences("What is fixed?", "What nobody can change: the sum, the law, the place.", rows=2)
    open = sentences("What is open?", "What people can change.", rows=2)
    who_decides = sentences("Who decides?", "And what binds whom.", rows=2)
    hear_by = a_day(
        "By when do people hear what became of it?", missing="Choose the day by which people hear"
    )
    paid = sentences(
        "Are people paid?", "Say yes or no, how much and when; fares and replacement care too.", rows=2
    )

    def clean_hear_by(self) -> date:
        """A day to come."""
        found: date = self.cleaned_data["hear_by"]
        if found <= timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come")
        return found


class RisksForm(Form):
    """What could go wrong, and what happens to people if it stops."""

    could_go_wrong = sentences("What could go wrong, and for whom?", "And what you do so that it does not.")
    if_it_stops = sentences(
        "What happens to people if this stops?", "Who would notice first? Who takes over?"
    )

    def __init__(self, data: Any = None, *, co: Co, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if co is Co.DELIVER:
            self.fields["replaces_paid_work"] = sentences(
                "Does this replace paid work?", "Everyone can read the answer.", rows=2
            )


class AsksForm(Form):
    """What the way of working asks before anything is made, and which stages are left out."""

    def __init__(self, data: Any = None, *, recipe: Recipe, offered: Offer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.recipe, self.offered = recipe, offered
        for ask in recipe.questions:
            self.fields[f"ask_{ask.name}"] = _asked(ask)
        if any(step.split for step in recipe.steps):
            self.fields["areas"] = forms.CharField(
                label="If it is divided between areas: which?", required=False, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3}), help_text="One on each line.",
                error_messages={"max_length": "Shorten this to at most 1,000 characters"},
            )  # fmt: skip
        optional = [step for step in recipe.steps if step.name not in offered.without]
        if len(optional) > 1:
            self.fields["without"] = forms.MultipleChoiceField(
                label="Which stages do you leave out?", required=False, widget=forms.CheckboxSelectMultiple,
                help_text="Leave all boxes empty to have them all.",
                choices=[(step.name, step.text["en"]) for step in optional],
                error_messages={"invalid_choice": "Choose from the list"},
            )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """The answers by the recipe's names; only after ``is_valid``."""
        found = {ask.name: self.cleaned_data[f"ask_{ask.name}"] for ask in self.recipe.questions}
        made = {
            ask.name: UUID(found[ask.name])
            for ask in self.recipe.questions
            if ask.type in ("organisation", "area") and found[ask.name]
        }
        return {name: value for name, value in (found | made).items() if value not in (None, "")}

    def without(self) -> frozenset[str]:
        """Stages that are left out: those that must be, and those that the lead leaves out."""
        return self.offered.without | frozenset(self.cleaned_data.get("without", ()))

    def area_names(self) -> list[str]:
        """The areas among which a stage is divided."""
        lines = (line.strip()[:120] for line in self.cleaned_data.get("areas", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def _asked(ask: Ask) -> forms.Field:
    label, default = ask.text["en"], ask.default
    common: dict[str, Any] = {"label": label, "initial": default, "required": default is None}
    needed = {"required": "Answer this"}
    if ask.type == "money":
        return MoneyField(**common, help_text="In pounds", error_messages={"required": "Write a sum"})
    if ask.type == "count":
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"})
        wrong = {
            "required": "Write a whole number",
            "invalid": "Write a whole number",
            "min_value": "Write a whole number, 0 or more",
        }
        return forms.IntegerField(
            **common, min_value=0, max_value=1_000_000, widget=widget, error_messages=wrong
        )
    if ask.type == "yes-no":
        common["initial"] = {True: "yes", False: "no"}.get(default)
        return forms.TypedChoiceField(
            **common, choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect, empty_value=None,
            coerce=lambda said: said == "yes", error_messages={"required": "Say yes or no"},
        )  # fmt: skip
    if ask.type == "day":
        return a_day(label)
    if ask.type == "choice":
        choices = [(one, one) for one in ask.choices]
        return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect, error_messages=needed)
    if ask.type == "organisation":
        known = [(str(key), name) for key, name, _ in organisations_by_name()]
        return forms.ChoiceField(**common, choices=[("", "Choose"), *known], error_messages=needed)
    if ask.type == "area":
        places = [(str(one.id), one.name) for one in areas_by_name()]
        return forms.ChoiceField(**common, choices=[("", "Choose"), *places], error_messages=needed)
    return sentences(label, rows=2, missing="Answer this") if default is None else forms.CharField(**common)


class DatesForm(Form):
    """When each stage opens and ends."""

    def __init__(self, data: Any = None, *, steps: Sequence[NewStep], recipe: Recipe, **kwargs: Any) -> None:
        self.steps = {step.name: step for step in steps}
        known = {step.name: step for step in recipe.steps}
        kwargs["initial"] = {
            key: value
            for name, step in self.steps.items()
            for key, value in ((f"opens_{name}", day_of(step.opens)), (f"closes_{name}", day_of(step.closes)))
        }
        super().__init__(data, **kwargs)
        self.groups: list[tuple[str, str, list[Any]]] = []
        for name in self.steps:
            endless = known[name].lasts.hours is None
            opens, closes = f"opens_{name}", f"closes_{name}"
            self.fields[opens] = a_day("Opens on")
            hint = "Leave it out: it goes on until the joint project is closed." if endless else ""
            self.fields[closes] = a_day("Ends on", hint, required=not endless)
            title = known[name].text["en"]
            self.groups.append((name, title, [opens, closes]))

    def clean(self) -> dict[str, Any]:
        """Nothing opens in the past."""
        found: dict[str, Any] = super().clean() or {}
        for name in self.steps:
            opens, closes = found.get(f"opens_{name}"), found.get(f"closes_{name}")
            if opens and opens < timezone.localdate():
                self.add_error(f"opens_{name}", "Choose today or a day to come")
            if opens and closes and closes <= opens:
                self.add_error(f"closes_{name}", "It must end after the day on which it opens")
        return found

    def dates(self) -> Mapping[str, tuple[datetime, datetime | None]]:
        """When each stage opens and closes; only after ``is_valid``."""
        found = self.cleaned_data
        return {
            name: (
                opening(found[f"opens_{name}"]),
                moment(found[f"closes_{name}"]) if found.get(f"closes_{name}") else None,
            )
            for name in self.steps
        }


class AgainForm(Form):
    """What differs from the joint project that this one is like."""

    title = forms.CharField(
        label="What is the new one called?", max_length=200,
        error_messages={"required": "Give it a name", "max_length": "Shorten the name"},
    )  # fmt: skip
    summary = forms.CharField(
        label="What is it about?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": LONG},
    )  # fmt: skip
    opens = a_day("On which day does it begin?", "The stages follow as far apart as they were.")
    hear_by = a_day("By when do people hear what became of it?")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["place"] = place_field()
        self.order_fields(["title", "summary", "place", "opens", "hear_by"])

    def clean(self) -> dict[str, Any]:
        """It begins today or later, and people hear after that."""
        found: dict[str, Any] = super().clean() or {}
        opens, hear_by = found.get("opens"), found.get("hear_by")
        if opens and opens < timezone.localdate():
            self.add_error("opens", "Choose today or a day to come")
        if opens and hear_by and hear_by <= opens:
            self.add_error("hear_by", "People hear after it has begun")
        return found
