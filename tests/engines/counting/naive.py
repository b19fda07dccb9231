"""Equal shares and the greedy rule written the slow, obvious way, voter by voter in fractions."""

from fractions import Fraction

from hypothesis import strategies as st

from coproduce.engines.counting import Election, Table
from coproduce.engines.counting.table import rows


def election(costs, budget, ballots, *, ballot_type="cumulative", **more):
    """An election from ballots given as {position: points} or as lists of positions."""
    ids = [f"p{at:02}" for at in range(len(costs))]
    return Election.of(Table(ids, costs, budget, *rows(ballots), ballot_type=ballot_type, **more))


@st.composite
def elections(draw, most_projects=6, most_voters=8, most_points=3, steps=(1, 2, 5, 10)):
    """Small elections in which exact ties and balances on the boundary are common."""
    count = draw(st.integers(1, most_projects))
    step = draw(st.sampled_from(steps))
    costs = [step * draw(st.integers(1, 8)) for _ in range(count)]
    budget = step * draw(st.integers(1, 30))
    ballot = st.dictionaries(st.integers(0, count - 1), st.integers(1, most_points), max_size=count)
    ballots = draw(st.lists(ballot, min_size=1, max_size=most_voters))
    return costs, budget, ballots


def equal_shares(costs, votes, gains, ballots, *, share, barred=()):
    """(order, rates per point, money left): ``gains[at]`` is a project's worth per point."""
    money = [Fraction(share)] * len(ballots)
    order, rates = [], []
    while True:
        offers = []
        for at, cost in enumerate(costs):
            if at in order or at in barred or not votes[at]:
                continue
            rate = _rate(at, cost, ballots, money)
            if rate is not None:
                offers.append((rate / gains[at], at, rate))
        if not offers:
            return order, rates, money
        _, at, rate = min(offers)
        for voter, ballot in enumerate(ballots):
            if at in ballot:
                money[voter] -= min(money[voter], rate * ballot[at])
        order.append(at)
        rates.append(rate)


def _rate(at, cost, ballots, money):
    supporters = sorted(
        (
            (money[voter] / ballot[at], money[voter], ballot[at])
            for voter, ballot in enumerate(ballots)
            if at in ballot
        )
    )
    if sum(left for _, left, _ in supporters) < cost:
        return None
    weight, rest = sum(points for _, _, points in supporters), Fraction(cost)
    for edge, left, points in supporters:
        if rest / weight <= edge:
            return rest / weight
        rest -= left
        weight -= points
    raise AssertionError("supporters who can pay, can pay")
