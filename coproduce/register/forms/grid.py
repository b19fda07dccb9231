"""Putting on the register what happens already: one thing in half a minute, or many by ticking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from coproduce.catalogue.public import Co, MethodView, methods
from coproduce.people.public import organisations_by_name
from coproduce.register.entering import LIKELY, NewEntry
from coproduce.register.models import Initiative
from coproduce.register.service_queries import ServiceView
from coproduce.ui.renderer import Chips, Form

KINDS = (
    ("third-sector", "A charity or community group"),
    ("community", "Residents among themselves"),
    ("agency", "A public service"),
    ("provider", "A company or other provider"),
)


class EntryForm(Form):
    """Something that happens already."""

    title = forms.CharField(
        label="What happens?", max_length=200, help_text="For example: Friday lunch club at St John’s",
        error_messages={"required": "Give it a name", "max_length": "Shorten the name"},
    )  # fmt: skip
    service = forms.ChoiceField(label="For which service?", required=False)
    way = forms.ChoiceField(
        label="Is it one of these ways of working?", required=False,
        help_text="If none fits, choose one of the four below instead.",
    )  # fmt: skip
    co = forms.ChoiceField(
        label="Or just: which of the four is it?", required=False, choices=Co.choices, widget=Chips
    )
    who = forms.ChoiceField(label="Who does it?", required=False)
    other = forms.CharField(
        label="Somebody else? Write the name", max_length=200, required=False,
        help_text="Only if they are not in the list above. Never one person’s name.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="What are they?", choices=KINDS, required=False)
    sure = forms.ChoiceField(
        label="How sure are you?", choices=Initiative.Sure.choices, widget=Chips, initial="known",
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offered: Sequence[ServiceView], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["service"].choices = [("", "None, or not sure"), *((str(one.id), one.name) for one in offered)]
        fields["who"].choices = [
            ("", "Choose"),
            *((str(key), name) for key, name, _ in organisations_by_name()),
        ]
        fields["way"].choices = [("", "None of them, or not sure"), *_by_co(methods())]

    def clean(self) -> dict[str, Any]:
        """Somebody does it, and it is one of the four."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("who") and not (found.get("other") or "").strip():
            self.add_error("who", "Say who does it")
        if not found.get("way") and not found.get("co"):
            self.add_error("co", "Choose a way of working, or one of the four")
        return found

    def entry(self, lead_id: UUID) -> NewEntry:
        """As the action wants it; only after ``is_valid``."""
        found = self.cleaned_data
        return NewEntry(
            found["title"].strip(), lead_id, co=found["co"], method_key=found["way"],
            service_ids=[UUID(found["service"])] if found["service"] else [], sure=found["sure"] or "known",
        )  # fmt: skip


class LikelyForm(Form):
    """Services that most councils have."""

    ticked = forms.MultipleChoiceField(
        label="Which of these do you have?", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    organisation = forms.ChoiceField(label="Who answers for them?")

    def __init__(self, data: Any = None, *, there: Sequence[ServiceView], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        taken = {one.name.casefold() for one in there}
        fields: dict[str, Any] = self.fields
        fields["ticked"].choices = [(name, name) for name in LIKELY if name.casefold() not in taken]
        fields["organisation"].choices = [
            (str(key), name) for key, name, kind in organisations_by_name() if kind == "agency"
        ]


class TicksForm(Form):
    """Which ways of working happen at one service."""

    sure = forms.ChoiceField(
        label="How sure are you?", choices=Initiative.Sure.choices, widget=Chips, initial="known",
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, there: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.groups: list[str] = []
        for co, found in _by_co(methods()):
            ways = [(key, name) for key, name in found if key not in there]
            if ways:
                name = f"ways_{Co(_CO_OF[co]).value}"
                self.fields[name] = forms.MultipleChoiceField(
                    label=co, choices=ways, required=False, widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": "Choose from the list"},
                )  # fmt: skip
                self.groups.append(name)
        self.order_fields([*self.groups, "sure"])

    def keys(self) -> list[str]:
        """The ways ticked; only after ``is_valid``."""
        return [key for name in self.groups for key in self.cleaned_data[name]]


_CO_OF = {co.label: co.value for co in Co}


def _by_co(found: Sequence[MethodView]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Ways of working under the four Co's, as choices."""
    return [
        (co.label, [(one.key, one.recipe.name()) for one in found if one.co == co])
        for co in Co
        if any(one.co == co for one in found)
    ]
