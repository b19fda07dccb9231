"""When the worker last turned: one row, so that whoever looks at the site sees whether somebody works beside it."""

from __future__ import annotations

from datetime import datetime

from coproduce.core.clock import now
from coproduce.core.models import Turn

WORK = "work"


def beat(name: str = WORK) -> None:
    """A turn has been done."""
    Turn.objects.update_or_create(name=name, defaults={"at": now()})


def last_turn(name: str = WORK) -> datetime | None:
    """When the last turn was done; None where there never was one."""
    return Turn.objects.filter(name=name).values_list("at", flat=True).first()
