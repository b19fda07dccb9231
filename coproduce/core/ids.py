"""Ids that sort by the time they were made, and cannot be guessed.

UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then
74 random bits. A database index stays compact because new rows come last; the
random bits come from the system's generator for secrets.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from coproduce.core.clock import now

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def new_id() -> UUID:
    """A fresh UUID version 7."""
    millis = int(now().timestamp() * 1000) & ((1 << 48) - 1)
    return UUID(int=millis << 80 | _VERSION | secrets.randbits(12) << 64 | _VARIANT | secrets.randbits(62))


def minted_at(value: UUID) -> datetime:
    """When a version 7 id was made, to the millisecond, in UTC.

    Raises:
        ValueError: for an id of another version, which does not say.
    """
    if value.version != 7:
        raise ValueError(f"only a UUID version 7 says when it was made, not {value}")
    return datetime.fromtimestamp((value.int >> 80) / 1000, tz=UTC)
