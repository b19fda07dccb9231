"""The check suite finds each kind of broken promise: it is tried on methods that break one each."""

import itertools
from dataclasses import dataclass, replace

import pytest

from coproduce.engines.kernel import BadInput, Record, Seed, input_digest
from coproduce.engines.kernel.checks import CHECKS, NEEDED_SAMPLES, Subject, check_method, difference


@dataclass(frozen=True)
class Outcome:
    total: float
    ids: list
    record: Record


def sum_up(rows):
    if not rows:
        raise BadInput.one("there is nothing to add up; give a row")
    record = Record("toy/sum", {}, None, input_digest(sorted(rows)), {"rows": sorted(rows)})
    return Outcome(sum(value for _, value in rows), sorted(name for name, _ in rows), record)


GOOD = Subject(
    name="toy/sum:plain",
    samples={"empty": [], "single": [("a", 1)], "typical": [("a", 1), ("c", 2), ("b", 5)]},
    run=sum_up,
    result=lambda outcome: {"total": outcome.total, "ids": outcome.ids},
    record=lambda outcome: outcome.record,
    replay=lambda record: sum_up([tuple(row) for row in record.data["rows"]]),
    reordered=lambda rows, draws: draws.shuffled(rows),
    relabelled=lambda rows, rename: [(rename(name), value) for name, value in rows],
    renamed=lambda result, rename: {**result, "ids": [rename(name) for name in result["ids"]]},
    breaches=lambda rows, outcome: [],
)
counter = itertools.count()


def with_result(change):
    return lambda rows: replace(sum_up(rows), **change(rows, sum_up(rows)))


BROKEN = {
    "deterministic": replace(GOOD, run=with_result(lambda rows, o: {"total": next(counter)})),
    "any order": replace(GOOD, run=with_result(lambda rows, o: {"total": rows[0][1]})),
    "any names": replace(GOOD, run=with_result(lambda rows, o: {"total": o.ids.count("a")})),
    "limits": replace(GOOD, breaches=lambda rows, outcome: ["over the limit"]),
    "record": replace(GOOD, replay=lambda record: sum_up([("z", 9)])),
}


def test_a_sound_method_passes():
    assert check_method(GOOD) == []


@pytest.mark.parametrize("check", [name for name in CHECKS if name not in ("json", "answers")])
def test_each_broken_promise_is_found_by_its_check(check):
    found = check_method(BROKEN[check])
    assert check in {failure.check for failure in found}
    assert all(str(failure).startswith("toy/sum:plain, ") for failure in found)


def test_a_traceback_is_found():
    def breaks(rows):
        if not rows:
            raise ZeroDivisionError("oh")
        return sum_up(rows)

    found = [failure for failure in check_method(replace(GOOD, run=breaks)) if failure.sample == "empty"]
    assert [(failure.check, failure.text) for failure in found] == [
        ("answers", "breaks with ZeroDivisionError: oh")
    ]


def test_a_refusal_without_a_word_is_found():
    def silent(rows):
        raise BadInput.one(" ")

    assert "answers" in {failure.check for failure in check_method(replace(GOOD, run=silent))}


def test_a_method_with_chance_must_record_its_seed():
    texts = [failure.text for failure in check_method(replace(GOOD, chance=True))]
    assert any("no seed" in text for text in texts)


def test_the_samples_needed_are_asked_for():
    found = check_method(replace(GOOD, samples={}))
    assert [failure.sample for failure in found] == list(NEEDED_SAMPLES)


@pytest.mark.parametrize(
    ("left", "right", "tolerance", "same"),
    [
        (1.0, 1.0 + 1e-12, 1e-9, True), (1.0, 1.0 + 1e-12, 0.0, False), (1e6, 1e6 + 1e-4, 1e-9, True),
        ({"a": [1, 2.0]}, {"a": [1, 2.0]}, 0.0, True), ({"a": 1}, {"b": 1}, 0.0, False), ([1], [1, 2], 0.0, False),
        (1, True, 0.0, False), ("a", "b", 1.0, False), (2.0, 2, 0.0, True),
    ],
)  # fmt: skip
def test_differences_of_plain_values(left, right, tolerance, same):
    assert (difference(left, right, tolerance) is None) == same


def test_shuffling_really_happens():
    assert GOOD.reordered([1, 2, 3, 4], Seed("check order 0").draws()) != [1, 2, 3, 4]
