"""How far each project has come, and which duties of both sides are kept or late."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coproduce.core.models import Text
from coproduce.instruments.delivery.models import Milestone, Report
from coproduce.instruments.delivery.rules import is_late
from coproduce.proceedings.public import (
    ItemView,
    PictureView,
    Story,
    current,
    of_handover,
    pictures,
    stories,
    today,
)
from coproduce.register.public import StepView, steps_of


@dataclass(frozen=True)
class MilestoneView:
    """A milestone or duty as shown."""

    id: UUID
    item_id: UUID | None
    title: str
    side: str
    organisation_id: UUID | None
    due_on: date
    done_on: date | None
    dropped: str
    late: bool


@dataclass(frozen=True)
class ReportView:
    """A report as shown."""

    item_id: UUID
    at: datetime
    progress: int
    text: str
    spent: int | None
    picture: PictureView | None


@dataclass(frozen=True)
class Board:
    """The delivery board: projects, their stories, milestones and reports (newest first)."""

    items: tuple[ItemView, ...]
    stories: Mapping[UUID, Story]
    milestones: tuple[MilestoneView, ...]
    reports: Mapping[UUID, tuple[ReportView, ...]]

    def progress(self, item_id: UUID) -> int | None:
        """Per cent of the newest report; None where nothing was reported yet."""
        told = self.reports.get(item_id)
        return told[0].progress if told else None

    @property
    def unfinished(self) -> list[ItemView]:
        """Projects that are not done."""
        return [item for item in self.items if self.progress(item.id) != 100]


def board(step: StepView) -> Board:
    """The board of a delivery stage, in a handful of reads."""
    items = of_handover(step.id)
    marks = list(Milestone.objects.filter(step_id=step.id))
    rows = list(Report.objects.filter(step_id=step.id).order_by("-at", "-id"))
    wanted = {row.text_id for row in rows} | {row.dropped_reason_id for row in marks}
    texts: dict[UUID | None, str] = {None: ""}
    texts.update(Text.objects.filter(pk__in=[key for key in wanted if key]).values_list("pk", "body"))
    seen = pictures([row.picture for row in rows])
    day = today()
    reports: dict[UUID, list[ReportView]] = {}
    for row in rows:
        reports.setdefault(row.item_id, []).append(
            ReportView(
                row.item_id,
                row.at,
                row.progress,
                texts[row.text_id],
                row.spent,
                seen.get(row.picture),
            )
        )
    return Board(
        tuple(items),
        stories([item.id for item in items]),
        tuple(_milestone(row, texts, day) for row in marks),
        {key: tuple(values) for key, values in reports.items()},
    )  # fmt: skip


def latest_progress(step_id: UUID, item_id: UUID) -> int:
    """Per cent of the newest report on a project; 0 where there is none."""
    row = Report.objects.filter(step_id=step_id, item_id=item_id).order_by("-at", "-id").first()
    return row.progress if row else 0


def duties_of(item_ids: Collection[UUID]) -> dict[UUID, list[MilestoneView]]:
    """What each side promised for these items: milestones of each, and the duties that hold for all, by day."""
    found: dict[UUID, list[MilestoneView]] = {key: [] for key in item_ids}
    initiatives = {item.initiative_id for item in current(item_ids).values()}
    here = [
        step for steps in steps_of(initiatives).values() for step in steps if step.instrument == "delivery"
    ]
    marks = list(Milestone.objects.filter(step_id__in=[step.id for step in here]))
    if not marks:
        return found
    texts: dict[UUID | None, str] = {None: ""}
    dropped = [row.dropped_reason_id for row in marks if row.dropped_reason_id]
    texts.update(Text.objects.filter(pk__in=dropped).values_list("pk", "body"))
    took = {step.id: {item.id for item in of_handover(step.id)} for step in here}
    day = today()
    for key in item_ids:
        found[key] = [
            _milestone(row, texts, day)
            for row in marks
            if row.item_id == key or (row.item_id is None and key in took[row.step_id])
        ]
    return found


def picture_of(step_id: UUID, item_id: UUID, picture_id: str) -> bool:
    """Whether a report on this project at this stage shows this picture."""
    return Report.objects.filter(step_id=step_id, item_id=item_id, picture=picture_id).exists()


def _milestone(row: Milestone, texts: Mapping[UUID | None, str], day: date) -> MilestoneView:
    return MilestoneView(
        row.pk, row.item_id, row.title, row.side, row.organisation_id, row.due_on, row.done_on,
        texts[row.dropped_reason_id], is_late(row.due_on, row.done_on, day) and not row.dropped_reason_id,
    )  # fmt: skip
