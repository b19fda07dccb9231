"""What somebody types at the door."""

from __future__ import annotations

from django import forms

from coproduce.core.codes import LENGTH, tidy
from coproduce.ui.renderer import Form


class CodeForm(Form):
    """A code from a card."""

    code = forms.CharField(
        label="Code from your card",
        help_text="12 letters and numbers. Spaces and capitals do not matter.",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "cp-code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the code from your card"},
    )

    def clean_code(self) -> str:
        """The code without spaces, look-alikes put right."""
        code = tidy(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(f"A code has {LENGTH} letters and numbers. You typed {len(code)}")
        return code
