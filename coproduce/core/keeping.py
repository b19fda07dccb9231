"""What rooms that hold personal data owe a person: all of it for her to take, and gone when she says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from coproduce.core.actor import Actor


@dataclass(frozen=True)
class DataTable:
    """A table for open data, a download or an export: no person in it unless it is her own download."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Forgotten:
    """What was erased, by table, and in sentences what stays and why."""

    erased: Mapping[str, int] = field(default_factory=dict)
    stays: tuple[str, ...] = ()


class Keeper(Protocol):
    """Every room that holds personal data, tools too."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """What it holds of her, for her download."""

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Erase what it holds of her; twice is once. Says what stays and why."""
