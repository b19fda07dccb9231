"""Sums of money in one election's currency, as they are said aloud."""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.report.numbers import Figure, fraction, money


@dataclass(frozen=True)
class Purse:
    """Writes sums in ``currency`` (an ISO code, or empty)."""

    currency: str

    def said(self, value: Figure) -> str:
        """A sum as it is said: whole where it is whole or large, with pence below a thousand."""
        found = fraction(value)
        large = abs(found) >= 1000
        return money(found, self.currency, 0 if large else None)

    def exactly(self, value: Figure) -> str:
        """A sum to the penny."""
        return money(value, self.currency)
