"""What the team writes on the pages of paper."""

from __future__ import annotations

from django import forms

from coproduce.instruments.ballot.paper.rules import MISSING
from coproduce.ui.renderer import Form

MOST_CARDS = 2_000


def _short() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"})


class CardsForm(Form):
    """How many code cards to print, and how large."""

    number = forms.IntegerField(
        label="How many cards", min_value=1, max_value=MOST_CARDS, initial=80,
        widget=_short(),
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


class DeskForm(Form):
    """Whom to mark off, by the code on her card, and what with."""

    code = forms.CharField(
        label="Code from the card", max_length=60,
        help_text="12 letters and numbers. Spaces and capitals do not matter.",
        widget=forms.TextInput(attrs={"class": "cp-code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the code from the card", "max_length": "A code has 12 letters and numbers"},
    )  # fmt: skip
    what = forms.ChoiceField(
        label="What happens",
        choices=[
            ("give", "Hand over a paper ballot"),
            ("post", "The paper ballot came by post"),
            ("back", "A paper ballot comes back blank"),
        ],
        initial="give", widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens", "invalid_choice": "Choose what happens"},
    )  # fmt: skip


class NameForm(Form):
    """Somebody on the roll, by name."""

    name = forms.CharField(
        label="Or look for a name", max_length=80, min_length=3,
        error_messages={
            "required": "Type at least three letters of the name",
            "min_length": "Type at least three letters of the name",
            "max_length": "Type fewer letters of the name",
        },
    )  # fmt: skip


class BatchForm(Form):
    """A pile of sheets."""

    label = forms.CharField(
        label="Name of the batch", help_text="As you write it on the pile: Millfield Hall, box 1.", max_length=60,
        error_messages={
            "required": "Give the batch a name, and write it on the pile",
            "max_length": "Shorten the name to at most 60 characters",
        },
    )  # fmt: skip
    sheets = forms.IntegerField(
        label="How many sheets", help_text="Count them by hand. 25 to 50 in a batch are quick to check.",
        widget=_short(),
        error_messages={"required": "Count the sheets and write how many there are", "invalid": "Write a whole number"},
    )  # fmt: skip


class RecountForm(Form):
    """A pile counted again."""

    sheets = forms.IntegerField(
        label="The pile holds another number", widget=_short(),
        error_messages={"required": "Write how many sheets there are", "invalid": "Write a whole number"},
    )  # fmt: skip


class SheetsForm(Form):
    """Blank sheets that were handed out without a voter at the desk, or that will not come back."""

    number = forms.IntegerField(
        label="How many sheets", widget=_short(),
        error_messages={"required": "Write how many sheets", "invalid": "Write a whole number"},
    )  # fmt: skip
    what = forms.ChoiceField(
        label="What happened to them",
        choices=[
            ("issued:replaced", "Handed out in place of a spoilt one"),
            ("issued:posted", "Sent out by post"),
            *((f"missing:{key}", words) for key, words in MISSING.items()),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happened to them", "invalid_choice": "Say what happened to them"},
    )  # fmt: skip
