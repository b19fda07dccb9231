"""The recipe is obeyed: conditions, promises, fates said once, and nothing closed while somebody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coproduce.catalogue.public import load_catalogue
from coproduce.conduct.conditions import weigh
from coproduce.conduct.moving import close, conclude, start, tick
from coproduce.conduct.promising import move_promise, open_promises
from coproduce.conduct.repeating import hold_again
from coproduce.core import Actor, Refused, at, now
from coproduce.core.codes import code_digest
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer.public import answer
from coproduce.instruments.ballot.public import Choice, cast, open_demo_box, prepare_demo_box
from coproduce.instruments.budget.public import Costing, cost, decline, merge
from coproduce.instruments.ideas.public import propose, support
from coproduce.people.public import issue_codes
from coproduce.proceedings.models import Fate
from coproduce.proceedings.public import (
    ItemDraft,
    ItemOutcome,
    acts_of_claim,
    current,
    propose_items,
    record_fate,
    record_result,
    step_stories,
    stories,
    supporters,
    today,
)
from coproduce.register.public import NewStep, changes_of, steps, steps_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
VOTE = {"kind": "approval", "most": 2, "envelope": 1_000_00}
LATER = ItemDraft("Bench", cost_low=1, cost_central=1, cost_high=1, currency="GBP")


def named(project, name):
    return next(step for step in steps_of([project.id])[project.id] if step.name == name)


def two(standing, tool, when, **more):
    moment = now()
    return standing.project(
        NewStep("first", "First", "ideas", gives={"items": "project"}, opens=moment - 3 * DAY, closes=moment - DAY),
        NewStep(
            "second", "Second", tool, after=["first"], when=when, opens=moment - DAY, closes=moment + 9 * DAY,
            takes=[{"port": "items", "from": "first"}], **more,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("stand", "held"), [(2, False), (3, True)])
def test_a_vote_is_held_only_where_it_is_contested(standing, stand, held):
    project = two(standing, "ballot", "contested", settings=VOTE, gives={"result": "election"})
    propose_items(named(project, "first"), [LATER] * stand, kind="project", by=standing.alice)
    assert weigh(named(project, "second")).waits == "First"
    conclude(named(project, "first").id)
    prepare_demo_box(named(project, "second"), by=standing.alice)
    done = tick()
    second = named(project, "second")
    assert (bool(second.started_at), second.cancelled_at is None) == (held, held)
    assert (second.id in done.started, second.id in done.skipped) == (held, not held)
    if not held:
        assert (
            changes_of([second.id])[second.id][-1].reason == "2 stood for 2 places, so nobody had to choose."
        )
        assert start(second.id) == []
        assert len(changes_of([second.id])[second.id]) == 1


@pytest.mark.parametrize("word", ["target-reached", "threshold-reached"])
@pytest.mark.parametrize("reached", [True, False])
def test_a_stage_hangs_on_what_a_result_reached(standing, word, reached):
    project = two(standing, "budget", word, settings={"envelope": 1_000_00})
    first = named(project, "first")
    item = propose_items(first, [LATER], kind="project", by=standing.alice)[0]
    record_result(
        first, "tally", method="toy/tally", engine_version="1", input_digest="0" * 64, record=b"{}",
        items=[ItemOutcome(item.id, 1, selected=reached)], by=standing.alice,
    )  # fmt: skip
    conclude(first.id)
    assert weigh(named(project, "second")).holds is reached


@pytest.mark.parametrize("when", ["nobody-came", "not nobody-came"])
@pytest.mark.parametrize("came", [True, False])
def test_a_stage_hangs_on_whether_anybody_came(standing, when, came):
    project = two(standing, "budget", when, settings={"envelope": 1_000_00})
    first = named(project, "first")
    if came:
        with at(now() - 2 * DAY):
            propose(first, ItemDraft("Bench"), by=standing.dora)
    conclude(first.id)
    assert weigh(named(project, "second")).holds is (came == when.startswith("not"))


@pytest.fixture
def voting(standing):
    moment = now()
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", gives={"items": "idea"}, opens=moment, closes=moment + 10 * DAY,
                promise={"considered": "14 days after submission", "decided": "end of costing"}),
        NewStep("costing", "Costing", "budget", settings={"envelope": 1_000_00, "currency": "GBP"}, after=["ideas"],
                takes=[{"port": "items", "from": "ideas", "where": "not-withdrawn"}], gives={"items": "project"},
                admits="team", opens=moment + 10 * DAY, closes=moment + 20 * DAY),
        NewStep("vote", "Vote", "ballot", settings=VOTE, after=["costing"], gives={"result": "selection"},
                takes=[{"port": "items", "from": "costing", "where": "eligible", "freeze": True}], admits="token",
                opens=moment + 20 * DAY, closes=moment + 30 * DAY),
        NewStep("adoption", "Adoption", "answer", after=["vote"], admits="team",
                promise={"decided": "10 days after opening", "delivered": "asked per item"},
                takes=[{"port": "items", "from": "costing", "where": "eligible"}, {"port": "result", "from": "vote"}],
                opens=moment + 30 * DAY, closes=moment + 50 * DAY),
    )  # fmt: skip
    began = now()
    with at(began + DAY):
        made = {
            title: propose(named(project, "ideas"), ItemDraft(title), by=standing.dora)
            for title in ("Bench", "Lamps", "More benches", "Tunnel")
        }
        slips = [
            support(named(project, "ideas"), made["More benches"].item.id, by=Actor(visitor=f"{number:064}"))
            for number in range(300)
        ]
    ids = {title: one.item.id for title, one in made.items()}
    with at(began + 11 * DAY):
        conclude(named(project, "ideas").id)
        costing = named(project, "costing")
        start(costing.id)
        merge(costing, [ids["More benches"]], ids["Bench"], reason="The same wish.", by=standing.alice)
        decline(costing, ids["Tunnel"], reason="It costs more than there is.", by=standing.alice)
        for title in ("Bench", "Lamps"):
            price = Costing(400_00, 500_00, 600_00, "GBP", "A quote")
            cost(
                costing,
                ids[title],
                price,
                seen_version=current([ids[title]])[ids[title]].version,
                by=standing.alice,
            )
    return project, began, ids, slips


def test_the_vote_is_a_fate_said_once_and_reaches_three_hundred_supporters(standing, voting):
    project, began, ids, slips = voting
    with at(began + 21 * DAY):
        conclude(named(project, "costing").id, by=standing.alice)
        before = Fate.objects.count()
        prepare_demo_box(named(project, "vote"), by=standing.alice)
        start(named(project, "vote").id)
        assert Fate.objects.count() == before + 2
        assert supporters([ids["More benches"]])[ids["More benches"]] == 300
        for slip in slips:
            (act,) = acts_of_claim(slip)
            story = stories(act.item_ids)[act.item_ids[0]]
            assert (story.latest.stage, story.latest.outcome) == ("considered", "in-the-vote")
        promise = story.next_promise
        assert (promise.stage, promise.due_on) == ("decided", today() + 19 * DAY)
        assert promise.first_due_on == (began + 20 * DAY).date()
        assert promise.reason.startswith("It went into the vote")
        assert not promise.overdue
        assert (
            step_stories([named(project, "vote").id])[named(project, "vote").id].next_promise.stage
            == "decided"
        )


def test_one_number_one_trail_one_fate_and_no_closing_while_somebody_waits(standing, voting):
    project, began, ids, _ = voting
    numbers = {title: current([key])[key].number for title, key in ids.items()}
    assert numbers == {"Bench": 1, "Lamps": 2, "More benches": 3, "Tunnel": 4}
    with at(began + 21 * DAY):
        conclude(named(project, "costing").id, by=standing.alice)
        vote = named(project, "vote")
        prepare_demo_box(vote, by=standing.alice)
        start(vote.id)
        code = issue_codes(str(vote.id), 1, by=standing.alice)[0]
        slip = cast(vote, Choice({1: 1}), by=Actor(code=code_digest(code, "vote")))
    with at(began + 60 * DAY):
        open_demo_box(vote, by=standing.alice)
        conclude(vote.id, by=standing.alice)
        adoption = named(project, "adoption")
        start(adoption.id)
        close_refused(project, standing)
        rulings = [
            NewRuling(ids["Bench"], "accepted", "The vote picked it.", due_on=today() + 30 * DAY),
            NewRuling(ids["Lamps"], "not-funded", "The vote did not pick it."),
        ]
        answer(adoption, NewDecision(today(), "As the vote said.", rulings), by=standing.alice)
        close_refused(project, standing)
        conclude(adoption.id, by=standing.alice)
        story = step_stories([vote.id])[vote.id]
        assert story.latest.stage == "decided"
        assert story.latest.reason.startswith("1 of 2 go ahead.")
        assert acts_of_claim(slip.reference)[0].item_ids == ()
        told = stories(list(ids.values()))
        assert {title: told[key].latest.outcome for title, key in ids.items()} == {
            "Bench": "accepted", "More benches": "accepted", "Lamps": "not-funded", "Tunnel": "declined",
        }  # fmt: skip
        close(project.id, "over", by=standing.alice)


def close_refused(project, standing):
    with pytest.raises(Refused) as refused:
        close(project.id, "over", by=standing.alice)
    assert refused.value.refusal.code == "answers-owed"


def test_an_idea_that_nobody_has_read_stands_against_closing(standing):
    step = standing.open_step(settings={"moderation": "before"})
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    project = next(iter([step.initiative_id]))
    with pytest.raises(Refused):
        close(project, "over", by=standing.alice)
    record_fate("decided", items=[item.id], outcome="declined", reason="No.", by=standing.alice)
    close(project, "over", by=standing.alice)


def test_a_promise_moves_only_with_a_reason_and_never_twice_from_one_page(standing, voting):
    project, _, ids, _ = voting
    promises = open_promises(project.id)
    subject, promise = next(one for one in promises if one[0] == ids["Lamps"] and one[1].stage == "decided")
    later = promise.due_on + 30 * DAY
    for due, reason, code in ((later, " ", "promise-needs-reason"), (today() - DAY, "x", "promise-past")):
        with pytest.raises(Refused) as refused:
            move_promise(project.id, promise.id, due, reason, by=standing.alice)
        assert refused.value.refusal.code == code
    move_promise(project.id, promise.id, later, "The quotes are late.", by=standing.alice)
    with pytest.raises(Refused) as refused:
        move_promise(project.id, promise.id, later + DAY, "Again.", by=standing.bob)
    assert refused.value.refusal.code == "changed-meanwhile"
    moved = next(one for one in stories([subject])[subject].promises if one.stage == "decided")
    assert (moved.due_on, moved.first_due_on, moved.reason) == (later, promise.due_on, "The quotes are late.")


def test_a_promise_that_hangs_on_the_end_of_a_stage_is_made_when_it_ends(standing):
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", gives={"items": "idea"}, promise={"considered": "28 days after closing"},
                opens=now() - DAY, closes=None)
    )  # fmt: skip
    step = named(project, "ideas")
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    assert stories([item.id])[item.id].promises == ()
    conclude(step.id, by=standing.alice)
    assert stories([item.id])[item.id].next_promise.due_on == today() + 28 * DAY


def test_a_stage_is_held_again_as_often_as_the_recipe_says(standing):
    load_catalogue(by=standing.alice)
    project = standing.project(
        NewStep("sessions", "Sessions", "ideas", opens=now() - DAY, closes=now()), title="A jury",
    )  # fmt: skip
    step = named(project, "sessions")
    with pytest.raises(Refused) as refused:
        hold_again(step.id, opens=now() + DAY, closes=now() + 2 * DAY, by=standing.alice)
    assert refused.value.refusal.code == "held-once"
    from coproduce.register.models import Initiative

    Initiative.objects.filter(pk=project.id).update(method_key="citizens-jury")
    for number in range(2, 9):
        made = hold_again(
            step.id, opens=now() + number * DAY, closes=now() + (number + 1) * DAY, by=standing.alice
        )
        assert made.occurrence == number
        assert made.started_at is None
    with pytest.raises(Refused) as refused:
        hold_again(step.id, opens=now() + 20 * DAY, closes=None, by=standing.alice)
    assert refused.value.refusal.code == "held-often-enough"
    assert len(steps_of([project.id])[project.id]) == 8
    assert steps([step.id])[step.id].occurrence == 1
