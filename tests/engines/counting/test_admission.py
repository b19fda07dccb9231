"""Which ballots count, and why the others do not."""

import pytest

from coproduce.engines.counting import Election, Options, Table, count
from coproduce.engines.counting.admission import REASONS, BallotRules, Cast, admit
from coproduce.engines.counting.table import rows
from coproduce.engines.kernel import BadInput

IDS = ("lights", "trees", "hall")


@pytest.mark.parametrize(
    ("ballot", "rules", "reason"),
    [
        (Cast("a", ("lights", "trees", "hall")), BallotRules(most=2), "too-many"),
        (Cast("a", ("lights",)), BallotRules(most=2, exactly=True), "too-few"),
        (Cast("a", ()), BallotRules(), "too-few"),
        (Cast("a", ("lights", "lights")), BallotRules(), "named-twice"),
        (Cast("a", ("pond",)), BallotRules(), "unknown-project"),
        (Cast("a", ("lights",), boost="trees"), BallotRules(boost=2), "boost-elsewhere"),
        (Cast("a", ("lights",), age=11), BallotRules(least_age=12), "too-young"),
        (Cast("a", ("lights",)), BallotRules(least_age=12), "too-young"),
    ],
)
def test_a_ballot_is_turned_down_with_its_reason(ballot, rules, reason):
    found = admit([ballot], IDS, rules)
    assert (found.counted, dict(found.turned_down)) == (0, {reason: 1})
    assert reason in REASONS


def test_one_vote_a_person_or_one_a_channel():
    cast = [Cast("a", ("lights",), "hall"), Cast("a", ("trees",), "online"), Cast("a", ("hall",), "online")]
    assert admit(cast, IDS, BallotRules()).ballots == ({0: 1},)
    found = admit(cast, IDS, BallotRules(per_channel=True))
    assert found.ballots == ({0: 1}, {1: 1})
    assert found.turned_down == {"voted-already": 1}


def test_a_ballot_that_does_not_count_does_not_use_up_the_vote():
    assert admit([Cast("a", ("pond",)), Cast("a", ("lights",))], IDS, BallotRules()).ballots == ({0: 1},)


def test_a_boost_counts_double_in_the_count():
    cast = [
        Cast("a", ("lights", "trees"), boost="trees"),
        Cast("b", ("lights",)),
        Cast("c", ("trees",), boost="trees"),
    ]
    found = admit(cast, IDS, BallotRules(boost=2))
    table = Table(IDS, [5, 5, 5], 5, *rows(found.ballots), ballot_type="scoring")
    election = Election.of(table)
    assert dict(zip(election.project_ids, election.scores, strict=True)) == {
        "hall": 0,
        "lights": 2,
        "trees": 4,
    }
    assert count(election, Options(rule="greedy-score")).selected == ("trees",)


@pytest.mark.parametrize("rules", [{"boost": 4}, {"most": 0}, {"exactly": True}])
def test_rules_that_mean_nothing_are_refused(rules):
    with pytest.raises(BadInput):
        BallotRules(**rules)
