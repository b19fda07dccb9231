"""Closing and opening envelopes: the one door to what somebody voted while a vote is open.

The interface is that of sealed ballots: ``close`` needs only what is public of a vote, ``open_all``
needs the officers' key, and gives the choices in random order. In this version an envelope is
closed without a lock: it can be read by whoever can read the database. Nothing else in the house
reads envelopes, so that locking them changes this module and nothing besides.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from coproduce.engines.kernel import canonical, parse_canonical

LENGTH = 4096
"""Every envelope has this length, whatever is in it."""


def close(choice: dict[str, Any], channel: str) -> bytes:
    """An envelope with a choice in it.

    Raises:
        ValueError: for a choice that does not fit; no ballot paper is that long.
    """
    data = canonical({"choice": choice, "channel": channel})
    if len(data) > LENGTH:
        raise ValueError(f"a choice of {len(data)} bytes does not fit into an envelope of {LENGTH}")
    return data + b" " * (LENGTH - len(data))


def open_all(envelopes: Collection[bytes]) -> list[tuple[dict[str, Any], str]]:
    """The choices and channels in random order: the order of the envelopes is lost here."""
    opened = [parse_canonical(bytes(envelope).rstrip(b" ")) for envelope in envelopes]
    found = [(one["choice"], one["channel"]) for one in opened]
    secrets.SystemRandom().shuffle(found)
    return found
