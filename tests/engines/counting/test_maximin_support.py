"""Maximin support against the load found over all subsets."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings

from coproduce.engines.counting import Options, count
from tests.engines.counting import naive


def load(costs, ballots, projects):
    return max(
        Fraction(sum(costs[at] for at in part), sum(any(at in ballot for at in part) for ballot in ballots))
        for size in range(1, len(projects) + 1)
        for part in combinations(projects, size)
    )


@settings(max_examples=150)
@given(naive.elections(most_projects=7, most_voters=9))
def test_the_outcome_is_what_trying_every_subset_gives(made):
    costs, budget, ballots = made
    left, order, loads = budget, [], []
    waiting = {at for at in range(len(costs)) if any(at in ballot for ballot in ballots)}
    while True:
        waiting = {at for at in waiting if costs[at] <= left}
        if not waiting:
            break
        best, at = min((load(costs, ballots, [*order, at]), at) for at in waiting)
        order.append(at)
        loads.append(best)
        left -= costs[at]
        waiting.remove(at)
    outcome = count(naive.election(*made), Options(rule="maximin-support"))
    assert outcome.selected == tuple(f"p{at:02}" for at in order)
    found = {project.id: project.figures["load"] for project in outcome.projects if project.funded}
    assert [found[name] for name in outcome.selected] == loads


@settings(max_examples=60)
@given(naive.elections(most_projects=6))
def test_the_cost_named_would_have_won(made):
    costs, budget, ballots = made
    options = Options(rule="maximin-support")
    for at, project in enumerate(count(naive.election(*made), options).projects):
        if project.code == "too-little-left" and project.lower_cost is not None:
            changed = naive.election([*costs[:at], project.lower_cost, *costs[at + 1 :]], budget, ballots)
            assert project.id in count(changed, options).selected
