"""Votes that lie in no envelope: sheets of paper that were put into the box in the hall.

Whoever counts sheets (batches typed twice and reconciled) answers two questions here; the opening of
the box asks them, and mixes these votes with those from the envelopes.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.core import Problem
from coproduce.instruments.ballot.rules import Choice
from coproduce.register.public import StepView


@dataclass(frozen=True)
class Loose:
    """One vote on a sheet without a name, and the way it came."""

    choice: Choice
    channel: str = "paper"


def loose_problems(step: StepView) -> list[Problem]:
    """What stands against counting the sheets of a vote, in sentences; empty where all is settled."""
    del step
    return []


def loose_votes(step: StepView) -> list[Loose]:
    """Every sheet of a vote that counts, each once."""
    del step
    return []
