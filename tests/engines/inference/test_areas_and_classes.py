"""Small areas shrink as they should; latent classes find what was put in."""

import numpy as np
import pytest
from scipy.special import expit, ndtri

from coproduce.engines.inference.latent_classes import ClassOptions, segments
from coproduce.engines.inference.small_areas import Answers, Cells, estimate
from coproduce.engines.kernel import BadInput, Seed


def wards(n=1500, count=20, spread=0.5):
    seed = Seed("wards")
    effect = spread * ndtri(seed.child("effect").uniforms(count))
    area = np.minimum((seed.child("area").uniforms(n) ** 2 * count).astype(int), count - 1)
    old = (seed.child("old").uniforms(n) < 0.4).astype(float)
    y = (seed.child("y").uniforms(n) < expit(-0.5 + 0.8 * old + effect[area])).astype(float)
    cells = Cells(
        np.tile([[0.0], [1.0]], (count, 1)), np.repeat(np.arange(count), 2), np.tile([600.0, 400.0], count)
    )
    truth = 0.6 * expit(-0.5 + effect) + 0.4 * expit(0.3 + effect)
    return y, old[:, None], area, cells, truth


def test_modelled_wards_are_nearer_the_truth_and_their_intervals_hold_it():
    y, X, area, cells, truth = wards()
    names = tuple(f"ward {at}" for at in range(20))
    found = estimate(Answers(y, X, area, np.ones(len(y))), cells, names)
    modelled = np.array([each.modelled for each in found.areas])
    direct = np.array([each.direct[0] for each in found.areas])
    assert np.sqrt(np.mean((modelled[:, 0] - truth) ** 2)) < np.sqrt(np.mean((direct - truth) ** 2))
    assert np.mean((modelled[:, 1] <= truth) & (truth <= modelled[:, 2])) >= 0.85
    assert found.spread == pytest.approx(0.5, abs=0.2)


def test_a_ward_nobody_answered_from_is_what_its_people_are_and_tiny_ones_are_held_back():
    y, X, area, cells, _ = wards()
    keep = (area != 3) & ~((area == 5) & (np.cumsum(area == 5) > 3))
    names = tuple(f"ward {at}" for at in range(20))
    found = estimate(Answers(y[keep], X[keep], area[keep], np.ones(keep.sum())), cells, names)
    assert found.areas[3].n == 0
    assert found.areas[3].direct is None
    assert found.areas[5].n == 3
    assert found.areas[5].direct is None
    widths = [each.modelled[2] - each.modelled[1] for each in found.areas]
    assert widths[3] == max(widths)
    with pytest.raises(BadInput):
        estimate(Answers(np.ones(5), X[:5], np.zeros(5, int), np.ones(5)), cells, names)


def test_latent_classes_find_two_kinds_of_people():
    n = 1200
    seed = Seed("classes")
    doer = seed.child("kind").uniforms(n) < 0.35
    chances = np.where(doer[None, :], 0.8, 0.15)
    items = [(seed.child("item", at).uniforms(n) < chances[0]).astype(int) for at in range(5)]
    items[0][::50] = -1
    found = segments(items, np.ones(n), Seed("s"), ClassOptions((1, 2, 3), 6))
    assert len(found.shares) == 2
    assert found.shares == pytest.approx([0.65, 0.35], abs=0.05)
    assert [float(table[1, 1]) for table in found.chances] == pytest.approx([0.8] * 5, abs=0.08)
    assert found.bic[2] < min(found.bic[1], found.bic[3])
    assert found.agreed >= 3
    again = segments([item[::-1] for item in items], np.ones(n), Seed("s"), ClassOptions((1, 2, 3), 6))
    assert again.shares == pytest.approx(found.shares, abs=1e-9)
    with pytest.raises(BadInput):
        segments(items[:1], np.ones(n), Seed("s"))
