"""The questions that lead to a way of working."""

from __future__ import annotations

from typing import Any

from django import forms

from coproduce.catalogue.public import MONEY, Asked, Co, gains_of
from coproduce.ui.renderer import Form

_ANY = ("", "Not sure")


class ChoosingForm(Form):
    """Any of them may be left out."""

    open = forms.ChoiceField(
        label="Is anything still open?",
        help_text="If all is settled, say so to people: that is “we’re telling you”, and nothing here fits.",
        required=False, widget=forms.RadioSelect,
        choices=[("yes", "Yes, it can still change"), ("no", "No, it is settled")],
    )  # fmt: skip
    co = forms.ChoiceField(
        label="What do you want to do together?", required=False, widget=forms.RadioSelect,
        choices=[
            _ANY, (Co.COMMISSION, "Decide: what matters most, and where the money goes"),
            (Co.DESIGN, "Plan: how a service should work"), (Co.DELIVER, "Do: run it, or give some of it"),
            (Co.ASSESS, "Check: did it do what we hoped?"),
        ],
    )  # fmt: skip
    gain = forms.ChoiceField(label="What do you hope for most?", required=False)
    level = forms.ChoiceField(
        label="Do people take part alone or together?", required=False, widget=forms.RadioSelect,
        choices=[_ANY, ("individual", "Each on their own"), ("collective", "Together")],
    )  # fmt: skip
    hours = forms.ChoiceField(
        label="How much time can each person give?", required=False, widget=forms.RadioSelect,
        choices=[
            _ANY, ("minutes", "Half an hour at most"), ("hours", "A few hours"), ("days", "Some days"),
            ("years", "Month after month"),
        ],
    )  # fmt: skip
    answers = forms.ChoiceField(
        label="Is there somebody who will answer, by a day you can name?", required=False,
        widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "Not yet")],
    )  # fmt: skip
    money = forms.TypedChoiceField(
        label="How much money is there, beside staff time?", required=False, coerce=int, empty_value=None,
        choices=[_ANY, *((place, words.capitalize()) for place, words in enumerate(MONEY) if words)],
    )  # fmt: skip
    weeks = forms.TypedChoiceField(
        label="When must there be a first answer?", required=False, coerce=int, empty_value=None,
        choices=[_ANY, (6, "Within six weeks"), (13, "Within three months"), (26, "Within half a year"),
                 (52, "Within a year")],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gain"].choices = [_ANY, *((one.key, one.name) for one in gains_of())]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """The answers as the rule wants them; only after ``is_valid``."""
        said = self.cleaned_data
        return Asked(
            said["co"], said["level"], said["hours"], said["money"] or 0, said["weeks"] or 0, said["gain"]
        )
