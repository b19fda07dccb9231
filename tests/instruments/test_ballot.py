"""A vote: what a ballot may say, one voter one vote, secrecy by construction, and an exact count."""

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.conduct.moving import conclude, start
from coproduce.core import Actor, BadInput, Refused, now
from coproduce.core.clock import at
from coproduce.core.models import AuditEvent
from coproduce.engines.kernel import Record, canonical
from coproduce.instruments.ballot import boxes
from coproduce.instruments.ballot.actions import cast, take_back, turn_down, voter_of
from coproduce.instruments.ballot.compute import counted, table
from coproduce.instruments.ballot.keys import new_pair
from coproduce.instruments.ballot.models import Envelope, Mark, Slip
from coproduce.instruments.ballot.public import INSTRUMENT, open_demo_box, prepare_demo_box
from coproduce.instruments.ballot.queries import found, has_voted, turnout
from coproduce.instruments.ballot.rules import Choice, check_choice
from coproduce.instruments.ballot.settings import Settings, settings_of, settle
from coproduce.proceedings.models import Act, Trace
from coproduce.proceedings.public import Concluded, ItemDraft, ItemView, of_step, propose_items, step_stories
from coproduce.register.public import NewStep, steps, steps_of

COSTS = {1: 18_000_00, 2: 12_000_00, 3: 5_800_00, 4: 3_600_00}
ITEMS = [
    ItemView(None, None, number, "project", "public", 1, f"Idea {number}", cost_central=cost)
    for number, cost in COSTS.items()
]


def says(choice, **settings):
    return [problem.text for problem in check_choice(choice, Settings(envelope=30_000_00, **settings), ITEMS)]


def ticks(*numbers, boost=0):
    return Choice(dict.fromkeys(numbers, 1), boost)


@pytest.mark.parametrize(
    ("choice", "settings", "problem"),
    [
        (ticks(1, 2, 3), {"most": 3}, None),
        (ticks(1, 2, 3, 4), {"most": 3}, "Choose at most 3. You chose 4"),
        (ticks(1, 2), {"least": 3, "most": 3}, "Choose exactly 3. You chose 2"),
        (ticks(), {}, "Choose at least 1. You chose 0"),
        (ticks(1, 2), {"kind": "choose-1"}, "Choose exactly 1. You chose 2"),
        (ticks(9), {}, "There is no idea with the number 9 on this ballot"),
        (ticks(1, 2, 3), {"limit": "envelope"}, "What you chose costs more than there is. Take one out"),
        (ticks(1, 2), {"limit": "envelope"}, None),
        (ticks(1, boost=2), {"boost": 2}, "Give your boost to one of the ideas that you chose"),
        (ticks(1, boost=1), {"boost": 2}, None),
        (ticks(1, boost=1), {}, "Give your boost to one of the ideas that you chose"),
        (Choice({1: 6, 2: 4}), {"kind": "cumulative", "points": 10}, None),
        (
            Choice({1: 6, 2: 5}),
            {"kind": "cumulative", "points": 10},
            "You have 10 points to share out. You gave 11",
        ),
        (
            Choice({1: 11, 2: -1}),
            {"kind": "cumulative", "points": 10},
            "You have 10 points to share out. You gave 10",
        ),
        (Choice({4: 1, 2: 2}), {"kind": "ordinal"}, None),
        (Choice({4: 1, 2: 1}), {"kind": "ordinal"}, "Give each place once: first, second, third and so on"),
    ],
)
def test_what_a_ballot_may_say(choice, settings, problem):
    assert says(choice, **settings) == ([problem] if problem else [])


@given(st.dictionaries(st.integers(0, 99), st.integers(0, 99)), st.integers(0, 99))
def test_a_choice_survives_its_envelope(points, boost):
    choice = Choice(points, boost)
    content = boxes.Content(choice.to_plain(), "paper", boxes.new_receipt())
    first, second = new_pair(), new_pair()
    sealed = boxes.close(content, [first.public, second.public], boxes.length_for(content))
    assert boxes.open_all([sealed], [first.secret, second.secret]) == [content]


def test_all_envelopes_are_of_one_length_and_come_out_shuffled():
    pair, longest = new_pair(), boxes.Content(ticks(*range(1, 42)).to_plain(), "screen", boxes.new_receipt())
    length = boxes.length_for(longest)
    contents = [
        boxes.Content(ticks(*range(1, n % 40 + 2)).to_plain(), "screen", boxes.new_receipt())
        for n in range(200)
    ]
    sealed = [boxes.close(content, [pair.public], length) for content in contents]
    assert {len(envelope) for envelope in sealed} == {length + 48}
    out = boxes.open_all(sealed, [pair.secret])
    assert out != contents
    assert sorted(out, key=lambda one: one.receipt) == sorted(contents, key=lambda one: one.receipt)
    with pytest.raises(ValueError, match="does not fit"):
        boxes.close(longest, [pair.public], 16)
    with pytest.raises(BadInput):
        boxes.open_all(sealed, [new_pair().secret])


def test_nothing_but_the_box_reads_an_envelope():
    from coproduce.instruments.ballot import actions, compute, opening, public, queries, rules

    for module in (actions, compute, public, queries, rules):
        assert "open_all" not in inspect.getsource(module)
    assert inspect.getsource(opening).count("open_all(") == 1


def test_settings_survive_being_settled_and_read():
    settled = settle({"envelope": 5, "reserved": {"category": "young people", "amount": 2}})
    assert settings_of(settled).reserve == {"category": "young people", "amount": 2}
    assert settle(settled) == settled


def test_the_engine_gets_exact_costs_boosts_and_ranks():
    items = [replace(ITEMS[0], cost_central=1_050), replace(ITEMS[1], cost_central=2_000)]
    boosted = table(items, [ticks(1, 2, boost=2)], Settings(envelope=3_333, boost=2))
    assert [str(cost) for cost in boosted.costs] == ["21/2", "20"]
    assert (str(boosted.budget), boosted.ballot_type, list(boosted.points)) == ("3333/100", "scoring", [1, 2])
    ranked = table(items, [Choice({1: 2, 2: 1})], Settings(envelope=3_333, kind="ordinal"))
    assert list(ranked.indices) == [1, 0]


def test_a_count_is_exact_and_its_record_replays():
    from coproduce.engines.counting import replay

    choices = [ticks(1, 3)] * 30 + [ticks(2)] * 20 + [ticks(4, 3)] * 10
    told = counted(ITEMS, choices, Settings(envelope=20_000_00))
    assert told.result["selected"]
    assert sum(COSTS[int(key)] for key in told.result["selected"]) <= 20_000_00
    again = replay(Record.from_plain(told.envelope.record)).envelope()
    assert canonical(again.record) == canonical(told.envelope.record)
    assert told.simple.result["rule"] == "greedy"


@pytest.fixture
def vote(standing):
    moment, day = now(), timedelta(days=1)
    settings = settle({"envelope": 20_000_00, "most": 3, "boost": 2})
    made = standing.project(
        NewStep("costing", "Costing", "budget", gives={"items": "project"}, opens=moment - 9 * day, closes=moment - day),
        NewStep(
            "vote", "Vote", "ballot", settings=settings, admits="residents", opens=moment - day, closes=moment + 9 * day,
            takes=[{"port": "items", "from": "costing", "where": "eligible", "freeze": True}],
        ),
    )  # fmt: skip
    costing, step = steps_of([made.id])[made.id]
    drafts = [
        ItemDraft(f"Idea {number}", cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for number, cost in COSTS.items()
    ]
    propose_items(costing, drafts, kind="project", by=standing.alice)
    assert [problem.code for problem in start(step.id)] == ["ballot-box"]
    prepare_demo_box(step, by=standing.alice)
    assert start(step.id) == []
    return steps([step.id])[step.id]


def counts(vote, alice):
    open_demo_box(vote, by=alice)
    assert isinstance(conclude(vote.id, by=alice), Concluded)


def holder(number):
    return Actor(code=f"{number:064d}", role="resident")


@pytest.mark.django_db
def test_voting_again_replaces_and_gives_no_second_slip(standing, vote):
    first = cast(vote, ticks(1), by=standing.dora)
    assert len(first.reference.replace(" ", "")) == 12
    again = cast(vote, ticks(2, boost=2), by=standing.dora)
    assert again.reference == ""
    assert again.receipt != first.receipt
    assert (Mark.objects.count(), Envelope.objects.count()) == (1, 1)
    with at(now() + timedelta(days=20)):
        counts(vote, standing.alice)
    assert [slip.choice for slip in Slip.objects.all()] == [ticks(2, boost=2).to_plain()]


@pytest.mark.django_db
def test_without_revote_the_first_vote_stands(standing, vote):
    fixed = replace(vote, settings={**vote.settings, "revote": False})
    cast(fixed, ticks(1), by=standing.dora)
    with pytest.raises(Refused) as refused:
        cast(fixed, ticks(2), by=standing.dora)
    assert refused.value.refusal.code == "ballot-voted-before"


@pytest.mark.django_db
def test_paper_and_screen_do_not_make_two_votes_unless_the_rules_say_so(standing, vote):
    on_paper = replace(standing.dora, channel="paper", clerk_id=standing.bob.person_id)
    cast(vote, ticks(1), by=on_paper)
    with pytest.raises(Refused) as refused:
        cast(vote, ticks(2), by=standing.dora)
    assert refused.value.refusal.code == "ballot-voted-elsewhere"
    each = replace(vote, settings={**vote.settings, "channels": "each"})
    cast(each, ticks(1), by=replace(on_paper, person_id=standing.charlie.person_id))
    cast(each, ticks(1), by=standing.charlie)
    assert Mark.objects.count() == 3


@pytest.mark.django_db
def test_a_vote_can_be_taken_back_and_a_wrong_one_leaves_nothing(standing, vote):
    cast(vote, ticks(1), by=standing.dora)
    assert has_voted(vote, standing.dora)
    take_back(vote, by=standing.dora)
    assert not has_voted(vote, standing.dora)
    with pytest.raises(BadInput):
        cast(vote, ticks(1, 2, 3, 4), by=standing.dora)
    with pytest.raises(Refused):
        cast(vote, ticks(1), by=Actor(visitor="a" * 64))
    assert (Mark.objects.count(), Envelope.objects.count()) == (0, 0)
    cast(vote, ticks(1), by=standing.dora)


@pytest.mark.django_db
def test_a_voter_has_another_name_in_each_vote(standing, vote):
    other = replace(vote, id=standing.council)
    assert voter_of(vote, standing.dora) != voter_of(other, standing.dora)
    assert voter_of(vote, holder(1)) != voter_of(vote, standing.dora)


@pytest.mark.django_db
def test_no_row_leads_from_a_slip_to_a_voter(standing, vote):
    for number in range(60):
        cast(vote, ticks(number % 4 + 1), by=holder(number))
    order = list(Mark.objects.order_by("id").values_list("voter", flat=True))
    assert order != [voter_of(vote, holder(number)) for number in range(60)]
    with at(now() + timedelta(days=20)):
        counts(vote, standing.alice)
    assert (Slip.objects.count(), Envelope.objects.count()) == (60, 0)
    assert Trace.objects.count() == 0
    assert all(act.pk.version == 4 and act.at.hour == 0 for act in Act.objects.filter(kind="voted"))
    cast_events = AuditEvent.objects.filter(deed="ballot.cast")
    assert cast_events.count() == 60
    assert not cast_events.exclude(actor_id=None).exists()


@pytest.mark.django_db
def test_the_count_is_published_with_the_simple_count_beside_it(standing, vote):
    for number in range(30):
        cast(vote, ticks(1, 3, boost=3), by=holder(number))
    for number in range(30, 50):
        cast(vote, ticks(2), by=holder(number))
    turn_down(vote, "too-many-ideas", 3, by=standing.bob)
    with at(now() + timedelta(days=20)):
        counts(vote, standing.alice)
    done = steps([vote.id])[vote.id]
    told = found(done)
    assert told.envelope["result"]["rule"] == "equal-shares"
    assert told.simple["result"]["rule"] == "greedy"
    assert {one.item_id for one in told.view.items} == {
        item.id for item in of_step(steps_of([vote.initiative_id])[vote.initiative_id][0].id)
    }
    assert (turnout(done).total, turnout(done).turned_down) == (50, {"too-many-ideas": 3})
    assert step_stories([vote.id])[vote.id].latest.reason == "50 votes were counted."
    assert [len(row) for row in next(iter(INSTRUMENT.open_data(done))).rows] == [4] * 50


@pytest.mark.django_db
def test_nobody_voted_is_a_result_too(standing, vote):
    with at(now() + timedelta(days=20)):
        counts(vote, standing.alice)
    assert found(vote).envelope["result"]["selected"] == []


@pytest.mark.django_db
def test_erasing_takes_an_open_vote_along_and_leaves_a_counted_one(standing, vote):
    cast(vote, ticks(1), by=standing.dora)
    forgotten = INSTRUMENT.forget(standing.dora.person_id, by=standing.dora)
    assert (forgotten.erased, Envelope.objects.count(), Mark.objects.count()) == ({"ballot.mark": 1}, 0, 0)
    assert INSTRUMENT.forget(standing.dora.person_id, by=standing.dora).erased == {"ballot.mark": 0}


@pytest.mark.django_db
def test_a_box_whose_count_differs_is_not_opened(standing, vote):
    cast(vote, ticks(1), by=holder(1))
    cast(vote, ticks(2), by=holder(2))
    Mark.objects.filter(voter=voter_of(vote, holder(2))).delete()
    with at(now() + timedelta(days=20)), pytest.raises(Refused) as refused:
        counts(vote, standing.alice)
    assert refused.value.refusal.code == "ballot-count-differs"
    assert (Slip.objects.count(), Envelope.objects.count()) == (0, 2)
