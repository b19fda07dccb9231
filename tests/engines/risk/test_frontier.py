"""The frontier, what is put forward, and what hangs on whose beliefs count."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coproduce.engines.kernel import EngineError, Seed
from coproduce.engines.risk.acceptability import acceptability, leave_one_out, uniform_weights
from coproduce.engines.risk.calculus import Options, calculate
from coproduce.engines.risk.frontier import aims_of, first, hypervolume, non_dominated, regret
from coproduce.engines.risk.portfolios import Evaluated, tail
from coproduce.engines.risk.reweigh import Sketch
from coproduce.engines.risk.values import Action, Answer, Effect, Range, Risk
from coproduce.engines.risk.worlds import pooled_positions
from tests.engines.risk.studies import judged, portfolios, study, two_camps

OPTIONS = Options(2000, 2000, 10, 5)


def many(count=7, risks=6):
    """``count`` actions on ``risks`` risks, in a pattern of overlaps."""
    of_risks = tuple(Risk(f"r{at}", f"R{at}", "home", ("users",)) for at in range(risks))
    answers = []
    for at, risk in enumerate(of_risks):
        answers += judged(risk.id, "users", "u", (2 + at, 8 + 2 * at, 30), (5, 20 + 3 * at, 60))
        answers += judged(risk.id, "staff", "s", (1, 3 + at, 12), (5, 10 + at, 40))
    actions = []
    for at in range(count):
        targets = sorted({at % risks, (3 * at + 1) % risks, (at * at) % risks})
        effects = tuple(Effect("likelihood" if at % 2 else "severity", f"r{target}") for target in targets)
        actions.append(
            Action(f"a{at}", f"A{at}", "environment", Range(at + 1, 2 * at + 1, 4 * at + 2), effects)
        )
        answers += [Answer(f"a{at}/{one.on}/{one.of}", "effect", Range(5, 10 + at, 60)) for one in effects]
    return study(answers, risks=of_risks, actions=tuple(actions))


def test_gray_code_gives_exactly_what_each_portfolio_gives_alone():
    one = portfolios(many(), 2000)
    visited = one.enumerated()
    alone = portfolios(many(), 2000).evaluated(visited.codes.tolist())
    assert np.array_equal(visited.codes, np.arange(2**7))
    assert np.array_equal(visited.cvar, alone.cvar)
    assert np.array_equal(visited.means, alone.means)
    assert np.array_equal(visited.cost, alone.cost)


def test_exclusions_and_budget_are_kept():
    of = two_camps(budget=5.0)
    assert portfolios(of).enumerated(5.0).codes.tolist() == [0]
    assert portfolios(of).enumerated(100.0).codes.tolist() == [0, 1, 2]


@given(arrays(np.float64, st.tuples(st.integers(1, 25), st.just(3)), elements=st.integers(0, 4).map(float)))
def test_non_dominated_rows_are_those_of_the_definition(aims):
    expected = [
        row
        for row in range(len(aims))
        if not any(
            np.all(aims[other] >= aims[row]) and np.any(aims[other] > aims[row]) for other in range(len(aims))
        )
    ]
    assert non_dominated(aims).tolist() == expected


@given(arrays(np.float64, st.tuples(st.integers(1, 6), st.just(3)), elements=st.integers(0, 4).map(float)))
def test_hypervolume_counts_unit_cubes(aims):
    cubes = sum(
        any(all(corner[axis] < point[axis] for axis in range(3)) for point in aims.tolist())
        for corner in itertools.product(range(4), repeat=3)
    )
    assert hypervolume(aims, np.zeros(3)) == pytest.approx(cubes)


def test_weights_at_a_corner_reproduce_that_groups_own_choice():
    for corner, action in (((1.0, 0.0), "a"), ((0.0, 1.0), "b")):
        result = calculate(two_camps(weights=corner, weights_reason="a corner"), Seed("x"), OPTIONS).result
        group = result.groups[corner.index(1.0)]
        assert group.own_choice == (action,)
        assert result.portfolios[result.choices["most_gain"]].actions == (action,)


def test_weights_at_a_corner_give_that_groups_own_figures():
    both = portfolios(two_camps())
    corner = portfolios(two_camps(weights=(1.0, 0.0), weights_reason="a corner"))
    size = both.simulation.worlds.size
    own = both.years(1)[:size]
    assert tail(corner.years(1)) == pytest.approx(tail(own), rel=1e-9)
    assert corner.means(1)[0] == both.means(1)[0]


def test_regret_is_nought_for_a_groups_own_choice_and_limits_bind():
    of = two_camps()
    found = portfolios(of).enumerated()
    losses = regret(found)
    assert losses.min() == 0
    assert np.all(losses.min(axis=0) == 0)
    limited = replace(of, groups=(replace(of.groups[0], regret_limit=0.0), of.groups[1]))
    result = calculate(limited, Seed("x"), OPTIONS).result
    assert result.portfolios[result.choices["least_worst_regret"]].actions == ("a",)


def test_acceptability_adds_up_to_one_and_matches_the_exact_share():
    # Two groups, three portfolios: b beats a where the second weight is above a third.
    found = Evaluated(
        np.array([0, 1, 2]),
        np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 3.0]]),
        np.zeros(3),
        np.array([0.0, 1.0, 1.0]),
    )
    shares = acceptability(found, Seed("x"), 20_000)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[0] == 0
    assert shares[2] == pytest.approx(2 / 3, abs=0.01)


def test_weightings_are_uniform_on_the_simplex():
    weights = uniform_weights(Seed("x"), 4, 40_000)
    assert np.allclose(weights.sum(axis=1), 1)
    assert weights.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.005)
    # A coordinate of a uniform point on the simplex of four is Beta(1, 3).
    assert (weights[:, 0] > 0.5).mean() == pytest.approx(0.5**3, abs=0.01)


def test_leaving_one_group_out_shows_whose_voice_decides():
    found = portfolios(two_camps()).enumerated()
    without = leave_one_out(found, (0.5, 0.5), np.ones(len(found.codes), dtype=bool))
    assert [one.most_gain for one in without] == [2, 1]
    assert sum(one.changes_most_gain for one in without) == 1


def test_ties_go_to_the_cheaper_then_the_smaller_then_the_earlier():
    found = Evaluated(
        np.array([0b11, 0b100, 0b1000, 0b1]), np.zeros((4, 1)), np.zeros(4), np.array([1.0, 1.0, 1.0, 2.0])
    )
    assert found.codes[first(found, np.zeros(4), np.arange(4))] == 0b100


def test_between_three_and_five_portfolios_go_to_the_table_and_none_is_named_the_winner():
    result = calculate(many(), Seed("x"), OPTIONS).result
    places = set(result.choices.values())
    assert 3 <= len(places) <= 6
    assert set(result.choices) >= {
        "most_gain",
        "safest_tail",
        "least_worst_regret",
        "most_acceptable",
        "today",
    }
    assert result.portfolios[result.choices["today"]].actions == ()


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5))
def test_the_pooled_sample_holds_each_group_in_proportion(raw):
    weights = [one / sum(raw) for one in raw]
    positions = pooled_positions(weights, 200)
    if positions is None:
        assert len(set(raw)) == 1
        return
    assert len(positions) == 200 * len(raw)
    for group, weight in enumerate(weights):
        share = np.mean((positions >= group * 200) & (positions < (group + 1) * 200))
        assert share == pytest.approx(weight, abs=1 / (10 * len(raw)))


def weighted_tail(years, weights):
    """CVaR 5 % of every draw there is, each with its group's weight."""
    mass = np.repeat(np.array(weights) / years.shape[1], years.shape[1])
    order = np.argsort(years.ravel())
    reached = np.cumsum(mass[order])
    inside = np.clip(0.05 - (reached - mass[order]), 0, mass[order])
    return (inside * years.ravel()[order]).sum() / 0.05


def test_a_slider_needs_no_new_draws_and_is_right_to_half_a_percent():
    one = portfolios(many(), 20_000)
    codes = list(range(0, 128, 7))
    worlds = one.simulation.worlds
    years = np.stack([one.years(code).reshape(worlds.groups, worlds.size) for code in codes])
    means = np.stack([one.means(code) for code in codes])
    sketch = Sketch.of(years, means)
    for weights in ((0.5, 0.5), (0.8, 0.2), (0.1, 0.9), (1.0, 0.0)):
        net, cvar = sketch.under(weights)
        direct = np.array([weighted_tail(row, weights) for row in years])
        assert net == pytest.approx(means @ np.array(weights))
        assert cvar == pytest.approx(direct, rel=0.005)


def test_a_search_reaches_99_percent_of_the_enumerated_hypervolume():
    pytest.importorskip("pymoo", reason="the search needs the extra coproduce[frontier]")
    from coproduce.engines.risk.nsga import searched

    one = portfolios(many(10, 8), 2000)
    exact, search = one.enumerated(), searched(one, None, Seed("x"), population=80, generations=20)
    weights = one.weights
    floor = aims_of(exact, weights).min(axis=0) - 1
    whole = aims_of(exact, weights)[non_dominated(aims_of(exact, weights))]
    found = aims_of(search, weights)[non_dominated(aims_of(search, weights))]
    assert hypervolume(found, floor) >= 0.99 * hypervolume(whole, floor)


def test_too_many_options_without_a_search_are_refused_in_a_sentence(monkeypatch):
    import builtins

    real = builtins.__import__

    def without_pymoo(name, *args, **kwargs):
        if name.startswith("pymoo"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pymoo)
    with pytest.raises(EngineError, match=r"coproduce\[frontier\]"):
        calculate(many(15), Seed("x"), OPTIONS)
