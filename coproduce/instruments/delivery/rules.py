"""Who may plan and report, and what is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.catalogue.public import Side
from coproduce.core import Place, Problem
from coproduce.proceedings.public import StepDeed
from coproduce.register.public import State

VERSION = 1
WORKING = frozenset({State.OPEN, State.COUNTING})

DEEDS: Mapping[str, StepDeed] = {
    "delivery.read": StepDeed(frozenset(State), "anyone", writes=False),
    "delivery.plan": StepDeed(WORKING, "team"),
    "delivery.report": StepDeed(WORKING, "team", act="reported"),
    "delivery.conclude": StepDeed(WORKING, "lead"),
}


def settle(raw: Mapping[str, Any]) -> dict[str, Any] | list[Problem]:
    """Complete settings: delivery has none beyond that the team ends it."""
    problems = [problem(name, "is not a setting of delivery") for name in sorted(set(raw) - {"concludes"})]
    return problems or {"concludes": "by-team"}


def check_milestone(title: str, side: str) -> list[Problem]:
    """Everything wrong with a milestone, by field of the form."""
    found = [] if title.strip() else [problem("title", "Say what will be done")]
    if side not in Side.values:
        found.append(problem("side", "Say who does it"))
    return found


def check_report(text: str, progress: int, *, before: int) -> list[Problem]:
    """Everything wrong with a report. Progress goes forward, or its text says why not (the form asks)."""
    found = [] if text.strip() else [problem("text", "Say in a sentence how far this has come")]
    if not 0 <= progress <= 100:
        found.append(problem("progress", "Give a number from 0 to 100"))
    if before == 100:
        found.append(problem("progress", "This is done. Open it again with a new decision"))
    return found


def is_late(due_on: date, done_on: date | None, today: date) -> bool:
    """Whether a milestone should have been done and is not."""
    return done_on is None and due_on < today


def problem(name: str, text: str) -> Problem:
    """A fault of one field."""
    return Problem(Place(key=name), text, f"delivery-{name}")
