"""Frozen values that pass between tools: items, rolls, results, hand-overs, fates, promises, cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class ItemView:
    """An item at one version. Costs in minor units of ``currency``, as a range."""

    id: UUID
    initiative_id: UUID
    number: int
    kind: str
    visibility: str
    version: int
    title: str
    body: str = ""
    picture: str = ""
    cost_low: int | None = None
    cost_central: int | None = None
    cost_high: int | None = None
    currency: str = ""
    category: str = ""
    area_id: UUID | None = None
    lat: float | None = None
    lon: float | None = None
    origin_step_id: UUID | None = None
    lot: int = 0

    @property
    def ref(self) -> str:
        """How other rows name it."""
        return f"proceedings.item:{self.id}"


@dataclass(frozen=True)
class ItemDraft:
    """What a new item or a new version says."""

    title: str
    body: str = ""
    picture: str = ""
    cost_low: int | None = None
    cost_central: int | None = None
    cost_high: int | None = None
    currency: str = ""
    category: str = ""
    area_id: UUID | None = None
    lat: float | None = None
    lon: float | None = None
    language: str = ""


@dataclass(frozen=True)
class RollMember:
    """One line of a roll: a person or a voting code."""

    id: UUID | None = None
    person_id: UUID | None = None
    voter_code_hash: str = ""
    role: str = ""
    group: str = ""
    area_id: UUID | None = None
    weight: int = 1


@dataclass(frozen=True)
class RollView:
    """A roll at one version."""

    id: UUID
    step_id: UUID
    name: str
    version: int
    members: tuple[RollMember, ...] = ()


@dataclass(frozen=True)
class ItemOutcome:
    """What a result says of one item."""

    item_id: UUID
    item_version: int
    selected: bool | None = None
    rank: int | None = None
    amount: int | None = None
    score: float | None = None
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultView:
    """A published result with what it says of each item; ``record`` is the envelope's canonical JSON."""

    id: UUID
    step_id: UUID
    kind: str
    method: str
    engine_version: str
    seed: str
    input_digest: str
    record: bytes
    at: datetime
    items: tuple[ItemOutcome, ...] = ()


@dataclass(frozen=True)
class Inflow:
    """What a stage takes, frozen when it started: items at their versions; rolls and results by name of stage."""

    items: tuple[ItemView, ...] = ()
    rolls: Mapping[str, RollView] = field(default_factory=dict)
    results: Mapping[str, ResultView] = field(default_factory=dict)


@dataclass(frozen=True)
class FateView:
    """What happened to an item or a stage, newest by stage and time."""

    stage: str
    outcome: str
    at: datetime
    reason: str = ""
    progress: int | None = None
    source: str = ""
    by_role: str = ""


@dataclass(frozen=True)
class PromiseView:
    """What is promised, by whom, and the first date if it was moved."""

    id: UUID
    stage: str
    due_on: date
    side: str
    first_due_on: date
    organisation_id: UUID | None = None
    reason: str = ""
    overdue: bool = False
    subject_id: UUID | None = None


@dataclass(frozen=True)
class ActView:
    """Something somebody did. ``refs`` names what it touched; a secret act has none."""

    id: UUID
    step_id: UUID
    kind: str
    on: date
    role: str
    secret: bool
    ref: str
    item_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Card:
    """How a tool shows one thing of its own on a page that joins tools."""

    title: str
    url: str
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Concluded:
    """That a stage was counted: what it gave on."""

    result_ids: tuple[UUID, ...] = ()
    roll_ids: tuple[UUID, ...] = ()
    item_count: int = 0
