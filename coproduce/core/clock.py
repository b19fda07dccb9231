"""The one clock. Rooms ask it instead of the machine, so that a test can say what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present moment, with its time zone; or the moment that ``at`` holds."""
    return _held.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at ``moment`` (with a time zone) for as long as the block lasts.

    Raises:
        ValueError: for a moment without a time zone, which could mean any of 38 hours.
    """
    if moment.tzinfo is None:
        raise ValueError("the clock takes moments with a time zone only")
    token = _held.set(moment)
    try:
        yield moment
    finally:
        _held.reset(token)
