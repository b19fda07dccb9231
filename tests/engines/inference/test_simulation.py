"""Under a design that was simulated: intervals cover, and the test of the difference keeps its size."""

import numpy as np
import pytest
from scipy.special import logit, ndtri

from coproduce.engines.inference.design import Design
from coproduce.engines.inference.difference import compare, entries
from coproduce.engines.inference.fitted import Outcome, fit
from coproduce.engines.inference.margins import averaged, effects
from coproduce.engines.inference.predictors import Covariate, Predictors
from coproduce.engines.kernel import Seed

RUNS = 400
UNITS, EACH, STRATA = 120, 8, 4
LEVELS = ("none", "some", "much")


def drawn(run):
    """One survey: streets within strata, people within streets alike, unequal chances that go with the answer."""
    seed = Seed("coverage").child(run)
    unit = np.repeat(np.arange(UNITS), EACH)
    stratum = unit % STRATA
    n = len(unit)

    def normal(name, *shape):
        return ndtri(seed.child(name).uniforms(*shape))

    street = 0.5 * normal("street", UNITS)[unit] + 0.3 * (stratum - 1.5)
    x, z = normal("x", n) + 0.3 * normal("x street", UNITS)[unit], (seed.child("z").uniforms(n) < 0.5) * 1.0
    weight = np.exp(0.4 * normal("weight", n) + 0.2 * x)
    return x, z, street, weight, Design.of(weight, strata=stratum, psus=unit), seed


def answers(eta, seed, name):
    latent = eta + logit(seed.child(name).uniforms(len(eta)))
    return np.digitize(latent, (-0.5, 1.0)).astype(float)


@pytest.fixture(scope="module")
def surveys():
    found = []
    for run in range(RUNS):
        x, z, street, _, design, seed = drawn(run)
        people = Predictors((Covariate("x", x), Covariate("z", z)))
        one = fit(Outcome("one", answers(0.5 * x + 0.4 * z + street, seed, "one"), LEVELS), people, design)
        two = fit(Outcome("two", answers(0.5 * x + 0.4 * z + street, seed, "two"), LEVELS), people, design)
        difference = compare(one, two)
        found.append(
            {
                "coefficients": entries(one.coefficients, design),
                "margins": entries(effects(one), design),
                "mean": entries(averaged(one, one.units.X), design),
                "difference": difference.margins,
                "joint": difference.joint.p,
            }
        )
    return found


def covered(surveys, key, at):
    """How often the interval holds the mean of all estimates, which stands for what a census would give."""
    truth = np.mean([each[key][at].value for each in surveys])
    return np.mean([each[key][at].low <= truth <= each[key][at].high for each in surveys])


@pytest.mark.parametrize(
    ("key", "at"), [("coefficients", 0), ("coefficients", 1), ("margins", 0), ("margins", 1), ("mean", 0)]
)
def test_intervals_cover_95_times_in_100(surveys, key, at):
    assert 0.93 <= covered(surveys, key, at) <= 0.97


def test_the_difference_test_keeps_its_size(surveys):
    for at in (0, 1):
        assert 0.03 <= np.mean([each["difference"][at].p < 0.05 for each in surveys]) <= 0.07
    assert 0.03 <= np.mean([each["joint"] < 0.05 for each in surveys]) <= 0.07
