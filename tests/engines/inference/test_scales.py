"""Index rules, alpha, omega, polychorics."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import multivariate_normal

from coproduce.engines.inference.scales import binormal, index, polychoric, reliability
from coproduce.engines.kernel import BadInput, Seed


def items(n=4000, loadings=(0.8, 0.7, 0.6, 0.5)):
    seed = Seed("scales")
    common = ndtri(seed.child("common").uniforms(n))
    found = []
    for at, loading in enumerate(loadings):
        own = ndtri(seed.child("own", at).uniforms(n))
        found.append(
            np.digitize(loading * common + np.sqrt(1 - loading**2) * own, (-0.5, 0.6, 1.2)).astype(float)
        )
    return found


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.0, 0.5, 0.95])
def test_the_two_normal_integral_is_scipys(rho):
    for h, k in ((0.0, 0.0), (1.2, -0.4), (-2.0, 0.7)):
        truth = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
        assert float(binormal(np.array(h), np.array(k), rho)) == pytest.approx(truth, abs=1e-6)


def test_polychorics_find_the_unseen_correlation():
    one, other = items()[:2]
    assert polychoric(one.astype(int), other.astype(int), np.ones(4000)) == pytest.approx(0.56, abs=0.04)


def test_alpha_and_omega():
    found = reliability(items(), np.ones(4000))
    stack = np.vstack(items())
    k = len(stack)
    alpha = k / (k - 1) * (1 - stack.var(axis=1).sum() / stack.sum(axis=0).var())
    assert found.alpha == pytest.approx(alpha)
    truth = np.array([0.8, 0.7, 0.6, 0.5])
    assert found.loadings == pytest.approx(truth, abs=0.06)
    assert found.omega == pytest.approx(2.6**2 / (2.6**2 + (1 - truth**2).sum()), abs=0.03)
    assert found.omega > found.alpha
    doubled = reliability([np.tile(each, 2) for each in items()], np.tile([0.5], 8000))
    assert doubled.omega == pytest.approx(found.omega, abs=1e-6)


def test_index_rules():
    answers = [np.array([0, 2, np.nan]), np.array([2, 2, 2.0])]
    assert index(answers, 2, rule="mean")[:2].tolist() == [1.0, 2.0]
    assert index(answers, 2)[:2].tolist() == [50.0, 100.0]
    assert np.isnan(index(answers, 2)[2])
    assert index(answers, 2, least=1)[2] == 100.0
    with pytest.raises(BadInput):
        reliability(answers, np.ones(3))
    with pytest.raises(BadInput, match="same answer"):
        reliability([np.zeros(5), np.arange(5.0), np.arange(5.0)], np.ones(5))
