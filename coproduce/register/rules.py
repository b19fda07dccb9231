"""The one definition of a stage's state, and which changes of the register are allowed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, CharField, Q, Value, When

from coproduce.core import Refusal
from coproduce.register.models import Step
from coproduce.register.values import LABEL_FIELDS, InitiativeView, StepView


class State(StrEnum):
    """Where a stage stands. Open is a moment (the clock); concluded is a fact (the count was run and recorded)."""

    PLANNED = "planned"
    OPEN = "open"
    PAUSED = "paused"
    COUNTING = "counting"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


Clocked = Step | StepView
"""What a state is read from: a row or a view of a stage."""


def state(step: Clocked, now: datetime) -> State:
    """The state of a stage at ``now``: half-open in time, opens ≤ now < closes."""
    if step.cancelled_at:
        return State.CANCELLED
    if step.concluded_at:
        return State.CONCLUDED
    if step.opens is None or now < step.opens:
        return State.PLANNED
    if step.paused_at:
        return State.PAUSED
    return State.OPEN if step.closes is None or now < step.closes else State.COUNTING


def state_in_sql(now: datetime) -> Case:
    """``state`` as a database expression over ``Step``; tested equal to it."""
    return Case(
        When(cancelled_at__isnull=False, then=Value(State.CANCELLED.value)),
        When(concluded_at__isnull=False, then=Value(State.CONCLUDED.value)),
        When(Q(opens__isnull=True) | Q(opens__gt=now), then=Value(State.PLANNED.value)),
        When(paused_at__isnull=False, then=Value(State.PAUSED.value)),
        When(Q(closes__isnull=True) | Q(closes__gt=now), then=Value(State.OPEN.value)),
        default=Value(State.COUNTING.value),
        output_field=CharField(),
    )


MOVES: dict[str, frozenset[State]] = {
    "reschedule": frozenset({State.PLANNED, State.OPEN, State.PAUSED, State.COUNTING}),
    "pause": frozenset({State.OPEN}),
    "resume": frozenset({State.PAUSED}),
    "cancel": frozenset({State.PLANNED, State.OPEN, State.PAUSED, State.COUNTING}),
    "conclude": frozenset({State.COUNTING, State.OPEN}),
}
"""Which change of a stage is allowed in which state. The documentation draws its table from here."""


def check_move(move: str, step: Clocked, now: datetime) -> Refusal | None:
    """Whether a stage may be changed in this way now."""
    found = state(step, now)
    return (
        None
        if found in MOVES[move]
        else Refusal("step-move", {"move": move, "state": found.value}, status=409)
    )


def check_label(initiative: InitiativeView) -> Refusal | None:
    """Nothing opens before everybody can read how much power they have and what they are promised."""
    missing = [name for name in LABEL_FIELDS if not getattr(initiative, name)]
    return Refusal("label-incomplete", {"missing": missing}, status=409) if missing else None


def check_open(initiative: InitiativeView) -> Refusal | None:
    """A closed joint project takes nothing more."""
    return Refusal("initiative-closed", status=409) if initiative.closed_at else None


NOT_ENDED = Q(cancelled_at__isnull=True) & Q(concluded_at__isnull=True)


KEEPS = frozenset({"lead", "administrator", "clerk"})
BEGINS = frozenset({"lead", "administrator"})


def may_keep(agency_duties: frozenset[str]) -> bool:
    """Whether somebody keeps the register: services, what they had, what is happening, figures."""
    return bool(agency_duties & KEEPS)


def check_keep(agency_duties: frozenset[str]) -> Refusal | None:
    """As ``may_keep``, with the reason."""
    return None if may_keep(agency_duties) else Refusal("register-keepers-only")


def may_begin(agency_duties: frozenset[str]) -> bool:
    """Whether somebody may begin a joint project for the agency."""
    return bool(agency_duties & BEGINS)


def check_begin(agency_duties: frozenset[str]) -> Refusal | None:
    """As ``may_begin``, with the reason."""
    return None if may_begin(agency_duties) else Refusal("register-leads-begin")


def check_runs(duties: frozenset[str]) -> Refusal | None:
    """Whether somebody runs this joint project: moves its stages, words its label, closes it. Its lead does."""
    return None if "lead" in duties else Refusal("register-lead-only")


def may_word(agency_duties: frozenset[str], *, proposed_by: UUID | None, person_id: UUID | None) -> bool:
    """Whether somebody may take over other words for an outcome: keepers, and whoever proposed it."""
    return may_keep(agency_duties) or (proposed_by is not None and proposed_by == person_id)


def check_word(
    agency_duties: frozenset[str], *, proposed_by: UUID | None, person_id: UUID | None
) -> Refusal | None:
    """As ``may_word``, with the reason."""
    allowed = may_word(agency_duties, proposed_by=proposed_by, person_id=person_id)
    return None if allowed else Refusal("register-not-yours-to-word")
