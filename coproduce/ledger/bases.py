"""The bases that come with Coproduce: public wages, each with its source, price year and licence.

A basis says what paying for hours would have cost. It is off until a named decision switches it on, is applied
when a statement is read and never stored with a record, and is always a range: the choice of wage decides the
result. One rate for everybody: nobody's hour is worth four of another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ShippedRate:
    """Pence for an hour from ``since`` until before ``until``."""

    low: int
    central: int
    high: int
    since: date
    until: date | None
    price_year: int
    source: str


@dataclass(frozen=True)
class ShippedBasis:
    """A basis with its rates. ``accrues_to`` says whose value it is: values of different kinds are never added."""

    key: str
    name: str
    accrues_to: str
    currency: str
    licence: str
    rates: tuple[ShippedRate, ...]


_SAID = (
    "Low: National Living Wage 21+ (statute). Central: Real Living Wage 2025–26, {}. "
    "High: mean UK pay 2024, average weekly earnings by 35 hours, about £20, crude"
)

BASES = (
    ShippedBasis(
        "paid-hour-uk", "Paying for these hours, UK", "organisation", "GBP",
        "OGL v3.0 (statute, ONS); Real Living Wage: published rate",
        (
            ShippedRate(1221, 1345, 2000, date(2025, 4, 1), date(2026, 4, 1), 2025, _SAID.format("UK")),
            ShippedRate(1271, 1345, 2000, date(2026, 4, 1), None, 2026, _SAID.format("UK")),
        ),
    ),
    ShippedBasis(
        "paid-hour-london", "Paying for these hours, London", "organisation", "GBP",
        "OGL v3.0 (statute, ONS); Real Living Wage: published rate",
        (
            ShippedRate(1221, 1480, 2000, date(2025, 4, 1), date(2026, 4, 1), 2025, _SAID.format("London")),
            ShippedRate(1271, 1480, 2000, date(2026, 4, 1), None, 2026, _SAID.format("London")),
        ),
    ),
)  # fmt: skip
"""UK National Living Wage 12.21 £/h from April 2025 and 12.71 from April 2026; Real Living Wage 2025–26 13.45 UK and
14.80 London (Living Wage Foundation); mean pay about 20 £/h in 2024."""
