"""What officers write when they cost an idea, join it to another, divide it, or say no to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from coproduce.instruments.budget.rules import Costing
from coproduce.proceedings.public import ItemDraft, ItemView
from coproduce.ui.renderer import Form, MoneyField

_SUM = {"required": "Give a sum above 0"}


def _reason(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": "Shorten this to at most 1,000 characters"},
    )


class CostForm(Form):
    """A price as a range, and where the figure comes from."""

    low = MoneyField(label="At the least", error_messages=_SUM)
    central = MoneyField(label="Most likely", help_text="People vote on this figure.", error_messages=_SUM)
    high = MoneyField(label="At the most", error_messages=_SUM)
    basis = _reason("Where the figure comes from", "Say where the figure comes from")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, item: ItemView, data: Any = None) -> None:
        initial = {
            "low": item.cost_low, "central": item.cost_central, "high": item.cost_high, "seen": item.version,
        }  # fmt: skip
        super().__init__(data, initial=initial, auto_id="id_cost_%s")

    def costing(self, currency: str) -> Costing:
        """The price as written; only after ``is_valid``."""
        found = self.cleaned_data
        return Costing(found["low"], found["central"], found["high"], currency, found["basis"])


class DeclineForm(Form):
    """A no with its reason, perhaps passed on to somebody who can do it."""

    reason = _reason("Why not?", "Say why. Everybody who supported this idea will read it")
    referred_to = forms.CharField(
        label="Passed on to",
        help_text="Only if somebody else can do it. For example: the bus company.",
        required=False,
        max_length=120,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_decline_%s")


class MergeForm(Form):
    """Which idea this one becomes part of, and why."""

    into = forms.TypedChoiceField(
        label="Becomes part of",
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose an idea"),
    )
    reason = _reason("Why do they belong together?", "Say why these belong together")

    def __init__(self, others: Sequence[ItemView], data: Any = None) -> None:
        super().__init__(data, auto_id="id_merge_%s")
        choices = [
            ("", "Choose an idea"),
            *((item.number, f"{item.number}. {item.title}") for item in others),
        ]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]


class SplitForm(Form):
    """The parts into which an idea is divided, and why."""

    first = forms.CharField(
        label="First part", max_length=120, error_messages={"required": "Name the first part"}
    )
    second = forms.CharField(
        label="Second part", max_length=120, error_messages={"required": "Name the second part"}
    )
    third = forms.CharField(label="Third part, if there is one", max_length=120, required=False)
    reason = _reason("Why is it divided?", "Say why this is divided")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_split_%s")

    def parts(self, item: ItemView) -> list[ItemDraft]:
        """The parts as new items with the topic of the idea; only after ``is_valid``."""
        names = [self.cleaned_data[name].strip() for name in ("first", "second", "third")]
        return [ItemDraft(name, item.body, category=item.category) for name in names if name]
