"""What paying for hours would have cost, as a range. Exact: whole minutes, whole pence, fractions in between.

One rate holds for all hours of a time, so its uncertainty does not shrink in a sum: the low ends are added, the
central values, the high ends. Values that accrue to different people (what an organisation would have paid, what a
volunteer gains) are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

HOUR = 60


class DifferentValues(ValueError):
    """What accrues to different people cannot be added up."""


@dataclass(frozen=True)
class RateOf:
    """Minor units for an hour, from ``since`` until before ``until``; low ≤ central ≤ high."""

    low: int
    central: int
    high: int
    currency: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Range:
    """A value as a range, in minor units; ``accrues_to`` says whose it is."""

    low: Fraction
    central: Fraction
    high: Fraction
    currency: str
    accrues_to: str

    def __add__(self, other: Range) -> Range:
        """The sum of two values of the same kind.

        Raises:
            DifferentValues: where they accrue to different people, or are in different currencies.
        """
        if (self.accrues_to, self.currency) != (other.accrues_to, other.currency):
            raise DifferentValues(
                f"what accrues to {self.accrues_to} ({self.currency}) and to {other.accrues_to} ({other.currency}) "
                "are different things: what an organisation would have paid is not what a volunteer gains"
            )
        return Range(
            self.low + other.low,
            self.central + other.central,
            self.high + other.high,
            self.currency,
            self.accrues_to,
        )


def value(dated: Iterable[tuple[date, int]], rates: Sequence[RateOf], *, accrues_to: str) -> Range | None:
    """What paying for minutes would have cost, each at the rate of its day.

    Args:
        dated: (day, minutes) pairs.
        rates: the rates of one basis.
        accrues_to: whose value the basis states.

    Returns:
        None where there are no minutes, or for some day there is no rate: part of a value is no value.
    """
    total: Range | None = None
    for day, minutes in dated:
        rate = next(
            (one for one in rates if one.since <= day and (one.until is None or day < one.until)), None
        )
        if rate is None:
            return None
        share = Fraction(minutes, HOUR)
        low, central, high = (share * end for end in (rate.low, rate.central, rate.high))
        if minutes < 0:
            low, high = high, low
        one = Range(low, central, high, rate.currency, accrues_to)
        total = one if total is None else total + one
    return total
