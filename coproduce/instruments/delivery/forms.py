"""What the team writes: a milestone or duty, how far something has come, why something is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from coproduce.catalogue.public import Side
from coproduce.core import BadInput
from coproduce.instruments.delivery.actions import NewReport
from coproduce.proceedings.public import LARGEST_FILE, LONGEST_WORDS, ItemView, NewPicture, remake
from coproduce.ui.renderer import Form, MoneyField


def _day(label: str, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    mend = "Write a day such as 2026-07-12"
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": mend, "invalid": mend}, **kwargs
    )


class PlanForm(Form):
    """What will be done by when, and by which side."""

    title = forms.CharField(
        label="What will be done", max_length=200, error_messages={"required": "Say what will be done"}
    )
    due_on = _day("By when")
    side = forms.ChoiceField(
        label="Who does it", choices=Side.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say who does it", "invalid_choice": "Say who does it"},
    )  # fmt: skip
    number = forms.TypedChoiceField(
        label="For which idea", coerce=int, empty_value=None, required=False,
        error_messages={"invalid_choice": "Choose one of these"},
    )  # fmt: skip

    def __init__(self, items: Sequence[ItemView], data: Any = None) -> None:
        super().__init__(data, initial={"side": "public"})
        choices = [("", "All of them"), *((item.number, f"{item.number}. {item.title}") for item in items)]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]


class ReportForm(Form):
    """How far something has come."""

    progress = forms.IntegerField(
        label="How far, in per cent", help_text="0 is not begun, 100 is done.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"required": "Give a number from 0 to 100", "invalid": "Give a number from 0 to 100"},
    )  # fmt: skip
    text = forms.CharField(
        label="In a sentence", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence how far this has come"},
    )  # fmt: skip
    spent = MoneyField(label="Spent so far", help_text="Leave it out if you do not know.", required=False)
    next_due_on = _day("New date, if it moves", required=False)
    why_later = forms.CharField(
        label="Why it moves", help_text="The first date stays to be seen.", max_length=1000, required=False
    )

    photo = forms.FileField(
        label="A photo, if you have one", required=False,
        help_text="Up to 10 MB. We make it small and take out where it was taken. No faces without leave.",
        error_messages={"empty": "This file is empty", "invalid": "Choose a picture"},
    )  # fmt: skip
    photo_says = forms.CharField(
        label="What does the photo show?", required=False, max_length=LONGEST_WORDS,
        help_text="For those who cannot see it. Only if you add a photo.",
        error_messages={"max_length": f"Shorten this to at most {LONGEST_WORDS} characters"},
    )  # fmt: skip
    made: NewPicture | None = None

    def clean(self) -> dict[str, Any]:
        """A date that moves says why; a photo is made small here, before anything is written."""
        found: dict[str, Any] = super().clean() or {}
        brought = found.get("photo")
        if brought and "photo_says" in found:
            try:
                self.made = remake(brought.read(LARGEST_FILE + 1), found["photo_says"])
            except BadInput as refused:
                for problem in refused.problems:
                    self.add_error("photo" if problem.place.key == "picture" else "photo_says", problem.text)
        if found.get("next_due_on") and not (found.get("why_later") or "").strip():
            self.add_error("why_later", "Say why the date moves")
        return found

    def report(self) -> NewReport:
        """The report as written; only after ``is_valid``."""
        said = self.cleaned_data
        return NewReport(
            said["progress"],
            said["text"],
            spent=said["spent"],
            next_due_on=said["next_due_on"],
            why_later=said["why_later"],
            photo=self.made,
        )


class DropForm(Form):
    """Why something will not be done."""

    reason = forms.CharField(
        label="Why it will not be done",
        max_length=1000,
        error_messages={"required": "Say why it will not be done"},
    )
