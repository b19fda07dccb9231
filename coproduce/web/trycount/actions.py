"""Every write: bring, count again, remove, sweep.

Reading a file and counting it may take seconds, so both happen before the
transaction; only the finished row is written inside one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from coproduce.core import Actor, Problem, require
from coproduce.web.trycount import apart, compute, queries
from coproduce.web.trycount.models import Trial
from coproduce.web.trycount.rules import ABSENT, check_change
from coproduce.web.trycount.ways import Way


def bring(*, actor: Actor, name: str, data: bytes, way: Way, now: datetime) -> UUID | list[Problem]:
    """Check the file, count it, keep both for this actor until the stated time.

    Gives back the trial's id, or every problem of the file. What an engine refuses
    (a tie, an impossible question) is raised as it comes: see ``compute.count``.
    """
    if not actor.known:
        raise ValueError("a trial belongs to a visitor with a secret of her own; see core.visit")
    return _keep(
        name=name,
        data=data,
        way=way,
        now=now,
        visitor=actor.visitor,
        gone_at=now + timedelta(hours=settings.COPRODUCE_KEEP_HOURS),
    )


def show(*, name: str, data: bytes, way: Way, now: datetime) -> UUID | list[Problem]:
    """Check and count a file and show it to everyone, in place of what was shown before."""
    kept = _keep(name=name, data=data, way=way, now=now, visitor="", gone_at=None)
    if isinstance(kept, UUID):
        with transaction.atomic():
            Trial.objects.filter(visitor="").exclude(id=kept).delete()
    return kept


def count_again(*, actor: Actor, trial: UUID, way: Way, now: datetime) -> None:
    """Count the kept file another way. Raises ``Refused`` where it is not the actor's."""
    found = queries.view(trial)
    require(check_change(actor, found, now) if found else ABSENT)
    name, data = queries.source(actor, trial, now)
    election = compute.read(data, name)
    if isinstance(election, list):
        raise AssertionError("what was kept was written by us and reads back")
    counted = apart.count(election, way, seconds=settings.COPRODUCE_COUNT_SECONDS)
    with transaction.atomic():
        Trial.objects.filter(id=trial).update(
            way=way.to_plain(), envelope=counted.envelope, beside=counted.beside
        )


def remove(*, actor: Actor, trial: UUID, now: datetime) -> None:
    """Remove a trial at once and wholly. Raises ``Refused`` where it is not the actor's."""
    found = queries.view(trial)
    require(check_change(actor, found, now) if found else ABSENT)
    with transaction.atomic():
        Trial.objects.filter(id=trial).delete()


def sweep(*, now: datetime) -> int:
    """Remove everything whose time is over; how many there were."""
    over = Trial.objects.filter(gone_at__lte=now)
    if not over.exists():
        return 0
    with transaction.atomic():
        return over.delete()[0]


def _keep(
    *, name: str, data: bytes, way: Way, now: datetime, visitor: str, gone_at: datetime | None
) -> UUID | list[Problem]:
    election = compute.read(data, name)
    if isinstance(election, list):
        return election
    counted = apart.count(election, way, seconds=settings.COPRODUCE_COUNT_SECONDS if visitor else 0)
    row = Trial(
        visitor=visitor,
        name=name[:120],
        title=compute.title(election, name)[:300],
        brought_at=now,
        gone_at=gone_at,
        source=compute.without_voters(election),
        way=way.to_plain(),
        envelope=counted.envelope,
        beside=counted.beside,
    )
    with transaction.atomic():
        row.save(force_insert=True)
    return row.id
