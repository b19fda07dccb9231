"""Three points and how sure become the PERT whose 5th and 95th percentiles are the ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from coproduce.engines.risk.elicitation import fit, look_up, stretched, table_means, tables
from coproduce.engines.risk.values import SCALES, Range, Scale

WIDE = Scale(-1e9, 1e9)

ranges = st.builds(
    lambda low, up, further, sure: Range(low, low + up, low + up + further, sure),
    st.floats(0, 40), st.floats(0, 30), st.floats(0.5, 30), st.floats(0.5, 1),
)  # fmt: skip


def cumulative(curve, x):
    return betainc(
        1 + 4 * curve.theta, 5 - 4 * curve.theta, np.clip((x - curve.a) / (curve.b - curve.a), 0, 1)
    )


@given(ranges)
def test_the_ends_are_the_5th_and_95th_percentiles(answer):
    low, high = stretched(answer, WIDE)
    curve = fit(answer, WIDE)
    assert cumulative(curve, low) == pytest.approx(0.05, abs=1e-6)
    assert cumulative(curve, high) == pytest.approx(0.95, abs=1e-6)


@given(ranges)
def test_the_best_guess_is_the_top_of_the_curve_to_a_thousandth_of_its_width(answer):
    curve = fit(answer, WIDE)
    mode = curve.a + curve.theta * (curve.b - curve.a)
    assert mode == pytest.approx(answer.best, abs=(curve.b - curve.a) / 1000)


@given(ranges)
def test_draws_keep_to_the_scale(answer):
    scale = Scale(0, 60)
    inside = Range(min(answer.lowest, 60), min(answer.best, 60), min(answer.highest, 60), answer.sure)
    table = tables([inside], scale)
    assert table.min() >= 0
    assert table.max() <= 60
    assert np.all(np.diff(table) >= 0)


def test_less_sure_is_stretched_to_ninety_percent_and_surer_is_never_drawn_together():
    assert stretched(Range(10, 20, 40, 0.6), WIDE) == pytest.approx((5, 50))
    assert stretched(Range(10, 20, 40, 0.95), WIDE) == (10, 40)
    assert stretched(Range(10, 20, 40, 1.0), WIDE) == (10, 40)


def test_stretching_stops_at_the_ends_of_the_scale():
    assert stretched(Range(2, 30, 95, 0.5), SCALES["likelihood"]) == (0, 100)


def test_ends_as_bounds_would_hold_only_half_to_two_thirds_of_the_width():
    held = []
    for theta in np.linspace(0, 1, 21):
        low, high = betaincinv(1 + 4 * theta, 5 - 4 * theta, np.array([0.05, 0.95]))
        held.append(high - low)
    assert min(held) == pytest.approx(0.44, abs=0.02)
    assert max(held) == pytest.approx(0.62, abs=0.02)


def test_a_certain_answer_is_certain():
    table = tables([Range(7, 7, 7, 0.5)], SCALES["months"])
    assert np.all(table == 7)


def test_the_mean_of_a_table_is_the_mean_of_its_draws_and_near_the_pert_mean():
    answer = Range(10, 20, 60, 0.9)
    curve = fit(answer, WIDE)
    table = tables([answer], WIDE)
    exact = curve.a + (curve.b - curve.a) * (1 + 4 * curve.theta) / 6
    u = (np.arange(200_000) + 0.5) / 200_000
    assert look_up(table, None, u).mean() == pytest.approx(table_means(table)[0], rel=1e-6)
    assert table_means(table)[0] == pytest.approx(exact, rel=1e-3)
