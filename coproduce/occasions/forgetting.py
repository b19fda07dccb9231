"""What the calendar holds of a person: for her to take, and to be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from coproduce.core import Actor
from coproduce.core.acting import acting
from coproduce.occasions.actions import release
from coproduce.occasions.models import Part
from coproduce.proceedings.public import DataTable, Forgotten, Keeper


class Calendar:
    """The calendar as a keeper of personal data."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """Every occasion that she was asked to or took part in, and why she was asked."""
        rows = (
            Part.objects.filter(person_id=person_id)
            .select_related("occasion")
            .order_by("occasion__starts", "pk")
        )
        found = [
            (one.occasion.starts, one.occasion.title, one.occasion.place, one.role, one.said, one.attended,
             "; ".join(map(str, one.reasons)))
            for one in rows
        ]  # fmt: skip
        if found:
            columns = ("starts", "title", "place", "as", "said yes", "attended", "why you were asked")
            yield DataTable("when you took part", columns, found)

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """What is to come goes; what was stays without her, so that others still see how many came."""
        with acting("occasions.forget", by=by, subject=f"people.person:{person_id}") as doing:
            gone, stays = release(person_id)
            doing.codes = {"gone": gone, "stays": stays}
        if not gone and not stays:
            return Forgotten()
        return Forgotten(
            {"occasions.part": gone + stays},
            (
                "That somebody came to a past event stays, so that its count is right. Nothing says that it was you.",
            )
            if stays
            else (),
        )


KEEPER: Keeper = Calendar()
