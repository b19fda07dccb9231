"""What comes after a vote, idea by idea: what was decided since, or who answers and by when."""

from __future__ import annotations

from collections.abc import Sequence

from coproduce.decisions.public import GOES_AHEAD, RulingView, decisions_of_steps
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import FateOutcome, ItemView, Stage, Story, stories
from coproduce.register.public import steps_of
from coproduce.ui.templatetags.humanise import day


def after_the_vote(here: Stage, items: Sequence[ItemView], funded: frozenset[str]) -> dict[str, str]:
    """By the idea's number as text: a sentence on what comes next; ``funded`` are the numbers that the vote picked."""
    answering = [
        step.id
        for step in steps_of([here.initiative.id])[here.initiative.id]
        if any(need["port"] == "result" and need["from"] == here.step.name for need in step.takes)
    ]
    ruled = {
        one.item_id: one
        for found in decisions_of_steps(answering).values()
        for decision in found
        for one in decision.rulings
    }
    who = organisation_names([here.initiative.lead_id]).get(here.initiative.lead_id, "The public side")
    told = stories([item.id for item in items])
    found = {}
    for item in items:
        number, ruling = str(item.number), ruled.get(item.id)
        if ruling:
            found[number] = _decided(ruling, picked=number in funded)
        elif number not in funded:
            found[number] = _awaited(told[item.id], who, here)
    return {number: words for number, words in found.items() if words}


def _decided(one: RulingView, *, picked: bool) -> str:
    goes = one.outcome in GOES_AHEAD
    parts = []
    if goes != picked:
        parts.append(f"Decided otherwise since: {str(FateOutcome(one.outcome).label).lower()}. {one.reason}")
    elif not goes and not one.next_step:
        parts.append(one.reason)
    parts.append(one.next_step)
    if goes and one.due_on:
        parts.append(f"It will be done by {day(one.due_on)}.")
    return " ".join(part for part in parts if part)


def _awaited(story: Story, who: str, here: Stage) -> str:
    promise = story.next_promise
    due = promise.due_on if promise else here.initiative.hear_by
    return f"{who} answers whoever put it forward and those who supported it, by {day(due)}." if due else ""
