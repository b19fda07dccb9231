"""The chances are the best there are: against listing all panels, against each other, against the proof."""

import numpy as np
import pytest

from coproduce.engines.sortition.bounds import proved
from coproduce.engines.sortition.classes import classes
from coproduce.engines.sortition.generation import Panels, raise_lowest, raise_product
from coproduce.engines.sortition.optimum import FAIR, optimum
from coproduce.engines.sortition.relaxation import room
from tests.engines.sortition.pools import all_panels, crossed_pool, leximin_by_listing

SMALL = [(seed, pool) for seed in range(80) if (pool := crossed_pool(seed)) is not None]


def of_people(model, per_class):
    found = np.zeros(len(model.pool.people))
    for members, value in zip(model.members, per_class, strict=True):
        found[list(members)] = value
    return found


@pytest.mark.parametrize(("seed", "pool"), SMALL, ids=[str(seed) for seed, _ in SMALL])
def test_leximin_is_what_listing_all_panels_gives(seed, pool):
    model = classes(pool)
    best = optimum(model, "leximin")
    expected = leximin_by_listing(all_panels(pool), len(pool.people))
    assert of_people(model, best.chances) == pytest.approx(expected, abs=1e-6)
    assert best.gap < 1e-6


@pytest.mark.parametrize(("seed", "pool"), SMALL[:40], ids=[str(seed) for seed, _ in SMALL[:40]])
def test_all_methods_agree_on_who_can_be_drawn_and_keep_their_order(seed, pool):
    model = classes(pool)
    found = {method: optimum(model, method) for method in FAIR}
    assert found["leximin"].shut == found["maximin"].shut == found["nash"].shut
    able = [at for at in range(len(model.size)) if at not in found["leximin"].shut]
    lowest = {method: best.chances[able].min() for method, best in found.items()}
    assert lowest["leximin"] == pytest.approx(lowest["maximin"], abs=1e-6)
    assert lowest["nash"] <= lowest["maximin"] + 1e-6
    product = {method: np.log(best.chances[able]) @ model.size[able] for method, best in found.items()}
    assert product["nash"] >= max(product["leximin"], product["maximin"]) - 1e-6
    for best in found.values():
        assert best.chances @ model.size == pytest.approx(model.seats, abs=1e-6)
        assert best.gap < 1e-6


@pytest.mark.parametrize(("seed", "pool"), SMALL[:25], ids=[str(seed) for seed, _ in SMALL[:25]])
def test_column_generation_alone_finds_the_same(seed, pool):
    model = classes(pool)
    panels = Panels(model)
    able = panels.cover(room(model).able)
    expected = leximin_by_listing(all_panels(pool), len(pool.people))
    mixture, bounds = raise_lowest(panels, able, once=False)
    assert of_people(model, mixture.mean() / model.size) == pytest.approx(expected, abs=1e-6)
    mixture, bounds = raise_product(panels, able)
    best = optimum(model, "nash")
    assert mixture.mean() / model.size == pytest.approx(best.chances, abs=1e-4)
    assert bounds[0].level == pytest.approx(best.bounds[0].level, abs=1e-6)


@pytest.mark.parametrize(("seed", "pool"), SMALL[:40], ids=[str(seed) for seed, _ in SMALL[:40]])
def test_the_multipliers_prove_each_level_in_exact_fractions(seed, pool):
    model = classes(pool)
    best = optimum(model, "leximin")
    settled = {}
    for bound in best.bounds:
        assert float(proved(model, bound, settled, best.shut)) == pytest.approx(bound.level, abs=1e-8)
        settled |= dict.fromkeys(bound.settled, bound.level)


def test_a_bound_with_other_multipliers_proves_less():
    model = classes(SMALL[0][1])
    bound = optimum(model, "maximin").bounds[0]
    shifted = type(bound)(bound.level, bound.settled, bound.weights, tuple(row + 0.5 for row in bound.rows))
    shut = optimum(model, "maximin").shut
    assert proved(model, shifted, {}, shut) > proved(model, bound, {}, shut)
