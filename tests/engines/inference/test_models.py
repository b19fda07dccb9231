"""The models agree with peers and with a likelihood climbed by brute force."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, ndtr

from coproduce.engines.inference import ordinal
from coproduce.engines.inference.descriptives import by_group
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.difference import compare, entries
from coproduce.engines.inference.fitted import Outcome, fit
from coproduce.engines.inference.margins import averaged, effects, levels_averaged
from coproduce.engines.inference.predictors import Covariate, Predictors
from coproduce.engines.inference.units import Units
from coproduce.engines.kernel import BadInput
from tests.engines.inference.people import people

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "inference"
LEVELS = ("never", "seldom", "sometimes", "often")


def golden(peer):
    return json.loads((GOLDEN / f"{peer}.json").read_text("utf-8"))


def ordinal_outcome(told, link="logit"):
    return Outcome("together", told.o.astype(float), LEVELS, "ordinal", link)


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_ordinal_models_equal_statsmodels_unweighted(link):
    told, peer = people(), golden("statsmodels")[link]
    found = fit(ordinal_outcome(told, link), told.predictors, Design.of(n=len(told.o)))
    assert found.beta == pytest.approx(peer["beta"], abs=1e-6)
    assert found.cuts == pytest.approx(peer["cuts"], abs=1e-6)
    assert found.loglik == pytest.approx(peer["loglik"], rel=1e-10)


def brute_force(X, y, weight, levels, distribution):
    """The weighted log-likelihood written down plainly and climbed without our derivatives."""

    def minus(point):
        cuts = np.concatenate(([-np.inf], point[: levels - 1], [np.inf]))
        eta = X @ point[levels - 1 :]
        chance = distribution(cuts[y + 1] - eta) - distribution(cuts[y] - eta)
        return -float(weight @ np.log(np.maximum(chance, 1e-300)))

    start = np.concatenate((np.arange(levels - 1) - 1.0, np.zeros(X.shape[1])))
    return -minimize(minus, start, method="BFGS", options={"gtol": 1e-9}).fun, lambda p: -minus(p)


@pytest.mark.parametrize(("link", "distribution"), [("logit", expit), ("probit", ndtr)])
def test_the_weighted_likelihood_is_the_brute_force_one(link, distribution):
    told = people(200)
    found = ordinal.fit(told.X, told.o, told.weight, levels=4, link=link)
    top, likelihood = brute_force(told.X, told.o, told.weight, 4, distribution)
    point = np.concatenate((found.cuts, found.beta))
    assert found.loglik == pytest.approx(likelihood(point), rel=1e-10)
    assert found.loglik == pytest.approx(top, rel=1e-8)
    assert found.loglik >= top - 1e-8


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_gradient_and_hessian_are_those_of_the_likelihood(link):
    told = people(80)
    data = ordinal._Sorted.of(told.X, told.o, told.weight, 4)
    point = np.array([-1.2, 0.3, 1.4, 0.5, -0.3, 0.2, 0.1])
    _, gradient, hessian = ordinal._pass(data, point, link)
    step = 1e-5
    for at in range(len(point)):
        move = np.eye(len(point))[at] * step
        up, down = (ordinal._pass(data, point + sign * move, link) for sign in (1, -1))
        assert (up[0] - down[0]) / (2 * step) == pytest.approx(gradient[at], rel=1e-6, abs=1e-6)
        assert (up[1] - down[1]) / (2 * step) == pytest.approx(hessian[at], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(("family", "key"), [("binary", "binary"), ("linear", "linear")])
def test_binary_and_linear_models_and_errors_equal_svy(family, key):
    told, peer = people(), golden("svy")[key]
    values = told.y if family == "binary" else told.v
    found = fit(Outcome("y", values.astype(float), ("no", "yes"), family), told.predictors, told.design)
    for name, entry in zip(found.predictors.names, entries(found.coefficients, told.design), strict=True):
        assert [entry.value, entry.se] == pytest.approx(peer[name], abs=1e-8)
    sign = -1 if family == "binary" else 1
    intercept = entries(found.parameters.pick(0), told.design)[0]
    assert [sign * intercept.value, intercept.se] == pytest.approx(peer["_intercept_"], abs=1e-8)


def test_means_by_group_equal_svy():
    told = people()
    groups = Covariate("g", told.g, ("0", "1", "2"))
    found = by_group(told.design, told.v, groups, share=False)
    assert [[each.group, each.value, each.se] for each in found] == [
        [name, pytest.approx(value, abs=1e-10), pytest.approx(se, abs=1e-10)]
        for name, value, se in golden("svy")["means"]
    ]


def test_cells_give_what_people_give():
    told = people()
    kinds = Predictors(
        (
            Covariate("g", told.g, ("a", "b", "c")),
            Covariate("h", told.h, ("p", "q", "r", "s")),
            Covariate("x2", told.X[:, 1]),
        )
    )
    outcome = ordinal_outcome(told)
    in_cells = fit(outcome, kinds, told.design)
    assert len(in_cells.units.y) < in_cells.n / 4
    noise = Covariate("noise", told.X[:, 0] * 0 + np.arange(600.0))
    apart = Units.of(Predictors((*kinds.covariates, noise)), outcome.values, np.arange(600), told.design)
    assert len(apart.y) == 600
    by_people = ordinal.fit(apart.X[:, :-1], apart.y.astype(int), apart.weight, levels=4)
    assert in_cells.beta == pytest.approx(by_people.beta, abs=1e-10)
    people_units = Units(apart.X[:, :-1], apart.y, apart.weight, apart.mass, 600)
    influence = ordinal.influence(people_units, apart.y.astype(int), by_people)
    assert in_cells.parameters.totals == pytest.approx(influence, abs=1e-10)


def test_margins_are_what_a_small_change_does():
    told = people()
    found = fit(ordinal_outcome(told), told.predictors, told.design)
    estimate = effects(found)
    X, step = found.units.X, 1e-5
    up, down = X.copy(), X.copy()
    up[:, 0] += step
    down[:, 0] -= step
    slope = (averaged(found, up).values[0] - averaged(found, down).values[0]) / (2 * step)
    assert estimate.values[0] == pytest.approx(slope, abs=1e-8)
    with_it, without = X.copy(), X.copy()
    with_it[:, 1], without[:, 1] = 1.0, 0.0
    change = averaged(found, with_it).values[0] - averaged(found, without).values[0]
    assert estimate.values[1] == pytest.approx(change, abs=1e-12)
    assert levels_averaged(found, X).chances().values.sum() == pytest.approx(1.0, abs=1e-12)


def test_influence_of_margins_is_what_leaving_a_unit_out_does():
    told = people()
    found = fit(ordinal_outcome(told), told.predictors, told.design)
    whole, out = effects(found), 7
    keep = told.psu != out
    left = people()
    design = Design.of(left.weight[keep], strata=left.stratum[keep], psus=left.psu[keep])
    less = fit(
        Outcome("together", told.o[keep].astype(float), LEVELS),
        Predictors(tuple(Covariate(f"x{at + 1}", column) for at, column in enumerate(told.X[keep].T))),
        design,
    )
    unit = told.design.psu[np.flatnonzero(told.psu == out)[0]]
    moved = whole.values - effects(less).values
    assert moved == pytest.approx(whole.totals[unit], rel=0.15, abs=2e-4)


def test_the_difference_of_an_outcome_with_itself_is_nothing():
    told = people()
    found = fit(ordinal_outcome(told), told.predictors, told.design)
    same = compare(found, found)
    assert [entry.value for entry in same.margins] == [0.0] * 4
    assert [entry.se for entry in same.margins] == [0.0] * 4
    assert same.joint is None


def test_people_outside_the_domain_keep_their_sampling_units():
    told = people()
    some = told.o.astype(float)
    some[told.X[:, 0] > 1] = np.nan
    found = fit(Outcome("together", some, LEVELS), told.predictors, told.design)
    assert found.parameters.totals.shape[0] == told.design.psus
    assert found.n == int(np.isfinite(some).sum())


def problem_codes(call):
    with pytest.raises(BadInput) as refused:
        call()
    return sorted({problem.code for problem in refused.value.problems})


def test_what_cannot_be_fitted_is_refused_in_a_sentence():
    told = people()
    outcome, design, first = ordinal_outcome(told), told.design, told.X[:, 0]

    def refused(*covariates, of=outcome):
        return problem_codes(lambda: fit(of, Predictors(covariates), design))

    x = Covariate("x", first)
    assert refused(x, Covariate("twice", 2 * first + 1)) == ["collinear"]
    assert refused(Covariate("flat", np.ones(600))) == ["covariate-constant"]
    assert refused(Covariate("telling", (told.o > 1).astype(float))) == ["separation"]
    assert refused(x, of=Outcome("o", np.where(told.o == 2, 3, told.o).astype(float), LEVELS)) == [
        "category-empty"
    ]
    few = np.where(np.arange(600) < 4, told.o, np.nan)
    assert refused(x, of=Outcome("o", few, LEVELS)) == ["too-few"]


def test_a_design_that_cannot_be_is_refused():
    ones = np.ones(6)
    assert problem_codes(lambda: Design.of(np.array([1, 0, 2, -1, 1, np.nan]))) == ["weight"]
    assert problem_codes(lambda: Design.of(ones, strata=[1, 1, 1, 1, 1, 2])) == ["psu-single"]
    kept = Design.of(ones, strata=[1, 1, 1, 1, 1, 2], singleton="certainty")
    cautious = Design.of(ones, strata=[1, 1, 1, 1, 1, 2], singleton="centre")
    totals = np.arange(6.0)[:, None]
    assert kept.covariance(totals)[0, 0] < cautious.covariance(totals)[0, 0]
    finite = Design.of(ones, fractions=np.full(6, 0.5))
    assert finite.covariance(totals)[0, 0] == pytest.approx(Design.of(ones).covariance(totals)[0, 0] / 2)


def test_a_start_from_some_people_ends_where_all_people_end():
    told = people(30_000, words="many")
    found = ordinal.fit(told.X, told.o, told.weight, levels=4)
    plain = ordinal._climb(
        ordinal._Sorted.of(told.X, told.o, told.weight, 4),
        np.array([-1.0, 0.0, 1.0, 0, 0, 0, 0]), np.ones(7), "logit",
    )  # fmt: skip
    assert found.steps < plain.steps
    assert found.beta == pytest.approx(plain.beta, abs=1e-10)
    assert found.upper == pytest.approx(plain.upper, abs=1e-9)


def test_extreme_answers_keep_their_digits():
    X = np.linspace(-30, 30, 400)[:, None]
    y = (X[:, 0] > 0).astype(int) + (X[:, 0] > 1).astype(int)
    y[::7] = (y[::7] + 1) % 3
    for link in ("logit", "probit"):
        found = ordinal.fit(X, y, np.ones(400), levels=3, link=link)
        assert found.settled
        assert np.isfinite(found.information).all()
