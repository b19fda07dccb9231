"""Numbers as people read them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.report import (
    about,
    estimate,
    in_hundred,
    in_words,
    known,
    listed,
    money,
    number,
    percent,
    plural,
    span,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1240, "1,240"), (-1240, "−1,240"), ("7/2", "3.5"), (Fraction(1, 3), "0.333"), (0.0123, "0.0123"),
     (1234.5, "1,234"), (-0.0, "0"), ("12.50", "12.5"), (10**30, "1" + ",000" * 10)],
)  # fmt: skip
def test_a_number_is_written_with_thousands_set_off(value: object, text: str) -> None:
    assert number(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [(18000, "GBP", "£18,000"), ("191/5", "GBP", "£38.20"), (-38000, "GBP", "−£38,000"), (995079, "PLN", "995,079\xa0zł"),
     (5, "XYZ", "5\xa0XYZ"), (5, "", "5"), ("1/3", "EUR", "€0.33"), ("-1/1000", "EUR", "€0.00")],
)  # fmt: skip
def test_money_has_its_sign_and_two_decimals_or_none(value: object, currency: str, text: str) -> None:
    assert money(value, currency) == text  # type: ignore[arg-type]


def test_a_share_never_rounds_to_all_or_nothing() -> None:
    assert [percent(each) for each in (0, "1/1000", "1/4", "999/1000", 1)] == [
        "0%",
        "under 1%",
        "25%",
        "over 99%",
        "100%",
    ]
    assert percent("9999/10000", 1) == "over 99.9%"
    assert in_hundred("6/25") == "24 in 100"


def test_ranges_counts_and_lists() -> None:
    assert span(20, 38) == "20 to 38"
    assert span(20, 20) == "20"
    assert estimate(28, 20, 38) == "28 (20 to 38)"
    assert about(Fraction(1, 3)) == "about 0.333"
    assert about(5) == "5"
    assert known(None) == "not recorded yet"
    assert known(0) == "0"
    assert plural(1, "vote") == "1 vote"
    assert plural(1240, "person", "people") == "1,240 people"
    assert [in_words(each) for each in (0, 6, 11)] == ["no", "six", "11"]
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdef"), 3) == "a, b, c and 3 others"
    assert listed([]) == ""


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "x"])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not"):
        number(value)  # type: ignore[arg-type]


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_can_be_read_back(value: int) -> None:
    assert int(number(value).replace(",", "").replace("−", "-")) == value


@given(st.fractions())
def test_rounding_is_never_off_by_more_than_half_a_penny(value: Fraction) -> None:
    read = Fraction(money(value, "").replace(",", "").replace("−", "-"))
    assert abs(read - value) <= Fraction(1, 200)
