"""What knowing is worth, what a test teaches, how forecasts are scored, how far groups differ."""

import json
from pathlib import Path

import numpy as np
import pytest

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.calculus import Options, calculate
from coproduce.engines.risk.disagreement import disagreement, wasserstein
from coproduce.engines.risk.information import value_by_chance, value_of_knowing
from coproduce.engines.risk.learning import Beta, beta_of, brier, crps
from coproduce.engines.risk.values import Action, Answer, Effect, Range, Review
from tests.engines.risk.studies import judged, study

SEED = Seed("learning")


def test_knowing_before_choosing_is_worth_an_eighth_where_it_can_be_worked_out():
    # One portfolio brings 0, the other x − ½ with x uniform: E max(0, x − ½) = 1/8.
    x = SEED.uniforms(100_000)
    nets = np.stack([np.zeros_like(x), x - 0.5])
    assert value_of_knowing(x, nets, value_by_chance(nets, SEED)) == pytest.approx(1 / 8, rel=0.02)


def test_knowing_something_beside_the_point_is_worth_nothing():
    x, other = SEED.child("x").uniforms(20_000), SEED.child("y").uniforms(20_000)
    nets = np.stack([np.zeros_like(x), x - 0.5])
    assert value_of_knowing(other, nets, value_by_chance(nets, SEED)) < 0.003
    assert value_of_knowing(x, np.stack([x, x - 1.0]), 0.0) == 0
    assert value_of_knowing(np.ones(5), nets[:, :5], 0.0) == 0


def test_experiments_are_ranked_by_what_they_would_be_worth():
    of = study(
        [*judged("r", "users", "u", 20, 50), Answer("a/likelihood/r", "effect", Range(-60, 0, 80), "users", "u"),
         Answer("b/likelihood/r", "effect", Range(19, 20, 21), "users", "u"),
         Answer("c/likelihood/r", "effect", None, "users", "u")],
        actions=tuple(Action(name, name, "environment", Range(5, 5, 5), (Effect("likelihood", "r"),),
                             excludes=("a", "b", "c")) for name in "abc"),
    )  # fmt: skip
    of_one = study(of.answers, actions=tuple(
        Action(one.id, one.name, one.strategy, one.cost, one.effects, excludes=tuple(x for x in "abc" if x != one.id))
        for one in of.actions
    ))  # fmt: skip
    found = calculate(of_one, SEED, Options(8000, 100, 10, 5)).result.experiments
    assert found[0].about == "c/likelihood/r"
    assert found[0].status == "unknown"
    assert found[1].about == "a/likelihood/r"
    assert found[1].value > 0.2


def test_sensitivity_agrees_with_salib(request):
    golden = json.loads((Path(__file__).parents[2] / "golden" / "risk-salib.json").read_text("utf-8"))
    size = golden["size"]
    x = np.stack([SEED.child("salib", at).uniforms(size) for at in range(4)])
    outcome = 10 * x[0] + 4 * x[1] ** 2 + x[2]
    nets = np.stack([np.full(size, outcome.mean()), outcome])
    values = [value_of_knowing(one, nets, value_by_chance(nets, SEED)) for one in x]
    # The most influential by Borgonovo's delta is the one most worth knowing, and so on down.
    assert np.argsort(values)[::-1][:2].tolist() == np.argsort(golden["delta"])[::-1][:2].tolist()
    assert values[3] == pytest.approx(0, abs=0.01)


def test_a_test_moves_a_belief_as_bayes_says():
    assert Beta(2, 8).after(3, 10) == Beta(5, 15)
    assert Beta(2, 8).mean == pytest.approx(0.2)
    with pytest.raises(ValueError, match="cannot have happened"):
        Beta(1, 1).after(3, 2)


def test_a_beta_is_found_by_its_mean_and_variance():
    found = beta_of(0.2, 0.2 * 0.8 / 11)
    assert (found.a, found.b) == pytest.approx((2, 8))
    assert beta_of(0.5, 10).mean == pytest.approx(0.5)


def test_scores_of_forecasts():
    assert brier(np.full(5, 0.3), 1, 1) == pytest.approx(0.49)
    assert brier(np.full(5, 0.3), 0, 2) == pytest.approx(0.09)
    assert crps(np.full(7, 3.0), 5.0) == pytest.approx(2.0)
    # Uniform on (0, 1) and y = ½: E|X − ½| = 1/4, E|X − X′| = 1/3.
    assert crps((np.arange(20_000) + 0.5) / 20_000, 0.5) == pytest.approx(1 / 4 - 1 / 6, abs=1e-4)


def test_a_review_scores_groups_and_brings_the_likelihood_up_to_date():
    of = study([*judged("r", "users", "u", (20, 30, 40), 50), *judged("r", "staff", "s", (1, 2, 4), 50)],
               reviews=(Review("r", 4, 10),))  # fmt: skip
    found = calculate(of, SEED, Options(2000, 100, 10, 5)).result.reviewed[0]
    assert found.brier["users"] < found.brier["staff"]
    assert found.crps["users"] < found.crps["staff"]
    assert found.now[1] > found.before[1]


def test_groups_that_agree_differ_by_nothing():
    drawn = np.linspace(0, 1, 50)
    found = disagreement({0: drawn, 1: drawn}, (0.5, 0.5))
    assert (found.between_share, found.distance, found.apart) == (0, 0, None)


def test_groups_that_are_sure_and_differ_differ_by_all():
    found = disagreement({0: np.full(9, 2.0), 1: np.full(9, 5.0), 2: np.full(9, 4.0)}, (0.5, 0.25, 0.25))
    assert found.between_share == pytest.approx(1)
    assert found.distance == pytest.approx(3)
    assert found.apart == (0, 1)


def test_the_distance_is_scipys_wasserstein():
    from scipy.stats import wasserstein_distance

    one, other = SEED.child(1).uniforms(400) ** 2, SEED.child(2).uniforms(400) + 0.2
    assert wasserstein(np.sort(one), np.sort(other)) == pytest.approx(wasserstein_distance(one, other))


def test_rounds_are_both_kept_and_the_last_counts():
    of = study([*judged("r", "users", "u", 50, 50), *judged("r", "users", "u", 20, 50, round=2)])
    belief = calculate(of, SEED, Options(400, 50, 10, 5)).result.risks[0].per_group[0]
    assert belief.first_round == pytest.approx(25)
    assert belief.expected == pytest.approx(10)
