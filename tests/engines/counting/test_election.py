"""The election as a value: canonical, exact, refused in sentences where it cannot be counted."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from coproduce.engines.counting import (
    Earmark,
    Election,
    Options,
    Table,
    compare,
    count,
    replay,
    replay_comparison,
)
from coproduce.engines.counting.rules import RULES
from coproduce.engines.counting.table import rows
from coproduce.engines.kernel import BadInput, Record
from tests.engines.counting import naive


def test_the_order_of_a_file_makes_no_difference():
    one = Election.of(Table(["b", "a"], [2, 3], 9, *rows([[0], [0, 1], [0]])))
    other = Election.of(Table(["a", "b"], [3, 2], 9, *rows([[1, 0], [1], [1]])))
    assert one.sha256 == other.sha256
    assert one.project_ids == ("a", "b")
    assert one.ballots.multiplicity.tolist() == [2, 1]
    assert one.votes == (1, 3)


def test_money_is_exact_to_the_last_decimal():
    election = Election.of(
        Table(["a", "b"], [Fraction("0.10"), Fraction("0.20")], Fraction("0.30"), *rows([[0, 1]]))
    )
    assert election.unit == 10
    assert count(election, Options(rule="greedy")).cost == election.budget


def test_a_ranking_gives_its_first_as_many_points_as_it_ranks_and_its_last_one():
    table = Table(["a", "b", "c"], [1, 1, 1], 3, *rows([[2, 0], [0], [], [1, 2, 0]]), ballot_type="ordinal")
    assert Election.of(table).scores == (1 + 1 + 1, 3, 2 + 2)


def test_a_name_on_an_approval_ballot_is_a_vote_and_nought_points_are_no_choice():
    ballots = rows([{0: 5, 1: 0}, {1: 2}])
    assert Election.of(Table(["a", "b"], [1, 1], 2, *ballots)).scores == (1, 2)
    scored = Election.of(Table(["a", "b"], [1, 1], 2, *ballots, points_scale=2, ballot_type="scoring"))
    assert scored.scores == (Fraction(5, 2), 1)
    assert scored.votes == (1, 1)


def test_the_plain_form_reads_back_with_the_same_digest():
    election = naive.election(
        [3, Fraction(7, 2)], 9, [{0: 2}, {0: 1, 1: 3}, {}], areas=["north", ""], min_score=2
    )
    assert Election.from_plain(election.to_plain()).sha256 == election.sha256


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"budget": 0}, "budget"),
        ({"costs": [1, -1]}, "cost"),
        ({"project_ids": ["a", "a"]}, "twice"),
        ({"ballot_type": "shouting"}, "shouting"),
        ({"indices": np.array([0, 7, 1], dtype=np.int32)}, "not on the list"),
        ({"indices": np.array([0, 0, 1], dtype=np.int32)}, "twice"),
        ({"points": np.array([1, -1, 1])}, "negative"),
        ({"points": np.array([1, 10**10, 1])}, "above"),
    ],
)
def test_what_no_rule_can_count_is_refused(changed, word):
    indptr, indices, points = rows([[0, 1], [1]])
    parts = {"project_ids": ["a", "b"], "costs": [1, 2], "budget": 3, "indptr": indptr, "indices": indices}
    parts |= {"points": points, "ballot_type": "scoring", **changed}
    with pytest.raises(BadInput, match=word):
        Election.of(Table(**parts))


@pytest.mark.parametrize("part", ["ballots", "costs", "people", "more"])
def test_a_record_that_was_damaged_is_refused(part):
    outcome = count(naive.election([1, 2], 3, [[0], [1]]))
    plain = outcome.election.to_plain()
    if part == "people":
        plain["ballots"]["people"] = "1 one"
    elif part == "more":
        plain["ballots"]["people"] = "1 1 1"
    else:
        del plain[part]
    record = outcome.record
    with pytest.raises(BadInput, match="as it was written"):
        replay(Record(record.method, record.options, None, record.input_sha256, {"election": plain}))


def test_a_record_of_something_else_is_refused():
    outcome = count(naive.election([1, 2], 3, [[0], [1]]))
    record = outcome.record
    other = Record("opinion/polis", record.options, None, record.input_sha256, record.data)
    with pytest.raises(BadInput, match="not of a count"):
        replay(other)
    with pytest.raises(BadInput, match="not of a comparison"):
        replay_comparison(record)
    with pytest.raises(BadInput, match="no options"):
        Options.from_plain({"rule": "greedy", "mood": "good"})


def test_a_comparison_counts_under_every_rule_with_what_each_knows():
    election = naive.election(
        [3, 2, 2], 5, [{0: 3}, {0: 1, 1: 2}, {2: 1}], categories=[("a",), ("b",), ("a", "b")]
    )
    found = compare(election, Options(utility="score", completion="add-one,greedy"))
    result = found.to_plain()
    assert {entry["rule"] for entry in result["rules"]} == set(RULES)
    by_rule = {entry["rule"]: entry["options"] for entry in result["rules"]}
    assert by_rule["exact-equal-shares"]["utility"] == "cardinality"
    assert by_rule["exact-equal-shares"]["completion"] == "greedy"
    assert sorted(result["funded_by_all"] + result["funded_by_some"]) == sorted(
        project["id"] for project in result["projects"] if project["funded_by"]
    )
    assert replay_comparison(found.record).envelope().to_bytes() == found.envelope().to_bytes()
    opt = compare(election, Options(rule="exact-equal-shares", completion="add-opt"), ["equal-shares"])
    assert [outcome.options.completion for outcome in opt.outcomes] == ["add-opt", "add-one"]


@pytest.mark.parametrize("rule", RULES)
def test_a_tie_is_refused_where_it_decides_and_nowhere_else(rule):
    from coproduce.engines.kernel import TieRefused

    with pytest.raises(TieRefused):
        count(naive.election([2, 2], 3, [[0], [1]]), Options(rule=rule, completion="greedy", ties="refuse"))


def test_completions_that_a_rule_does_not_know_are_refused():
    made = naive.election([2, 2], 3, [[0], [1]])
    for options in (
        Options(completion="add-opt"),
        Options(rule="exact-equal-shares", completion="add-one"),
        Options(rule="exact-equal-shares", utility="score"),
    ):
        with pytest.raises(BadInput):
            count(made, options)


def test_a_record_of_another_kind_or_changed_is_not_replayed():
    election = naive.election([2, 3], 4, [[0], [0, 1]])
    counted, compared = count(election, Options()).record, compare(election, Options()).record
    changed = {**compared.data["election"], "budget": 5}
    for replaying, record, words in (
        (replay_comparison, counted, "not of a comparison"),
        (replay, Record("opinion/polis", {}, None, "", {}), "not of a count"),
        (replay_comparison, replace(compared, data={"election": changed}), "digest differs"),
    ):
        with pytest.raises(BadInput, match=words):
            replaying(record)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"completion": "none,greedy"}, "no completion"),
        ({"completion": "greedy,greedy"}, "no completion"),
        ({"completion": "add:0"}, "no completion"),
        ({"completion": "percent:x"}, "no completion"),
        ({"completion": "add-one,more"}, "no completion"),
        ({"part_funding": 1}, "no part"),
        ({"utility": "joy", "stop": "never"}, "choose one of"),
    ],
)
def test_options_that_mean_nothing_are_refused(given, words):
    with pytest.raises(BadInput, match=words) as refused:
        Options(**given)
    assert len(refused.value.problems) == len(given)


def test_options_come_back_from_their_plain_form_and_unknown_ones_are_named():
    options = Options(completion="percent:5/2,greedy", caps=(Earmark("area", "North", Fraction(5, 2)),))
    assert Options.from_plain(options.to_plain()) == options
    with pytest.raises(BadInput, match="colour, size"):
        Options.from_plain({**options.to_plain(), "size": 1, "colour": 2})
