"""The one dictionary of tools. A new tool is its app and one line here."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from coproduce.core import Refusal, Refused
from coproduce.proceedings.public import Instrument, Keeper

INSTRUMENTS: dict[str, str] = {
    "answer": "coproduce.instruments.answer.public",
    "ballot": "coproduce.instruments.ballot.public",
    "budget": "coproduce.instruments.budget.public",
    "delivery": "coproduce.instruments.delivery.public",
    "ideas": "coproduce.instruments.ideas.public",
}

KEEPERS: tuple[str, ...] = (
    "coproduce.ledger.public",
    "coproduce.occasions.public",
    "coproduce.register.public",
    "coproduce.proceedings.public",
    "coproduce.decisions.public",
    "coproduce.people.public",
)
"""Rooms below the tools that hold personal data. People comes last: the person herself goes when all else has."""


@cache
def instrument(key: str) -> Instrument:
    """The tool with this key; the refusal ``no-instrument`` where there is none (yet)."""
    if key not in INSTRUMENTS:
        raise Refused(Refusal("no-instrument", {"instrument": key}, status=404))
    found: Instrument = import_module(INSTRUMENTS[key]).INSTRUMENT
    return found


def exists(key: str) -> bool:
    """Whether this tool has been built."""
    return key in INSTRUMENTS


def keepers() -> list[Keeper]:
    """Every room that holds personal data: tools first, people last."""
    below: list[Keeper] = [import_module(name).KEEPER for name in KEEPERS]
    return [*(instrument(key) for key in INSTRUMENTS), *below]
