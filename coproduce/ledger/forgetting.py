"""What the book holds of a person: for her to take, and to be forgotten. Totals stay, nobody’s."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import OuterRef, Subquery

from coproduce.core import Actor, now
from coproduce.core.acting import acting
from coproduce.core.models import Text
from coproduce.ledger.models import Claim, EntryNote, Party, Posting
from coproduce.ledger.queries import GIVEN, parties_of
from coproduce.proceedings.public import DataTable, Forgotten, Keeper

_STAYS = "The hours and sums that you gave stay in the totals, as somebody's. Nothing there says that they were yours."


class Book:
    """The ledger as a keeper of personal data."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """What she gave, what waits to be confirmed, and the notes beside it."""
        mine = parties_of(person_id)
        if not mine:
            return
        lines = Posting.objects.filter(party_id__in=mine, account__role=GIVEN).order_by(
            "entry__occurred_on", "pk"
        )
        yield DataTable(
            "what you gave",
            ("day", "kind", "quantity", "unit", "stage", "record"),
            [
                (day, kind, -much, unit, stage, str(entry))
                for day, kind, much, unit, stage, entry in lines.values_list(
                    "entry__occurred_on", "kind_id", "quantity", "unit", "stage", "entry_id"
                )
            ],
        )
        yield DataTable(
            "what waits to be confirmed",
            ("day", "kind", "quantity", "state", "reason"),
            [
                (row.occurred_on, row.kind_id, row.quantity, row.state, row.words or "")
                for row in Claim.objects.filter(party_id__in=mine)
                .annotate(words=_words("reason_id"))
                .order_by("occurred_on", "pk")
            ],
        )
        notes = EntryNote.objects.filter(entry__postings__party_id__in=mine).distinct()
        yield DataTable(
            "notes beside what you gave",
            ("record", "note"),
            list(notes.annotate(words=_words("text_id")).order_by("pk").values_list("entry_id", "words")),
        )

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Empty the key under which she gave, and every text beside it. What was given stays, as somebody's."""
        mine = parties_of(person_id)
        if not mine:
            return Forgotten()
        with acting("ledger.forget", by=by, subject=f"people.person:{person_id}") as doing:
            texts = {
                *EntryNote.objects.filter(entry__postings__party_id__in=mine).values_list(
                    "text_id", flat=True
                ),
                *Claim.objects.filter(party_id__in=mine, reason__isnull=False).values_list(
                    "reason_id", flat=True
                ),
            }
            redacted = Text.objects.filter(pk__in=texts, redacted_at__isnull=True).update(
                body="", redacted_at=now()
            )
            waiting = Claim.objects.filter(party_id__in=mine, state=Claim.State.OPEN).delete()[0]
            parties = Party.objects.filter(pk__in=mine).update(person=None, organisation=None)
            doing.codes = {"parties": parties, "notes": redacted, "claims": waiting}
        return Forgotten(
            {"ledger.party": parties, "core.text": redacted, "ledger.claim": waiting},
            (_STAYS,),
        )


def _words(column: str) -> Subquery:
    return Subquery(Text.objects.filter(pk=OuterRef(column)).values("body")[:1])


KEEPER: Keeper = Book()
