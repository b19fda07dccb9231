"""The pages of a lottery say what came out, in words that hold, and escape what people wrote."""

from dataclasses import replace

import pytest

from coproduce.engines.kernel import Envelope, Seed
from coproduce.engines.sortition.drawing import draw
from coproduce.engines.sortition.pool import Person, Pool, Quota
from coproduce.engines.sortition.replacing import after_withdrawal
from coproduce.engines.sortition.solving import Options, solve
from coproduce.engines.sortition.subjects import SAMPLES
from coproduce.report.sortition import draw_page, page

POOL = Pool(*SAMPLES["typical"])


def plain(record, result, warnings=()):
    envelope = Envelope.of(record, result, warnings)
    return {name: value for name, value in vars(envelope).items() if name != "record"}


def of(portfolio, warnings=()):
    return page(plain(portfolio.record, portfolio.result(), warnings)).to_html().decode()


@pytest.mark.parametrize("method", ["leximin", "maximin", "nash", "legacy"])
def test_each_method_has_a_page(method):
    text = of(solve(POOL, Options(method=method, panels=40, compare=0 if method == "legacy" else 15)))
    assert "Check it yourself" in text
    assert ("nothing to prove" in text) == (method == "legacy")
    assert ("Beside the habit" in text) == (method != "legacy")


def test_equal_chances_certain_people_and_those_left_out_are_told():
    people = tuple(Person(f"p{at}", ("a",)) for at in range(8))
    equal = solve(Pool(people, ("kind",), (Quota("kind", "a", 4, 4),), 4), Options(panels=10))
    assert "Everybody who can be drawn has the same chance: 50.0%" in of(equal)
    mixed = (*people, Person("one", ("b",)), Person("two <b>", ("c",)))
    quotas = (Quota("kind", "a", 1, 4), Quota("kind", "b", 1, 1), Quota("kind", "c", 0, 0))
    text = of(solve(Pool(mixed, ("kind",), quotas, 4), Options(panels=10)), ("A <quota> moved.",))
    assert "1 person stands in every jury" in text
    assert "1 person cannot be drawn under these quotas" in text
    assert "two &lt;b&gt;" in text
    assert "A &lt;quota&gt; moved." in text


def test_the_draw_and_who_had_a_seat_before_are_told():
    first = draw(solve(POOL, Options(panels=20)), Seed("5 > 3"))
    rest = after_withdrawal(POOL, first.members, first.members[:1])
    again = solve(rest, Options(panels=5))
    second = draw(again, Seed("6"))
    assert "7 people have a seat already" in of(again)
    text = draw_page(plain(second.record, second.result())).to_html().decode()
    assert f"Number {second.number} is drawn" in text
    assert "7 people who had a seat before" in text
    assert "5 &gt; 3" in draw_page(plain(first.record, first.result())).to_html().decode()


def test_a_habit_that_found_nothing_is_told():
    portfolio = solve(POOL, Options(panels=5, compare=3))
    none = replace(portfolio, comparison=replace(portfolio.comparison, panels=0, failed=90))
    assert "did not find a single jury" in of(none)
