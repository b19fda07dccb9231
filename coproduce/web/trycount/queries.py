"""Named reads: what a page may show of a trial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from coproduce.core import Actor, require
from coproduce.web.trycount.compute import Counted
from coproduce.web.trycount.models import Trial
from coproduce.web.trycount.rules import ABSENT, TrialView, check_see


@dataclass(frozen=True)
class Seen:
    """A trial as its page shows it."""

    id: UUID
    name: str
    title: str
    brought_at: datetime
    gone_at: datetime | None
    way: Mapping[str, Any]
    counted: Counted = field(repr=False)

    @property
    def shown(self) -> bool:
        """Whether it belongs to the site."""
        return self.gone_at is None


def visible_to(actor: Actor, now: datetime) -> QuerySet[Trial]:
    """The trials that ``check_see`` lets this actor see."""
    mine = (
        Trial.objects.filter(visitor=actor.visitor, gone_at__gt=now) if actor.known else Trial.objects.none()
    )
    return Trial.objects.filter(visitor="") | mine


def view(trial: UUID) -> TrialView | None:
    """What the rules need of one trial, or None where there is none."""
    row = Trial.objects.filter(id=trial).values_list("id", "visitor", "gone_at").first()
    return TrialView(*row) if row else None


def see(actor: Actor, trial: UUID, now: datetime) -> Seen:
    """One trial for its page. Raises ``Refused`` where the actor may not see it."""
    found = view(trial)
    require(check_see(actor, found, now) if found else ABSENT)
    row = Trial.objects.defer("source").filter(id=trial).first()
    if row is None:
        require(ABSENT)
        raise AssertionError("require raises where it is given a refusal")
    return Seen(
        row.id,
        row.name,
        row.title,
        row.brought_at,
        row.gone_at,
        row.way,
        Counted(bytes(row.envelope), bytes(row.beside)),
    )


def source(actor: Actor, trial: UUID, now: datetime) -> tuple[str, bytes]:
    """Name and bytes of the election file as we keep it. Raises ``Refused`` as ``see`` does."""
    found = view(trial)
    require(check_see(actor, found, now) if found else ABSENT)
    row = Trial.objects.filter(id=trial).values_list("name", "source").first()
    if row is None:
        require(ABSENT)
        raise AssertionError("require raises where it is given a refusal")
    return row[0], bytes(row[1])


def shown(now: datetime) -> list[tuple[UUID, str]]:
    """Id and title of what the site itself shows, newest first."""
    del now
    return list(Trial.objects.filter(visitor="").order_by("-brought_at").values_list("id", "title")[:5])


def own(actor: Actor, now: datetime) -> list[tuple[UUID, str, datetime]]:
    """Id, title and end of what the actor has here, newest first."""
    rows = visible_to(actor, now).exclude(visitor="").order_by("-brought_at")
    return [
        (row.id, row.title, row.gone_at) for row in rows.only("id", "title", "gone_at")[:20] if row.gone_at
    ]
