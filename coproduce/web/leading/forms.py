"""What whoever leads a joint project writes: the label in other words, other days, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from coproduce.register.public import InitiativeView, StepView
from coproduce.ui.renderer import Form
from coproduce.web.starting.forms import PromiseForm, a_day, sentences
from coproduce.web.starting.moments import day_of, moment, opening

RISKS = ("could_go_wrong", "if_it_stops", "replaces_paid_work")


class LabelForm(PromiseForm):
    """The whole label, and the questions on what could go wrong."""

    could_go_wrong = sentences("What could go wrong, and for whom?")
    if_it_stops = sentences("What happens to people if this stops?")
    replaces_paid_work = forms.CharField(
        label="Does this replace paid work?", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, project: InitiativeView) -> None:
        self.project = project
        super().__init__(data, initial={name: getattr(project, name) for name in self.base_fields})

    def clean_hear_by(self) -> Any:
        """A day to come, or the day that was promised already."""
        found = self.cleaned_data["hear_by"]
        return found if found == self.project.hear_by else super().clean_hear_by()


class DaysForm(Form):
    """When a stage opens and ends, and why that changes."""

    opens = a_day("Opens on", required=False)
    closes = a_day("Ends on", "Leave it out where it has no last day.", required=False)
    reason = sentences("Why do the days change?", "Everyone can read this.", rows=2, missing="Say why")

    def __init__(self, data: Any = None, *, step: StepView) -> None:
        self.step = step
        initial = {"opens": day_of(step.opens), "closes": day_of(step.closes)}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """It ends after it opens; what has begun stays begun."""
        found: dict[str, Any] = super().clean() or {}
        opens, closes = found.get("opens"), found.get("closes")
        if self.step.started_at and opens != day_of(self.step.opens):
            self.add_error("opens", "This stage has begun: its first day stays")
        if closes and not opens:
            self.add_error("opens", "Say when it opens")
        elif opens and closes and closes <= opens:
            self.add_error("closes", "It must end after the day on which it opens")
        if closes and closes != day_of(self.step.closes) and closes < timezone.localdate():
            self.add_error("closes", "Choose today or a day to come")
        return found

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """The days as moments; a day that stays keeps its hour."""
        found, step = self.cleaned_data, self.step
        opens = step.opens if found["opens"] == day_of(step.opens) else opening(found["opens"])
        closes = step.closes if found["closes"] == day_of(step.closes) else moment(found["closes"])
        return opens if found["opens"] else None, closes if found["closes"] else None


class WhyForm(Form):
    """Why a stage is paused, goes on, or is called off."""

    reason = sentences("Why?", "Everyone can read this.", rows=2, missing="Say why")
