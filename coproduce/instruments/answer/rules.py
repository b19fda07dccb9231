"""Who may answer, and what an answer must say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from coproduce.core import Place, Problem
from coproduce.decisions.public import GOES_AHEAD, NewDecision, NewRuling
from coproduce.proceedings.public import ItemView, StepDeed
from coproduce.register.public import State

VERSION = 1
WORKING = frozenset({State.OPEN, State.COUNTING})
OUTCOMES = (
    "accepted",
    "partly",
    "declined",
    "referred",
    "not-funded",
    "elected",
    "not-elected",
    "stood-down",
)

DEEDS: Mapping[str, StepDeed] = {
    "answer.read": StepDeed(frozenset(State), "anyone", writes=False),
    "answer.decide": StepDeed(WORKING, "lead", act="decided"),
    "answer.conclude": StepDeed(WORKING, "lead"),
}


def settle(raw: Mapping[str, Any]) -> dict[str, Any] | list[Problem]:
    """Complete settings: whether the decision is advice only, because the law reserves it to somebody else."""
    problems: list[Problem] = []
    if not isinstance(raw.get("advisory", False), bool):
        problems.append(problem("advisory", "must be true or false"))
    problems += [
        problem(name, "is not a setting of answers") for name in sorted(set(raw) - {"advisory", "concludes"})
    ]
    return problems or {"advisory": raw.get("advisory", False), "concludes": "by-team"}


def check_decision(new: NewDecision, items: Collection[ItemView]) -> list[Problem]:
    """Everything that is wrong with a decision as written, by field of the form."""
    found: list[Problem] = []
    if not new.reasons.strip():
        found.append(problem("reasons", "Say why you decided so"))
    if not new.rulings:
        found.append(problem("rulings", "Answer at least one idea"))
    numbers = {item.id: item.number for item in items}
    for one in new.rulings:
        name = f"{numbers.get(one.item_id, 0)}"
        if one.item_id not in numbers:
            found.append(problem(name, "This idea does not belong to this stage"))
            continue
        found += _check_ruling(one, name)
    return found


def _check_ruling(one: NewRuling, name: str) -> list[Problem]:
    found: list[Problem] = []
    if one.outcome not in OUTCOMES:
        found.append(problem(name, f"Idea {name}: choose an answer"))
    if not one.reason.strip():
        found.append(problem(name, f"Idea {name}: say why"))
    if one.outcome in GOES_AHEAD and one.due_on is None:
        found.append(problem(name, f"Idea {name}: say by when it will be done"))
    return found


def unanswered(items: Sequence[ItemView], answered: Collection[UUID]) -> list[ItemView]:
    """Items of the stage without an answer."""
    return [item for item in items if item.id not in answered]


def problem(name: str, text: str) -> Problem:
    """A fault of one field."""
    return Problem(Place(key=name), text, f"answer-{name}")
