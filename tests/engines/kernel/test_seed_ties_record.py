"""Seeds repeat and are fair, ties are settled by rule and written down, records read back."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import (
    TIE_RULES,
    BadInput,
    Candidate,
    Envelope,
    Place,
    Problem,
    Record,
    Seed,
    TieRefused,
    TieRule,
    exact,
)

NAMES = st.lists(st.text(min_size=1, max_size=5), unique=True, min_size=1, max_size=12)


def test_the_stream_is_the_documented_one_for_ever():
    draws = Seed("lottery 14-27-33").draws()
    assert [draws.below(1000) for _ in range(6)] == STREAM
    assert Seed("lottery 14-27-33").order(["ada", "bo", "cy", "di"]) == ORDER
    assert Seed("lottery 14-27-33").uniforms(3).tolist() == UNIFORMS


STREAM = [27, 588, 277, 433, 916, 176]
ORDER = ["bo", "ada", "cy", "di"]
UNIFORMS = [0.6507278705303219, 0.960410175913232, 0.09930220168810383]


def test_whole_numbers_and_words_make_the_same_seed():
    assert Seed.of(7) == Seed("7") == Seed.of(Seed("7"))


@given(NAMES, st.randoms())
def test_random_order_does_not_depend_on_the_order_given(names, random):
    shuffled = names.copy()
    random.shuffle(shuffled)
    assert Seed("s").order(names) == Seed("s").order(shuffled)
    assert sorted(Seed("s").order(names)) == sorted(names)


def test_random_order_of_equal_ids_is_refused():
    with pytest.raises(ValueError, match="differ"):
        Seed("s").order(["a", "a"])


@given(st.text(), st.text(), st.text())
def test_children_named_differently_differ(words, one, other):
    if one != other:
        assert Seed(words).child(one).key() != Seed(words).child(other).key()
    assert Seed(words).child(one, other) != Seed(words).child(one + other)


def test_draws_are_fair():
    # χ² with 5 degrees of freedom: 20.5 is its 0.1 % point; the seed is fixed, so this cannot flicker.
    draws = Seed("fair").draws()
    seen = Counter(draws.below(6) for _ in range(6000))
    assert sum((count - 1000) ** 2 / 1000 for count in seen.values()) < 20.5
    weighted = Counter(draws.weighted([1, 0, 3]) for _ in range(4000))
    assert weighted[1] == 0
    assert abs(weighted[2] - 3000) < 4 * (4000 * 0.75 * 0.25) ** 0.5
    orders = Counter(tuple(draws.shuffled("abc")) for _ in range(6000))
    assert len(orders) == 6
    assert sum((count - 1000) ** 2 / 1000 for count in orders.values()) < 20.5
    assert draws.choose(["only"]) == "only"


@pytest.mark.parametrize(
    "call", [lambda d: d.below(0), lambda d: d.weighted([0, 0]), lambda d: d.weighted([2, -1])]
)
def test_draws_that_make_no_sense_are_refused(call):
    with pytest.raises(ValueError):
        call(Seed("x").draws())


def test_uniforms_lie_inside_and_spread_evenly():
    values = Seed("u").uniforms(100, 200)
    assert values.shape == (100, 200)
    assert 0.0 < values.min()
    assert values.max() < 1.0
    # Kolmogorov–Smirnov, n = 20,000: 1.95 / √n is the 0.1 % point.
    ordered = np.sort(values.ravel())
    assert np.abs(ordered - (np.arange(20000) + 0.5) / 20000).max() < 1.95 / 20000**0.5
    assert Seed("u").uniforms().shape == ()


TIED = [Candidate("b", 5, 100), Candidate("a", 3, 100), Candidate("c", 5, 40)]


@pytest.mark.parametrize(
    ("rule", "order"),
    [("lexicographic", "abc"), ("most-votes", "bca"), ("lowest-cost", "cab"), ("highest-cost", "abc")],
)
def test_tie_rules_order_by_their_figure_then_by_id(rule, order):
    for tied in (TIED, TIED[::-1]):
        assert "".join(candidate.id for candidate in TieRule(rule).order(tied)) == order


def test_a_seed_breaks_ties_the_same_way_whatever_their_order():
    rule = TieRule("seed:3 May")
    assert rule.order(TIED) == rule.order(TIED[::-1])


def test_refusing_names_those_tied_and_one_alone_is_no_tie():
    with pytest.raises(TieRefused, match="a, b, c"):
        TieRule("refuse").order(TIED)
    assert TieRule("refuse").settle(TIED[:1]) == (TIED[0], None)


def test_a_tie_is_written_down():
    first, tie = TieRule("most-votes").settle(TIED)
    assert first.id == "b"
    assert tie is not None
    assert (tie.tied, tie.rule) == (("b", "c", "a"), "most-votes")


@pytest.mark.parametrize("name", ["", "seed:", "coin", "Lexicographic"])
def test_an_unknown_tie_rule_says_which_there_are(name):
    with pytest.raises(BadInput, match="lexicographic") as refusal:
        TieRule(name)
    assert all(known in str(refusal.value) for known in TIE_RULES)


def a_record(**changes):
    return Record(**{
        "method": "toy/sum", "options": {"step": exact("1/3")}, "seed": None,
        "input_sha256": "0" * 64, "data": {"steps": [1, 2]}, **changes,
    })  # fmt: skip


def test_records_and_envelopes_read_back():
    record = a_record(seed="words")
    assert Record.from_bytes(record.to_bytes()).to_bytes() == record.to_bytes()
    envelope = Envelope.of(record, {"total": exact("7/2")}, ("mind the gap",))
    assert Envelope.from_bytes(envelope.to_bytes()).to_bytes() == envelope.to_bytes()
    assert envelope.result == {"total": "7/2"}


def test_a_record_without_its_fields_lists_all_of_them():
    with pytest.raises(BadInput) as refusal:
        Record.from_bytes(b'{"method":1,"seed":null}', source="r.json")
    assert [problem.place.key for problem in refusal.value.problems] == [
        "data", "input_sha256", "method", "options", "version",
    ]  # fmt: skip
    assert str(refusal.value.problems[0]).startswith("r.json:data: should be an object")


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b"{", b"\xff\xfe", b"[" * 100000])
def test_bytes_that_are_no_record_get_a_sentence(data):
    for kind in (Record, Envelope):
        with pytest.raises(BadInput):
            kind.from_bytes(data)


def test_problems_sort_by_place_and_bad_input_needs_one():
    late, early = Problem(Place("f", 12, 1), "late"), Problem(Place("f", 3, 40), "early")
    assert [problem.text for problem in BadInput([late, early]).problems] == ["early", "late"]
    with pytest.raises(ValueError, match="explains nothing"):
        BadInput([])


@pytest.mark.parametrize(
    ("place", "text"),
    [(Place("f", 3, 2), "f:3:2"), (Place("f", 3), "f:3:1"), (Place("f", key="cost"), "f:cost"), (Place("f"), "f"), (Place(), "")],
)  # fmt: skip
def test_places_as_the_command_prints_them(place, text):
    assert str(place) == text
    assert str(Problem(place, "wrong")) == (f"{text}: wrong" if text else "wrong")
