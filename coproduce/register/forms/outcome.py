"""What should be different: proposing it, other words for it, not agreeing, how we would know, and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from coproduce.catalogue.public import Group, Role
from coproduce.core import Actor
from coproduce.register.forms.service import day_field
from coproduce.register.models import Indicator
from coproduce.register.outcome_actions import LONGEST, NewIndicator, NewMeasurement
from coproduce.register.outcome_queries import IndicatorView
from coproduce.register.service_queries import ServiceView
from coproduce.ui.renderer import Chips, Form

_NO_NAMES = "Leave out names and phone numbers: everyone can read this."


class SayingForm(Form):
    """Whatever anyone may say: what she is here as; and, for those who keep the register, how it came."""

    role = forms.ChoiceField(
        label="Today I’m here as…", required=False, choices=Role.choices, widget=Chips,
        help_text="You may leave this out. It stands beside what you say, and nothing else about you does.",
        error_messages={"invalid_choice": "Choose one of these, or none"},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="How did it come?", choices=[("screen", "I say it myself"), ("paper", "On paper"), ("phone", "By phone")],
        help_text="For those who keep the register: what somebody else wrote or said.",
        error_messages={"invalid_choice": "Choose one of these", "required": "Choose one of these"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, keeps: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not keeps:
            del self.fields["channel"]
        last = [name for name in ("role", "channel") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def actor(self, actor: Actor) -> Actor:
        """Whoever says it: she who sits here, or somebody on paper or by phone, entered by her."""
        found = self.cleaned_data
        actor = replace(actor, role=found["role"] or actor.role)
        channel = found.get("channel", "screen")
        if channel == "screen":
            return actor
        return replace(actor, person_id=None, role=found["role"], channel=channel, clerk_id=actor.person_id)


class OutcomeForm(SayingForm):
    """What should be different."""

    statement = forms.CharField(
        label="What should be different?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"In your own words, perhaps beginning with “I”. For example: “I get a proper break”. {_NO_NAMES}",
        error_messages={"required": "Write what should be different",
                        "max_length": f"Shorten this to at most {LONGEST} characters"},
    )  # fmt: skip
    about = forms.MultipleChoiceField(
        label="Which services have to do with it?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Leave this out if you are not sure.", error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offered: Sequence[ServiceView], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if offered:
            self.fields["about"].choices = [(str(one.id), one.name) for one in offered]  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def service_ids(self) -> list[UUID]:
        """The services chosen."""
        return [UUID(key) for key in self.cleaned_data.get("about", ())]


class RewordForm(SayingForm):
    """Other words for the same."""

    words = forms.CharField(
        label="How would you put it?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_NO_NAMES,
        error_messages={"required": "Write it in your words",
                        "max_length": f"Shorten this to at most {LONGEST} characters"},
    )  # fmt: skip


class ContestForm(SayingForm):
    """Not agreeing, with the reason."""

    words = forms.CharField(
        label="What is wrong with it?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"For whom would it be no good? What matters more? {_NO_NAMES}",
        error_messages={"required": "Say what is wrong with it",
                        "max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip


class RetireForm(Form):
    """Taking something off the list, with the reason."""

    reason = forms.CharField(
        label="Why does it come off the list?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone can read this. What was said about it stays.",
        error_messages={"required": "Say why", "max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip


def figure_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DecimalField:
    """A figure, with up to two decimals."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, max_digits=12, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={"required": "Write a figure", "invalid": "Write a figure such as 24 or 3.5",
                        "max_digits": "This figure is too long", "max_whole_digits": "This figure is too long",
                        "max_decimal_places": "Two decimals are enough"},
    )  # fmt: skip


class IndicatorForm(Form):
    """How we would know."""

    name = forms.CharField(
        label="How would we know?", max_length=200, help_text="For example: people over 75 who are often lonely",
        error_messages={"required": "Say what would be counted or asked", "max_length": "Shorten this"},
    )  # fmt: skip
    unit = forms.CharField(
        label="In what is it counted?", max_length=40, help_text="For example: %, people, days",
        error_messages={"required": "Say in what it is counted", "max_length": "Shorten this"},
    )  # fmt: skip
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Indicator.Direction.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    baseline = figure_field("Where did we start?", "Leave it out if nobody knows.", required=False)
    target = figure_field("Where do we want to be?", "Leave it out if that is not agreed.", required=False)
    target_on = day_field("By when?", required=False)

    def said(self) -> NewIndicator:
        """As the action wants it; only after ``is_valid``."""
        return NewIndicator(**self.cleaned_data)


class MeasureForm(Form):
    """A figure with its range and its source."""

    indicator = forms.ChoiceField(label="What was measured?", error_messages={"required": "Choose one"})
    on = day_field("On which day?")
    central = figure_field("The figure")
    low = figure_field("It could be as low as", "Leave both out if nobody knows the range.", required=False)
    high = figure_field("and as high as", required=False)
    n = forms.IntegerField(
        label="How many people or cases does it rest on?", required=False, min_value=1, max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
        error_messages={"invalid": "Write a whole number", "min_value": "Write a number above 0"},
    )  # fmt: skip
    group = forms.ChoiceField(
        label="Whom is it about?", required=False, choices=[("", "Everybody"), *Group.choices]
    )
    source = forms.CharField(
        label="Where is this from?", max_length=120, help_text="For example: survey of autumn 2026, question 4",
        error_messages={"required": "Say where the figure is from, so that others can look"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, indicators: Sequence[IndicatorView], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["indicator"].choices = [(str(one.id), f"{one.name} ({one.unit})") for one in indicators]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both ends of the range or none; small groups are not shown."""
        found: dict[str, Any] = super().clean() or {}
        if (found.get("low") is None) != (found.get("high") is None):
            self.add_error("low", "Give both ends of the range, or none")
        if found.get("group") and (found.get("n") or 0) < 5:
            self.add_error(
                "n", "A group needs at least five people: with fewer, somebody could be found by the figure"
            )
        return found

    def said(self) -> tuple[UUID, NewMeasurement]:
        """The indicator, and the figure as the action wants it; only after ``is_valid``."""
        found = self.cleaned_data
        central: Decimal = found["central"]
        low = central if found["low"] is None else found["low"]
        high = central if found["high"] is None else found["high"]
        return UUID(found["indicator"]), NewMeasurement(
            found["on"], low, central, high, found["source"].strip(), found["group"], found["n"]
        )
