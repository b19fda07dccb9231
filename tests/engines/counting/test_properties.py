"""What equal shares guarantees, tried by brute force; and what no rule may depend on."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import METHODS, Options, count
from coproduce.engines.counting.deserved import deserved, gains
from tests.engines.counting import naive


def subsets(values):
    values = list(values)
    return chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1))


def worth(utility, costs, ballot, at):
    return (
        0
        if at not in ballot
        else costs[at]
        if utility == "cost"
        else 1
        if utility == "cardinality"
        else ballot[at]
    )


@settings(max_examples=100)
@given(naive.elections(most_projects=4, most_voters=5))
def test_equal_shares_satisfies_ejr_with_cardinality(made):
    costs, budget, ballots = made
    won = {int(name[1:]) for name in count(naive.election(*made), Options(utility="cardinality")).selected}
    for group in subsets(range(len(ballots))):
        common = set.intersection(*(set(ballots[voter]) for voter in group))
        for wanted in subsets(common):
            if sum(costs[at] for at in wanted) * len(ballots) <= len(group) * budget:
                assert any(len(won & set(ballots[voter])) >= len(wanted) for voter in group)


@settings(max_examples=100)
@given(naive.elections(most_projects=4, most_voters=5), st.sampled_from(["cost", "score"]))
def test_equal_shares_satisfies_ejr_up_to_one_project(made, utility):
    costs, budget, ballots = made
    won = {int(name[1:]) for name in count(naive.election(*made), Options(utility=utility)).selected}
    gained = [sum(worth(utility, costs, ballot, at) for at in won) for ballot in ballots]
    for group in subsets(range(len(ballots))):
        common = set.intersection(*(set(ballots[voter]) for voter in group))
        for wanted in subsets(common):
            if sum(costs[at] for at in wanted) * len(ballots) > len(group) * budget:
                continue
            agreed = sum(min(worth(utility, costs, ballots[voter], at) for voter in group) for at in wanted)
            assert any(
                gained[voter] >= agreed
                or any(
                    gained[voter] + worth(utility, costs, ballots[voter], at) > agreed
                    for at in set(wanted) - won
                )
                for voter in group
            )


@settings(max_examples=100)
@given(
    naive.elections(most_projects=4, most_voters=6),
    st.sampled_from(["cost", "cardinality", "score"]),
    st.randoms(),
)
def test_the_check_for_deserving_groups_is_what_trying_every_group_gives(made, utility, dice):
    costs, budget, ballots = made
    election = naive.election(*made)
    chosen = [at for at in range(len(costs)) if dice.random() < 0.4]
    gained = [sum(worth(utility, costs, ballot, at) for at in chosen) for ballot in ballots]
    largest = {}
    for at in set(range(len(costs))) - set(chosen):
        for group in subsets(voter for voter, ballot in enumerate(ballots) if at in ballot):
            own = [worth(utility, costs, ballots[voter], at) for voter in group]
            due = Fraction(budget, len(ballots)) * sum(own) / costs[at]
            if all(gained[voter] + gain <= due for voter, gain in zip(group, own, strict=True)):
                largest[f"p{at:02}"] = max(len(group), largest.get(f"p{at:02}", 0))
    found = deserved(election, chosen, utility, range(len(costs)))
    assert {entry["project"]: entry["people"] for entry in found["listed"]} == largest
    assert sum(gains(election, chosen, utility) * election.ballots.multiplicity) == sum(gained)


@settings(max_examples=60)
@given(naive.elections(), st.sampled_from(["cost", "cardinality", "score"]))
def test_equal_shares_fails_no_group_at_its_first_share(made, utility):
    assert count(naive.election(*made), Options(utility=utility)).properties["deserved"]["failures"] == 0


@pytest.mark.parametrize("rule", METHODS)
@settings(max_examples=25)
@given(made=naive.elections(), factor=st.sampled_from([Fraction(1, 7), 3, Fraction(10**12 + 1, 13)]))
def test_scaling_all_money_changes_nothing(rule, made, factor):
    costs, budget, ballots = made
    completion = "add:2,greedy" if rule == "equal-shares" else "greedy"
    options = Options(rule=rule, completion=completion)
    scaled = replace(options, completion=f"add:{2 * factor},greedy") if rule == "equal-shares" else options
    election = naive.election([cost * factor for cost in costs], budget * factor, ballots)
    assert count(election, scaled).selected == count(naive.election(*made), options).selected


@pytest.mark.parametrize("rule", METHODS)
@settings(max_examples=25)
@given(made=naive.elections(), dice=st.randoms())
def test_order_and_names_of_voters_and_projects_change_nothing(rule, made, dice):
    costs, budget, ballots = made
    options = Options(rule=rule, ties="most-votes")
    before = count(naive.election(*made), options)
    if before.ties:
        return
    order = list(range(len(costs)))
    dice.shuffle(order)
    turned = [{order.index(at): points for at, points in ballot.items()} for ballot in ballots]
    dice.shuffle(turned)
    after = count(naive.election([costs[at] for at in order], budget, turned), options)
    if not after.ties:
        assert {order[int(name[1:])] for name in after.selected} == {
            int(name[1:]) for name in before.selected
        }


@settings(max_examples=40)
@given(naive.elections(), st.integers(2, 5))
def test_identical_voters_are_counted_as_so_many(made, times):
    costs, budget, ballots = made
    once, often = naive.election(*made), naive.election(costs, budget, ballots * times)
    assert np.array_equal(often.ballots.multiplicity, once.ballots.multiplicity * times)
    for rule in METHODS:
        assert count(often, Options(rule=rule)).selected == count(once, Options(rule=rule)).selected
