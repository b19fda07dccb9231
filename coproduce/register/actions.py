"""Every change of joint projects and their stages. Each is one transaction with one audit event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.text import slugify

from coproduce.core import Actor, new_id, now, require
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.register.models import (
    Initiative,
    InitiativeOutcome,
    InitiativePartner,
    InitiativeService,
    Step,
    StepChange,
    TeamMember,
)
from coproduce.register.queries import co_of, initiative_view, step_view
from coproduce.register.rules import check_label, check_move
from coproduce.register.values import InitiativeView, StepView


@dataclass(frozen=True)
class NewStep:
    """A stage to be made, as a recipe and the wizard settled it."""

    name: str
    title: str
    instrument: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    settings_version: int = 1
    admits: str = "anyone"
    takes: Sequence[Mapping[str, Any]] = ()
    gives: Mapping[str, str] = field(default_factory=dict)
    promise: Mapping[str, str] = field(default_factory=dict)
    after: Sequence[str] = ()
    when: str = ""
    duty: str = ""
    decides: str = ""
    occurrence: int = 1
    area_id: UUID | None = None
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True)
class NewInitiative:
    """A joint project to be made. ``label`` holds the power-and-promise label and the two questions on risk.

    ``co`` is which of the four Co's it belongs to; where it is not said, the way of working says it.
    """

    title: str
    lead_id: UUID
    runs: str = Initiative.Runs.PLATFORM
    summary: str = ""
    method_key: str = ""
    method_version: int | None = None
    method_digest: str = ""
    co: str = ""
    sure: str = ""
    visibility: str = Initiative.Visibility.DRAFT
    area_id: UUID | None = None
    previous_id: UUID | None = None
    series: str = ""
    label: Mapping[str, Any] = field(default_factory=dict)
    services: Sequence[UUID] = ()
    outcomes: Sequence[UUID] = ()
    partners: Mapping[UUID, str] = field(default_factory=dict)
    steps: Sequence[NewStep] = ()


def begin_initiative(new: NewInitiative, *, by: Actor) -> InitiativeView:
    """Make a joint project with its stages; whoever begins it leads its team. It is a draft until published."""
    with acting("register.begin", by=by) as doing:
        row = Initiative.objects.create(
            slug=_free_slug(new.title), title=new.title, summary=new.summary, runs=new.runs,
            method_key=new.method_key, method_version=new.method_version, method_digest=new.method_digest,
            lead_id=new.lead_id, area_id=new.area_id, previous_id=new.previous_id, series=new.series,
            begun_at=now(), co=new.co or co_of(new.method_key), sure=new.sure, visibility=new.visibility,
            **dict(new.label),
        )  # fmt: skip
        InitiativeService.objects.bulk_create(
            InitiativeService(initiative=row, service_id=key) for key in new.services
        )
        InitiativeOutcome.objects.bulk_create(
            InitiativeOutcome(initiative=row, outcome_id=key) for key in new.outcomes
        )
        InitiativePartner.objects.bulk_create(
            InitiativePartner(initiative=row, organisation_id=key, side=side)
            for key, side in new.partners.items()
        )
        Step.objects.bulk_create(_step_row(row, position, step) for position, step in enumerate(new.steps))
        if by.person_id:
            TeamMember.objects.create(
                initiative=row, person_id=by.person_id, duty=TeamMember.Duty.LEAD, since=now().date()
            )
        doing.subject, doing.initiative_id = f"register.initiative:{row.pk}", row.pk
        doing.codes = {"method": new.method_key, "version": new.method_version, "runs": new.runs}
    return initiative_view(row)


def revise_label(initiative_id: UUID, label: Mapping[str, Any], *, by: Actor) -> InitiativeView:
    """Put the power-and-promise label in other words, or move the day when people hear."""
    with acting("register.revise-label", by=by, initiative_id=initiative_id) as doing:
        row = Initiative.objects.select_for_update().get(pk=initiative_id)
        changed = sorted(name for name, value in label.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, label[name])
        row.save(update_fields=changed or ["title"])
        doing.subject, doing.codes = f"register.initiative:{row.pk}", {"changed": changed}
    return initiative_view(row)


def publish_initiative(initiative_id: UUID, *, by: Actor) -> InitiativeView:
    """Show a joint project to everybody. One that runs here needs its label first."""
    with acting("register.publish", by=by, initiative_id=initiative_id) as doing:
        row = Initiative.objects.select_for_update().get(pk=initiative_id)
        if row.runs == Initiative.Runs.PLATFORM:
            require(check_label(initiative_view(row)))
        row.visibility = Initiative.Visibility.PUBLIC
        row.save(update_fields=["visibility"])
        doing.subject = f"register.initiative:{row.pk}"
    return initiative_view(row)


def mark_closed(initiative_id: UUID, reason: str, *, by: Actor) -> InitiativeView:
    """Write down that a joint project is over. Whether it may close is asked in ``conduct``, which sees all inputs."""
    with acting("register.close", by=by, initiative_id=initiative_id) as doing:
        row = Initiative.objects.select_for_update().get(pk=initiative_id)
        row.closed_at, row.closed_reason = now(), reason
        row.save(update_fields=["closed_at", "closed_reason"])
        doing.subject, doing.codes = f"register.initiative:{row.pk}", {"reason": reason}
    return initiative_view(row)


def join_team(initiative_id: UUID, person_id: UUID, duty: str, *, by: Actor) -> None:
    """Give somebody a duty in the team of a joint project; twice is once."""
    with acting("register.join-team", by=by, initiative_id=initiative_id) as doing:
        TeamMember.objects.get_or_create(
            initiative_id=initiative_id,
            person_id=person_id,
            duty=duty,
            until=None,
            defaults={"since": now().date()},
        )
        doing.subject, doing.codes = f"people.person:{person_id}", {"duty": duty}


def reschedule(
    step_id: UUID, *, opens: datetime | None, closes: datetime | None, reason: str, by: Actor
) -> StepView:
    """Move a stage in time, with a reason that everybody can read."""
    with acting("register.reschedule", by=by) as doing:
        row = Step.objects.select_for_update().get(pk=step_id)
        require(check_move("reschedule", row, now()))
        _change(row, {"opens": opens, "closes": closes}, reason, by)
        doing.subject, doing.initiative_id = f"register.step:{row.pk}", row.initiative_id
    return step_view(row)


def repeat_step(step_id: UUID, *, opens: datetime, closes: datetime | None, by: Actor) -> StepView:
    """The same stage once more on other days: the next occurrence of its name, with nothing taken over yet."""
    with acting("register.repeat", by=by) as doing:
        row = Step.objects.select_for_update().get(pk=step_id)
        same = Step.objects.filter(initiative_id=row.initiative_id, name=row.name)
        row.occurrence = (same.aggregate(last=Max("occurrence"))["last"] or 0) + 1
        row.pk, row.opens, row.closes = new_id(), opens, closes
        row.started_at = row.paused_at = row.cancelled_at = row.concluded_at = None
        row.save(force_insert=True)
        doing.subject, doing.initiative_id = f"register.step:{row.pk}", row.initiative_id
        doing.codes = {"occurrence": row.occurrence}
    return step_view(row)


def move_step(step_id: UUID, move: str, *, reason: str, by: Actor) -> StepView:
    """Pause, resume or cancel a stage (``move``), with a reason."""
    fields: dict[str, dict[str, Any]] = {
        "pause": {"paused_at": now()}, "resume": {"paused_at": None}, "cancel": {"cancelled_at": now()},
    }  # fmt: skip
    with acting(f"register.{move}", by=by) as doing:
        row = Step.objects.select_for_update().get(pk=step_id)
        require(check_move(move, row, now()))
        _change(row, fields[move], reason, by)
        doing.subject, doing.initiative_id = f"register.step:{row.pk}", row.initiative_id
    return step_view(row)


def mark_started(step_id: UUID) -> bool:
    """Write down that a stage has taken over what it needs. False where that was done before."""
    return bool(Step.objects.filter(pk=step_id, started_at__isnull=True).update(started_at=now()))


def mark_concluded(step_id: UUID, *, by: Actor) -> bool:
    """Write down that a stage was counted. False where that was done before."""
    with acting("register.conclude", by=by) as doing:
        row = Step.objects.select_for_update().get(pk=step_id)
        doing.subject, doing.initiative_id = f"register.step:{row.pk}", row.initiative_id
        if row.concluded_at:
            return False
        row.concluded_at = now()
        row.save(update_fields=["concluded_at"])
    return True


def _change(row: Step, values: Mapping[str, Any], reason: str, by: Actor) -> None:
    text = Text.objects.create(body=reason) if reason else None
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        StepChange.objects.create(
            step=row, field=name, before=_said(before), after=_said(value), reason=text, **signature(by)
        )
    row.save(update_fields=list(values))


def _said(value: datetime | date | None) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value or "")


def _step_row(initiative: Initiative, position: int, new: NewStep) -> Step:
    return Step(
        initiative=initiative, position=position, name=new.name, title=new.title, instrument=new.instrument,
        settings=dict(new.settings), settings_version=new.settings_version, admits=new.admits,
        takes=[dict(need) for need in new.takes], gives=dict(new.gives), promise=dict(new.promise),
        after=list(new.after), when=new.when, duty=new.duty, decides=new.decides, occurrence=new.occurrence,
        area_id=new.area_id, opens=new.opens, closes=new.closes,
    )  # fmt: skip


def _free_slug(title: str) -> str:
    stem = slugify(title)[:70] or "joint-project"
    taken = set(Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
