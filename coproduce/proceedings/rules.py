"""Who may do what within a stage, and when: one rule for all tools.

The order of the question: does the tool know the deed → does the state of the stage allow it →
is the joint project still open → does the stage admit this actor → is it hers. The first no
answers, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coproduce.core import Actor, Refusal
from coproduce.proceedings.models import FATE_ORDER, FateStage
from coproduce.proceedings.protocol import StepDeed
from coproduce.register.public import InitiativeView, StepView, check_open, state

TEAM_DUTIES = frozenset({"lead", "facilitator", "clerk"})
RUNS = frozenset({"lead", "facilitator"})


@dataclass(frozen=True)
class Admission:
    """What is known of an actor at one stage, gathered by ``queries.admission`` so that rules need no database.

    Attributes:
        duties: duties in the team of the joint project.
        resident: whether she is known to live, work or study in the stage's area.
        code: whether she holds a code that is valid for this stage.
        rolls: names of the rolls of earlier stages that she is on.
        took_part: whether she has an act in this joint project.
    """

    duties: frozenset[str] = frozenset()
    resident: bool = False
    code: bool = False
    rolls: frozenset[str] = frozenset()
    took_part: bool = False


def admits(step: StepView, actor: Actor, admission: Admission) -> bool:
    """Whether the stage's own word on who may take part covers this actor."""
    wanted = step.admits
    if wanted.startswith("roll:"):
        return wanted.removeprefix("roll:") in admission.rolls
    return {
        "anyone": True,
        "account": actor.person_id is not None,
        "residents": admission.resident or admission.code,
        "token": admission.code,
        "participants": admission.took_part,
        "team": bool(admission.duties & TEAM_DUTIES),
    }.get(wanted, False)


def check_deed(
    deeds: Mapping[str, StepDeed], name: str, *, actor: Actor, step: StepView, initiative: InitiativeView,
    admission: Admission, now: datetime, owner_id: UUID | None = None,
) -> Refusal | None:  # fmt: skip
    """Whether ``actor`` may do ``name`` at this stage now; None is yes."""
    deed = deeds.get(name)
    if deed is None or step.initiative_id != initiative.id:
        return Refusal("not-found", status=404)
    team = bool(admission.duties & TEAM_DUTIES)
    if initiative.visibility != "public" and not admission.duties:
        return Refusal("not-found", status=404)
    if "observer" in admission.duties and not team and deed.writes:
        return Refusal("observers-read", status=403)
    found = state(step, now)
    if found not in deed.states:
        return Refusal("step-state", {"state": found.value, "step": step.title}, status=409)
    if deed.writes and (refusal := check_open(initiative)):
        return refusal
    allowed = {
        "anyone": True,
        "admitted": admits(step, actor, admission)
        or (team and actor.channel in {"paper", "phone", "import"}),
        "team": team,
        "lead": bool(admission.duties & RUNS),
        "own": owner_id is not None and owner_id == actor.person_id,
    }[deed.who]
    if not allowed:
        return Refusal("not-admitted", {"admits": step.admits, "who": deed.who}, status=403)
    return None


def overdue(due_on: date, side: str, stage: str, reached: str | None, today: date) -> bool:
    """Whether a promise is late: of the public side, its day past, and the fate has not come that far.

    Derived whenever it is asked, never stored. A promise that was replaced, or whose subject has
    ended (declined, withdrawn, merged …), is not asked about.
    """
    if side != "public" or due_on >= today:
        return False
    return reached is None or FATE_ORDER[reached] < FATE_ORDER[stage]


FINAL_OUTCOMES = frozenset(
    {
        "declined",
        "withdrawn",
        "referred",
        "not-funded",
        "elected",
        "not-elected",
        "stood-down",
        "nobody-came",
        "unknown",
    }
)
"""Outcomes after which nothing more is promised of an item. Merged and split ones live on in their heirs."""

FINAL_STAGES = frozenset({FateStage.DELIVERED.value, FateStage.ASSESSED.value})
"""Stages of a fate with which a story has ended."""


def is_final(stage: str, outcome: str) -> bool:
    """Whether an item with this latest fate needs no further answer."""
    return outcome in FINAL_OUTCOMES or stage in FINAL_STAGES
