"""The methods of this engine for the check suite of the kernel: three elections, every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from coproduce.engines.counting.count import count, replay
from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Options
from coproduce.engines.counting.outcome import Outcome
from coproduce.engines.counting.rules import RULES
from coproduce.engines.counting.table import Table, rows
from coproduce.engines.kernel.checks import Rename, Subject
from coproduce.engines.kernel.seed import Draws, Seed

VARIANTS = {
    "equal-shares": (
        Options(completion="add-one,greedy", ties="most-votes"),
        Options(utility="cardinality", completion="percent:10", stop="exhaustive"),
        Options(utility="score", compare_greedy=True),
    ),
    "exact-equal-shares": (Options(utility="cardinality", completion="add-opt,greedy", ties="most-votes"),),
    "phragmen": (Options(ties="highest-cost"),),
    "greedy": (Options(utility="score"), Options(utility="cardinality", ties="lowest-cost")),
}
"""Further options under which a rule is tried; its defaults always are."""


def subjects() -> list[Subject[Election, Outcome]]:
    """A subject for every rule, and for its variants."""
    found = []
    for rule in RULES:
        found.append(_subject(rule, Options(rule=rule)))
        for number, options in enumerate(VARIANTS.get(rule, ()), 1):
            found.append(_subject(f"{rule}:{number}", replace(options, rule=rule)))
    return found


def samples() -> dict[str, Election]:
    """Small elections: no voters, one voter, and 40 voters with cumulative ballots on 12 projects."""
    return {"empty": _made(4, 0), "single": _made(1, 1), "typical": _made(12, 40), "wide": _made(30, 25)}


def _subject(name: str, options: Options) -> Subject[Election, Outcome]:
    return Subject(
        name=f"counting/{name}",
        samples=samples(),
        run=lambda election: count(election, options),
        result=Outcome.to_plain,
        record=lambda outcome: outcome.record,
        replay=replay,
        reordered=_reordered,
        relabelled=_relabelled,
        renamed=_renamed,
        breaches=_breaches,
    )


def _made(projects: int, voters: int) -> Election:
    draws = Seed(f"counting sample {projects} x {voters}").draws()
    costs = [100 * (1 + draws.below(30)) for _ in range(projects)]
    ballots = []
    for _ in range(voters):
        named = draws.shuffled(range(projects))[: 1 + draws.below(min(projects, 6))]
        ballots.append({project: 1 + draws.below(3) for project in named})
    return Election.of(
        Table(
            [f"p{number}" for number in range(projects)],
            costs,
            max(sum(costs) // 3, *costs),
            *rows(ballots),
            categories=[("green",) if number % 2 else ("play", "green") for number in range(projects)],
            areas=["north" if number % 3 else "south" for number in range(projects)],
            ballot_type="cumulative",
        )
    )


def _unpacked(election: Election) -> list[dict[int, int]]:
    ballots = election.ballots
    found = []
    for at, people in enumerate(ballots.multiplicity.tolist()):
        first, last = ballots.indptr[at], ballots.indptr[at + 1]
        row = dict(
            zip(ballots.indices[first:last].tolist(), ballots.points[first:last].tolist(), strict=True)
        )
        found += [row] * people
    return found


def _rebuilt(election: Election, order: list[int], ids: list[str], ballots: list[dict[int, int]]) -> Election:
    place = {project: at for at, project in enumerate(order)}
    return Election.of(
        Table(
            [ids[at] for at in order],
            [election.costs[at] for at in order],
            election.budget,
            *rows([{place[project]: points for project, points in row.items()} for row in ballots]),
            names=[election.names[at] for at in order],
            categories=[election.categories[at] for at in order],
            targets=[election.targets[at] for at in order],
            areas=[election.areas[at] for at in order],
            ballot_type=election.ballot_type,
            min_score=election.min_score,
            points_scale=election.points_scale,
            meta={"currency": election.currency},
        )
    )


def _reordered(election: Election, draws: Draws) -> Election:
    order = draws.shuffled(range(election.projects))
    shuffled = [dict(draws.shuffled(list(row.items()))) for row in draws.shuffled(_unpacked(election))]
    return _rebuilt(election, order, list(election.project_ids), shuffled)


def _relabelled(election: Election, rename: Rename) -> Election:
    ids = [rename(name) for name in election.project_ids]
    return _rebuilt(election, list(range(election.projects)), ids, _unpacked(election))


def _renamed(result: Any, rename: Rename) -> Any:
    if "refused" in result:
        return result
    completion = dict(result["completion"])
    if completion.get("next"):
        completion["next"] = rename(completion["next"])
    listed = [
        {**entry, "project": rename(entry["project"])} for entry in result["properties"]["deserved"]["listed"]
    ]
    return {
        **result,
        "completion": completion,
        "properties": {
            **result["properties"],
            "deserved": {**result["properties"]["deserved"], "listed": listed},
        },
        "selected": [rename(name) for name in result["selected"]],
        "projects": [{**project, "id": rename(project["id"])} for project in result["projects"]],
        "ties": [{**tie, "tied": [rename(name) for name in tie["tied"]]} for tie in result["ties"]],
    }


def _breaches(election: Election, outcome: Outcome) -> Iterable[str]:
    if outcome.cost > election.budget:
        yield f"the selected cost {outcome.cost}, more than the budget {election.budget}"
    if len(set(outcome.selected)) != len(outcome.selected):
        yield "a project is selected twice"
    if [project.id for project in outcome.projects if project.funded] != sorted(outcome.selected):
        yield "what is selected and what is marked funded differ"
