"""The kinds of input that Coproduce knows, each with its unit and its rules.

Quantities are whole numbers of the unit's smallest part: minutes, pence, pieces, sessions. Time on call
has a kind of its own and is never added to time given. A cap is per person and day: more than that is a
slip of the pen.
"""

from __future__ import annotations

from dataclasses import dataclass

HOUR = 60


@dataclass(frozen=True)
class Kind:
    """A kind of input: what screens call it, its unit (minute, money, count, session), its cap per person and day."""

    key: str
    name: str
    unit: str
    daily_cap: int | None = None
    may_be_on_call: bool = False


KINDS = (
    Kind("time-active", "Time given", "minute", 16 * HOUR),
    Kind("time-on-call", "Time on call", "minute", 24 * HOUR, may_be_on_call=True),
    Kind("travel", "Travel", "minute", 8 * HOUR),
    Kind("skill", "Skilled work", "minute", 16 * HOUR),
    Kind("peer-support", "Support from somebody who has been there", "minute", 16 * HOUR),
    Kind("staff-time", "Staff time", "minute", 16 * HOUR),
    Kind("facilitation-and-support", "Running and supporting it", "minute", 16 * HOUR),
    Kind("money", "Money", "money"),
    Kind("grant", "Grant", "money"),
    Kind("training", "Training", "money"),
    Kind("expense", "Fares and expenses", "money"),
    Kind("goods", "Goods", "count"),
    Kind("use-of-equipment", "Use of equipment", "session"),
    Kind("use-of-space", "Use of a room", "session"),
    Kind("data-or-knowledge", "Knowledge and reports", "count"),
)
"""In the order in which statements show them."""
