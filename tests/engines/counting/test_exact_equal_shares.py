"""Exact equal shares against the obvious way, and add-opt against every share in between."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import Options, count
from coproduce.engines.counting.contest import Contest
from coproduce.engines.counting.rules import exact_equal_shares as ees
from tests.engines.counting import naive

UTILITIES = st.sampled_from(["cost", "cardinality"])


def obvious(costs, budget, ballots, utility, share):
    """[(project, who pays)] in order."""
    money = [Fraction(share)] * len(ballots)
    waiting = [at for at, cost in enumerate(costs) if cost <= budget]
    found = []
    while True:
        offers = []
        for at in waiting:
            rich = sorted(
                (voter for voter, ballot in enumerate(ballots) if at in ballot),
                key=lambda voter: -money[voter],
            )
            able = [t for t in range(1, len(rich) + 1) if money[rich[t - 1]] >= Fraction(costs[at], t)]
            if able:
                price = Fraction(costs[at], max(able))
                offers.append(
                    (
                        price / (costs[at] if utility == "cost" else 1),
                        at,
                        tuple(sorted(rich[: max(able)])),
                        price,
                    )
                )
        if not offers:
            return found
        _, at, payers, price = min(offers)
        for voter in payers:
            money[voter] -= price
        waiting.remove(at)
        found.append((at, payers))


@settings(max_examples=120)
@given(naive.elections(), UTILITIES)
def test_a_run_is_what_the_obvious_way_gives(made, utility):
    costs, budget, ballots = made
    expected = obvious(costs, budget, ballots, utility, Fraction(budget, len(ballots)))
    outcome = count(naive.election(*made), Options(rule="exact-equal-shares", utility=utility))
    assert outcome.selected == tuple(f"p{at:02}" for at, _ in expected)
    payers = {project.id: project.figures["paid_in_full"] for project in outcome.projects if project.funded}
    assert [payers[name] for name in outcome.selected] == [len(who) for _, who in expected]


@settings(max_examples=120)
@given(naive.elections(most_projects=4, most_voters=5), UTILITIES)
def test_add_opt_finds_the_very_next_share_at_which_anything_changes(made, utility):
    costs, budget, ballots = made
    contest = Contest.of(naive.election(*made), Options(rule="exact-equal-shares", utility=utility))
    share = Fraction(budget, len(ballots))
    for _ in range(3):
        level = ees.at_share(contest, share)
        if set(contest.open) <= set(level.chosen):
            return
        rise = ees.next_rise(contest, level)
        now = obvious(costs, budget, ballots, utility, share)
        assert rise > 0
        for part in (Fraction(1, 3), Fraction(2, 3), Fraction(999, 1000)):
            assert obvious(costs, budget, ballots, utility, share + rise * part) == now
        assert obvious(costs, budget, ballots, utility, share + rise) != now
        share += rise


@settings(max_examples=60)
@given(naive.elections(), UTILITIES, st.sampled_from(["budget", "exhaustive"]))
def test_add_opt_never_overspends_and_ends(made, utility, stop):
    options = Options(rule="exact-equal-shares", utility=utility, completion="add-opt,greedy", stop=stop)
    outcome = count(naive.election(*made), options)
    assert outcome.cost <= made[1]
    assert outcome.completion["stopped"] in {"exhaustive", "everything-funded", "next-step-overspends"}
