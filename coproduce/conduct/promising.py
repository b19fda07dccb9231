"""The promises that a recipe makes: when a stage starts, when it ends, and when one has to be moved.

A tool promises for what comes in at its own stage (``promised_days`` on the day of submission). Here
stand the others: for what a stage takes over when it starts, for what a stage gathers as a whole, for
what hangs on a day that only its end sets, and for what goes into a vote. The first promise stays to
be seen: it is never made again, and moved only by a row that replaces it, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from coproduce.conduct.inflow import passed_through
from coproduce.core import Actor, Refusal, Refused
from coproduce.proceedings.public import (
    FATE_ORDER,
    FateStage,
    Inflow,
    PromiseView,
    Story,
    is_final,
    items_of,
    make_promise,
    promised_days,
    record_fate,
    step_stories,
    stories,
    today,
)
from coproduce.register.public import StepView, steps, steps_of

IN_THE_VOTE = "in-the-vote"


def promise_at_start(step: StepView, inflow: Inflow, *, by: Actor) -> None:
    """What a stage promises as it starts: for each thing it took over, or for all it will gather; once."""
    here = steps_of([step.initiative_id])[step.initiative_id]
    items = [item.id for item in inflow.items]
    goes_to_vote = bool(items) and "result" in (step.gives or {})
    if goes_to_vote:
        _into_the_vote(step, items, here, by=by)
    days = promised_days(step, here, today())
    if items:
        _promise_items(items, days, by=by)
    elif "items" not in (step.gives or {}):
        _promise_step(step, days, by=by)


def promise_at_end(step_id: UUID, *, by: Actor) -> None:
    """Promises that hang on the day a stage ends, where nobody could know that day before."""
    step = steps([step_id])[step_id]
    if not step.promise or step.closes:
        return
    ended = replace(step, closes=step.concluded_at)
    here = steps_of([step.initiative_id])[step.initiative_id]
    days = promised_days(ended, here, today())
    items = [item.id for item in passed_through(step)]
    if items:
        _promise_items(items, days, by=by)
    else:
        _promise_step(step, days, by=by)


def move_promise(initiative_id: UUID, promise_id: UUID, due_on: date, reason: str, *, by: Actor) -> None:
    """Promise a later (or earlier) day in place of another; the first day stays to be seen.

    Raises:
        Refused: ``not-found`` (404) for a promise of another joint project, ``changed-meanwhile`` (409) where
            somebody has moved it or kept it since, ``promise-needs-reason`` and ``promise-past`` (422).
    """
    if not reason.strip():
        raise Refused(Refusal("promise-needs-reason", status=422))
    if due_on < today():
        raise Refused(Refusal("promise-past", status=422))
    for subject, promise in open_promises(initiative_id):
        if promise.id == promise_id:
            where = {"step_id": subject} if subject in _step_ids(initiative_id) else {"items": [subject]}
            try:
                make_promise(
                    promise.stage, due_on, side=promise.side, organisation_id=promise.organisation_id,
                    reason=reason.strip(), by=by, **where,
                )  # fmt: skip
            except IntegrityError:
                raise Refused(Refusal("changed-meanwhile", status=409)) from None
            return
    raise Refused(Refusal("changed-meanwhile", status=409))


def open_promises(initiative_id: UUID) -> list[tuple[UUID, PromiseView]]:
    """Every promise of a joint project that is not kept yet: of an item or a stage (its id), the first due first."""
    told = {
        **stories([item.id for item in items_of(initiative_id)]),
        **step_stories(_step_ids(initiative_id)),
    }
    found = [
        (subject, promise)
        for subject, story in told.items()
        for promise in _ahead(story)
        if promise.subject_id == subject
    ]
    return sorted(found, key=lambda one: (one[1].due_on, str(one[1].id)))


def _into_the_vote(step: StepView, items: Sequence[UUID], here: Sequence[StepView], *, by: Actor) -> None:
    """A fate said once for all that go into a vote; and a day by which one hears what is decided after it."""
    record_fate(
        FateStage.CONSIDERED, items=items, outcome=IN_THE_VOTE, reason=f"It can be chosen in “{step.title}”.",
        source=step.subject, by=by,
    )  # fmt: skip
    day = _decided_after(step, here)
    if day is None:
        return
    told = stories(items)
    late = [key for key in items if (one := _live(told[key], "decided")) and one.due_on < day]
    if late:
        why = "It went into the vote, and is decided once the votes are counted."
        make_promise("decided", day, items=late, reason=why, by=by)
    _promise_items([key for key in items if key not in late], {"decided": day}, by=by)
    _promise_step(step, {"decided": day}, by=by)


def _decided_after(step: StepView, here: Sequence[StepView]) -> date | None:
    for other in here:
        takes = {str(need["from"]) for need in other.takes if need["port"] == "result"}
        if step.name in takes and not other.cancelled_at:
            day = promised_days(other, here, today()).get("decided")
            if day:
                return day
            if other.closes:
                return promised_days(
                    replace(other, promise={"decided": f"end of {other.name}"}), here, today()
                )["decided"]
    return None


def _promise_items(items: Collection[UUID], days: Mapping[str, date], *, by: Actor) -> None:
    told = stories(items)
    for stage, day in days.items():
        bare = [key for key in items if _wants(told[key], stage)]
        if bare:
            make_promise(stage, day, items=bare, by=by)


def _promise_step(step: StepView, days: Mapping[str, date], *, by: Actor) -> None:
    story = step_stories([step.id])[step.id]
    for stage, day in days.items():
        if _wants(story, stage):
            make_promise(stage, day, step_id=step.id, by=by)


def _wants(story: Story, stage: str) -> bool:
    """Whether this stage of a fate is still to come and nobody has promised it."""
    if story.latest and (
        is_final(story.latest.stage, story.latest.outcome)
        or FATE_ORDER[story.latest.stage] >= FATE_ORDER[stage]
    ):
        return False
    return _live(story, stage) is None


def _live(story: Story, stage: str) -> PromiseView | None:
    return next((one for one in story.promises if one.stage == stage), None)


def _ahead(story: Story) -> list[PromiseView]:
    if story.latest and is_final(story.latest.stage, story.latest.outcome):
        return []
    reached = FATE_ORDER[story.latest.stage] if story.latest else -1
    return [one for one in story.promises if FATE_ORDER[one.stage] > reached]


def _step_ids(initiative_id: UUID) -> list[UUID]:
    return [step.id for step in steps_of([initiative_id])[initiative_id]]
