"""What somebody types to find her answer."""

from __future__ import annotations

from datetime import date

from django import forms

from coproduce.core.codes import LENGTH, tidy
from coproduce.proceedings.public import today
from coproduce.ui.renderer import Form


class ReferenceForm(Form):
    """A reference from a slip."""

    reference = forms.CharField(
        label="Your reference",
        help_text="For example 4R7K 2MQX 09TD. It is on your slip.",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "cp-code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the reference from your slip"},
    )

    def clean_reference(self) -> str:
        """The reference without spaces, look-alikes put right."""
        code = tidy(self.cleaned_data["reference"])
        if len(code) != LENGTH:
            raise forms.ValidationError(
                f"A reference has {LENGTH} letters and numbers. You typed {len(code)}"
            )
        return code


class MoveForm(Form):
    """Another day for a promise, and why."""

    due_on = forms.DateField(
        label="The new day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Write a day such as 2026-07-12", "invalid": "Write a day such as 2026-07-12"},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why it moves", help_text="Everybody who waits for it reads this.", max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it moves", "max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip

    def clean_due_on(self) -> date:
        """Not a day that is over."""
        found: date = self.cleaned_data["due_on"]
        if found < today():
            raise forms.ValidationError("That day is over already. Promise a day that is still to come")
        return found
