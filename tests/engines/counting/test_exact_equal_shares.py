"""Exact equal shares against the obvious way, and add-opt against the next share found by trying every one."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import Options, count
from coproduce.engines.counting.contest import Contest
from coproduce.engines.counting.rules import exact_equal_shares as ees
from tests.engines.counting import naive

UTILITIES = st.sampled_from(["cost", "cardinality"])


def obvious(costs, budget, ballots, utility, share, *, seen=None):
    """[(project, who pays)] in order; ``seen`` gets (waiting, money) before each purchase and at the end."""
    money = [Fraction(share)] * len(ballots)
    waiting = [at for at, cost in enumerate(costs) if cost <= budget]
    found = []
    while True:
        if seen is not None:
            seen.append((list(waiting), list(money)))
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


def next_share(costs, budget, ballots, utility, share):
    """The least share above ``share`` at which the run is another one.

    While the run is the same, everybody has more by as much as the share is higher. So it can change only where
    somebody, at some moment, comes to have exactly cost / t of a project that she chose, for some t; each of
    these shares is tried.
    """
    moments = []
    now = obvious(costs, budget, ballots, utility, share, seen=moments)
    shares = {
        share + Fraction(costs[at], t) - money[voter]
        for waiting, money in moments
        for at in waiting
        for voter, ballot in enumerate(ballots)
        if at in ballot
        for t in range(1, len(ballots) + 1)
        if Fraction(costs[at], t) > money[voter]
    }
    return next(one for one in sorted(shares) if obvious(costs, budget, ballots, utility, one) != now)


@settings(max_examples=120)
@given(naive.elections(most_projects=5, most_voters=6), UTILITIES)
def test_add_opt_finds_the_very_next_share_at_which_anything_changes(made, utility):
    costs, budget, ballots = made
    contest = Contest.of(naive.election(*made), Options(rule="exact-equal-shares", utility=utility))
    share = Fraction(budget, len(ballots))
    for _ in range(3):
        level = ees.at_share(contest, share)
        if set(contest.open) <= set(level.chosen):
            return
        rise = ees.next_rise(contest, level)
        assert share + rise == next_share(costs, budget, ballots, utility, share)
        share += rise


@settings(max_examples=80)
@given(naive.elections(most_projects=5, most_voters=6), UTILITIES, st.sampled_from(["budget", "exhaustive"]))
def test_a_count_completed_by_add_opt_is_the_obvious_one_share_after_share(made, utility, stop):
    costs, budget, ballots = made
    can_win = {at for at, cost in enumerate(costs) if cost <= budget and any(at in one for one in ballots)}
    share = Fraction(budget, len(ballots))
    while True:
        run = obvious(costs, budget, ballots, utility, share)
        chosen = [at for at, _ in run]
        left = budget - sum(costs[at] for at in chosen)
        if can_win == set(chosen):
            break
        if stop == "exhaustive" and all(costs[at] > left for at in can_win - set(chosen)):
            break
        following = next_share(costs, budget, ballots, utility, share)
        if sum(costs[at] for at, _ in obvious(costs, budget, ballots, utility, following)) > budget:
            break
        share = following
    options = Options(rule="exact-equal-shares", utility=utility, completion="add-opt", stop=stop)
    outcome = count(naive.election(*made), options)
    assert outcome.selected == tuple(f"p{at:02}" for at in chosen)
    assert outcome.completion["share"] == share


@settings(max_examples=60)
@given(naive.elections(), UTILITIES, st.sampled_from(["budget", "exhaustive"]))
def test_add_opt_never_overspends_and_ends(made, utility, stop):
    options = Options(rule="exact-equal-shares", utility=utility, completion="add-opt,greedy", stop=stop)
    outcome = count(naive.election(*made), options)
    assert outcome.cost <= made[1]
    assert outcome.completion["stopped"] in {"exhaustive", "everything-funded", "next-step-overspends"}
