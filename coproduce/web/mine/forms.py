"""What somebody says of herself: how to be shown, how to be reached, what she agrees to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from coproduce.people.public import CONTACT_BY, PURPOSES
from coproduce.ui.renderer import Chips, Form
from coproduce.web.projects.forms import ReferenceForm

_YES_NO = [("yes", "Yes"), ("no", "No")]


class SlipForm(ReferenceForm):
    """The reference on a slip, to be made one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reference"]
        field.label = "Reference from a slip"
        field.help_text = "For example 4R7K 2MQX 09TD. What you did with it then stands on this page."


class DetailsForm(Form):
    """Everything here is optional."""

    name = forms.CharField(
        label="Your name",
        help_text="Only the people who run this site see it.",
        max_length=200,
        required=False,
    )
    display_name = forms.CharField(
        label="How others may see you",
        help_text="Leave it empty to be shown without a name.",
        max_length=80,
        required=False,
    )
    contact_by = forms.ChoiceField(
        label="How should we tell you what became of it?", choices=CONTACT_BY, widget=forms.RadioSelect,
        error_messages={"required": "Choose how we should tell you"},
    )  # fmt: skip
    phone = forms.CharField(
        label="Phone number", help_text="Needed for text messages and calls only.", max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    address = forms.CharField(
        label="Postal address", help_text="Needed for letters only.", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    language = forms.CharField(
        label="The language you read best, if not English", max_length=12, required=False,
        help_text="A word will do: Polski, Urdu, BSL.",
    )  # fmt: skip
    needs = forms.CharField(
        label="What would make it easier for you to take part?", max_length=1000, required=False,
        help_text="For example a hearing loop, large print, a lift home. No medical details, please.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, words in PURPOSES.items():
            self.fields[f"agree_{purpose}"] = forms.ChoiceField(
                label=words, choices=_YES_NO, widget=forms.RadioSelect,
                error_messages={"required": "Say yes or no. Either is fine"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A way of reaching somebody needs what it reaches her by."""
        said: dict[str, Any] = super().clean() or {}
        way = said.get("contact_by")
        if way in {"text", "phone"} and not said.get("phone"):
            self.add_error("phone", "Give a phone number, or choose another way")
        if way == "letter" and not said.get("address"):
            self.add_error("address", "Give an address, or choose another way")
        return said

    def agreed(self) -> dict[str, bool]:
        """What she agrees to, by purpose."""
        return {purpose: self.cleaned_data[f"agree_{purpose}"] == "yes" for purpose in PURPOSES}

    def told(self) -> dict[str, str]:
        """What she says of herself."""
        return {
            name: self.cleaned_data[name]
            for name in ("name", "display_name", "contact_by", "phone", "address", "language", "needs")
        }


class EraseForm(Form):
    """That she means it."""

    sure = forms.MultipleChoiceField(
        label="Are you sure?",
        choices=[("yes", "Yes, erase all that is kept of me. This cannot be taken back.")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the box if you want to erase it all"},
    )


class HereAsForm(Form):
    """What somebody is here as today."""

    role = forms.ChoiceField(label="Today I’m here as…", widget=Chips)

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = list(roles)
