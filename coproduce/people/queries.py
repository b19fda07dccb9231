"""Named reads about people; each answers for many ids at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from coproduce.catalogue.public import Role
from coproduce.core import now
from coproduce.people.models import Consent, Duty, Organisation, Profile, Standing, Tenure, VotingCode


def display_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How each person wants to be shown; empty for somebody who gave no name or was erased."""
    rows = Profile.objects.filter(person_id__in=ids).values_list("person_id", "display_name")
    return {**dict.fromkeys(ids, ""), **dict(rows)}


def persons_named(words: str, *, most: int = 20) -> dict[UUID, tuple[str, str]]:
    """Whose name has all these words in it, with the first line of her address: for a desk that checks a roll."""
    found = Profile.objects.filter(person__erased_on__isnull=True).exclude(name="")
    for word in words.split():
        found = found.filter(name__icontains=word)
    rows = found.order_by("name", "person_id").values_list("person_id", "name", "address")[:most]
    return {key: (name, address.partition("\n")[0].strip()) for key, name, address in rows}


def organisation_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """The name of each organisation."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


PURPOSES = {
    "write": "May we write to you about other joint projects?",
    "photos": "May we show photos with you in them?",
    "research": "May researchers ask you how it went?",
}
"""What a person can agree to, each as the question that she is asked."""

WORDING = 1
"""The version of these questions; whoever changes what one means counts on."""

CONTACT_BY = [(choice.value, choice.label[:1].upper() + choice.label[1:]) for choice in Profile.ContactBy]
"""How a person can be reached, in the order in which she is asked."""

_PROFILE = ("name", "display_name", "email", "phone", "address", "language", "contact_by", "needs")


def profile(person_id: UUID) -> dict[str, str]:
    """What a person said of herself; empty where she said nothing."""
    found = Profile.objects.filter(person_id=person_id).values(*_PROFILE).first()
    return found or {**dict.fromkeys(_PROFILE, ""), "contact_by": Profile.ContactBy.NONE.value}


def agreements(person_id: UUID) -> dict[str, bool]:
    """What a person agrees to now, by purpose; what she was never asked she does not agree to."""
    found = dict.fromkeys(PURPOSES, False)
    rows = Consent.objects.filter(person_id=person_id, purpose__in=PURPOSES).order_by("at", "pk")
    return {**found, **dict(rows.values_list("purpose", "given"))}


def held_now(person_id: UUID) -> list[str]:
    """The duties, confirmed roles and seats of a person now, in words."""
    duties = Duty.objects.filter(person_id=person_id, until=None).select_related("organisation")
    seats = Tenure.objects.filter(person_id=person_id, until=None).select_related("seat__organisation")
    roles = Standing.objects.filter(person_id=person_id, until=None).exclude(verified_how=Standing.How.SELF)
    return [
        *(f"{Duty.Kind(row.kind).label}, {row.organisation.name}" for row in duties.order_by("since", "pk")),
        *(f"{row.seat.title}, {row.seat.organisation.name}" for row in seats.order_by("since", "pk")),
        *(
            f"{Role(row.role).label}{f', {row.organisation.name}' if row.organisation else ''}"
            for row in roles.select_related("organisation").order_by("since", "pk")
        ),
    ]


def organisations_by_name() -> list[tuple[UUID, str, str]]:
    """Every organisation: id, name and kind."""
    return list(Organisation.objects.order_by("name", "pk").values_list("pk", "name", "kind"))


SELF_SAID = frozenset({Role.RESIDENT.value, Role.USER.value, Role.CARER.value})
"""Roles that anybody may say of herself."""


def may_be(person_id: UUID | None, role: str) -> bool:
    """Whether somebody may act in this role: her own word is enough for some, others need to be confirmed."""
    return not role or role in SELF_SAID or role in _confirmed(person_id)


def roles_open_to(person_id: UUID | None) -> list[tuple[str, str]]:
    """The roles that somebody can choose from, with their words."""
    confirmed = _confirmed(person_id)
    return [(role.value, role.label) for role in Role if role in SELF_SAID or role.value in confirmed]


def _confirmed(person_id: UUID | None) -> frozenset[str]:
    if person_id is None:
        return frozenset()
    held = Standing.objects.filter(person_id=person_id, until=None).exclude(verified_how=Standing.How.SELF)
    return frozenset(held.values_list("role", flat=True))


DEMO_DOMAIN = "demo.invalid"
"""Addresses of invented persons end so. No letter reaches that domain (RFC 2606), and nobody real has it."""


def demo_persons() -> list[tuple[UUID, str, str]]:
    """The invented persons of a demo: id, how she is shown, and the word before the @ of her address."""
    rows = Profile.objects.filter(email__iendswith=f"@{DEMO_DOMAIN}").order_by("person__since", "person_id")
    return [
        (key, shown, email.partition("@")[0])
        for key, shown, email in rows.values_list("person_id", "display_name", "email")
    ]


def is_resident(person_id: UUID, area_id: UUID | None) -> bool:
    """Whether a person is known to live, work or study in an area (anywhere, where no area is asked for)."""
    found = Standing.objects.filter(person_id=person_id, until__isnull=True).exclude(role=Role.STAFF)
    if area_id:
        found = found.filter(Q(area_id=area_id) | Q(area__isnull=True))
    return found.exists()


def code_is_valid(code_hash: str, list_name: str) -> bool:
    """Whether a voting code was printed for this list and has not been called back."""
    return VotingCode.objects.filter(code_hash=code_hash, list_name=list_name, void_on__isnull=True).exists()


def list_of_code(code_hash: str) -> str:
    """The list for which a voting code was printed; empty where there is no such code or it was called back."""
    found = VotingCode.objects.filter(code_hash=code_hash, void_on__isnull=True)
    return found.values_list("list_name", flat=True).first() or ""


def agency_duties(person_id: UUID | None) -> frozenset[str]:
    """What a person may do on the platform itself: administrator, lead, clerk, auditor."""
    if person_id is None:
        return frozenset()
    today = now().date()
    rows = Duty.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), person_id=person_id, since__lte=today
    )
    return frozenset(rows.values_list("kind", flat=True))


@dataclass(frozen=True)
class Contact:
    """How a person can be reached, and how she wants to be: ``by`` is email, text, letter, phone or none."""

    person_id: UUID
    name: str
    email: str
    phone: str
    address: str
    by: str


def contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    """How each person can be reached; nothing for somebody who was erased."""
    rows = Profile.objects.filter(person_id__in=ids, person__erased_on__isnull=True)
    return {
        row.person_id: Contact(
            row.person_id, row.name or row.display_name, row.email, row.phone, row.address, row.contact_by
        )
        for row in rows
    }
