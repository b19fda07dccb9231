"""A few answers lead to two or three ways that fit, and to something lighter."""

from __future__ import annotations

import pytest

from coproduce.catalogue.public import Asked, choose, load_method, methods, resident_hours, wishes
from coproduce.core import Actor
from tests.catalogue.test_recipes import SOUND

pytestmark = pytest.mark.django_db


def keys(**asked):
    chosen = choose(methods(), Asked(**asked))
    return [fit.method.key for fit in chosen.fits], chosen


def test_every_shipped_way_has_its_line():
    assert set(wishes()) == {one.key for one in methods()}
    assert all(low <= high for wish in wishes().values() for low, high in (wish.money, wish.weeks))


@pytest.mark.parametrize("co", ["commission", "design", "deliver", "assess"])
def test_what_fits_is_of_the_co_that_was_named(co):
    found, chosen = keys(co=co)
    assert 2 <= len(found) <= 3
    assert {fit.method.co for fit in chosen.fits} == {co}
    assert all(not fit.misses for fit in chosen.fits)


def test_what_asks_too_much_says_so_or_is_not_named():
    found, chosen = keys(co="assess", hours="minutes", money=1, weeks=6)
    assert found[0] == "online-ratings"
    assert chosen.fits[0].misses == ()
    assert all(fit.misses for fit in chosen.fits[1:])


def test_something_lighter_asks_less_and_is_none_of_the_others():
    found, chosen = keys(co="commission", hours="days", gain="citizens.social-capital", money=3, weeks=52)
    assert chosen.lighter
    assert chosen.lighter.key not in found
    assert resident_hours(chosen.lighter.recipe) < resident_hours(chosen.fits[0].method.recipe)


def test_nothing_answered_still_names_some():
    assert len(keys()[0]) == 3


def test_a_way_of_our_own_takes_part():
    load_method(SOUND.encode(), name="ours.toml", by=Actor())
    own = next(one for one in methods() if one.key == "our-way")
    chosen = choose([own], Asked(co=own.co.value, money=1, weeks=6))
    assert [fit.method.key for fit in chosen.fits] == ["our-way"]
    assert chosen.lighter is None
