"""Named reads of the calendar. Each answers for many ids at once and returns values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from coproduce.occasions.models import Occasion, Opportunity, Part
from coproduce.occasions.values import OccasionView, OpportunityView, PartView

_PART = list(PartView.__dataclass_fields__)
_OCCASION = list(OccasionView.__dataclass_fields__)


def part_view(row: Part) -> PartView:
    """A row of a part as a value."""
    return PartView(**{name: getattr(row, name) for name in _PART})


def occasion_view(row: Occasion) -> OccasionView:
    """A row of an occasion as a value."""
    return OccasionView(**{name: getattr(row, name) for name in _OCCASION})


def opportunity_view(row: Opportunity) -> OpportunityView:
    """A row of an opportunity as a value."""
    plain = {name: getattr(row, name) for name in OpportunityView.__dataclass_fields__ if name != "skills"}
    return OpportunityView(**plain, skills=tuple(row.skills))


def opportunities_of(step_ids: Collection[UUID]) -> dict[UUID, list[OpportunityView]]:
    """What people are wanted for, by stage."""
    found: dict[UUID, list[OpportunityView]] = {key: [] for key in step_ids}
    for row in Opportunity.objects.filter(step_id__in=step_ids).order_by("pk"):
        found[row.step_id].append(opportunity_view(row))
    return found


def occasions_of(step_ids: Collection[UUID]) -> dict[UUID, list[OccasionView]]:
    """The occasions of each stage in order of time, cancelled ones too."""
    found: dict[UUID, list[OccasionView]] = {key: [] for key in step_ids}
    for row in Occasion.objects.filter(step_id__in=step_ids).order_by("starts", "pk"):
        found[row.step_id].append(occasion_view(row))
    return found


def occasions(ids: Collection[UUID]) -> dict[UUID, OccasionView]:
    """Occasions by id."""
    return {row.pk: occasion_view(row) for row in Occasion.objects.filter(pk__in=ids)}


def parts_of(occasion_ids: Collection[UUID]) -> dict[UUID, list[PartView]]:
    """Who takes part in each occasion."""
    found: dict[UUID, list[PartView]] = {key: [] for key in occasion_ids}
    for row in Part.objects.filter(occasion_id__in=occasion_ids).order_by("pk"):
        found[row.occasion_id].append(part_view(row))
    return found


def calendar_of(person_id: UUID, *, since: datetime, until: datetime) -> list[OccasionView]:
    """What a person said yes to between two moments, in order of time; without what was cancelled or handed on."""
    rows = Occasion.objects.filter(
        parts__person_id=person_id, parts__said=True, parts__covered_by__isnull=True, cancelled_at__isnull=True,
        ends__gt=since, starts__lt=until,
    )  # fmt: skip
    return [occasion_view(row) for row in rows.distinct().order_by("starts", "pk")]


def clashes(person_id: UUID, starts: datetime, ends: datetime) -> list[OccasionView]:
    """What a person said yes to that overlaps with this time."""
    return calendar_of(person_id, since=starts, until=ends)
