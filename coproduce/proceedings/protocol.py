"""What every tool implements, so that the house can run tools it knows nothing else of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from coproduce.core import Actor, Problem
from coproduce.core.keeping import DataTable, Forgotten, Keeper
from coproduce.proceedings.values import Card, Concluded, Inflow
from coproduce.register.public import State, StepView


@dataclass(frozen=True)
class StepDeed:
    """Something that can be done within a stage, and by whom.

    Attributes:
        states: states of the stage in which it may be done.
        who: ``"admitted"`` (whoever the stage admits), ``"team"`` (lead, facilitator, clerk),
            ``"lead"``, ``"anyone"`` (reading what is public), or ``"own"`` (whoever did the act).
        writes: whether it changes anything; nobody writes in a closed joint project.
        act: the kind of act that it leaves, or none.
        secret: whether that act is secret: a day instead of a moment, and no trace.
    """

    states: frozenset[State]
    who: str
    writes: bool = True
    act: str = ""
    secret: bool = False


@dataclass(frozen=True)
class Need:
    """What a tool takes at one port: whether it must have it, and which kinds of items it can work with."""

    required: bool = False
    kinds: frozenset[str] = frozenset()


class KeepsNothing:
    """For a tool that holds nothing personal of its own: items, acts and remarks are kept in ``proceedings``."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """Nothing of its own."""
        del person_id
        yield from ()

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Nothing of its own to forget. Decisions and reports stay: they name an office, never a person."""
        del person_id, by
        return Forgotten()


class Instrument(Keeper, Protocol):
    """A tool. ``public.py`` of each ends with ``INSTRUMENT: Instrument = …``."""

    key: str
    name: str
    version: int
    deeds: Mapping[str, StepDeed]
    takes: Mapping[str, Need]
    gives: Mapping[str, frozenset[str]]
    asks: Mapping[str, str]

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """Settings as a recipe or an older version wrote them → complete ones of today, or what is wrong."""

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """What stands against starting, in sentences; nothing is changed."""

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Take over what the stage needs. Twice is once."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """Count, draw, settle; write results and items through ``proceedings.public``.

        Twice is once; repeatable after a crash. Called outside any transaction, so that no engine runs inside one.
        """

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """How to show each of these things; one that is not hers to see has no card."""

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """What everybody may have of a stage: no person in it."""
