"""Years of harms and gains: their laws in closed form, and the same luck for every portfolio."""

from dataclasses import replace

import numpy as np
import pytest

from coproduce.engines.risk.elicitation import table_means, tables
from coproduce.engines.risk.portfolios import tail
from coproduce.engines.risk.steps import settled, tail_mean
from coproduce.engines.risk.values import SCALES, Action, Activity, Answer, Effect, Link, Range, Risk
from tests.engines.risk.studies import SEED, judged, portfolios, study

CERTAIN = {"risks": (Risk("r", "A risk", "home", ("users",)),)}


def given(about, question, *points):
    return Answer(about, question, Range(*(points if len(points) == 3 else points * 3)))


def test_the_variance_of_a_year_is_that_of_a_bernoulli_times_a_beta():
    of = study(judged("r", "users", "u", 20, (20, 30, 70)))
    years = portfolios(of, 200_000).years(0)
    table = tables([Range(20, 30, 70)], SCALES["severity"])[0]
    first = np.trapezoid(table, dx=1 / (len(table) - 1))
    second = np.trapezoid(table**2, dx=1 / (len(table) - 1))
    variance = 0.2 * second - (0.2 * first) ** 2
    assert years.mean() == pytest.approx(-0.2 * first, rel=0.02)
    assert years.var() == pytest.approx(variance, rel=0.02)


def test_expectation_and_luck_have_the_same_mean():
    of = study(
        [
            *judged("r", "users", "u", (10, 20, 40), (20, 30, 70)),
            *judged("r", "staff", "s", (1, 5, 9), (5, 9, 20)),
        ]
    )
    one = portfolios(of, 100_000)
    assert one.years(0).mean() == pytest.approx(one.means(0).mean(), rel=0.02)


def test_cvar_of_a_discrete_law():
    # 2 in 100 lose 50, 10 in 100 lose 20: the worst twentieth is 0.02 of 50 and 0.03 of 20.
    years = np.concatenate([np.full(20, -50.0), np.full(100, -20.0), np.zeros(880)])
    assert tail(years) == pytest.approx(-(0.02 * 50 + 0.03 * 20) / 0.05)
    assert tail_mean(years) == pytest.approx(tail(years))
    assert tail_mean(np.array([-10.0, 0.0, 0.0, 0.0]), 0.05) == -10
    assert tail_mean(np.array([-10.0, -4.0, 0.0]), 0.5) == pytest.approx(-(10 + 0.5 * 4) / 1.5)


def test_a_share_of_people_has_no_luck_in_it():
    risk = Risk("r", "A risk", "home", ("users",), per="person")
    years = portfolios(study(judged("r", "users", "u", 20, 50), risks=(risk,))).years(0)
    assert np.all(years == -10)


def test_a_gain_counts_above_nought_and_every_bearer_counts():
    risk = Risk("r", "Joy", "home", ("users", "staff"), per="person", sense="gain")
    answers = [
        *judged("r", "users", "u", 20, 50),
        Answer("r", "severity", Range(10, 10, 10), "users", "u", "staff"),
    ]
    assert portfolios(study(answers, risks=(risk,))).means(0)[0] == pytest.approx(10 + 2)


def test_a_null_action_has_exactly_no_effect():
    action = Action(
        "null", "Nothing", "environment", effects=(Effect("likelihood", "r"), Effect("severity", "r"))
    )
    other = Action("some", "Something", "environment", effects=(Effect("severity", "r"),))
    of = study(
        [*judged("r", "users", "u", (10, 20, 40), (20, 30, 70)), given("null/likelihood/r", "effect", 0),
         given("null/severity/r", "effect", 0), given("some/severity/r", "effect", 10, 20, 30)],
        actions=(action, other),
    )  # fmt: skip
    found = portfolios(of).enumerated()
    without, null, some, both = range(4)
    for one, other_row in ((without, null), (some, both)):
        assert np.array_equal(found.means[one], found.means[other_row])
        assert found.cvar[one] == found.cvar[other_row]
    assert not np.array_equal(found.means[without], found.means[some])


def test_adding_an_action_or_a_risk_moves_no_other_draw():
    base = study([*judged("r", "users", "u", (10, 20, 40), (20, 30, 70)), given("some/severity/r", "effect", 10, 20, 30)],
                 actions=(Action("some", "S", "environment", effects=(Effect("severity", "r"),)),))  # fmt: skip
    more = replace(
        base,
        risks=(Risk("before", "B", "home", ("users",)), *base.risks),
        actions=(Action("first", "F", "environment", effects=(Effect("severity", "before"),)), *base.actions),
        answers=(*base.answers, *judged("before", "users", "u", (1, 2, 3), (4, 5, 6)),
                 given("first/severity/before", "effect", 1, 2, 3)),
    )  # fmt: skip
    alone, among = portfolios(base), portfolios(more)
    place = [block[0].id for block in among.blocks].index("r")
    assert np.array_equal(alone.block(0, 0).years, among.block(place, 0).years)
    assert np.array_equal(alone.block(0, 1).years, among.block(place, 0b10).years)


def net_of(of, portfolio):
    return portfolios(of).means(portfolio)[0]


def with_action(strategy, on, of, effect, **more):
    answers = [*judged("r", "users", "u", 20, 50), given(f"a/{on}/{of}", "effect", effect)]
    return study(answers, actions=(Action("a", "A", strategy, effects=(Effect(on, of),)),), **more)


def test_environment_lowers_likelihood_or_severity():
    assert net_of(with_action("environment", "likelihood", "r", 25), 1) == pytest.approx(-0.75 * 10)
    assert net_of(with_action("environment", "severity", "r", 40), 1) == pytest.approx(-0.6 * 10)


def test_environment_can_cap_the_worst():
    assert net_of(with_action("environment", "cap", "r", 30), 1) == pytest.approx(-0.2 * 30)


def test_an_effect_may_make_things_worse():
    assert net_of(with_action("environment", "likelihood", "r", -50), 1) == pytest.approx(-1.5 * 10)


def test_an_activity_portfolio_scales_gains_and_harms_alike():
    risks = (Risk("r", "Harm", "home", ("users",), activity="trips"),
             Risk("g", "Gain", "home", ("users",), activity="trips", sense="gain", per="person"))  # fmt: skip
    of = with_action(
        "activity", "exposure", "trips", 50, risks=risks, activities=(Activity("trips", "Trips"),)
    )
    of = replace(of, answers=(*of.answers, *judged("g", "users", "u", 60, 40)))
    assert net_of(of, 0) == pytest.approx(24 - 10)
    # Not doing it is costed: the foregone gain is a loss.
    assert net_of(of, 1) == pytest.approx(12 - 5)


def test_enablement_adds_its_gain_and_its_own_harm():
    risks = (Risk("g", "Gain", "home", ("users",), sense="gain", per="person", needs="a"),
             Risk("h", "Its harm", "home", ("users",), needs="a"))  # fmt: skip
    of = study([*judged("g", "users", "u", 60, 40), *judged("h", "users", "u", 10, 40)], risks=risks,
               actions=(Action("a", "A", "enablement"),))  # fmt: skip
    assert net_of(of, 0) == 0
    assert net_of(of, 1) == pytest.approx(24 - 4)


def test_several_actions_combine_as_a_product_and_a_dose_scales():
    actions = (Action("a", "A", "environment", effects=(Effect("likelihood", "r"),)),
               Action("b", "B", "environment", effects=(Effect("likelihood", "r"),), doses=(0.5, 1.0)))  # fmt: skip
    of = study([*judged("r", "users", "u", 20, 50), given("a/likelihood/r", "effect", 50),
                given("b/likelihood/r", "effect", 40)], actions=actions)  # fmt: skip
    assert net_of(of, 0b101) == pytest.approx(-10 * 0.5 * 0.6)
    assert net_of(of, 0b010) == pytest.approx(-10 * 0.8)
    codes = portfolios(of).enumerated().codes.tolist()
    assert codes == [0b000, 0b001, 0b010, 0b011, 0b100, 0b101]


def test_a_link_makes_another_more_likely_in_the_years_in_which_its_cause_comes():
    risks = (Risk("r", "Effect", "home", ("users",)), Risk("q", "Cause", "home", ("users",)))
    of = study([*judged("r", "users", "u", 20, 50), *judged("q", "users", "u", 30, 0), given("q>r", "times", 3)],
               risks=risks, links=(Link("q", "r"),))  # fmt: skip
    assert portfolios(of, 100_000).means(0)[0] == pytest.approx(-50 * (0.3 * 0.6 + 0.7 * 0.2), rel=0.01)


def test_shared_luck_moves_the_tail_and_not_the_mean():
    risks = tuple(Risk(f"r{at}", f"R{at}", "home", ("users",)) for at in range(6))
    answers = [answer for risk in risks for answer in judged(risk.id, "users", "u", 10, 20)]
    apart = portfolios(study(answers, risks=risks), 60_000)
    together = portfolios(study(answers, risks=risks, correlation=0.5), 60_000)
    assert apart.means(0) == pytest.approx(together.means(0))
    assert together.years(0).mean() == pytest.approx(apart.years(0).mean(), rel=0.05)
    assert tail(together.years(0)) < 1.2 * tail(apart.years(0))


def test_settled_sums_are_exact_in_any_order():
    values = settled(SEED.uniforms(20_000) * 800 - 700)
    total = values.sum()
    assert values[::-1].sum() == total
    assert sum(values.tolist()) == total
    moved = total
    for value in values[:500].tolist():
        moved += value
    for value in values[:500].tolist():
        moved -= value
    assert moved == total


def test_the_mean_of_an_uncapped_severity_is_its_tables_mean():
    of = study(judged("r", "users", "u", 100, (20, 30, 70)))
    expected = table_means(tables([Range(20, 30, 70)], SCALES["severity"]))[0]
    assert portfolios(of).means(0)[0] == pytest.approx(-expected, abs=1e-6)
