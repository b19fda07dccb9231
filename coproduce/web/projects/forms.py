"""What somebody types to find her answer, or a joint project."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from coproduce.catalogue.public import Co, areas_by_name
from coproduce.core.codes import LENGTH, tidy
from coproduce.proceedings.public import today
from coproduce.register.public import Search, all_services
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


SHOWS = {"open": "Open now", "all": "All", "over": "Over", "register": "Run elsewhere"}
_NAMES = ("words", "co", "service", "area")


class FindForm(Form):
    """What narrows the list of joint projects. Whatever makes no sense narrows nothing."""

    words = forms.CharField(label="Look for", required=False, max_length=80)
    co = forms.ChoiceField(label="What people do", required=False, choices=[("", "All four"), *Co.choices])
    service = forms.ChoiceField(label="Service", required=False)
    area = forms.ChoiceField(label="Where", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        fields: dict[str, Any] = self.fields
        fields["service"].choices = [
            ("", "All services"),
            *((str(one.id), one.name) for one in all_services()),
        ]
        fields["area"].choices = [("", "Everywhere"), *((str(one.id), one.name) for one in areas_by_name())]
        self.is_valid()
        self.sound = {name: self.cleaned_data.get(name, "") for name in _NAMES}
        self.show = str(self.data.get("show", ""))
        self.show = self.show if self.show in SHOWS else "open"

    @property
    def narrowed(self) -> bool:
        """Whether anything is narrowed beyond what is shown first."""
        return any(self.sound.values())

    def search(self, asking: frozenset[str]) -> Search:
        """As the register looks for it."""
        service, area = self.sound["service"], self.sound["area"]
        return Search(
            self.sound["words"].strip(), self.show, self.sound["co"], UUID(service) if service else None,
            UUID(area) if area else None, asking,
        )  # fmt: skip

    def address(self, *, show: str) -> str:
        """The same search as an address, for another tab or another page."""
        return urlencode({"show": show, **{name: value for name, value in self.sound.items() if value}})
