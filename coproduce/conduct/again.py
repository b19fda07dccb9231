"""Start one like this: an earlier joint project's stages, settings, promises and partners, moved to new days.

Steps are copied as they were settled, not made anew from the recipe: what a team changed on the way is kept. A stage
that takes something from the round before finds it, because the new one says which one came before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coproduce.core import Actor
from coproduce.register.public import (
    LABEL_FIELDS,
    InitiativeView,
    NewInitiative,
    NewStep,
    StepView,
    begin_initiative,
    outcomes_of,
    partners_of,
    services_of,
    steps_of,
)

COPIED = (*LABEL_FIELDS, "could_go_wrong", "if_it_stops", "replaces_paid_work")
"""What everybody must be told is copied too; the day when people hear is said anew."""


@dataclass(frozen=True)
class Again:
    """What differs in the new one: its name, its place, when its first stage opens, when people hear."""

    title: str
    opens: datetime
    hear_by: date
    summary: str = ""
    area_id: UUID | None = None


def again(earlier: InitiativeView, new: Again, *, by: Actor) -> InitiativeView:
    """Make a joint project like an earlier one: a draft, led by whoever begins it."""
    steps = [step for step in steps_of([earlier.id])[earlier.id] if not step.cancelled_at]
    label = {name: getattr(earlier, name) for name in COPIED} | {"hear_by": new.hear_by}
    return begin_initiative(
        NewInitiative(
            title=new.title, lead_id=earlier.lead_id, runs=earlier.runs, summary=new.summary or earlier.summary,
            method_key=earlier.method_key, method_version=earlier.method_version,
            method_digest=earlier.method_digest, co=earlier.co, area_id=new.area_id, previous_id=earlier.id,
            series=earlier.method_key, label=label,
            services=[one.id for one in services_of([earlier.id])[earlier.id]],
            outcomes=[one.id for one in outcomes_of([earlier.id])[earlier.id]],
            partners=partners_of([earlier.id])[earlier.id], steps=moved(steps, new.opens),
        ),
        by=by,
    )  # fmt: skip


def moved(steps: list[StepView], opens: datetime) -> list[NewStep]:
    """The same stages, as far apart as they were, the first opening at ``opens``."""
    first = min((step.opens for step in steps if step.opens), default=None)
    shift = opens - first if first else None

    def then(moment: datetime | None) -> datetime | None:
        return moment + shift if moment and shift is not None else None

    return [
        NewStep(
            step.name, step.title, step.instrument, step.settings or {}, step.settings_version, step.admits,
            step.takes, step.gives or {}, step.promise or {}, step.after, step.when, decides=step.decides,
            duty=step.duty, occurrence=step.occurrence, area_id=step.area_id, opens=then(step.opens),
            closes=then(step.closes),
        )
        for step in steps
    ]  # fmt: skip
