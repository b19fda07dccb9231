"""A tool made for the tests: people say yes to an item; it concludes by counting who did."""

from __future__ import annotations

from typing import ClassVar

from coproduce.conduct.checks import Rig
from coproduce.core import Place, Problem
from coproduce.proceedings.models import Act, Trace
from coproduce.proceedings.public import (
    Card,
    Concluded,
    DataTable,
    Forgotten,
    ItemDraft,
    ItemOutcome,
    Need,
    StepDeed,
    propose_item,
    record_act,
    record_result,
    results,
    results_of,
    taken,
)
from coproduce.register.public import State


class Toy:
    key, name, version = "toy", "Toy", 1
    deeds: ClassVar = {
        "toy.do": StepDeed(frozenset({State.OPEN}), "admitted", act="said-yes"),
        "toy.count": StepDeed(frozenset({State.COUNTING}), "lead"),
    }
    takes: ClassVar = {"items": Need(required=True, kinds=frozenset({"idea"}))}
    gives: ClassVar = {"result": frozenset({"tally"})}
    asks: ClassVar = {"resident": "a minute"}

    def settle(self, raw, version):
        del version
        most = raw.get("most", 3)
        if not isinstance(most, int) or most < 1:
            return [Problem(Place(key="most"), "must be a whole number of 1 or more", "toy-most")]
        return {"most": most, "concludes": "by-clock"}

    def ready(self, step, inflow):
        return (
            []
            if inflow.items
            else [Problem(Place(key="items"), f"“{step.title}” has no ideas to ask about", "none")]
        )

    def start(self, step, inflow, *, by):
        del step, inflow, by

    def conclude(self, step, *, by):
        items = taken(step.id).items
        counted = {
            item.id: Trace.objects.filter(item_id=item.id, act__step_id=step.id).count() for item in items
        }
        outcomes = [ItemOutcome(item.id, item.version, score=float(counted[item.id])) for item in items]
        key = record_result(
            step, "tally", method="toy/tally", engine_version="1", input_digest="0" * 64, record=b"{}", items=outcomes, by=by
        )  # fmt: skip
        return Concluded((key,))

    def cards(self, refs, viewer):
        return {ref: Card("Toy", "/toy", "toy") for ref in refs if viewer.role == "manager"}

    def open_data(self, step):
        yield DataTable("tally", ("number", "score"), found(step))

    def personal(self, person_id):
        yield DataTable(
            "toy", ("kind",), [(act.kind,) for act in Act.objects.filter(person_id=person_id, ref="kept")]
        )

    def forget(self, person_id, *, by):
        del person_id, by
        return Forgotten()


def found(step):
    keys = results_of([step.id])[step.id]
    return sorted((one.item_version, one.score) for result in results(keys).values() for one in result.items)


def say_yes(step, actor):
    item = taken(step.id).items[0]
    record_act(step, "said-yes", by=actor, traces={item.id: "supporter"})


RIG = Rig(
    instrument=Toy(),
    good={"most": 2},
    bad=[{"most": 0}, {"most": "many"}],
    takes=[{"port": "items", "from": "earlier"}],
    give=lambda step, by: [propose_item(step, ItemDraft(title), kind="idea", by=by) for title in ("Bench", "Lamp")] and None,
    act=say_yes,
    finish=lambda step, by: None,
    found=found,
    private=lambda step: [f"toy.slip:{step.id}"],
)  # fmt: skip
