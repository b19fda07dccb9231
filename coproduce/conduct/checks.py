"""The check suite that every tool has to pass, as scikit-learn's ``check_estimator`` does for its models.

A tool describes itself once, as a ``Rig``: settings that hold and settings that do not, how to
give it what it takes, a typical deed, what it found. ``check_instrument`` then tries what every
tool promises the house. It writes to the database it is run on: tests only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.conduct.inflow import gather
from coproduce.conduct.moving import conclude, start
from coproduce.core import Actor, now
from coproduce.core.clock import at
from coproduce.engines.kernel import canonical
from coproduce.proceedings.public import Admission, Inflow, Instrument, act_counts, check_deed, results_of
from coproduce.register.public import (
    NewInitiative,
    NewStep,
    State,
    StepView,
    begin_initiative,
    initiatives,
    publish_initiative,
    state,
    steps,
    steps_of,
)


@dataclass(frozen=True)
class World:
    """A small joint project: alice leads, bob works with her, dora takes part, charlie is a stranger.

    ``earlier`` is a concluded stage before the one under test; ``step`` is open for ten days.
    """

    alice: Actor
    bob: Actor
    charlie: Actor
    dora: Actor
    earlier: StepView
    step: StepView


@dataclass(frozen=True)
class Rig:
    """What the suite needs to try one tool.

    Attributes:
        instrument: the tool.
        good: raw settings, as a recipe writes them, that must settle.
        bad: raw settings that must not, each with at least one problem.
        takes: the ``takes`` of a stage with this tool, from a stage named ``earlier``.
        give: fills the earlier stage with what is taken.
        prepare: what must be ready before the stage can start (a ballot box, say).
        act: a typical deed of the given actor (who may come with paper) at the open stage.
        finish: what the team must do before the stage can be concluded.
        found: what the stage found, in plain values, without ids of people or moments.
        private: references that a stranger must not see; empty where the tool has none.
    """

    instrument: Instrument
    good: Mapping[str, Any]
    bad: Sequence[Mapping[str, Any]]
    takes: Sequence[Mapping[str, Any]]
    give: Callable[[StepView, Actor], None]
    act: Callable[[StepView, Actor], None]
    finish: Callable[[StepView, Actor], None]
    found: Callable[[StepView], Any]
    private: Callable[[StepView], Sequence[str]] = lambda step: ()
    prepare: Callable[[StepView, Actor], None] = lambda step, by: None
    admits: str = "anyone"
    gives: Mapping[str, str] | None = None


def check_instrument(rig: Rig, people: Callable[[], tuple[UUID, UUID, UUID, UUID, UUID]]) -> list[str]:
    """Every promise that a tool breaks, in words; empty where it keeps them all.

    ``people`` makes an organisation and four persons: alice, bob, charlie, dora.
    """
    return [
        f"{rig.instrument.key}, {name}: {text}"
        for name, check in CHECKS.items()
        for text in check(rig, people)
    ]


People = Callable[[], tuple[UUID, UUID, UUID, UUID, UUID]]
LABEL = {
    "power": "deciding", "fixed": "the sum", "open": "what it goes to", "who_decides": "everybody",
    "paid": "No. Fares are paid", "public_side": "two officers, a hall",
}  # fmt: skip


def world(rig: Rig, people: People) -> World:
    """A fresh joint project in which the stage under test is open and has not started."""
    organisation, *persons = people()
    alice, bob, charlie, dora = (
        Actor(person_id=key, role=role) for key, role in zip(persons, ROLES, strict=True)
    )
    settled = rig.instrument.settle(rig.good, rig.instrument.version)
    if isinstance(settled, list):
        raise AssertionError(f"the good settings of {rig.instrument.key} do not settle: {settled}")
    opened, closes = now() - timedelta(days=1), now() + timedelta(days=9)
    made = begin_initiative(
        NewInitiative(
            title=f"Trial of {rig.instrument.name}", lead_id=organisation, method_key="trial", method_version=1,
            method_digest="0" * 64, label={**LABEL, "hear_by": closes.date()}, partners={organisation: "public"},
            steps=[
                NewStep("earlier", "Earlier", rig.instrument.key, opens=opened - timedelta(days=9), closes=opened,
                        gives=rig.gives or {"items": "idea"}),
                NewStep(
                    "trial", "Trial", rig.instrument.key, settings=settled, settings_version=rig.instrument.version,
                    admits=rig.admits, takes=rig.takes, gives=rig.gives or {}, opens=opened, closes=closes,
                ),
            ],
        ),
        by=alice,
    )  # fmt: skip
    from coproduce.register.public import join_team

    if bob.person_id:
        join_team(made.id, bob.person_id, "clerk", by=alice)
    publish_initiative(made.id, by=alice)
    earlier, trial = steps_of([made.id])[made.id]
    rig.give(earlier, alice)
    rig.prepare(trial, alice)
    return World(alice, bob, charlie, dora, earlier, trial)


ROLES = ("manager", "staff", "resident", "resident")


def _settle(rig: Rig, people: People) -> Iterator[str]:
    tool = rig.instrument
    settled = tool.settle(rig.good, tool.version)
    if isinstance(settled, list):
        yield f"good settings are refused: {settled}"
        return
    canonical(settled)
    if tool.settle(settled, tool.version) != settled:
        yield "settling what was settled changes it"
    for raw in rig.bad:
        if not isinstance(tool.settle(raw, tool.version), list):
            yield f"settings that cannot hold are taken: {raw}"


def _ready(rig: Rig, people: People) -> Iterator[str]:
    step = world(rig, people).step
    if any(need.required for need in rig.instrument.takes.values()) and not rig.instrument.ready(
        step, Inflow()
    ):
        yield "would start without what it must take"
    if problems := rig.instrument.ready(step, gather(step).inflow):
        yield f"would not start though all is there: {problems}"


def _start_twice(rig: Rig, people: People) -> Iterator[str]:
    step = world(rig, people).step
    if problems := start(step.id):
        yield f"does not start: {problems}"
        return
    before = _written(step)
    rig.instrument.start(steps([step.id])[step.id], gather(step).inflow, by=Actor(channel="system"))
    if _written(step) != before:
        yield "starting twice writes twice"


def _conclude_twice(rig: Rig, people: People) -> Iterator[str]:
    here = world(rig, people)
    step = _run(rig, here, here.dora)
    before = _written(step)
    rig.instrument.conclude(step, by=here.alice)
    conclude(step.id, by=here.alice)
    if _written(step) != before:
        yield "concluding twice writes twice"


def _wrong_states(rig: Rig, people: People) -> Iterator[str]:
    here = world(rig, people)
    initiative = initiatives([here.step.initiative_id])[here.step.initiative_id]
    everything = Admission(
        frozenset({"lead", "clerk"}), resident=True, code=True, rolls=frozenset({"x"}), took_part=True
    )
    for name, deed in rig.instrument.deeds.items():
        for wrong in set(State) - deed.states:
            step = _in_state(here.step, wrong)
            if state(step, now()) is not wrong:
                yield f"the suite cannot make a stage that is {wrong.value}"
            refused = check_deed(
                rig.instrument.deeds, name, actor=here.alice, step=step, initiative=initiative,
                admission=everything, now=now(), owner_id=here.alice.person_id,
            )  # fmt: skip
            if refused is None:
                yield f"{name} is allowed while the stage is {wrong.value}"


def _forget(rig: Rig, people: People) -> Iterator[str]:
    here = world(rig, people)
    start(here.step.id)
    rig.act(steps([here.step.id])[here.step.id], here.dora)
    person = here.dora.person_id
    assert person is not None
    for _ in range(2):
        rig.instrument.forget(person, by=here.dora)
        left = [row for table in rig.instrument.personal(person) for row in table.rows]
        if left:
            yield f"holds something of her after erasing: {left[:2]}"


def _cards(rig: Rig, people: People) -> Iterator[str]:
    here = world(rig, people)
    start(here.step.id)
    step = steps([here.step.id])[here.step.id]
    rig.act(step, here.dora)
    leaked = rig.instrument.cards(list(rig.private(step)), here.charlie)
    if leaked:
        yield f"shows a stranger what is not his: {sorted(leaked)}"


def _open_data(rig: Rig, people: People) -> Iterator[str]:
    here = world(rig, people)
    step = _run(rig, here, here.dora)
    names = {str(actor.person_id) for actor in (here.alice, here.bob, here.charlie, here.dora)}
    for table in rig.instrument.open_data(step):
        for row in table.rows:
            if len(row) != len(table.columns):
                yield f"table {table.name}: a row has {len(row)} fields for {len(table.columns)} columns"
            if names & {str(value) for value in row}:
                yield f"table {table.name} names a person"


def _paper(rig: Rig, people: People) -> Iterator[str]:
    screen_world, paper_world = world(rig, people), world(rig, people)
    on_paper = replace(paper_world.dora, channel="paper", clerk_id=paper_world.bob.person_id)
    by_screen = rig.found(_run(rig, screen_world, screen_world.dora))
    by_paper = rig.found(_run(rig, paper_world, on_paper))
    if canonical(by_screen) != canonical(by_paper):
        yield f"paper and screen find different things: {by_screen} and {by_paper}"


def _run(rig: Rig, here: World, actor: Actor) -> StepView:
    """The stage, started, acted in, finished and concluded after its end."""
    start(here.step.id)
    step = steps([here.step.id])[here.step.id]
    rig.act(step, actor)
    with at(now() + timedelta(days=20)):
        rig.finish(step, here.alice)
        done = conclude(step.id, by=here.alice)
    if isinstance(done, list):
        raise AssertionError(f"{rig.instrument.key} does not conclude: {done}")
    return steps([step.id])[step.id]


def _written(step: StepView) -> object:
    return act_counts([step.id]), results_of([step.id])


def _in_state(step: StepView, wanted: State) -> StepView:
    moment, day = now(), timedelta(days=1)
    bare = replace(
        step, opens=moment - day, closes=moment + day, paused_at=None, cancelled_at=None, concluded_at=None
    )
    return {
        State.PLANNED: replace(bare, opens=moment + day, closes=moment + 2 * day),
        State.OPEN: bare,
        State.PAUSED: replace(bare, paused_at=moment),
        State.COUNTING: replace(bare, opens=moment - 2 * day, closes=moment - day),
        State.CONCLUDED: replace(bare, concluded_at=moment),
        State.CANCELLED: replace(bare, cancelled_at=moment),
    }[wanted]


CHECKS: Mapping[str, Callable[[Rig, People], Iterator[str]]] = {
    "settings": _settle,
    "ready": _ready,
    "start twice": _start_twice,
    "conclude twice": _conclude_twice,
    "wrong states": _wrong_states,
    "erasing": _forget,
    "cards": _cards,
    "open data": _open_data,
    "paper and screen": _paper,
}
"""Every check by name; each yields what is wrong, in words."""
