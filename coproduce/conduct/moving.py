"""What moves a joint project along: starting stages, concluding them, closing it, and the clock that does so.

Truth lies in rows, not in a queue: ``tick`` derives from the database what is due, and each of
its deeds is done once however often it is tried. So a worker that dies loses nothing, and the
site is right without one: a page that is asked for a stage starts it first (``ensure_started``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coproduce.conduct.conditions import weigh
from coproduce.conduct.inflow import gather
from coproduce.conduct.promising import promise_at_end, promise_at_start
from coproduce.conduct.registry import exists, instrument
from coproduce.core import Actor, Place, Problem, Refusal, Refused, now, require
from coproduce.core.actor import SYSTEM
from coproduce.proceedings.public import Concluded, freeze, taken, unsettled, unsettled_steps
from coproduce.register.public import (
    State,
    StepView,
    check_move,
    check_open,
    due_to_conclude,
    due_to_start,
    initiatives,
    mark_closed,
    mark_concluded,
    mark_started,
    move_step,
    state,
    steps,
    steps_of,
)

_log = logging.getLogger("coproduce.conduct")


def ready(step_id: UUID) -> list[Problem]:
    """What stands against starting a stage, in sentences; nothing is changed."""
    step = steps([step_id])[step_id]
    return instrument(step.instrument).ready(step, gather(step).inflow)


def start(step_id: UUID, *, by: Actor = SYSTEM) -> list[Problem]:
    """Hand over to a stage what it takes, frozen, and let its tool begin. Twice is once.

    A stage whose condition does not hold is called off instead, with the reason. What the recipe promises
    from here on is promised in the same transaction.

    Returns what stands against it; then nothing was done.
    """
    step = steps([step_id])[step_id]
    if step.started_at or step.cancelled_at:
        return []
    weighed = weigh(step)
    if weighed.holds is None:
        text = f"“{step.title}” hangs on what “{weighed.waits}” finds, and that is not over yet"
        return [Problem(Place(key="when"), text, "stage-waits")]
    if not weighed.holds:
        move_step(step_id, "cancel", reason=weighed.reason, by=by)
        return []
    tool = instrument(step.instrument)
    gathered = gather(step)
    problems = tool.ready(step, gathered.inflow)
    if problems:
        return problems
    with transaction.atomic():
        freeze(step, gathered.inflow, gathered.sources, by=by)
        inflow = taken(step.id)
        tool.start(step, inflow, by=by)
        promise_at_start(step, inflow, by=by)
        mark_started(step_id)
    return []


def ensure_started(step: StepView, *, moment: datetime | None = None) -> StepView:
    """``step``, started where the clock has opened it and nobody has yet."""
    if step.started_at or not exists(step.instrument):
        return step
    if state(step, moment or now()) not in {State.OPEN, State.COUNTING}:
        return step
    start(step.id)
    return steps([step.id])[step.id]


def conclude(step_id: UUID, *, by: Actor = SYSTEM) -> Concluded | list[Problem]:
    """Let a stage's tool count, draw or settle, then write down that it is over. Twice is once.

    The tool works outside any transaction; a crash between its work and ours is mended by the next try.
    """
    step = ensure_started(steps([step_id])[step_id])
    if step.concluded_at:
        return Concluded()
    require(check_move("conclude", step, now()))
    waiting = [
        other for other in steps_of([step.initiative_id])[step.initiative_id]
        if other.name in step.after and not other.concluded_at and not other.cancelled_at
    ]  # fmt: skip
    if waiting:
        raise Refused(Refusal("earlier-stage-open", {"step": waiting[0].title}, status=409))
    done = instrument(step.instrument).conclude(step, by=by)
    if isinstance(done, list):
        return done
    with transaction.atomic():
        mark_concluded(step_id, by=by)
        promise_at_end(step_id, by=by)
    return done


def close(initiative_id: UUID, reason: str, *, by: Actor) -> None:
    """Close a joint project: not while a single input has neither an answer nor a promise ahead."""
    initiative = initiatives([initiative_id])[initiative_id]
    require(check_open(initiative))
    owed = [*unsettled(initiative_id), *unsettled_steps(initiative_id)]
    if owed:
        raise Refused(Refusal("answers-owed", {"count": len(owed), "items": owed[:50]}, status=409))
    mark_closed(initiative_id, reason, by=by)


@dataclass
class Ticked:
    """What one turn of the clock did, and what it could not do."""

    started: list[UUID] = field(default_factory=list)
    skipped: list[UUID] = field(default_factory=list)
    concluded: list[UUID] = field(default_factory=list)
    problems: dict[UUID, list[str]] = field(default_factory=dict)


def tick(moment: datetime | None = None) -> Ticked:
    """Do all that is due: start what has opened, conclude what has closed and can conclude by itself."""
    done = Ticked()
    at = moment or now()
    for step_id in due_to_start(at):
        _try(done, step_id, start, done.started)
    over = steps(done.started)
    done.skipped = [key for key in done.started if over[key].cancelled_at]
    done.started = [key for key in done.started if not over[key].cancelled_at]
    for step_id in due_to_conclude(at):
        step = steps([step_id])[step_id]
        if (step.settings or {}).get("concludes") == "by-clock":
            _try(done, step_id, conclude, done.concluded)
    return done


def _try(
    done: Ticked, step_id: UUID, deed: Callable[[UUID], Concluded | list[Problem]], reached: list[UUID]
) -> None:
    step = steps([step_id])[step_id]
    if not exists(step.instrument):
        return
    try:
        problems = deed(step_id)
    except Refused as refused:
        done.problems[step_id] = [refused.refusal.code]
        return
    except Exception as failure:  # noqa: BLE001
        # One stage that fails must not keep the others from being moved; it is tried again at the next turn.
        _log.exception("stage %s failed", step_id)
        done.problems[step_id] = [type(failure).__name__]
        return
    if isinstance(problems, list) and problems:
        done.problems[step_id] = [str(problem) for problem in problems]
    else:
        reached.append(step_id)
