"""All that other rooms may know of the register."""

from __future__ import annotations

from coproduce.core.keeping import Keeper
from coproduce.register.actions import (
    NewInitiative,
    NewStep,
    begin_initiative,
    join_team,
    mark_closed,
    mark_concluded,
    mark_started,
    move_step,
    publish_initiative,
    repeat_step,
    reschedule,
    revise_label,
)
from coproduce.register.keeping import Register
from coproduce.register.queries import (
    ChangeView,
    changes_of,
    due_to_conclude,
    due_to_start,
    duties,
    initiative_by_slug,
    initiatives,
    published,
    step_of,
    steps,
    steps_of,
    team_of,
    teams_of,
)
from coproduce.register.rules import MOVES, State, check_label, check_move, check_open, state
from coproduce.register.service_queries import (
    ServiceView,
    ServiceYearView,
    public_initiatives_of,
    service_by_slug,
    service_years,
    services,
    services_of,
)
from coproduce.register.values import LABEL_FIELDS, InitiativeView, StepView, TeamView

KEEPER: Keeper = Register()

__all__ = [
    "KEEPER",
    "LABEL_FIELDS",
    "MOVES",
    "ChangeView",
    "InitiativeView",
    "NewInitiative",
    "NewStep",
    "ServiceView",
    "ServiceYearView",
    "State",
    "StepView",
    "TeamView",
    "begin_initiative",
    "changes_of",
    "check_label",
    "check_move",
    "check_open",
    "due_to_conclude",
    "due_to_start",
    "duties",
    "initiative_by_slug",
    "initiatives",
    "join_team",
    "mark_closed",
    "mark_concluded",
    "mark_started",
    "move_step",
    "public_initiatives_of",
    "publish_initiative",
    "published",
    "repeat_step",
    "reschedule",
    "revise_label",
    "service_by_slug",
    "service_years",
    "services",
    "services_of",
    "state",
    "step_of",
    "steps",
    "steps_of",
    "team_of",
    "teams_of",
]
