"""Votes that lie in no envelope: sheets of paper that were put into the box in the hall.

The opening of the box asks whether all sheets are settled (batches typed twice and reconciled, sums that
agree), and mixes these votes with those from the envelopes.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.core import Problem
from coproduce.instruments.ballot.paper.queries import balance, batches
from coproduce.instruments.ballot.paper.rules import check_balance
from coproduce.instruments.ballot.rules import Choice
from coproduce.register.public import StepView


@dataclass(frozen=True)
class Loose:
    """One vote on a sheet without a name, and the way it came."""

    choice: Choice
    channel: str = "paper"


def loose_problems(step: StepView) -> list[Problem]:
    """What stands against counting the sheets of a vote, in sentences; empty where all is settled."""
    found = balance(step)
    return check_balance(found) if found.used else []


def loose_votes(step: StepView) -> list[Loose]:
    """Every sheet of a vote that counts, each once."""
    return [
        Loose(reading.choice)
        for batch in batches(step.id)
        if batch.closed
        for reading in batch.outcome.values()
        if reading.choice is not None
    ]
