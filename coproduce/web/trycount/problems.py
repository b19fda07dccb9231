"""Problems of a file in an order that helps: as they stand when few, by kind when there are hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.core import Problem

FEW = 40
EACH = 5


@dataclass(frozen=True)
class Group:
    """Problems of one kind: the first few, and how many there are besides."""

    listed: tuple[Problem, ...]
    more: int = 0
    last_line: int = 0

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.listed) + self.more


def grouped(problems: Sequence[Problem]) -> list[Group]:
    """One group in the file's order where there are at most ``FEW``; else one per kind, the largest first."""
    if len(problems) <= FEW:
        return [Group(tuple(sorted(problems)))]
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        kinds.setdefault(problem.code, []).append(problem)
    groups = [
        Group(tuple(found[:EACH]), max(0, len(found) - EACH), found[-1].place.line)
        for found in kinds.values()
    ]
    return sorted(groups, key=lambda group: (-group.count, group.listed[0]))
