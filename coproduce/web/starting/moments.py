"""Days as moments. Stages open and close at the same hour, so that one ends where the next begins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from coproduce.core import now

HOUR = time(14)
"""2 pm: in working hours at both ends."""


def moment(day: date) -> datetime:
    """The hour of stages on this day, in the agency's zone."""
    return timezone.make_aware(datetime.combine(day, HOUR))


def opening(day: date) -> datetime:
    """As ``moment``; what opens today opens now."""
    return min(moment(day), now()) if day == timezone.localdate() else moment(day)


def day_of(when: datetime | None) -> date | None:
    """The day of a moment, in the agency's zone."""
    return timezone.localdate(when) if when else None


def in_days(days: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=days)
