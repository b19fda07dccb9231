"""Sequential Phragmén against the obvious way of counting it."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import Options, count
from tests.engines.counting import naive

RULE = Options(rule="phragmen")


def phragmen(costs, budget, ballots):
    """(order, times): loads kept voter by voter."""
    loads = [Fraction(0)] * len(ballots)
    waiting = {
        at for at, cost in enumerate(costs) if cost <= budget and any(at in ballot for ballot in ballots)
    }
    order, times, left = [], [], budget
    while waiting:
        offers = {}
        for at in waiting:
            supporters = [voter for voter, ballot in enumerate(ballots) if at in ballot]
            offers[at] = (costs[at] + sum(loads[voter] for voter in supporters)) / Fraction(len(supporters))
        time = min(offers.values())
        level = sorted(at for at in waiting if offers[at] == time)
        if any(costs[at] > left for at in level):
            break
        order.append(level[0])
        times.append(time)
        left -= costs[level[0]]
        waiting.remove(level[0])
        loads = [time if level[0] in ballot else load for load, ballot in zip(loads, ballots, strict=True)]
    return order, times


@settings(max_examples=150)
@given(naive.elections(most_projects=7))
def test_the_outcome_is_what_the_obvious_way_gives(made):
    order, times = phragmen(*made)
    outcome = count(naive.election(*made), RULE)
    assert outcome.selected == tuple(f"p{at:02}" for at in order)
    found = {project.id: project.figures["time"] for project in outcome.projects if project.funded}
    assert [found[name] for name in outcome.selected] == times


@settings(max_examples=80)
@given(naive.elections(most_projects=5), st.sampled_from(["lexicographic", "lowest-cost", "most-votes"]))
def test_what_would_have_won_is_exactly_enough(made, ties):
    costs, budget, ballots = made
    options = Options(rule="phragmen", ties=ties)

    def wins(at, cost, more):
        changed = [*costs[:at], cost, *costs[at + 1 :]]
        return (
            f"p{at:02}"
            in count(naive.election(changed, budget, [*ballots, *([{at: 1}] * more)]), options).selected
        )

    for at, project in enumerate(count(naive.election(*made), options).projects):
        if project.code != "time-not-come":
            continue
        if project.more_votes is not None:
            assert wins(at, costs[at], project.more_votes)
        assert not any(wins(at, costs[at], more) for more in range(1, project.more_votes or 30))
        if project.lower_cost is not None:
            assert wins(at, project.lower_cost, 0)
        assert not any(wins(at, cost, 0) for cost in range((project.lower_cost or 0) + 1, costs[at]))
