"""Falls and ways back, in closed form and through the agents of a study."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.calculus import Options, calculate
from coproduce.engines.risk.resilience import LN20, Course, aided
from coproduce.engines.risk.subjects import typical
from coproduce.engines.risk.values import Action, Agent, Answer, Effect, Range, Risk, Substitution
from tests.engines.risk.studies import judged, portfolios, study


def course(fall, plateau=0.0, recovery=6.0, adaptation=0.0, learning=0.0):
    return Course(*(np.array([float(one)]) for one in (fall, plateau, recovery, adaptation, learning)))


courses = st.builds(
    course, st.floats(0, 100), st.floats(0, 20), st.floats(0.5, 60), st.floats(-40, 20), st.floats(0, 1)
)  # fmt: skip


def numeric(curve, horizon):
    weeks = np.linspace(0, horizon, 20_001)
    lost = np.maximum(100 - curve.level(weeks), 0)
    return np.trapezoid(lost, weeks)


def test_lost_area_of_an_exponential_return_is_depth_times_plateau_and_time_constant():
    curve = course(40, 3, 6)
    assert curve.lost_area(10_000)[0] == pytest.approx(40 * (3 + 6 / LN20))


@given(courses, st.floats(1, 150))
def test_lost_area_is_the_integral_of_the_curve(curve, horizon):
    assert curve.lost_area(horizon)[0] == pytest.approx(numeric(curve, horizon), rel=2e-3, abs=2e-2)


@given(courses, st.floats(0, 99))
def test_time_below_is_read_off_the_curve(curve, least):
    found = curve.time_below(least)[0]
    if np.isinf(found):
        assert curve.level(np.array([1e6]))[0] <= least + 1e-6
    elif found > 0:
        assert curve.level(np.array([found * (1 + 1e-6) + 1e-6]))[0] >= least - 1e-3
        assert curve.level(np.array([found * 0.999]))[0] <= least + 0.1
    else:
        assert curve.level(np.array([0.0]))[0] >= least


def test_back_to_95_percent_of_the_way():
    curve = course(40, 2, 9)
    assert curve.time_back()[0] == 11
    assert curve.level(np.array([11.0]))[0] == pytest.approx(100 - 0.05 * 40, abs=0.01)


def test_a_shock_is_absorbed_up_to_the_least_level():
    # An action halves what a shock takes: twice as large a shock leaves 60.
    assert course(20).shock_absorbed(60, np.array([40.0]))[0] == pytest.approx(80)
    assert course(40).shock_absorbed(60, np.array([40.0]))[0] == pytest.approx(40)
    assert course(10).shock_absorbed(60, np.array([40.0]))[0] == 100


def test_learning_makes_a_second_like_shock_cost_less_and_a_lasting_loss_more():
    assert course(40).learned(104)[0] == pytest.approx(1)
    assert course(40, learning=0.5).learned(104)[0] == pytest.approx(0.5)
    assert course(40, adaptation=10).learned(104)[0] < 0.7
    assert course(40, adaptation=-10).learned(104)[0] > 1
    assert course(0).learned(104)[0] == 1


def test_others_carry_their_share_as_far_as_they_stand():
    level = np.array([20.0])
    assert aided(level, np.array([[100.0]]), np.array([[0.5]]))[0] == pytest.approx(60)
    assert aided(level, np.array([[50.0]]), np.array([[0.5]]))[0] == pytest.approx(40)
    assert aided(level, np.array([[100.0], [100.0]]), np.array([[0.8], [0.8]]))[0] == pytest.approx(100)


def kitchen(effect="recovery", target="kitchen", amount=50.0):
    answers = [
        *judged("missed", "users", "u", 50, 40),
        *(
            Answer("kitchen", question, Range(x, x, x))
            for question, x in (("fall", 80), ("plateau", 2), ("recovery", 9))
        ),
        Answer("street", "fall", Range(0, 0, 0)),
        Answer("street>kitchen", "substitution", Range(0, 0, 0)),
        Answer(f"a/{effect}/{target}", "effect", Range(amount, amount, amount)),
    ]
    return study(
        answers,
        risks=(Risk("missed", "No meals", "home", ("users",), agent="kitchen"),),
        agents=(
            Agent("kitchen", "Kitchen", "providers", 60, 4, None, "users"),
            Agent("street", "Street", "communities"),
        ),
        substitutions=(Substitution("street", "kitchen"),),
        actions=(Action("a", "A", "resilience", effects=(Effect(effect, target),)),),
    )


def test_today_is_exactly_what_people_said_and_a_quicker_return_shrinks_the_harm():
    one = portfolios(kitchen())
    assert one.means(0)[0] == -20
    alone = replace(
        kitchen(),
        substitutions=(),
        answers=tuple(x for x in kitchen().answers if x.about != "street>kitchen"),
    )
    found = portfolios(alone).means(1)[0]
    expected = -20 * course(80, 2, 4.5).lost_area(104)[0] / course(80, 2, 9).lost_area(104)[0]
    assert found == pytest.approx(expected, rel=1e-6)
    assert one.means(1)[0] == pytest.approx(expected, rel=0.15)


def test_neighbours_who_stand_in_shrink_the_harm_by_what_they_carry():
    assert portfolios(kitchen("substitution", "street>kitchen", 25)).means(1)[0] == pytest.approx(-20 * 0.75)


def test_limits_are_tried_against_simulated_recovery():
    result = calculate(kitchen(), Seed("x"), Options(400, 50, 10, 5)).result
    by_agent = {(one.agent, one.portfolio): one for one in result.resilience}
    # Below 60 for 2 weeks and the time to climb: 2 + 3.004 ln 2 = 4.08 > 4 today; 3.04 with a quicker return.
    assert by_agent["kitchen", 0].p_within_limits == 0
    assert by_agent["kitchen", 1].p_within_limits == 1
    assert by_agent["street", 0].p_within_limits is None
    assert len(by_agent["kitchen", 0].fan) == len(by_agent["kitchen", 0].weeks)


def test_a_fan_rises_from_the_fall_and_never_crosses_itself():
    result = calculate(typical(), Seed("x"), Options(2000, 50, 10, 5)).result
    for one in result.resilience:
        for quantiles in one.fan:
            assert list(quantiles) == sorted(quantiles)
        assert one.depth.quantiles[0] >= 0


def test_weak_design_is_named():
    result = calculate(typical(), Seed("x"), Options(400, 50, 10, 5)).result
    weak = {agent.id: agent.weaknesses for agent in result.agents}
    assert weak == {"kitchen": ("single-provider", "promise-too-late"), "street": ("nobody-stands-in",)}
