"""Raking, trimming, suppression, power."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.inference.power import Trial, needed, power, smallest_seen
from coproduce.engines.inference.raking import Margin, rake, trim
from coproduce.engines.inference.suppression import FEWEST, hidden
from coproduce.engines.kernel import BadInput, Infeasible
from tests.engines.inference.people import people

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "inference"


def margins(told):
    return (
        Margin("g", ("0", "1", "2"), told.g, np.array([2.0, 3, 4])),
        Margin("h", ("0", "1", "2", "3"), told.h, np.array([2.0, 3, 4, 5]) * 9 / 14),
    )


def test_raking_equals_svy():
    told = people()
    found = rake(
        told.weight, [Margin(m.name, m.levels, m.codes, m.totals / 9) for m in margins(told)], tolerance=1e-12
    )
    svy = np.array(json.loads((GOLDEN / "svy.json").read_text("utf-8"))["rake"])
    assert found.weight == pytest.approx(svy, rel=1e-10)


def test_raked_weights_meet_their_margins_and_trimmed_ones_too():
    told = people()
    found = rake(told.weight, margins(told))
    for weights in (found.weight, trim(found, margins(told), most=2.5).weight):
        for margin in margins(told):
            have = np.bincount(margin.codes, weights=weights)
            assert have / have.sum() == pytest.approx(margin.totals / margin.totals.sum(), abs=1e-8)
    trimmed = trim(found, margins(told), most=2.5)
    assert trimmed.weight.max() <= 2.5 * trimmed.weight.mean() * (1 + 1e-5)
    assert trimmed.trimmed > 0
    assert trimmed.effect < found.effect
    assert found.n_effective == pytest.approx(600 / found.effect)


def test_margins_that_cannot_be_met_are_refused():
    told = people()
    empty = Margin("g", ("0", "1", "2", "3"), told.g, np.ones(4))
    with pytest.raises(BadInput, match="nobody answered"):
        rake(told.weight, [empty])
    with pytest.raises(BadInput, match="different totals"):
        rake(told.weight, [margins(told)[0], Margin("h", ("a", "b", "c", "d"), told.h, np.ones(4))])
    codes = np.array([0, 0, 1, 1])
    with pytest.raises(Infeasible):
        rake(
            np.ones(4),
            [
                Margin("a", ("x", "y"), codes, np.array([1.0, 3])),
                Margin("b", ("x", "y"), codes, np.array([3.0, 1])),
            ],
        )


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_nothing_held_back_can_be_had_by_subtraction(counts):
    held = hidden(counts)
    for count, off in zip(counts, held, strict=True):
        assert off or count == 0 or count >= FEWEST
    off = [count for count, is_off in zip(counts, held, strict=True) if is_off]
    everybody = len(off) == sum(count > 0 for count in counts)
    assert len(off) != 1 or everybody
    assert not off or sum(off) >= FEWEST or everybody


@pytest.mark.parametrize(
    ("base", "hoped", "people_needed"),
    [(0.10, 0.12, 3839), (0.10, 0.15, 683), (0.20, 0.25, 1091), (0.30, 0.35, 1374)],
)
def test_published_sample_sizes(base, hoped, people_needed):
    trial = Trial(base, hoped)
    assert needed(trial).per_arm == people_needed
    assert power(trial, people_needed) == pytest.approx(0.8, abs=0.001)
    assert base + smallest_seen(trial, people_needed) == pytest.approx(hoped, abs=1e-3)


def test_clusters_cost_people():
    trial = Trial(0.2, 0.25, cluster=20, icc=0.05)
    found = needed(trial)
    assert found.effect == pytest.approx(1.95)
    assert found.per_arm == found.clusters_per_arm * 20 >= 1091 * 1.95
    with pytest.raises(BadInput):
        Trial(0.2, 0.2)
    with pytest.raises(BadInput):
        Trial(0.0, 1.2)


def test_power_agrees_with_simulation():
    from coproduce.engines.kernel import Seed

    n, trials = 683, 3000
    trial = Trial(0.10, 0.15)
    draws = Seed("power").uniforms(trials, 2)
    from scipy.stats import binom

    without, with_it = binom.ppf(draws[:, 0], n, 0.10) / n, binom.ppf(draws[:, 1], n, 0.15) / n
    error = np.sqrt((without * (1 - without) + with_it * (1 - with_it)) / n)
    seen = np.abs(with_it - without) / error > 1.959964
    assert seen.mean() == pytest.approx(power(trial, n), abs=0.025)
