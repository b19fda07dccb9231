"""What the team writes on the pages of paper."""

from __future__ import annotations

from django import forms

from coproduce.ui.renderer import Form

MOST_CARDS = 2_000


class CardsForm(Form):
    """How many code cards to print, and how large."""

    number = forms.IntegerField(
        label="How many cards", min_value=1, max_value=MOST_CARDS, initial=80,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={
            "required": "Write how many cards you want",
            "invalid": "Write a whole number, such as 80",
            "min_value": "Ask for at least one card",
            "max_value": f"Ask for at most {MOST_CARDS:,} cards at a time, and again for more",
        },
    )  # fmt: skip
    size = forms.ChoiceField(
        label="Print", choices=[("normal", "Normal, 8 on a page"), ("large", "Large, 2 on a page")], initial="normal",
        widget=forms.RadioSelect, error_messages={"required": "Choose a size", "invalid_choice": "Choose a size"},
    )  # fmt: skip
