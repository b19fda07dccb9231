"""Seats on committees and boards, and who holds them. They outlive any joint project."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from coproduce.core import Actor, BadInput, Place, Problem, Refusal, Refused, now
from coproduce.core.acting import acting
from coproduce.people.models import Seat, Tenure


def add_seat(organisation_id: UUID, title: str, *, area_id: UUID | None = None, by: Actor) -> UUID:
    """A new seat, empty at first."""
    with acting("people.add-seat", by=by) as doing:
        row = Seat.objects.create(organisation_id=organisation_id, title=title, area_id=area_id)
        doing.subject = f"people.seat:{row.pk}"
    return row.pk


def fill_seat(seat_id: UUID, person_id: UUID, how: str, *, source: str = "", by: Actor) -> UUID:
    """Somebody holds a seat from today.

    Raises:
        BadInput: where somebody holds it already.
    """
    try:
        with acting("people.fill-seat", by=by, subject=f"people.seat:{seat_id}") as doing:
            with transaction.atomic():
                row = Tenure.objects.create(
                    seat_id=seat_id, person_id=person_id, since=now().date(), how=how, source=source
                )
            doing.codes = {"person": str(person_id), "how": how}
    except IntegrityError:
        text = "Somebody holds this seat already. Empty it first"
        raise BadInput([Problem(Place(key="seat"), text, "people-seat")]) from None
    return row.pk


def vacate_seat(tenure_id: UUID, *, by: Actor) -> None:
    """A seat is empty from today. A tenure that began today is taken back altogether.

    Raises:
        Refused: where it is over already.
    """
    with acting("people.vacate-seat", by=by) as doing:
        row = Tenure.objects.select_for_update().filter(pk=tenure_id, until=None).first()
        if row is None:
            raise Refused(Refusal("people-ended-before", status=409))
        doing.subject, doing.codes = f"people.seat:{row.seat_id}", {"person": str(row.person_id)}
        if row.since >= now().date():
            row.delete()
        else:
            row.until = now().date()
            row.save(update_fields=["until"])
