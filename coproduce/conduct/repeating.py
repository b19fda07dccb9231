"""Holding a stage once more: a second session, a fourth meeting, as often as the recipe allows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from coproduce.catalogue.public import method
from coproduce.core import Actor, Refusal, Refused, require
from coproduce.register.public import StepView, check_open, initiatives, repeat_step, steps, steps_of


def hold_again(step_id: UUID, *, opens: datetime, closes: datetime | None, by: Actor) -> StepView:
    """The same stage once more, with the same settings, on other days.

    Raises:
        Refused: ``held-once`` (409) where the recipe has it only once, ``held-often-enough`` (409) where it was held as
            often as the recipe says, ``initiative-closed`` (409).
    """
    step = steps([step_id])[step_id]
    initiative = initiatives([step.initiative_id])[step.initiative_id]
    require(check_open(initiative))
    found = method(initiative.method_key, initiative.method_version)
    recipe = found.recipe.steps if found else ()
    times = next((one.times for one in recipe if one.name == step.name), None)
    if times is None:
        raise Refused(Refusal("held-once", {"step": step.title}, status=409))
    held = [
        one for one in steps_of([step.initiative_id])[step.initiative_id]
        if (one.name, one.area_id) == (step.name, step.area_id) and not one.cancelled_at
    ]  # fmt: skip
    if len(held) >= times.most:
        raise Refused(Refusal("held-often-enough", {"step": step.title, "times": times.most}, status=409))
    return repeat_step(step_id, opens=opens, closes=closes, by=by)
