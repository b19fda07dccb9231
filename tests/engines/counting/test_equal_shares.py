"""Equal shares against the slow, obvious way of counting it, and on edges made by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import Options, count, replay
from coproduce.engines.counting.contest import Contest
from coproduce.engines.counting.rules import equal_shares
from tests.engines.counting import naive

POINTS = {"cost": lambda points: 1, "cardinality": lambda points: 1, "score": lambda points: points}


def expected(costs, budget, ballots, utility, share):
    counted = [{at: POINTS[utility](points) for at, points in ballot.items()} for ballot in ballots]
    votes = [sum(at in ballot for ballot in ballots) for at in range(len(costs))]
    gains = costs if utility == "cost" else [1] * len(costs)
    barred = [at for at, cost in enumerate(costs) if cost > budget]
    return naive.equal_shares(costs, votes, gains, counted, share=share, barred=barred)


@settings(max_examples=150)
@given(naive.elections(), st.sampled_from(sorted(POINTS)))
def test_a_run_is_what_the_obvious_way_gives(made, utility):
    costs, budget, ballots = made
    order, rates, _ = expected(costs, budget, ballots, utility, Fraction(budget, len(ballots)))
    outcome = count(naive.election(*made), Options(utility=utility))
    assert outcome.selected == tuple(f"p{at:02}" for at in order)
    prices = {project.id: project.figures["price"] for project in outcome.projects if project.funded}
    assert [prices[name] for name in outcome.selected] == rates


@settings(max_examples=150)
@given(
    naive.elections(),
    st.sampled_from(sorted(POINTS)),
    st.sampled_from(["budget", "exhaustive"]),
    st.integers(1, 4),
)
def test_raising_the_shares_is_what_step_by_step_gives(made, utility, stop, rise):
    costs, budget, ballots = made
    fundable = [
        at for at, cost in enumerate(costs) if cost <= budget and any(at in ballot for ballot in ballots)
    ]
    share, last = Fraction(budget, len(ballots)), None
    while True:
        order = expected(costs, budget, ballots, utility, share)[0]
        spent = sum(costs[at] for at in order)
        if spent > budget:
            break
        last = order
        full = all(at in order or costs[at] > budget - spent for at in fundable)
        if set(order) == set(fundable) or (stop == "exhaustive" and full):
            break
        share += rise
    outcome = count(naive.election(*made), Options(utility=utility, completion=f"add:{rise}", stop=stop))
    assert outcome.selected == tuple(f"p{at:02}" for at in last)


@settings(max_examples=80)
@example(
    (
        [20, 80, 50, 20, 80],
        160,
        [{4: 2}, {1: 3}, {2: 3, 3: 1, 4: 3, 1: 1, 0: 2}, {1: 1, 4: 2, 2: 2, 3: 2, 0: 2}],
    ),
    "cost",
    "most-votes",
)
@given(
    naive.elections(),
    st.sampled_from(sorted(POINTS)),
    st.sampled_from(["lexicographic", "lowest-cost", "most-votes"]),
)
def test_what_would_have_won_is_exactly_enough(made, utility, ties):
    costs, budget, ballots = made
    share = Fraction(budget, len(ballots))
    options = Options(utility=utility, ties=ties)

    def wins(at, cost, more):
        changed = [*costs[:at], cost, *costs[at + 1 :]]
        voters = [*ballots, *([{at: 1}] * more)]
        # With the same share for everybody, whatever the number of voters.
        contest = Contest.of(naive.election(changed, share * len(voters), voters), options)
        contest = replace(contest, barred={})
        return at in equal_shares.at_share(contest, share, 0).chosen

    outcome = count(naive.election(*made), options)
    for at, project in enumerate(outcome.projects):
        if project.code != "supporters-short":
            continue
        assert wins(at, costs[at], project.more_votes)
        assert not wins(at, costs[at], project.more_votes - 1)
        if project.lower_cost is not None:
            assert wins(at, project.lower_cost, 0)
        assert not any(wins(at, cost, 0) for cost in range((project.lower_cost or 0) + 1, costs[at]))


def test_supporters_who_have_exactly_the_price_give_their_last():
    # p00 costs the two exactly what they have; the third voter pays for p01 alone, to the last coin.
    made = naive.election([20, 10], 30, [[0], [0], [1]])
    figures = {project.id: project.figures for project in count(made).projects}
    assert figures["p00"]["gave_their_last"] == 2
    assert figures["p00"]["price"] == 10
    assert figures["p01"]["gave_their_last"] == 1


def test_a_price_on_the_edge_of_what_is_affordable():
    # After p00 (price 10/3 each) three people have 10 - 10/3 = 20/3 each, together 20 exactly.
    costs, budget = [10, 20], 30
    assert count(naive.election(costs, budget, [[0, 1]] * 3)).selected == ("p00", "p01")
    costs = [10, Fraction(20) + Fraction(1, 10**30)]
    assert count(naive.election(costs, budget, [[0, 1]] * 3)).selected == ("p00",)


def test_rates_that_floats_cannot_tell_apart():
    # Two rates differ by 1e-20: a float sees a tie, the count must not.
    near = Fraction(10) + Fraction(1, 10**20)
    ballots = [[0]] * 3 + [[1]] * 3
    outcome = count(naive.election([near, 10], 60, ballots), Options(utility="cardinality"))
    assert outcome.selected == ("p01", "p00")
    assert outcome.ties == ()
    level = count(naive.election([10, 10], 60, ballots), Options(utility="cardinality"))
    assert [tie.tied for tie in level.ties] == [("p00", "p01")]


def test_a_balance_that_floats_cannot_tell_from_nothing():
    # Paying 1/3 thrice of 1 leaves nothing; of 1 + 1e-25 it leaves a crumb, which buys p03 at a crumb's cost.
    crumb = Fraction(1, 10**25)
    ballots = [[0, 1, 2, 3]] * 3
    made = naive.election([1, 1, 1, 3 * crumb], 3 + 3 * crumb, ballots)
    assert count(made, Options(utility="cost")).selected == ("p00", "p01", "p02", "p03")
    made = naive.election([1, 1, 1, 3 * crumb + crumb / 7], 3 + 3 * crumb, ballots)
    assert count(made, Options(utility="cost")).selected == ("p00", "p01", "p02")


@pytest.mark.parametrize(
    ("ties", "first"),
    [
        ("lexicographic", "p00"),
        ("most-votes", "p01"),
        ("lowest-cost", "p00"),
        ("highest-cost", "p01"),
        ("seed:b", None),
    ],
)
def test_every_tie_rule_decides_a_tie_and_it_is_recorded(ties, first):
    # With utility cost both have rate 1/2 per unit of gain … p00 by two voters, p01 by two of three, one of them poor.
    made = naive.election([2, 4], 100, [[0], [0], [1], [1]])
    outcome = count(made, Options(ties=ties))
    assert outcome.ties[0].rule == ties
    assert set(outcome.ties[0].tied) == {"p00", "p01"}
    assert outcome.selected[0] == (first if first and ties != "most-votes" else outcome.ties[0].tied[0])


def test_the_record_alone_gives_the_same_bytes():
    made = naive.election([3, 5, 7], 9, [[0, 1], [1, 2], [2]], ballot_type="approval")
    outcome = count(made, Options(completion="add-one,greedy", ties="seed:words read out"))
    again = replay(outcome.record)
    assert again.envelope().to_bytes() == outcome.envelope().to_bytes()
    assert outcome.record.seed == "words read out"
