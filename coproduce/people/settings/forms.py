"""What a lead fills in: whom to invite, what for, and for which organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from coproduce.catalogue.public import Role
from coproduce.people.models import Duty, Organisation, Tenure
from coproduce.people.showing import Colleague, OrganisationRow, SeatRow
from coproduce.ui.renderer import Form

_DUTIES = {
    Duty.Kind.LEAD: "Co-production lead: begins joint projects and invites colleagues",
    Duty.Kind.CLERK: "Clerk: enters what comes on paper or by phone",
    Duty.Kind.AUDITOR: "Auditor: may read everything but votes and plans",
    Duty.Kind.ADMINISTRATOR: "Administrator: sets up all organisations and roles",
}
_ROLES = {role: f"{role.label[0].upper()}{role.label[1:]}" for role in Role}
_ROLES_FIRST = (
    Role.STAFF,
    Role.MANAGER,
    Role.COUNCILLOR,
    Role.PROVIDER,
    Role.RESIDENT,
    Role.USER,
    Role.CARER,
)
_AT_HOME = frozenset({Role.RESIDENT, Role.USER, Role.CARER})


class GiveForm(Form):
    """What somebody is to be, and where."""

    what = forms.ChoiceField(
        label="What are they to be?", error_messages={"required": "Choose what they are to be"}
    )
    organisation = forms.ChoiceField(
        label="For which organisation?",
        help_text="Leave it empty for residents, people who use a service, and carers.",
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: Sequence[OrganisationRow], duties: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, words) for kind, words in _DUTIES.items() if kind in duties]
        roles = [(role.value, _ROLES[role]) for role in _ROLES_FIRST]
        what, where = self.fields["what"], self.fields["organisation"]
        if isinstance(what, forms.ChoiceField) and isinstance(where, forms.ChoiceField):
            what.choices = [("", "Choose one"), ("On this site", offered), ("In life", roles)]
            where.choices = [("", "None"), *((str(one.id), one.name) for one in organisations)]

    def clean_organisation(self) -> UUID | None:
        """The organisation's id, or None."""
        given = self.cleaned_data["organisation"]
        return UUID(given) if given else None

    def clean(self) -> dict[str, Any]:
        """All but people at home are something at an organisation."""
        said: dict[str, Any] = super().clean() or {}
        what = said.get("what")
        if what and what not in _AT_HOME and "organisation" in said and not said["organisation"]:
            self.add_error("organisation", "Say for which organisation")
        return said


class InviteForm(GiveForm):
    """Whom to invite. Her address is how she is known; a name is optional."""

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We send an invitation. They sign in with a code that comes to this address.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Type their e-mail address",
            "invalid": "Write an address like name@example.org",
        },
    )
    name = forms.CharField(label="Their name, if you like", max_length=80, required=False)
    field_order = ("email", "name", "what", "organisation")


class FoundForm(Form):
    """A new organisation."""

    name = forms.CharField(
        label="Its name",
        max_length=200,
        error_messages={"required": "Give it the name by which people know it"},
    )
    kind = forms.ChoiceField(
        label="What is it?", choices=[("", "Choose one"), *Organisation.Kind.choices],
        error_messages={"required": "Say what it is"},
    )  # fmt: skip
    parent = forms.ChoiceField(
        label="Is it part of another?",
        help_text="A department of a council, a committee of a trust.",
        required=False,
    )

    def __init__(self, *args: Any, organisations: Sequence[OrganisationRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        if isinstance(parent, forms.ChoiceField):
            parent.choices = [("", "No"), *((str(one.id), one.name) for one in organisations)]

    def clean_parent(self) -> UUID | None:
        """The other's id, or None."""
        given = self.cleaned_data["parent"]
        return UUID(given) if given else None


class SeatForm(Form):
    """A new seat."""

    title = forms.CharField(
        label="What is the seat called?", help_text="For example: Chair, or Member for Millfield.", max_length=120,
        error_messages={"required": "Say what the seat is called"},
    )  # fmt: skip


class FillForm(Form):
    """Who holds a seat from today."""

    seat = forms.ChoiceField(label="Which seat?", error_messages={"required": "Choose a seat"})
    person = forms.ChoiceField(label="Who holds it?", error_messages={"required": "Choose who holds it"})
    how = forms.ChoiceField(
        label="How did they come to it?", choices=[("", "Choose one"), *Tenure.How.choices],
        error_messages={"required": "Say how they came to it"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, seats: Sequence[SeatRow], people: Sequence[Colleague], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        seat, person = self.fields["seat"], self.fields["person"]
        if isinstance(seat, forms.ChoiceField) and isinstance(person, forms.ChoiceField):
            seat.choices = [
                ("", "Choose one"),
                *((str(one.id), one.title) for one in seats if not one.tenure_id),
            ]
            person.choices = [("", "Choose one"), *((str(one.id), one.name or one.email) for one in people)]
