"""What whoever decides writes: the decision as a whole, and an answer on each idea."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from coproduce.core import BadInput
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.proceedings.public import ItemView
from coproduce.ui.renderer import Form

OUTCOMES = (
    ("", "Not yet"),
    ("accepted", "Yes"),
    ("partly", "In part"),
    ("declined", "No"),
    ("referred", "Passed on"),
    ("not-funded", "Not funded"),
)
AT_ONCE = 30
"""How many ideas are answered on one page: a form has its limits, and so has whoever fills it in."""


def _text(label: str, help_text: str = "", *, rows: int = 3, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def _day(label: str, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    mend = "Write a day such as 2026-07-12"
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": mend, "invalid": mend}, **kwargs
    )


class DecideForm(Form):
    """One decision, with an answer on each idea that has none yet."""

    decided_on = _day("Decided on")
    reasons = _text(
        "Why you decided so", "Everybody who took part reads this.", required=True,
        error_messages={"required": "Say why you decided so"},
    )  # fmt: skip
    dissent = _text(
        "The view that lost", "Those who saw it differently, and why. You may leave it out.", rows=2
    )
    interests = _text(
        "Interests declared", "Who stood to gain, and whether they took part. Write “None” if nobody declared one.",
        rows=2, required=True,
        error_messages={"required": "Say who declared an interest, or write “None”"},
    )  # fmt: skip
    equality = _text("Equality", "Whom it touches, and what was checked. You may leave it out.", rows=2)
    limits = _text("Law and limits", "What nobody here could decide otherwise. You may leave it out.", rows=2)
    minutes = forms.CharField(
        label="Minutes", max_length=300, required=False,
        help_text="An address that begins with https://, or the item of an agenda.",
        error_messages={"max_length": "Shorten this to at most 300 characters"},
    )  # fmt: skip
    look_again_on = _day("We look at it again on", required=False)

    def __init__(
        self, items: Sequence[ItemView], voted: Mapping[UUID, bool], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.items = list(items)[:AT_ONCE]
        for item in self.items:
            number = item.number
            usual = {True: "accepted", False: "not-funded"}.get(voted.get(item.id, None), "")  # type: ignore[arg-type]
            self.fields[f"outcome_{number}"] = forms.ChoiceField(
                label="Answer", choices=OUTCOMES, required=False, initial=usual,
                error_messages={"invalid_choice": "Choose an answer"},
            )  # fmt: skip
            self.fields[f"reason_{number}"] = _text(
                "Why", "In words that those who were for it can read.", rows=2
            )
            self.fields[f"next_{number}"] = _text("What happens next", "Who will be in touch.", rows=2)
            self.fields[f"due_{number}"] = _day("It will be done by", required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Each idea with its four fields, for the template."""
        names = ("outcome", "reason", "next", "due")
        return [
            {"item": item, "fields": [self[f"{name}_{item.number}"] for name in names]} for item in self.items
        ]

    def decision(self, body_id: UUID) -> NewDecision:
        """The decision as written; ideas left at “not yet” are not in it. Only after ``is_valid``."""
        said = self.cleaned_data
        rulings = [
            NewRuling(
                item.id, said[f"outcome_{item.number}"], said[f"reason_{item.number}"],
                amount=item.cost_central if said[f"outcome_{item.number}"] == "accepted" else None,
                next_step=said[f"next_{item.number}"], due_on=said[f"due_{item.number}"], organisation_id=body_id,
            )
            for item in self.items
            if said[f"outcome_{item.number}"]
        ]  # fmt: skip
        return NewDecision(
            said["decided_on"], said["reasons"], rulings, body_id=body_id, dissent=said["dissent"],
            interests=said["interests"], equality=said["equality"], limits=said["limits"],
            minutes=said["minutes"], look_again_on=said["look_again_on"],
        )  # fmt: skip

    def take(self, refused: BadInput) -> None:
        """A fault of one idea stands beside its fields."""
        for problem in refused.problems:
            key = problem.place.key or ""
            for name in (key, f"{'due' if 'by when' in problem.text else 'reason'}_{key}", None):
                if name is None or name in self.fields:
                    self.add_error(name, problem.text)
                    break
