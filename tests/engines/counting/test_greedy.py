"""The greedy rules against the obvious way, and what they say would have won."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import Election, Options, count
from tests.engines.counting import naive

RULES = st.sampled_from(["greedy", "greedy-score"])
UTILITIES = st.sampled_from(["cost", "cardinality", "score"])
TIES = st.sampled_from(["lexicographic", "lowest-cost", "highest-cost", "most-votes"])


def merits(rule, utility, costs, ballots):
    votes = [sum(at in ballot for ballot in ballots) for at in range(len(costs))]
    points = [sum(ballot.get(at, 0) for ballot in ballots) for at in range(len(costs))]
    if rule == "greedy-score":
        return points
    if utility == "cost":
        return votes
    return [
        Fraction(gain, cost)
        for gain, cost in zip(votes if utility == "cardinality" else points, costs, strict=True)
    ]


@settings(max_examples=80)
@given(naive.elections(most_projects=8), RULES, UTILITIES)
def test_the_outcome_is_what_the_obvious_way_gives(made, rule, utility):
    costs, budget, ballots = made
    merit = merits(rule, utility, costs, ballots)
    left, chosen = budget, []
    for at in sorted(range(len(costs)), key=lambda at: (-merit[at], at)):
        if costs[at] <= left and any(at in ballot for ballot in ballots):
            chosen.append(f"p{at:02}")
            left -= costs[at]
    assert count(naive.election(*made), Options(rule=rule, utility=utility)).selected == tuple(chosen)


@settings(max_examples=150)
@given(naive.elections(most_projects=5), UTILITIES, TIES)
def test_what_would_have_won_is_exactly_enough(made, utility, ties):
    costs, budget, ballots = made
    options = Options(rule="greedy", utility=utility, ties=ties)

    def wins(at, cost, more):
        changed = [*costs[:at], cost, *costs[at + 1 :]]
        return (
            f"p{at:02}"
            in count(naive.election(changed, budget, [*ballots, *([{at: 1}] * more)]), options).selected
        )

    for at, project in enumerate(count(naive.election(*made), options).projects):
        if project.code != "too-little-left":
            continue
        if project.more_votes is not None:
            assert wins(at, costs[at], project.more_votes)
        enough = range(1, project.more_votes if project.more_votes is not None else 30)
        assert not any(wins(at, costs[at], more) for more in enough)
        if project.lower_cost is not None:
            assert wins(at, project.lower_cost, 0)
        assert not any(wins(at, cost, 0) for cost in range((project.lower_cost or 0) + 1, costs[at]))


def test_a_tie_that_decides_nothing_is_no_tie():
    both_fit = count(naive.election([2, 2], 4, [[0], [1]]), Options(rule="greedy", ties="refuse"))
    assert both_fit.selected == ("p00", "p01")
    assert both_fit.ties == ()


def test_a_tie_that_decides_is_recorded():
    outcome = count(naive.election([2, 2], 3, [[0], [1]]), Options(rule="greedy", ties="highest-cost"))
    assert [(tie.tied, tie.rule) for tie in outcome.ties] == [(("p00", "p01"), "highest-cost")]


def test_reasons_name_what_barred_a_project():
    made = naive.election([2, 9, 2, 2], 5, [[0, 1, 2]], min_score=1)
    reasons = [project.code for project in count(made, Options(rule="greedy")).projects]
    assert reasons == ["funded", "costs-more-than-budget", "funded", "no-votes"]
    reasons = [project.code for project in count(made, Options(rule="greedy", min_score=2)).projects]
    assert reasons == ["below-minimum-score", "below-minimum-score", "below-minimum-score", "no-votes"]


def test_an_election_without_projects_is_counted():
    made = naive.election([], 5, [[], []])
    assert isinstance(made, Election)
    assert count(made).selected == ()
