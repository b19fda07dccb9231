"""What this room holds of a person: of which decisions she was told."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from coproduce.core import Actor
from coproduce.core.acting import acting
from coproduce.core.keeping import DataTable, Forgotten
from coproduce.decisions.models import Notice


class Decisions:
    """The keeper of notices. Decisions themselves name an office, never a person."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """The decisions she was told of."""
        rows = Notice.objects.filter(person_id=person_id).order_by("pk")
        columns = ("decision__decided_on", "channel", "sent_at")
        yield DataTable("notices", columns, list(rows.values_list(*columns)))

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Delete the notes of what she was told."""
        with acting("decisions.forget", by=by, subject=f"people.person:{person_id}") as doing:
            erased = Notice.objects.filter(person_id=person_id).delete()[0]
            doing.codes = {"notices": erased}
        return Forgotten({"decisions.notice": erased} if erased else {})
