"""How the shared suite tries each tool."""

from __future__ import annotations

from datetime import timedelta

from coproduce.conduct.checks import Rig
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer import actions as answering
from coproduce.instruments.answer.public import INSTRUMENT as ANSWER
from coproduce.instruments.answer.queries import desk as answers
from coproduce.instruments.ballot import actions as voting
from coproduce.instruments.ballot.public import INSTRUMENT as BALLOT
from coproduce.instruments.ballot.public import open_demo_box, prepare_demo_box
from coproduce.instruments.ballot.queries import found as counted
from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.budget import actions as costing
from coproduce.instruments.budget.public import INSTRUMENT as BUDGET
from coproduce.instruments.budget.queries import desk as costs
from coproduce.instruments.budget.rules import Costing
from coproduce.instruments.delivery import actions as delivering
from coproduce.instruments.delivery.public import INSTRUMENT as DELIVERY
from coproduce.instruments.delivery.queries import board
from coproduce.instruments.ideas import actions as ideas
from coproduce.instruments.ideas.public import INSTRUMENT as IDEAS
from coproduce.proceedings.public import ItemDraft, current, of_step, propose_items, record_fate, taken, today

FROM_EARLIER = {"port": "items", "from": "earlier"}
PRICE = Costing(900_00, 1_000_00, 1_200_00, "GBP", "Two quotes, May 2026")


def two_ideas(step, by):
    propose_items(step, [ItemDraft("Benches"), ItemDraft("Lights")], kind="idea", by=by)


def two_accepted(step, by):
    two_ideas(step, by)
    ids = [item.id for item in of_step(step.id)]
    record_fate("decided", items=ids, outcome="accepted", reason="Chosen by the vote.", by=by)


def cost_one(step, actor):
    item = taken(step.id).items[0]
    costing.cost(step, item.id, PRICE, seen_version=current([item.id])[item.id].version, by=actor)


def decline_rest(step, alice):
    for item in costs(step).undecided:
        costing.decline(step, item.id, reason="The land is not ours.", by=alice)


def rule(step, by, items):
    rulings = [
        NewRuling(item.id, "accepted", "It fits the plan.", due_on=today() + timedelta(days=90))
        for item in items
    ]
    answering.answer(step, NewDecision(today(), "The council follows the vote.", rulings), by=by)


def answer_one(step, actor):
    rule(step, actor, answers(step).unanswered[:1])


def answer_rest(step, alice):
    rule(step, alice, answers(step).unanswered)


def report_half(step, actor):
    item = board(step).items[0]
    delivering.report(step, item.id, delivering.NewReport(50, "The ground is level."), by=actor)


def finish_all(step, alice):
    for item in board(step).unfinished:
        delivering.report(step, item.id, delivering.NewReport(100, "Done and open."), by=alice)


def two_projects(step, by):
    drafts = [
        ItemDraft(title, cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for title, cost in (("Benches", 400_00), ("Lights", 900_00))
    ]
    propose_items(step, drafts, kind="project", by=by)


RIGS = {
    "ballot": Rig(
        instrument=BALLOT,
        good={"kind": "approval", "most": 3, "envelope": 1_000_00, "boost": 2},
        bad=[
            {}, {"envelope": 0}, {"envelope": 5, "kind": "shouting"}, {"envelope": 5, "least": 3, "most": 2},
            {"envelope": 5, "kind": "choose-1", "most": 2}, {"envelope": 5, "kind": "cumulative"}, {"envelope": 5, "x": 1},
            {"envelope": 5, "kind": "ordinal", "boost": 2}, {"envelope": 5, "ties": "coin"}, {"envelope": 5, "revote": "no"},
            {"envelope": 5, "reserved": {"theme": "x"}}, {"envelope": 5, "boost": 7},
            {"envelope": 5, "box": "open"}, {"envelope": 5, "officers": 3}, {"envelope": 5, "paper": "last"},
        ],
        takes=[FROM_EARLIER],
        give=two_projects,
        act=lambda step, actor: voting.cast(step, Choice({1: 1}, boost=1), by=actor) and None,
        prepare=lambda step, by: prepare_demo_box(step, by=by),
        finish=lambda step, by: open_demo_box(step, by=by) and None,
        found=lambda step: counted(step).envelope["result"]["selected"],
        private=lambda step: [f"ballot.step:{step.id}"],
    ),
    "ideas": Rig(
        instrument=IDEAS,
        good={"view": "list-and-map", "support": True, "categories": ["parks"]},
        bad=[
            {"view": "tree"}, {"support": "yes"}, {"moderation": "never"}, {"categories": "parks"}, {"colour": "red"},
            {"view": "list-and-map", "place": "none"},
        ],
        takes=(),
        give=lambda step, by: None,
        act=lambda step, actor: ideas.propose(step, ItemDraft("A crossing"), by=actor) and None,
        finish=lambda step, by: None,
        found=lambda step: [(item.number, item.title, item.kind) for item in of_step(step.id)],
        private=lambda step: ["proceedings.item:00000000-0000-7000-8000-000000000000"],
        gives={"items": "idea"},
    ),
    "budget": Rig(
        instrument=BUDGET,
        good={"envelope": 60_000_00, "currency": "GBP", "range": True, "split_and_merge": True},
        bad=[{}, {"envelope": -1}, {"envelope": "60000"}, {"envelope": 1, "currency": "pounds"}, {"envelope": 1, "x": 1}],
        takes=[FROM_EARLIER],
        give=two_ideas,
        act=cost_one,
        finish=decline_rest,
        found=lambda step: [(item.number, item.cost_central) for item in costs(step).projects],
        gives={"items": "project"},
    ),
    "answer": Rig(
        instrument=ANSWER,
        good={"advisory": True},
        bad=[{"advisory": "yes"}, {"binding": True}],
        takes=[FROM_EARLIER],
        give=two_ideas,
        act=answer_one,
        finish=answer_rest,
        found=lambda step: sorted(one.outcome for one in answers(step).answers.values()),
    ),
    "delivery": Rig(
        instrument=DELIVERY,
        good={},
        bad=[{"speed": "fast"}],
        takes=[{**FROM_EARLIER, "where": "accepted"}],
        give=two_accepted,
        act=report_half,
        finish=finish_all,
        found=lambda step: [board(step).progress(item.id) for item in board(step).items],
    ),
}  # fmt: skip
