"""Answering: one decision, with its answer to each item it is about."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.decisions.public import GOES_AHEAD, NewDecision, decide
from coproduce.instruments.answer.queries import Desk, desk
from coproduce.instruments.answer.rules import check_decision
from coproduce.proceedings.public import FATE_ORDER, record_act, record_fate, step_stories
from coproduce.register.public import StepView


def answer(step: StepView, new: NewDecision, *, by: Actor) -> UUID:
    """Record a decision of this stage. Each item is answered once; a change of mind is a new decision elsewhere.

    Whether it follows the vote is worked out from the result that the stage took over.
    """
    found = desk(step)
    if problems := check_decision(new, found.items):
        raise BadInput(problems)
    twice = sorted(
        item.number
        for item in found.items
        for one in new.rulings
        if one.item_id == item.id and item.id in found.answers
    )
    if twice:
        raise Refused(Refusal("answered-before", {"numbers": twice}, status=409))
    rulings = [replace(one, voted=found.voted.get(one.item_id)) for one in new.rulings]
    with acting("answer.decide", by=by, initiative_id=step.initiative_id) as doing:
        key = decide(step, replace(new, rulings=rulings), by=by)
        record_act(step, "decided", by=by, ref=f"decisions.decision:{key}")
        doing.subject = f"decisions.decision:{key}"
    return key


def tell_those_asked(step: StepView, found: Desk, *, by: Actor) -> None:
    """Whoever voted hears what was decided, once: a fate of the stage that asked, as a vote belongs to no item."""
    asked = [result.step_id for result in found.results]
    told = step_stories(asked)
    goes = sum(one.outcome in GOES_AHEAD for one in found.answers.values())
    reason = (
        f"{goes} of {len(found.items)} go ahead. Each has its answer, with the reason, in “{step.title}”."
    )
    for step_id in asked:
        latest = told[step_id].latest
        if latest is None or FATE_ORDER[latest.stage] < FATE_ORDER["decided"]:
            record_fate("decided", step_id=step_id, reason=reason, source=step.subject, by=by)
