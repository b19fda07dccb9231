"""How the paper of a vote stands: batches, what differs, the sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from coproduce.instruments.ballot.models import Batch, Mark, SheetCount, SheetEntry
from coproduce.instruments.ballot.paper.rules import Balance, Reading, differ, settled
from coproduce.instruments.ballot.rules import Choice
from coproduce.register.public import StepView

Readings = Mapping[int, Mapping[UUID, Reading]]
"""Place in the batch → clerk → what she read."""


@dataclass(frozen=True)
class BatchView:
    """A batch with what was read of it."""

    id: UUID
    label: str
    sheets: int
    closed: bool
    readings: Readings

    @property
    def outcome(self) -> dict[int, Reading]:
        """What each settled sheet says."""
        found = {place: settled(each) for place, each in self.readings.items() if place <= self.sheets}
        return {place: reading for place, reading in found.items() if reading is not None}

    @property
    def differing(self) -> list[int]:
        """Sheets that clerks have read differently and that are not settled."""
        done = self.outcome
        return sorted(
            place for place, each in self.readings.items()
            if place <= self.sheets and place not in done and differ(each.values())
        )  # fmt: skip

    @property
    def once(self) -> int:
        """Sheets that one clerk has typed."""
        return sum(1 for place, each in self.readings.items() if len(each) == 1 and place <= self.sheets)

    @property
    def left(self) -> int:
        """Sheets that are not settled."""
        return self.sheets - len(self.outcome)

    def typed_by(self, clerk: UUID) -> dict[int, Reading]:
        """What this clerk has typed."""
        return {place: each[clerk] for place, each in self.readings.items() if clerk in each}


def batches(step_id: UUID) -> list[BatchView]:
    """All batches of a vote."""
    rows = list(Batch.objects.filter(step_id=step_id).order_by("label"))
    read: dict[UUID, dict[int, dict[UUID, Reading]]] = defaultdict(lambda: defaultdict(dict))
    for entry in SheetEntry.objects.filter(batch_id__in=[row.pk for row in rows]).order_by(
        "batch_id", "sheet", "clerk"
    ):
        choice = Choice.from_plain(entry.choice) if entry.choice is not None else None
        read[entry.batch_id][entry.sheet][entry.clerk] = Reading(choice, entry.spoilt)
    return [BatchView(row.pk, row.label, row.sheets, row.closed_on is not None, read[row.pk]) for row in rows]


def batch_of(step_id: UUID, batch_id: UUID) -> BatchView | None:
    """One batch of this vote; None where it is another's."""
    return next((batch for batch in batches(step_id) if batch.id == batch_id), None)


def balance(step: StepView) -> Balance:
    """The sums of the sheets of a vote, as they stand."""
    counted = {
        row["kind"]: row["n"]
        for row in SheetCount.objects.filter(step_id=step.id)
        .order_by("kind")
        .values("kind")
        .annotate(n=Sum("count"))
    }
    found = batches(step.id)
    said = [reading for batch in found for reading in batch.outcome.values()]
    spoilt = Counter(reading.spoilt for reading in said if reading.spoilt)
    return Balance(
        issued=counted.get("issued", 0) - counted.get("unused", 0),
        returned=sum(batch.sheets for batch in found),
        missing=counted.get("missing", 0),
        entered=sum(1 for reading in said if reading.choice is not None),
        spoilt=dict(sorted(spoilt.items())),
        open_batches=tuple(batch.label for batch in found if not batch.closed),
        marked=Mark.objects.filter(step_id=step.id, sheet=True).count(),
    )
