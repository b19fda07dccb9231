"""Votes with paper in them, from the first sheet handed out to the count: on paper only, and half and half."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coproduce.conduct.moving import conclude
from coproduce.core import Actor, BadInput, Refused, at
from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.models import SheetEntry, Slip, TurnedDown
from coproduce.instruments.ballot.opening import open_box, open_demo_box
from coproduce.instruments.ballot.paper.actions import (
    begin_batch,
    close_batch,
    count_sheets,
    hand_out,
    recount_batch,
    take_back_sheet,
    type_sheets,
)
from coproduce.instruments.ballot.paper.queries import balance, batch_of
from coproduce.instruments.ballot.queries import found, turnout
from coproduce.instruments.ballot.rules import Choice
from coproduce.people.public import issue_codes
from coproduce.register.public import StepView, steps
from tests.instruments.paper import a_vote
from tests.standing import Standing, a_person

pytestmark = pytest.mark.django_db


def holders(step: StepView, number: int, standing: Standing) -> list[Actor]:
    return [
        Actor(code=code_digest(code, "vote")) for code in issue_codes(str(step.id), number, by=standing.alice)
    ]


def clerks(standing: Standing) -> list[Actor]:
    return [
        Actor(channel="paper", clerk_id=standing.alice.person_id),
        Actor(channel="paper", clerk_id=standing.bob.person_id),
        Actor(channel="paper", clerk_id=a_person()),
    ]


def type_twice(step: StepView, key: object, lines: list[str], people: list[Actor]) -> None:
    for clerk in people[:2]:
        type_sheets(step, key, dict(enumerate(lines, 1)), by=clerk)  # type: ignore[arg-type]


def counted(step: StepView, standing: Standing) -> StepView:
    assert step.closes
    with at(step.closes + timedelta(hours=1)):
        open_demo_box(step, by=standing.alice)
        assert not isinstance(conclude(step.id, by=standing.alice), list)
    return steps([step.id])[step.id]


def test_a_vote_on_paper_only(standing: Standing) -> None:
    _, step = a_vote(standing, box="paper-only")
    people = clerks(standing)
    for voter in holders(step, 6, standing):
        hand_out(step, voter, by=people[0])
    key = begin_batch(step, "Millfield Hall", 5, by=people[0])
    type_sheets(step, key, {1: "1 2 3*", 2: "2", 3: "-2", 4: "4 1", 5: "2*"}, by=people[0])
    type_sheets(step, key, {1: "1 2 3*", 2: "2", 3: "-2", 4: "4 2", 5: "2*"}, by=people[1])
    view = batch_of(step.id, key)
    assert view
    assert (view.differing, view.left) == ([4], 1)
    with pytest.raises(BadInput, match="1 of 5 sheets are not settled"):
        close_batch(step, key, by=people[0])
    type_sheets(step, key, {4: "4 1"}, by=people[2])
    close_batch(step, key, by=people[0])
    close_batch(step, key, by=people[1])
    with pytest.raises(BadInput, match="Find the other 1"):
        open_box(step, by=standing.alice)
    count_sheets(step, "missing", 1, reason="taken", by=people[0])
    done = counted(step, standing)
    assert turnout(done).total == 4
    assert TurnedDown.objects.get(step_id=step.id).reason == "too-many"
    told = found(done)
    assert told
    assert told.envelope["result"]["voters"] == 4


def test_a_vote_half_on_paper_and_half_on_screen_counts_everybody_once(standing: Standing) -> None:
    _, step = a_vote(standing)
    people, voters = clerks(standing), holders(step, 12, standing)
    for voter in voters[:8]:
        cast(step, Choice({1: 1}), by=voter)
    assert [hand_out(step, voter, by=people[0]).voided for voter in voters[6:]] == [True, True, *[False] * 4]
    with pytest.raises(Refused, match="ballot-voted-elsewhere"):
        cast(step, Choice({1: 1}), by=voters[7])
    with pytest.raises(Refused, match="ballot-voted-elsewhere"):
        hand_out(step, voters[6], by=people[1])
    key = begin_batch(step, "Hall", 6, by=people[0])
    type_twice(step, key, ["2"] * 6, people)
    close_batch(step, key, by=people[0])
    done = counted(step, standing)
    assert sorted(slip.choice["points"].popitem()[0] for slip in Slip.objects.filter(step_id=step.id)) == [
        *"111111",
        *"222222",
    ]
    assert turnout(done).total == 12


def test_where_paper_may_not_follow_a_vote_on_screen_the_desk_refuses(standing: Standing) -> None:
    _, step = a_vote(standing, paper="not-after-online")
    (voter,) = holders(step, 1, standing)
    cast(step, Choice({1: 1}), by=voter)
    with pytest.raises(Refused, match="ballot-voted-elsewhere"):
        hand_out(step, voter, by=clerks(standing)[0])
    assert balance(step).issued == 0


def test_hall_and_screen_may_each_have_a_vote(standing: Standing) -> None:
    _, step = a_vote(standing, channels="each")
    people, voters = clerks(standing), holders(step, 5, standing)
    for voter in voters:
        cast(step, Choice({1: 1}), by=voter)
        assert not hand_out(step, voter, by=people[0]).voided
    key = begin_batch(step, "Hall", 5, by=people[0])
    type_twice(step, key, ["2"] * 5, people)
    close_batch(step, key, by=people[0])
    assert turnout(counted(step, standing)).total == 10


def test_a_sheet_that_comes_back_blank_frees_its_voter(standing: Standing) -> None:
    _, step = a_vote(standing)
    people, (voter,) = clerks(standing), holders(step, 1, standing)
    hand_out(step, voter, by=people[0])
    assert take_back_sheet(step, voter, by=people[0])
    assert not take_back_sheet(step, voter, by=people[0])
    assert (balance(step).issued, balance(step).marked) == (0, 0)
    assert cast(step, Choice({1: 1}), by=voter).reference


def test_a_sheet_by_post_was_handed_out_before(standing: Standing) -> None:
    _, step = a_vote(standing)
    people, (voter,) = clerks(standing), holders(step, 1, standing)
    count_sheets(step, "issued", 3, reason="posted", by=people[0])
    hand_out(step, voter, sheet=False, by=people[0])
    count_sheets(step, "missing", 2, reason="not-posted", by=people[0])
    key = begin_batch(step, "Post", 1, by=people[0])
    type_twice(step, key, ["1"], people)
    close_batch(step, key, by=people[0])
    assert turnout(counted(step, standing)).total == 1


def test_a_batch_keeps_what_it_can_read_or_nothing(standing: Standing) -> None:
    _, step = a_vote(standing)
    clerk = clerks(standing)[0]
    count_sheets(step, "issued", 2, by=clerk)
    key = begin_batch(step, "Hall", 2, by=clerk)
    with pytest.raises(BadInput, match="Sheet 2: Choose at most 3"):
        type_sheets(step, key, {1: "1", 2: "1 2 3 4"}, by=clerk)
    assert not SheetEntry.objects.exists()
    assert type_sheets(step, key, {1: "1", 2: "", 3: "1"}, by=clerk) == 1
    assert type_sheets(step, key, {1: "2"}, by=clerk) == 1
    assert SheetEntry.objects.get().choice["points"] == {"2": 1}


def test_more_sheets_than_were_handed_out_close_no_batch(standing: Standing) -> None:
    _, step = a_vote(standing)
    people = clerks(standing)
    count_sheets(step, "issued", 1, by=people[0])
    key = begin_batch(step, "Hall", 2, by=people[0])
    type_twice(step, key, ["1", "1"], people)
    with pytest.raises(BadInput, match="only 1 were handed out"):
        close_batch(step, key, by=people[0])
    recount_batch(step, key, 1, by=people[0])
    close_batch(step, key, by=people[0])
    with pytest.raises(Refused, match="batch-closed"):
        type_sheets(step, key, {1: "2"}, by=people[0])
    with pytest.raises(BadInput, match="1 more vote than people were marked off"):
        open_box(step, by=standing.alice)


def test_piles_have_names_and_sizes(standing: Standing) -> None:
    _, step = a_vote(standing)
    clerk = clerks(standing)[0]
    begin_batch(step, "Hall", 2, by=clerk)
    for label, sheets, said in (
        ("Hall", 2, "of this name"),
        (" ", 2, "Give the batch a name"),
        ("B", 0, "holds from"),
    ):
        with pytest.raises(BadInput, match=said):
            begin_batch(step, label, sheets, by=clerk)
    with pytest.raises(BadInput, match="Say why"):
        count_sheets(step, "missing", 1, by=clerk)


def test_the_same_key_counts_sheets_once(standing: Standing) -> None:
    _, step = a_vote(standing)
    for _ in range(2):
        count_sheets(step, "issued", 7, key="hall:1", by=clerks(standing)[0])
    assert balance(step).issued == 7


def test_nothing_is_typed_after_the_count(standing: Standing) -> None:
    _, step = a_vote(standing)
    (voter,) = holders(step, 1, standing)
    cast(step, Choice({1: 1}), by=voter)
    counted(step, standing)
    clerk = clerks(standing)[0]
    for deed in (
        lambda: begin_batch(step, "Late", 1, by=clerk),
        lambda: count_sheets(step, "issued", 1, by=clerk),
        lambda: hand_out(step, voter, by=clerk),
    ):
        with pytest.raises(Refused, match="ballot-box-open"):
            deed()
