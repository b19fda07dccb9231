"""Ids that sort by the time they were made, and cannot be guessed.

UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, a counter of
12 bits that orders what one process makes within a millisecond (section 6.2, method 1),
then 62 random bits from the system's generator for secrets. A database index stays
compact because new rows come last, and two rows written at one moment have an order.
"""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime
from uuid import UUID

from coproduce.core.clock import now

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_FULL = 1 << 12
_lock = threading.Lock()
_last = [0, 0]


def new_id() -> UUID:
    """A fresh UUID version 7, after every other that this process made at the same moment."""
    millis, count = _next(int(now().timestamp() * 1000) & ((1 << 48) - 1))
    return UUID(int=millis << 80 | _VERSION | count << 64 | _VARIANT | secrets.randbits(62))


def _next(millis: int) -> tuple[int, int]:
    """The millisecond and the place within it; a full millisecond flows over into the next."""
    with _lock:
        began, count = _last
        if not began or not millis <= began <= millis + 60_000:
            _last[:] = [millis, secrets.randbits(10)]
        elif count + 1 < _FULL:
            _last[1] = count + 1
        else:
            _last[:] = [began + 1, 0]
        return _last[0], _last[1]


def minted_at(value: UUID) -> datetime:
    """When a version 7 id was made, to the millisecond, in UTC.

    Raises:
        ValueError: for an id of another version, which does not say.
    """
    if value.version != 7:
        raise ValueError(f"only a UUID version 7 says when it was made, not {value}")
    return datetime.fromtimestamp((value.int >> 80) / 1000, tz=UTC)
