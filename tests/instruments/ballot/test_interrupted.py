"""Opening and counting, killed at every statement to the database: never half done, and done at the next try."""

from collections import Counter

import pytest
from django.db import connection

from coproduce.conduct.moving import conclude
from coproduce.core import BadInput, Refused, at, now
from coproduce.engines.kernel import canonical
from coproduce.instruments.ballot import opening
from coproduce.instruments.ballot.actions import cast, mark_paper, take_back
from coproduce.instruments.ballot.models import Box, BoxKey, Envelope, Mark, Opening, Receipt, Slip
from coproduce.instruments.ballot.opening import open_box, open_demo_box
from coproduce.instruments.ballot.queries import found
from coproduce.instruments.ballot.rules import Choice
from coproduce.proceedings.public import Concluded
from coproduce.register.public import steps
from tests.instruments.boxed import DAY, a_key, a_vote, holder

pytestmark = pytest.mark.django_db
VOTES = [Choice({1: 1}), Choice({1: 1, 2: 1}), Choice({2: 1}), Choice({1: 1, 2: 1}), Choice({3: 1})]


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


class Killer:
    """Lets so many statements through and kills at the next. What the database then takes back passes."""

    def __init__(self, after):
        self.left = after

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == -1:
            raise Killed
        return execute(sql, params, many, context)


def filled(standing):
    vote = a_vote(standing, 3)
    for number, choice in enumerate(VOTES):
        cast(vote, choice, by=holder(number))
    return vote


def whole_or_untouched(vote):
    """Either every envelope is there and no slip, or every slip and no envelope."""
    state = [
        model.objects.filter(step_id=vote.id).count() for model in (Envelope, Slip, Receipt, Opening, Box)
    ]
    assert state in ([5, 0, 0, 0, 1], [0, 5, 5, 1, 0]), state
    return state[0] == 0


def choices(vote):
    return Counter(canonical(slip.choice) for slip in Slip.objects.filter(step_id=vote.id))


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # a killed cursor closes nothing
def test_killed_at_any_statement_it_is_never_half_done_and_done_at_the_next_try(standing):
    said, seen, after = set(), set(), 0
    while True:
        vote = filled(standing)
        try:
            with at(now() + 20 * DAY), connection.execute_wrapper(Killer(after)):
                open_demo_box(vote, by=standing.alice)
                conclude(vote.id, by=standing.alice)
        except Killed:
            seen.add(whole_or_untouched(vote))
        else:
            break
        with at(now() + 20 * DAY):
            assert open_demo_box(vote, by=standing.alice) == 5
            assert isinstance(conclude(vote.id, by=standing.alice), Concluded)
        assert whole_or_untouched(vote)
        assert choices(vote) == Counter(canonical(choice.to_plain()) for choice in VOTES)
        said.add(canonical(found(steps([vote.id])[vote.id]).envelope["result"]))
        after += 1
    assert seen == {True, False}
    assert after > 30
    assert len(said) == 1


def test_twice_is_once(standing):
    vote = filled(standing)
    assert open_demo_box(vote, by=standing.alice) == 5
    slips = set(Slip.objects.values_list("id", flat=True))
    assert open_box(vote, by=standing.alice) == 5
    assert set(Slip.objects.values_list("id", flat=True)) == slips


def test_the_box_is_counted_only_as_it_was_opened(standing, monkeypatch):
    """Somebody takes her vote back while the box is being opened."""
    vote, check = filled(standing), opening._check_votes

    def slow(step, votes):
        take_back(vote, by=holder(0))
        check(step, votes)

    monkeypatch.setattr(opening, "_check_votes", slow)
    with pytest.raises(Refused) as refused:
        open_demo_box(vote, by=standing.alice)
    assert refused.value.refusal.code == "ballot-box-changed"
    monkeypatch.setattr(opening, "_check_votes", check)
    assert Slip.objects.count() == 0
    assert open_demo_box(vote, by=standing.alice) == 4


@pytest.mark.parametrize("fault", ["mark", "envelope", "channel"])
def test_a_box_that_does_not_match_the_marks_is_not_counted(standing, fault):
    vote = filled(standing)
    if fault == "mark":
        Mark.objects.filter(voter=Mark.objects.first().voter).delete()
    elif fault == "envelope":
        Envelope.objects.first().delete()
    else:
        Mark.objects.filter(pk=Mark.objects.first().pk).update(channel="phone")
    with pytest.raises(Refused) as refused:
        open_demo_box(vote, by=standing.alice)
    assert refused.value.refusal.code == "ballot-count-differs"
    assert Slip.objects.count() == 0


def test_a_vote_that_breaks_the_rules_stops_the_count_and_changes_nothing(standing, monkeypatch):
    vote = filled(standing)
    monkeypatch.setattr("coproduce.instruments.ballot.actions.check_choice", lambda *_: [])
    cast(vote, Choice({99: 1}), by=holder(50))
    with pytest.raises(BadInput, match="1 votes in the box break the rules"):
        open_demo_box(vote, by=standing.alice)
    assert (Envelope.objects.count(), Slip.objects.count()) == (6, 0)


def test_an_opened_box_takes_nothing_more(standing):
    vote = filled(standing)
    brought = a_key(a_vote(standing), standing.alice)
    open_demo_box(vote, by=standing.alice)
    assert open_box(vote, [brought], by=standing.alice) == 5
    clerk = standing.bob
    for deed in (
        lambda: cast(vote, VOTES[0], by=holder(7)),
        lambda: cast(vote, VOTES[0], by=holder(0)),
        lambda: take_back(vote, by=holder(0)),
        lambda: mark_paper(vote, holder(8), by=clerk),
    ):
        with pytest.raises(Refused):
            deed()
    assert (Mark.objects.count(), BoxKey.objects.filter(box__step_id=vote.id).count()) == (5, 0)


def test_a_locked_box_is_not_concluded(standing):
    vote = filled(standing)
    with at(now() + 20 * DAY):
        (problem,) = conclude(vote.id, by=standing.alice)
    assert "locked" in problem.text
