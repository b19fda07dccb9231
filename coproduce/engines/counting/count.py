"""Count an election, and count again from a record.

``count`` asks the rule what it funds, asks it why the others lost, and puts both
into the one ``Outcome``. ``replay`` needs nothing but a record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from coproduce.engines.counting.contest import Contest, Loss, Run
from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Options
from coproduce.engines.counting.outcome import Outcome, ProjectResult
from coproduce.engines.counting.properties import properties
from coproduce.engines.counting.rules import rule_named
from coproduce.engines.counting.stages import part_funded, staged
from coproduce.engines.kernel import BadInput, Record, exact


def count(election: Election, options: Options | None = None) -> Outcome:
    """The outcome of ``election`` under ``options``, exact and explained.

    Raises:
        BadInput: where the rule does not exist.
        TieRefused: where a tie is met and ``options.ties`` is ``refuse``.
    """
    options = options or Options()
    rule = rule_named(options.rule)
    stages = staged(election, options)
    contest = stages.contest
    run = rule.elect(contest)
    comparison: dict[str, Any] = {}
    if options.compare_greedy:
        other_rule = rule_named("greedy")
        other = other_rule.elect(contest)
        comparison = compared(election, run, other)
        if comparison["winner"] == "greedy":
            rule, run = other_rule, other
    losses = {**rule.losses(contest, run), **contest.blocked(run.chosen), **contest.barred}
    whole = Run(
        (*stages.purchases, *run.purchases, *part_funded(contest, run)),
        (*stages.ties, *run.ties),
        run.completion,
        run.trace,
    )
    return _outcome(contest, whole, losses, comparison, election)


def replay(record: Record) -> Outcome:
    """The outcome that ``record`` derives, from the record alone.

    Raises:
        BadInput: where the record is not one of a count, or its election was changed.
    """
    if not record.method.startswith("counting/"):
        raise BadInput.one(f"this is a record of {record.method}, not of a count", code="record-method")
    election = Election.from_plain(record.data.get("election", {}))
    if election.sha256 != record.input_sha256:
        raise BadInput.one(
            "the election in this record is not the one that was counted: its digest differs; "
            "take the record as it was written",
            code="record-digest",
        )
    return count(election, Options.from_plain(record.options))


def compared(election: Election, run: Run, other: Run) -> dict[str, Any]:
    """The comparison step: which outcome more voters prefer.

    The rule keeps its place where as many prefer its outcome as prefer the simple count's.
    Source: the rule of Wieliczka's Green Budget 2023, described by Peters and Skowron.
    """
    first, second = preferences(election, run.chosen, other.chosen)
    return {
        "prefer_rule": first,
        "prefer_greedy": second,
        "winner": "greedy" if second > first else "rule",
    }


def preferences(election: Election, first: Sequence[int], second: Sequence[int]) -> tuple[int, int]:
    """Voters who see more money go to what they chose under the first outcome, and under the second."""
    gain = [0] * max(election.projects, 1)
    for project in first:
        gain[project] += election.whole_costs[project]
    for project in second:
        gain[project] -= election.whole_costs[project]
    small = sum(abs(value) for value in gain) < 2**62
    values = np.array(gain, dtype=np.int64 if small else object)
    totals = np.concatenate([np.zeros(1, dtype=values.dtype), np.cumsum(values[election.ballots.indices])])
    balance = totals[election.ballots.indptr[1:]] - totals[election.ballots.indptr[:-1]]
    people = election.ballots.multiplicity
    return int(people[balance > 0].sum()), int(people[balance < 0].sum())


def _outcome(
    contest: Contest, run: Run, losses: Mapping[int, Loss], comparison: Mapping[str, Any], election: Election
) -> Outcome:
    places = {purchase.project: (at, purchase) for at, purchase in enumerate(run.purchases, 1)}
    results = []
    for project in range(election.projects):
        order, purchase = places.get(project, (None, None))
        loss = None if purchase else losses[project]
        results.append(
            ProjectResult(
                id=election.project_ids[project],
                name=election.names[project],
                cost=election.costs[project],
                votes=election.votes[project],
                score=election.scores[project],
                categories=election.categories[project],
                targets=election.targets[project],
                area=election.areas[project],
                funded=purchase is not None,
                order=order,
                stage=purchase.stage if purchase else None,
                code="funded" if loss is None else loss.code,
                figures=purchase.figures if purchase else loss.figures if loss else {},
                more_votes=loss.more_votes if loss else None,
                lower_cost=loss.lower_cost if loss else None,
                basis=loss.basis if loss else None,
            )
        )
    return Outcome(
        election=election,
        options=contest.options,
        selected=tuple(election.project_ids[project] for project in run.chosen),
        projects=tuple(results),
        cost=exact(Fraction(sum(project.granted for project in results))),
        ties=run.ties,
        completion=run.completion,
        comparison=comparison,
        properties=properties(election, run.chosen, contest.options.utility, contest.open),
    )
