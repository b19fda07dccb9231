"""Parallel lines and partial proportional odds."""

import numpy as np
import pytest
from scipy.special import logit

from coproduce.engines.inference.design import Design
from coproduce.engines.inference.difference import entries
from coproduce.engines.inference.fitted import Outcome, fit
from coproduce.engines.inference.parallel_lines import parallel_lines
from coproduce.engines.inference.partial_proportional import free
from coproduce.engines.inference.predictors import Covariate, Predictors
from coproduce.engines.kernel import Seed


def crossing(n=6000, words="steps"):
    """Answers 0, 1, 2 where x moves the first step twice as much as the second, and z both alike."""
    seed = Seed(words)
    x, z = (seed.child(name).uniforms(n) - 0.5 for name in "xz")
    latent = seed.child("latent").uniforms(n)
    first = 1 / (1 + np.exp(-(0.8 + 2.0 * x + z)))
    second = 1 / (1 + np.exp(-(-1.2 + 1.0 * x + z)))
    y = (latent < first).astype(float) + (latent < second)
    return fit(
        Outcome("y", y, ("never", "seldom", "often")),
        Predictors((Covariate("x", x), Covariate("z", z))),
        Design.of(n=n),
    )


def test_the_test_finds_the_step_that_differs():
    found = parallel_lines(crossing())
    by_covariate = dict(found.by_covariate)
    assert found.joint.p < 1e-4
    assert by_covariate["x"].p < 1e-4
    assert by_covariate["z"].p > 0.01


def test_partial_proportional_odds_find_both_slopes():
    model = crossing()
    estimate, what = free(model, [0])
    by_what = dict(zip(what, entries(estimate, model.design), strict=True))
    for key, truth in (((0, 0), 2.0), ((1, 0), 1.0), ((-1, 1), 1.0), ((0, -1), -0.8), ((1, -1), 1.2)):
        assert abs(by_what[key].value - truth) < 3.5 * by_what[key].se
    assert by_what[0, 0].low > by_what[1, 0].high


def test_with_nothing_free_it_is_the_cumulative_model():
    model = crossing(800)
    estimate, _ = free(model, [])
    assert estimate.values == pytest.approx(model.parameters.values, abs=1e-8)
    assert estimate.totals == pytest.approx(model.parameters.totals, abs=1e-8)


def test_two_answers_have_no_parallel_lines():
    x = Seed("two").uniforms(200)
    y = (logit(Seed("y").uniforms(200)) + x > 0).astype(float)
    model = fit(Outcome("y", y, ("no", "yes"), "binary"), Predictors((Covariate("x", x),)), Design.of(n=200))
    assert parallel_lines(model) is None
