"""What moves a joint project along; and that the shared suite finds each kind of broken promise."""

import importlib
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from coproduce.conduct import registry
from coproduce.conduct.checks import check_instrument
from coproduce.conduct.inflow import WHERE, gather
from coproduce.conduct.moving import close, conclude, ensure_started, ready, start, tick
from coproduce.core import Refused, now
from coproduce.core.clock import at
from coproduce.proceedings.models import HandOver
from coproduce.proceedings.public import (
    ItemDraft,
    ItemOutcome,
    Need,
    link_items,
    propose_item,
    record_act,
    record_fate,
    record_result,
    revise_item,
    taken,
)
from coproduce.register.public import NewStep, State, state, steps, steps_of
from tests.conduct.toy_instrument import RIG, Toy
from tests.standing import standing_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy(monkeypatch):
    module = importlib.import_module("tests.conduct.toy_instrument")
    monkeypatch.setattr(module, "INSTRUMENT", Toy(), raising=False)
    monkeypatch.setitem(sys.modules, "toy_public", module)
    monkeypatch.setitem(registry.INSTRUMENTS, "toy", "toy_public")
    registry.instrument.cache_clear()
    yield
    registry.instrument.cache_clear()


def test_a_sound_tool_passes_the_suite():
    assert check_instrument(RIG, standing_people) == []


class Sticky(Toy):
    def personal(self, person_id):
        yield from super().personal(person_id)
        from coproduce.proceedings.public import DataTable

        yield DataTable("kept", ("person",), [(person_id,)])


BROKEN = {
    "settings": (Toy, {"settle": lambda self, raw, version: {"most": raw.get("most", 0), "n": len(raw)}}),
    "ready": (Toy, {"ready": lambda self, step, inflow: []}),
    "start twice": (
        Toy,
        {"start": lambda self, step, inflow, *, by: record_act(step, "began", by=by) and None},
    ),
    "erasing": (Sticky, {}),
    "cards": (Toy, {"cards": lambda self, refs, viewer: dict.fromkeys(refs)}),
}


@pytest.mark.parametrize("check", list(BROKEN))
def test_each_broken_promise_is_found(check, monkeypatch):
    kind, change = BROKEN[check]
    broken = type("Broken", (kind,), dict(change))()
    monkeypatch.setattr(sys.modules["toy_public"], "INSTRUMENT", broken)
    registry.instrument.cache_clear()
    found = check_instrument(replace(RIG, instrument=broken), standing_people)
    assert any(text.startswith(f"toy, {check}: ") for text in found)


@pytest.fixture
def project(standing):
    """Ideas that ended yesterday, then a stage with the toy, open for ten days."""
    moment, day = now(), timedelta(days=1)
    return standing.project(
        NewStep("ideas", "Ideas", "toy", gives={"items": "idea"}, opens=moment - 9 * day, closes=moment - day),
        NewStep(
            "vote", "Vote", "toy", settings={"concludes": "by-clock"}, opens=moment - day, closes=moment + 9 * day,
            takes=[{"port": "items", "from": "ideas", "where": "not-withdrawn", "freeze": True}],
        ),
    )  # fmt: skip


@pytest.fixture
def stages(project):
    return steps_of([project.id])[project.id]


def propose(step, by, *titles, kind="idea"):
    return [propose_item(step, ItemDraft(title), kind=kind, by=by) for title in titles]


def test_what_is_handed_over_is_frozen_at_its_version(standing, stages):
    ideas, vote = stages
    bench, _ = propose(ideas, standing.dora, "Bench", "Lamp")
    assert start(vote.id) == []
    revise_item(bench.id, ItemDraft("Golden bench"), seen_version=1, by=standing.alice)
    assert [item.title for item in taken(vote.id).items] == ["Bench", "Lamp"]
    assert start(vote.id) == []
    assert HandOver.objects.filter(step_id=vote.id).count() == 1


def test_a_stage_that_lacks_what_it_needs_says_so_and_nothing_happens(stages):
    vote = stages[1]
    assert [problem.text for problem in ready(vote.id)] == ["“Vote” has no ideas to ask about"]
    assert start(vote.id)
    assert steps([vote.id])[vote.id].started_at is None
    assert HandOver.objects.count() == 0


def test_conditions_on_items(standing, stages):
    ideas, vote = stages
    kept, gone, no, yes, merged = propose(ideas, standing.dora, "kept", "gone", "no", "yes", "merged")
    record_fate("decided", items=[gone.id], outcome="withdrawn", reason="Mine.", by=standing.dora)
    record_fate("decided", items=[no.id], outcome="declined", reason="No land.", by=standing.alice)
    record_fate("decided", items=[yes.id], outcome="accepted", reason="Good.", by=standing.alice)
    link_items([merged.id], kept.id, "merged", by=standing.alice)
    record_result(
        ideas, "pick", method="toy/pick", engine_version="1", input_digest="0" * 64, record=b"{}",
        items=[ItemOutcome(yes.id, 1, selected=True), ItemOutcome(kept.id, 1, selected=False)], by=standing.alice,
    )  # fmt: skip

    def titles(where):
        return [
            item.title
            for item in gather(
                replace(vote, takes=({"port": "items", "from": "ideas", "where": where},))
            ).inflow.items
        ]

    assert {where: titles(where) for where in WHERE} == {
        "not-withdrawn": ["kept", "no", "yes"], "eligible": ["kept", "yes"], "selected": ["yes"],
        "accepted": ["yes"], "delivered": [],
    }  # fmt: skip
    record_fate("delivered", items=[yes.id], progress=100, by=standing.alice)
    assert titles("delivered") == ["yes"]


def test_what_nobody_gives_is_named_as_missing(stages):
    vote = replace(stages[1], takes=({"port": "roll", "from": "nobody"},))
    assert gather(vote).missing == ("roll:nobody",)


def test_the_clock_starts_and_concludes_what_is_due_and_only_once(standing, stages):
    ideas, vote = stages
    propose(ideas, standing.dora, "Bench")
    first = tick()
    assert vote.id in first.started
    assert tick().started == [key for key in first.started if key not in first.started]
    with at(now() + timedelta(days=20)):
        assert state(steps([vote.id])[vote.id], now()) is State.COUNTING
        assert tick().concluded == [vote.id]
        assert state(steps([vote.id])[vote.id], now()) is State.CONCLUDED
        assert tick().concluded == []


def test_a_page_starts_what_no_worker_has(standing, stages):
    ideas, vote = stages
    propose(ideas, standing.dora, "Bench")
    assert ensure_started(vote).started_at is not None
    planned = replace(vote, opens=now() + timedelta(days=1), started_at=None)
    assert ensure_started(planned) is planned


def test_a_stage_waits_for_the_one_before_it(standing):
    moment, day = now(), timedelta(days=1)
    made = standing.project(
        NewStep("a", "First", "toy", opens=moment - 3 * day),
        NewStep("b", "Second", "toy", after=["a"], opens=moment - 2 * day, closes=moment - day),
    )
    second = steps_of([made.id])[made.id][1]
    with pytest.raises(Refused) as refused:
        conclude(second.id, by=standing.alice)
    assert refused.value.refusal.code == "earlier-stage-open"


def test_a_project_does_not_close_while_an_answer_is_owed(standing, project, stages):
    (bench,) = propose(stages[0], standing.dora, "Bench")
    with pytest.raises(Refused) as refused:
        close(project.id, "done", by=standing.alice)
    assert refused.value.refusal.params["items"] == [bench.id]
    record_fate("decided", items=[bench.id], outcome="declined", reason="No land.", by=standing.alice)
    close(project.id, "done", by=standing.alice)
    with pytest.raises(Refused):
        close(project.id, "again", by=standing.alice)


def test_a_tool_that_does_not_exist_is_refused_in_a_sentence():
    with pytest.raises(Refused) as refused:
        registry.instrument("crystal-ball")
    assert refused.value.refusal.code == "no-instrument"
    assert Need().required is False
