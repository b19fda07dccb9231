"""What other rooms see of the register: frozen values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class StepView:
    """A stage as it stands. ``state`` lies in ``register.public``: it needs the time."""

    id: UUID
    initiative_id: UUID
    name: str
    title: str
    instrument: str
    position: int
    occurrence: int = 1
    area_id: UUID | None = None
    settings: Mapping[str, Any] | None = None
    settings_version: int = 1
    admits: str = "anyone"
    takes: tuple[Mapping[str, Any], ...] = ()
    gives: Mapping[str, str] | None = None
    promise: Mapping[str, str] | None = None
    after: tuple[str, ...] = ()
    when: str = ""
    duty: str = ""
    decides: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    started_at: datetime | None = None
    paused_at: datetime | None = None
    cancelled_at: datetime | None = None
    concluded_at: datetime | None = None

    @property
    def subject(self) -> str:
        """How an audit event names the stage."""
        return f"register.step:{self.id}"


@dataclass(frozen=True)
class InitiativeView:
    """A joint project as everybody may see it."""

    id: UUID
    slug: str
    title: str
    summary: str
    runs: str
    visibility: str
    method_key: str
    method_version: int | None
    method_digest: str
    lead_id: UUID
    area_id: UUID | None
    previous_id: UUID | None
    co: str
    sure: str
    power: str
    fixed: str
    open: str
    who_decides: str
    hear_by: date | None
    paid: str
    public_side: str
    could_go_wrong: str
    if_it_stops: str
    replaces_paid_work: str
    begun_at: datetime
    closed_at: datetime | None
    closed_reason: str

    @property
    def subject(self) -> str:
        """How an audit event names the joint project."""
        return f"register.initiative:{self.id}"


LABEL_FIELDS = ("power", "fixed", "open", "who_decides", "hear_by", "paid", "public_side")
"""The power-and-promise label: nothing opens while one of these is empty."""


@dataclass(frozen=True)
class TeamView:
    """A joint project in whose team somebody is, and what she does there, in words."""

    initiative_id: UUID
    slug: str
    title: str
    duties: tuple[str, ...]
