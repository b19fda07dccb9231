"""Reads for the settings: who is what where, organisations, seats. Only people who were given something are listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from coproduce.catalogue.public import Role
from coproduce.people.models import Duty, Organisation, Person, Profile, Seat, Standing, Tenure


@dataclass(frozen=True)
class Holding:
    """A duty or a role that somebody holds, or held until a day."""

    id: UUID
    what: str
    words: str
    organisation_id: UUID | None
    organisation: str
    agency: bool
    area_id: UUID | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Colleague:
    """Somebody who was given a duty or a role."""

    id: UUID
    name: str
    email: str
    holds: tuple[Holding, ...]


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation, what it is part of, and how many hold something there."""

    id: UUID
    name: str
    kind: str
    kind_words: str
    parent: str
    people: int
    seats: int

    @property
    def agency(self) -> bool:
        """Whether it is a public agency."""
        return self.kind == Organisation.Kind.AGENCY


@dataclass(frozen=True)
class SeatRow:
    """A seat and whoever holds it."""

    id: UUID
    title: str
    tenure_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    how: str = ""
    since: date | None = None


def duties_of(person_id: UUID | None) -> frozenset[tuple[str, UUID]]:
    """The duties that a person holds now, each with its organisation."""
    if person_id is None:
        return frozenset()
    return frozenset(
        Duty.objects.filter(person_id=person_id, until=None).values_list("kind", "organisation_id")
    )


def colleagues(*, organisation_id: UUID | None = None, words: str = "") -> Any:
    """The persons to be listed, by name: a query set to be cut into pages; ``told`` makes values of a page."""
    at = {"organisation_id": organisation_id} if organisation_id else {}
    held = Q(Exists(Duty.objects.filter(person_id=OuterRef("person_id"), until=None, **at)))
    held |= Q(Exists(_confirmed().filter(person_id=OuterRef("person_id"), until=None, **at)))
    found = Profile.objects.filter(held)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return found.order_by("name", "email", "person_id")


def told(profiles: Iterable[Profile], *, past: bool = False) -> list[Colleague]:
    """Colleagues as values, with all they hold; ``past``: and what they held."""
    rows = list(profiles)
    ids = [row.person_id for row in rows]
    held: dict[UUID, list[Holding]] = {key: [] for key in ids}
    for one in _rows(Duty.objects.filter(person_id__in=ids), past=past):
        held[one.person_id].append(_holding(one, one.kind, Duty.Kind(one.kind).label, None))
    for one in _rows(_confirmed().filter(person_id__in=ids), past=past):
        held[one.person_id].append(_holding(one, one.role, Role(one.role).label, one.area_id))
    return [
        Colleague(row.person_id, row.name or row.display_name, row.email, tuple(held[row.person_id]))
        for row in rows
    ]


def colleague(person_id: UUID) -> Colleague | None:
    """One of them, with what she held; None for somebody who never was given anything."""
    row = Profile.objects.filter(person_id=person_id).first()
    found = told([row], past=True)[0] if row else None
    return found if found and found.holds else None


def _confirmed() -> Any:
    """Roles that somebody confirmed; what people say of themselves is theirs."""
    return Standing.objects.exclude(verified_how=Standing.How.SELF)


def _rows(found: Any, *, past: bool) -> Any:
    if not past:
        found = found.filter(until=None)
    return found.select_related("organisation").order_by("since", "pk")


def _holding(row: Any, what: str, words: str, area_id: UUID | None) -> Holding:
    where = row.organisation
    agency = bool(where and where.kind == Organisation.Kind.AGENCY)
    return Holding(
        row.pk, what, words, row.organisation_id, where.name if where else "", agency, area_id, row.since, row.until
    )  # fmt: skip


def organisations(ids: Collection[UUID] | None = None) -> list[OrganisationRow]:
    """Organisations by name, agencies first; all of them, or these."""
    found = Organisation.objects.select_related("parent")
    if ids is not None:
        found = found.filter(pk__in=ids)
    duties = _counted(Duty.objects.filter(until=None))
    roles = _counted(_confirmed().filter(until=None, organisation__isnull=False))
    seats = dict(Seat.objects.values_list("organisation_id").annotate(n=Count("pk")))
    rows = [
        OrganisationRow(
            row.pk, row.name, row.kind, Organisation.Kind(row.kind).label, row.parent.name if row.parent else "",
            len(duties.get(row.pk, set()) | roles.get(row.pk, set())), seats.get(row.pk, 0),
        )
        for row in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.agency, row.name.casefold()))


def _counted(rows: Any) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for organisation, person in rows.values_list("organisation_id", "person_id"):
        found.setdefault(organisation, set()).add(person)
    return found


def seats(organisation_id: UUID) -> list[SeatRow]:
    """The seats of an organisation and who holds each now."""
    open_rows = Tenure.objects.filter(seat__organisation_id=organisation_id, until=None)
    held = {row.seat_id: row for row in open_rows}
    names = dict(
        Profile.objects.filter(person_id__in=[row.person_id for row in held.values()]).values_list(
            "person_id", "name"
        )
    )
    made = []
    for seat in Seat.objects.filter(organisation_id=organisation_id).order_by("title", "pk"):
        tenure = held.get(seat.pk)
        made.append(
            SeatRow(
                seat.pk, seat.title, tenure.pk, tenure.person_id, names.get(tenure.person_id, ""),
                Tenure.How(tenure.how).label, tenure.since,
            )
            if tenure
            else SeatRow(seat.pk, seat.title)
        )  # fmt: skip
    return made


def holding(held_id: UUID, person_id: UUID) -> Holding | None:
    """A duty or role of this person that has not ended; None where there is none of this id."""
    found = colleague(person_id)
    return next((one for one in found.holds if one.id == held_id and not one.until), None) if found else None


def is_here(person_id: UUID) -> bool:
    """Whether there is such a person, not erased."""
    return Person.objects.filter(pk=person_id, erased_on=None).exists()
