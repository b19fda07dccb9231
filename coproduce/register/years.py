"""What the public side added, kept and withdrew, year by year: each recorded year of a service beside the one before.

Budgets are compared as sums a year, in the money of their day; a period of another length is brought to a year first.
Where one of two years is not recorded nothing is said: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coproduce.register.service_queries import ServiceYearView

YEAR = 365
_SLACK = 7


@dataclass(frozen=True)
class Changed:
    """A year with how it differs from the one before it. None: not known.

    Attributes:
        budget: how much more (or, below 0, less) a year, in minor units.
        minutes: how much longer (or shorter) it is open in a week.
    """

    year: ServiceYearView
    budget: int | None
    minutes: int | None

    @property
    def withdrawn(self) -> bool:
        """Whether the public side took something away."""
        return (self.budget or 0) < 0 or (self.minutes or 0) < 0


def year_by_year(years: Sequence[ServiceYearView]) -> list[Changed]:
    """The years in their order, each beside the last one before it."""
    found: list[Changed] = []
    before: ServiceYearView | None = None
    for year in years:
        found.append(Changed(year, _budget(before, year), _minutes(before, year)))
        before = year
    return found


def _budget(before: ServiceYearView | None, year: ServiceYearView) -> int | None:
    if before is None or before.currency != year.currency:
        return None
    first, then = a_year(before), a_year(year)
    return None if first is None or then is None else then - first


def _minutes(before: ServiceYearView | None, year: ServiceYearView) -> int | None:
    if before is None or before.minutes_per_week is None or year.minutes_per_week is None:
        return None
    return year.minutes_per_week - before.minutes_per_week


def a_year(year: ServiceYearView) -> int | None:
    """Its budget for a whole year; a year may have 366 days, and an agency's year may end a day early."""
    if year.budget is None:
        return None
    days = (year.until - year.since).days
    return year.budget if abs(days - YEAR) <= _SLACK else round(Fraction(year.budget * YEAR, days))
