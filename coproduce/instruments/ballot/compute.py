"""Votes → the counting engine → result: this tool's only door to it. Takes plain rows, touches no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from coproduce.engines.counting import Election, Options, Outcome, count
from coproduce.engines.counting.table import Table, rows
from coproduce.engines.kernel import Envelope, plain
from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.ballot.settings import Settings
from coproduce.proceedings.public import ItemView

MINOR = 100


@dataclass(frozen=True)
class Counted:
    """A vote as counted: the envelope of the rule in force, and of the simple count beside it."""

    envelope: Envelope
    simple: Envelope
    outcome: Outcome

    @property
    def result(self) -> dict[str, Any]:
        """The result in plain values."""
        return dict(self.envelope.result)


def counted(items: Sequence[ItemView], choices: Sequence[Choice], settings: Settings) -> Counted:
    """Count ``choices`` on ``items`` under the rules of the vote, exactly, and by the simple count too."""
    election = Election.of(table(items, choices, settings))
    options = Options(
        rule=settings.count, utility=settings.utility, completion=settings.completion, stop=settings.stop,
        ties=settings.ties, min_score=settings.min_score or None,
    )  # fmt: skip
    outcome = count(election, options)
    simple = count(election, replace(options, rule="greedy", completion="none"))
    return Counted(outcome.envelope(), simple.envelope(), outcome)


def table(items: Sequence[ItemView], choices: Sequence[Choice], settings: Settings) -> Table:
    """The vote as the engine takes it. Amounts are in the currency's main unit, exact."""
    position = {item.number: at for at, item in enumerate(items)}
    indptr, indices, points = rows([_ballot(choice, position, settings) for choice in choices])
    scored = settings.boost or settings.kind == "cumulative"
    return Table(
        project_ids=[str(item.number) for item in items],
        names=[item.title for item in items],
        costs=[plain_cost(item) for item in items],
        budget=Fraction(settings.envelope, MINOR),
        indptr=indptr,
        indices=indices,
        points=points if scored else None,
        ballot_type="scoring" if scored else settings.kind,
        categories=[[item.category] if item.category else [] for item in items],
        areas=[str(item.area_id) if item.area_id else "" for item in items],
        meta={"currency": settings.currency},
    )


def plain_cost(item: ItemView) -> Any:
    """The cost that was voted on, in the currency's main unit, exact."""
    found = Fraction(item.cost_central or 0, MINOR)
    return found.numerator if found.denominator == 1 else found


def _ballot(choice: Choice, position: dict[int, int], settings: Settings) -> dict[int, int]:
    numbers = sorted(choice.points)
    if settings.kind == "ordinal":
        numbers.sort(key=lambda number: choice.points[number])
    return {position[number]: _points(choice, number, settings) for number in numbers}


def _points(choice: Choice, number: int, settings: Settings) -> int:
    if settings.kind == "cumulative":
        return choice.points[number]
    return settings.boost if settings.boost and choice.boost == number else 1


def page_of(envelope: Any, simple: Any, name: str, since: Mapping[str, str] | None = None) -> Any:
    """The result as a report page; ``since`` says of an idea, by its number, what came or comes after the vote."""
    from coproduce.report.counting import page

    return page(plain(envelope), beside=plain(simple), name=name, since=since)
