"""What somebody types to find her answer."""

from __future__ import annotations

from django import forms

from coproduce.core.codes import LENGTH, tidy
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
