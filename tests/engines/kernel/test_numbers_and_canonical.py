"""Exact numbers and canonical JSON: nothing is lost, equal values have equal bytes."""

import enum
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import (
    canonical,
    decimal_text,
    digest,
    exact,
    exact_text,
    parse_canonical,
    plain,
)

RATIONALS = st.fractions(max_denominator=10**30)


@given(RATIONALS)
def test_text_of_an_exact_number_reads_back(value):
    assert exact(exact_text(exact(value))) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_decimal_text_is_taken_exactly(value):
    assert exact(f"{value:f}") == Fraction(f"{value:f}")


@pytest.mark.parametrize(
    "text", ["", "1e3", "nan", "1_000", "--1", "1/0", "1/00", "١٢", "0x10", "1,5", "9" * 5000]
)
def test_text_that_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        exact(text)


@pytest.mark.parametrize("value", [1.5, True, None, 2j])
def test_types_that_lose_something_are_refused(value):
    with pytest.raises(TypeError):
        exact(value)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Fraction(1, 3), 2, "0.33"), (Fraction(5, 2), 0, "2"), (Fraction(7, 2), 0, "4"), (Fraction(-1, 8), 2, "-0.12"), (3, 2, "3.00")],
)  # fmt: skip
def test_rounding_is_half_to_even_on_the_exact_number(value, places, text):
    assert decimal_text(value, places) == text


@given(RATIONALS, st.integers(0, 12))
def test_rounded_text_is_within_half_a_step(value, places):
    assert abs(Fraction(decimal_text(value, places)) - value) <= Fraction(1, 2 * 10**places)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_canonical_bytes_read_back_and_are_stable(value):
    data = canonical(value)
    assert parse_canonical(data) == plain(value)
    assert canonical(parse_canonical(data)) == data


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_plain_forms():
    class Colour(enum.Enum):
        RED = "red"

    @dataclass(frozen=True)
    class Pair:
        left: object
        right: object

    value = Pair(Fraction(1, 3), (np.int64(3), np.array([1.5, 2.0]), Colour.RED, Fraction(4, 2)))
    assert canonical(value) == b'{"left":"1/3","right":[3,[1.5,2.0],"red",2]}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}])
def test_what_cannot_be_written_is_refused(value):
    with pytest.raises(ValueError, match=r"finite|keys"):
        canonical(value)


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes"])
def test_types_without_an_order_are_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("data", [b'{"a":1,"a":2}', b"NaN", b"Infinity", b"{", b"\xff"])
def test_json_that_is_ambiguous_is_refused(data):
    with pytest.raises(ValueError):
        parse_canonical(data)


def test_digest_is_sha_256():
    # FIPS 180-4 example, "abc".
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
