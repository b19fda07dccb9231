"""Groups count by weights on the table, persons within a group alike, heads not at all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.calculus import Options, calculate
from coproduce.engines.risk.elicitation import tables
from coproduce.engines.risk.pooling import (
    averaged_quantiles,
    expected_apart,
    expected_by_head,
    expected_harm,
    mixture_quantiles,
)
from coproduce.engines.risk.values import SCALES, Answer, Group, Range
from coproduce.engines.risk.views import Views
from tests.engines.risk.studies import judged, portfolios, study

GROUPS = (
    Group("users", "People who use the service", "users"),
    Group("carers", "Carers", "carers"),
    Group("communities", "Community groups", "communities"),
    Group("staff", "Staff", "staff"),
    Group("politicians", "Councillors", "politicians"),
)
PEOPLE = {"users": (40, 45, 30), "carers": (18, 30, 35), "communities": (10, 25, 20), "staff": (200, 15, 22),
          "politicians": (6, 8, 30)}  # fmt: skip
"""Invented: how many answered, and about what they say (in 100; points)."""


def hall(copies=1, weights=()):
    """274 people, 200 of them staff, each a little different from the next; every one ``copies`` times."""
    answers = []
    for group, (count, chance, points) in PEOPLE.items():
        for at in range(count):
            shift = 1 + 0.4 * np.sin(at)
            likelihood = (chance * shift * 0.5, chance * shift, min(100, chance * shift * 1.6))
            severity = (points * shift * 0.5, points * shift, min(100, points * shift * 1.5))
            for copy in range(copies):
                answers += judged("r", group, f"{group}-{at}-{copy}", likelihood, severity)
    return study(answers, groups=GROUPS, weights=weights, weights_reason="a test")


def pooled(of):
    views = Views.of(of)
    return expected_harm(views.risk(of.risks[0]), views.weights())


def test_expected_harm_is_the_closed_form():
    said = [("users", "u1", (10, 20, 40), (10, 30, 50)), ("users", "u2", (1, 5, 9), (5, 6, 20)),
            ("staff", "s1", (2, 4, 8), (20, 30, 60))]  # fmt: skip
    of = study(
        [answer for row in said for answer in judged("r", *row)], weights=(0.7, 0.3), weights_reason="a test"
    )

    def mean(range_, scale):
        table = tables([Range(*range_)], SCALES[scale])[0]
        return np.trapezoid(table, dx=1 / (len(table) - 1))

    by_person = [mean(row[2], "likelihood") * mean(row[3], "severity") for row in said]
    expected = 0.7 * (by_person[0] + by_person[1]) / 2 + 0.3 * by_person[2]
    assert pooled(of) == pytest.approx(expected, rel=1e-12)
    net = portfolios(of, 40_000).evaluated([0])
    assert -net.net((0.7, 0.3))[0] == pytest.approx(expected, rel=0.01)


def test_share_and_months_scale_the_harm():
    plain = study(judged("r", "users", "u", 20, 50))
    less = study(
        [*judged("r", "users", "u", 20, 50), Answer("r", "share", Range(50, 50, 50), "users", "u"),
         Answer("r", "months", Range(3, 3, 3), "users", "u")]
    )  # fmt: skip
    assert pooled(plain) == pytest.approx(10)
    assert pooled(less) == pytest.approx(10 * 0.5 * 3 / 12)


def test_cloning_every_member_of_a_group_ten_times_changes_nothing():
    assert pooled(hall(10)) == pytest.approx(pooled(hall()), rel=1e-12)


def test_274_people_of_whom_200_are_staff_head_count_changes_nothing_under_group_pooling():
    of = hall()
    assert sum(count for count, _, _ in PEOPLE.values()) == 274
    views = Views.of(of)
    view, weights = views.risk(of.risks[0]), views.weights()
    by_group, by_head = expected_harm(view, weights), expected_by_head(view)
    # Staff, three quarters of all heads, see the least harm but for the councillors.
    assert by_head < 0.8 * by_group
    more_staff = {**PEOPLE, "staff": (400, 15, 22)}
    doubled = [answer for answer in of.answers if answer.group == "staff"]
    twice = replace(
        of, answers=(*of.answers, *(replace(one, person=one.person + "-again") for one in doubled))
    )
    assert len({one.person for one in twice.answers}) == sum(count for count, _, _ in more_staff.values())
    assert pooled(twice) == pytest.approx(by_group, rel=1e-12)
    view_twice = Views.of(twice).risk(twice.risks[0])
    assert expected_by_head(view_twice) < by_head
    # Tearing likelihood and severity apart gives yet another figure, and the wrong one.
    assert expected_apart(view, weights) != pytest.approx(by_group, rel=0.02)


def test_the_order_of_groups_changes_nothing():
    of = hall(weights=(0.1, 0.2, 0.3, 0.25, 0.15))
    turned = replace(of, groups=of.groups[::-1], weights=of.weights[::-1])
    assert pooled(turned) == pytest.approx(pooled(of), rel=1e-12)


def test_the_order_of_groups_changes_no_simulated_figure():
    of = study(
        [
            *judged("r", "users", "u", (10, 20, 30), (10, 20, 60)),
            *judged("r", "staff", "s", (1, 2, 3), (5, 9, 20)),
        ]
    )
    turned = replace(of, groups=of.groups[::-1])
    options = Options(400, 100, 10, 5)
    one, other = (calculate(each, Seed("order"), options).result.portfolios[0] for each in (of, turned))
    assert (one.net, one.cvar, one.cost) == (other.net, other.cvar, other.cost)
    assert one.net_by_group == other.net_by_group


def test_two_camps_stay_two_camps_where_averaged_quantiles_show_one_hill():
    low, high = Range(5, 10, 15), Range(85, 90, 95)
    table = tables([low, high], SCALES["likelihood"])
    weights = np.array([0.5, 0.5])
    pool = mixture_quantiles(table, weights)
    average = averaged_quantiles(table, weights)
    assert pool[1] < 0.15
    assert pool[3] > 0.85
    assert 0.45 < average[1] < average[3] < 0.55


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=6))
def test_quantiles_of_the_mixture_rise_and_lie_within_its_curves(rows):
    answers = [Range(low, low + width / 2, low + width) for low, width in rows]
    table = tables(answers, SCALES["likelihood"])
    found = mixture_quantiles(table, np.full(len(rows), 1 / len(rows)))
    assert found == sorted(found)
    assert table.min() <= found[0] <= found[-1] <= table.max()


def test_a_person_who_skipped_is_stood_in_for_by_her_own_group():
    # u2 says something of another risk only; staff see a far greater harm.
    from coproduce.engines.risk.values import Risk

    risks = (Risk("r", "A risk", "home", ("users",)), Risk("q", "Another", "home", ("users",)))
    of = study(
        [
            *judged("r", "users", "u1", 10, 10),
            *judged("q", "users", "u2", 0, 0),
            *judged("r", "staff", "s", 90, 90),
        ],
        risks=risks,
    )
    means = portfolios(of, 2000).means(0)
    assert means[0] == pytest.approx(-1.0)
