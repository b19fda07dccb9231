"""A study from plain values: what a file, a form or a record holds, as the engine's own values.

The plain form is the one that ``kernel.plain`` gives of a ``Study``: dicts with the
fields' names, lists, text and numbers. Missing fields take their defaults. Whether the study makes
sense is for ``soundness`` to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Protocol, TypeVar

from coproduce.engines.risk.values import (
    Action,
    Activity,
    Agent,
    Answer,
    Effect,
    Group,
    Happening,
    Link,
    OrganisationalRisk,
    Outcome,
    Range,
    Review,
    Risk,
    Study,
    Substitution,
)

T = TypeVar("T")


class StudyTable(Protocol):
    """What a study file offers: the plain form of a study."""

    @property
    def plain(self) -> Mapping[str, Any]:
        """Dicts, lists, text and numbers, with the field names of ``Study``."""


_PARTS: dict[str, type[Any]] = {
    "outcomes": Outcome,
    "groups": Group,
    "risks": Risk,
    "answers": Answer,
    "actions": Action,
    "activities": Activity,
    "links": Link,
    "agents": Agent,
    "substitutions": Substitution,
    "happenings": Happening,
    "reviews": Review,
    "organisational": OrganisationalRisk,
}
_TUPLES = ("bearers", "doses", "excludes", "leads_to")


def study_of(table: StudyTable | Mapping[str, Any]) -> Study:
    """The study that ``table`` describes."""
    plain: Mapping[str, Any] = table if isinstance(table, Mapping) else table.plain
    parts: dict[str, Any] = {
        name: tuple(_part(kind, one) for one in plain.get(name, ())) for name, kind in _PARTS.items()
    }
    rest = {
        name: plain[name]
        for name in ("weights_reason", "budget", "correlation", "shock", "title", "currency", "invented")
        if name in plain
    }
    return Study(**parts, weights=tuple(float(one) for one in plain.get("weights", ())), **rest)


def in_order(study: Study) -> Study:
    """The study with its rows (answers, events, reviews) sorted: their order means nothing."""
    return replace(
        study,
        answers=tuple(sorted(study.answers, key=repr)),
        happenings=tuple(sorted(study.happenings, key=repr)),
        reviews=tuple(sorted(study.reviews, key=repr)),
    )


def _part(kind: type[T], plain: Mapping[str, Any]) -> T:
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    found = {name: _field(name, value) for name, value in plain.items() if name in names}
    return kind(**found)


def _field(name: str, value: Any) -> Any:
    if name in ("range", "cost"):
        return _range(value)
    if name == "effects":
        return tuple(Effect(one["on"], one["of"]) for one in value)
    if name == "ladder":
        return tuple((float(points), str(words)) for points, words in value)
    if name in _TUPLES:
        return tuple(value)
    return value


def _range(value: Any) -> Range | None:
    if value is None:
        return None
    if isinstance(value, Sequence):
        return Range(*(float(one) for one in value))
    return Range(**{name: float(one) for name, one in value.items()})
