"""Whether a stage is held at all: the closed list of conditions that a recipe may hang a stage on.

A condition is read when the stage would start, from what the stages before it found, and never
before they have ended. Where it does not hold the stage is skipped, with a sentence that stays.

* ``contested``: more would be handed over than there are places.
* ``target-reached``, ``threshold-reached``: the result of a stage before chose something. A tool
  that counts towards a target or a threshold marks as selected what reached it.
* ``nobody-came``: the stages before were held, and nobody did anything there.

``not`` before the word turns it round. Conditions on the wizard's answers (``$name``) were settled
when the joint project was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.conduct.inflow import gather
from coproduce.proceedings.public import act_counts, of_step, results, results_of
from coproduce.register.public import StepView, steps_of


@dataclass(frozen=True)
class Weighed:
    """Whether a stage is held: True, False with the reason, or None while an earlier stage (``waits``) is not over."""

    holds: bool | None
    reason: str = ""
    waits: str = ""


def weigh(step: StepView) -> Weighed:
    """What the condition of a stage comes to as things stand; reads only."""
    if not step.when:
        return Weighed(holds=True)
    before = _before(step)
    waiting = [one.title for one in before if not one.concluded_at and not one.cancelled_at]
    if waiting:
        return Weighed(holds=None, waits=waiting[0])
    word = step.when.removeprefix("not ")
    met, said = _READ[word](step, before)
    holds = met != step.when.startswith("not ")
    return Weighed(holds, "" if holds else said)


def _before(step: StepView) -> list[StepView]:
    here = steps_of([step.initiative_id])[step.initiative_id]
    names = {*step.after, *(str(need["from"]) for need in step.takes)}
    named = [one for one in here if one.name in names]
    return [one for one in named if one.area_id in (None, step.area_id)] or named


def _contested(step: StepView, before: Sequence[StepView]) -> tuple[bool, str]:
    del before
    settings = step.settings or {}
    places = int(settings.get("seats") or settings.get("most") or 1)
    stand = len(gather(step).inflow.items)
    if stand > places:
        return True, f"{stand} stood for {places}, so there was a choice to make."
    return False, f"{stand} stood for {places} place{'s' if places != 1 else ''}, so nobody had to choose."


def _chosen(what: str) -> tuple[str, str]:
    return f"The {what} was reached.", f"The {what} was not reached."


def _reached(what: str, before: Sequence[StepView]) -> tuple[bool, str]:
    ids = [key for keys in results_of([one.id for one in before]).values() for key in keys]
    met = any(item.selected for result in results(ids).values() for item in result.items)
    return met, _chosen(what)[0 if met else 1]


def _nobody_came(step: StepView, before: Sequence[StepView]) -> tuple[bool, str]:
    del step
    held = [one for one in before if not one.cancelled_at]
    came = any(act_counts([one.id])[one.id] or of_step(one.id) for one in held)
    return not came, "People came." if came else "Nobody came."


_READ = {
    "contested": _contested,
    "target-reached": lambda step, before: _reached("target", before),
    "threshold-reached": lambda step, before: _reached("threshold", before),
    "nobody-came": _nobody_came,
}
