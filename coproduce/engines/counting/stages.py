"""What comes before and after the rule itself: pre-funded projects, pots, part funding.

First whatever is funded anyway takes its cost from the budget. Then each pot is counted
by the same rule among its own projects, with its own money. Then everything else competes
for what is left, pots included. At the very end the best project that no longer fits may
be funded in part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Options
from coproduce.engines.counting.rules import greedy, rule_named
from coproduce.engines.counting.what_if import with_budget
from coproduce.engines.kernel import BadInput, Place, Problem, Tie, exact

PREFUNDED = "pre-funded"
POT = "pot"
PART = "part"


@dataclass(frozen=True)
class Stages:
    """What was funded before the common count, the ties met on the way, and the contest that remains."""

    purchases: tuple[Purchase, ...]
    ties: tuple[Tie, ...]
    contest: Contest


def staged(election: Election, options: Options) -> Stages:
    """The stages before the common count.

    Raises:
        BadInput: where an id or label of the options is not in the election, or the stages cost more than there is.
    """
    _check(election, options)
    if not options.prefunded and not options.pots:
        return Stages((), (), Contest.of(election, options))
    position = {name: at for at, name in enumerate(election.project_ids)}
    purchases = [Purchase(position[name], PREFUNDED) for name in options.prefunded]
    ties: list[Tie] = []
    left = Fraction(election.budget) - sum(election.costs[entry.project] for entry in purchases)
    for pot in options.pots:
        funded = tuple(entry.project for entry in purchases)
        amount = min(Fraction(pot.amount), left)
        if amount <= 0:
            continue
        contest = Contest.of(with_budget(election, exact(amount)), options, funded)
        outside = {at: Loss("not-in-pot") for at in range(election.projects) if not pot.covers(election, at)}
        run = rule_named(options.rule).elect(replace(contest, barred={**outside, **contest.barred}))
        purchases += [replace(entry, stage=POT) for entry in run.purchases]
        ties += run.ties
        left -= sum(election.costs[project] for project in run.chosen)
    funded = tuple(entry.project for entry in purchases)
    contest = Contest.of(with_budget(election, exact(left)), options, funded)
    return Stages(tuple(purchases), tuple(ties), contest)


def part_funded(contest: Contest, run: Run) -> tuple[Purchase, ...]:
    """With ``part_funding``: the best project by the greedy order of which that part is still left."""
    least = contest.options.part_funding
    left = Fraction(contest.left(run.chosen))
    if least is None or left <= 0:
        return ()
    merit = greedy.merits(contest.election, contest.options.utility)
    blocked = contest.blocked(run.chosen)
    for level in greedy.levels(contest, merit, run.chosen):
        fits = [
            at
            for at in level
            if at not in blocked and least * contest.election.costs[at] <= left < contest.election.costs[at]
        ]
        if fits:
            project = contest.in_tie_order(fits, contest.paper)[0]
            return (
                Purchase(project, PART, {"granted": exact(left), "cost": contest.election.costs[project]}),
            )
    return ()


def _check(election: Election, options: Options) -> None:
    known = set(election.project_ids)
    named = [*options.prefunded, *(name for group in options.incompatible for name in group)]
    problems = [
        Problem(
            Place(key="options"),
            f"no project has the id {name!r}; give ids as the election has them",
            "unknown-id",
        )
        for name in sorted(set(named) - known)
    ]
    for earmark in (*options.caps, *options.pots):
        if not any(earmark.covers(election, project) for project in range(election.projects)):
            text = f"no project is of {earmark.kind} {earmark.name!r}; give names as the election has them"
            problems.append(Problem(Place(key="options"), text, "unknown-label"))
    if not problems and options.prefunded:
        costs = dict(zip(election.project_ids, election.costs, strict=True))
        if sum(Fraction(costs[name]) for name in options.prefunded) > election.budget:
            text = "the pre-funded projects cost more than the budget; fund fewer beforehand"
            problems.append(Problem(Place(key="options"), text, "prefunded"))
    if problems:
        raise BadInput(problems)
