"""Opportunities, occasions and parts as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class NewOpportunity:
    """Something that people are wanted for, as what, how many, how long."""

    step_id: UUID
    role: str
    title: str
    wanted: int = 1
    minutes: int | None = None
    skills: tuple[str, ...] = ()
    clearance: str = ""
    area_id: UUID | None = None


@dataclass(frozen=True)
class OpportunityView(NewOpportunity):
    """An opportunity as it stands."""

    id: UUID | None = None


@dataclass(frozen=True)
class NewOccasion:
    """A time and a place; half-open, starts ≤ now < ends."""

    step_id: UUID
    title: str
    starts: datetime
    ends: datetime
    place: str = ""
    opportunity_id: UUID | None = None


@dataclass(frozen=True)
class OccasionView(NewOccasion):
    """An occasion as it stands."""

    id: UUID | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class PartView:
    """Somebody's part in an occasion. Nobody is scored for not coming.

    Attributes:
        said: yes, no, or None while she has not answered.
        attended: ``yes``, ``no``, ``excused`` (somebody else came instead), or empty while nobody wrote it down.
        covered_by_id: the part of whoever comes instead.
    """

    id: UUID
    occasion_id: UUID
    person_id: UUID | None
    role: str
    asked_at: datetime | None
    said: bool | None
    attended: str
    covered_by_id: UUID | None
