"""Named reads of the register. Each answers for many ids at once and returns values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.validators import slug_re
from django.db.models import Q

from coproduce.catalogue.public import method
from coproduce.core.models import Text
from coproduce.register.models import Initiative, InitiativePartner, Step, StepChange, TeamMember
from coproduce.register.rules import NOT_ENDED
from coproduce.register.values import InitiativeView, StepView, TeamView

_STEP = [name for name in StepView.__dataclass_fields__ if name not in {"takes", "after"}]
_INITIATIVE = list(InitiativeView.__dataclass_fields__)


def step_view(row: Step) -> StepView:
    """A row of a stage as a value."""
    plain = {name: getattr(row, name) for name in _STEP}
    return StepView(**plain, takes=tuple(row.takes), after=tuple(row.after))


def initiative_view(row: Initiative) -> InitiativeView:
    """A row of a joint project as a value."""
    return InitiativeView(**{name: getattr(row, name) for name in _INITIATIVE})


def steps(ids: Collection[UUID]) -> dict[UUID, StepView]:
    """Stages by id; an id that is not there is left out."""
    return {row.pk: step_view(row) for row in Step.objects.filter(pk__in=ids)}


def step_of(initiative_id: UUID, step_id: UUID) -> StepView | None:
    """A stage of this joint project, or None: an id of another one is as good as none."""
    row = Step.objects.filter(pk=step_id, initiative_id=initiative_id).first()
    return step_view(row) if row else None


def steps_of(initiative_ids: Collection[UUID]) -> dict[UUID, list[StepView]]:
    """The stages of each joint project in order."""
    found: dict[UUID, list[StepView]] = {key: [] for key in initiative_ids}
    for row in Step.objects.filter(initiative_id__in=initiative_ids).order_by("position", "occurrence", "id"):
        found[row.initiative_id].append(step_view(row))
    return found


@dataclass(frozen=True)
class ChangeView:
    """A change of a stage after it was made: which column, from what to what (a time, or empty), and why."""

    step_id: UUID
    field: str
    before: str
    after: str
    reason: str
    at: datetime


def changes_of(step_ids: Collection[UUID]) -> dict[UUID, list[ChangeView]]:
    """What was changed of each stage since it was made, oldest first."""
    rows = list(StepChange.objects.filter(step_id__in=step_ids).order_by("at", "id"))
    wanted = {row.reason_id for row in rows if row.reason_id}
    texts = dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body")) if wanted else {}
    found: dict[UUID, list[ChangeView]] = {key: [] for key in step_ids}
    for row in rows:
        reason = texts.get(row.reason_id, "") if row.reason_id else ""
        found[row.step_id].append(ChangeView(row.step_id, row.field, row.before, row.after, reason, row.at))
    return found


def initiatives(ids: Collection[UUID]) -> dict[UUID, InitiativeView]:
    """Joint projects by id."""
    return {row.pk: initiative_view(row) for row in Initiative.objects.filter(pk__in=ids)}


def initiative_by_slug(slug: str) -> InitiativeView | None:
    """The joint project with this name in its address."""
    if not slug_re.match(slug):
        return None
    row = Initiative.objects.filter(slug=slug).first()
    return initiative_view(row) if row else None


def published(*, most: int = 200) -> list[InitiativeView]:
    """Joint projects that everybody may see, the newest first."""
    rows = Initiative.objects.filter(visibility=Initiative.Visibility.PUBLIC).order_by("-begun_at", "-id")
    return [initiative_view(row) for row in rows[:most]]


def co_of(method_key: str) -> str:
    """Which of the four Co's a way of working belongs to; empty where it is not in the catalogue."""
    found = method(method_key) if method_key else None
    return found.co.value if found else ""


def of_method(key: str, *, most: int) -> list[InitiativeView]:
    """Joint projects that everybody may see and that work in this way, the newest first."""
    rows = Initiative.objects.filter(method_key=key, visibility=Initiative.Visibility.PUBLIC)
    return [initiative_view(row) for row in rows.order_by("-begun_at", "-id")[:most]]


def partners_of(initiative_ids: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    """The organisations that take part in each joint project, each with the side on which its inputs count."""
    found: dict[UUID, dict[UUID, str]] = {key: {} for key in initiative_ids}
    rows = InitiativePartner.objects.filter(initiative_id__in=initiative_ids).order_by("pk")
    for initiative, organisation, side in rows.values_list("initiative_id", "organisation_id", "side"):
        found[initiative][organisation] = side
    return found


def later(initiative_ids: Collection[UUID]) -> dict[UUID, list[InitiativeView]]:
    """The joint projects that were started from each and that everybody may see."""
    found: dict[UUID, list[InitiativeView]] = {key: [] for key in initiative_ids}
    rows = Initiative.objects.filter(previous_id__in=initiative_ids, visibility=Initiative.Visibility.PUBLIC)
    for row in rows.order_by("begun_at", "pk"):
        if row.previous_id:
            found[row.previous_id].append(initiative_view(row))
    return found


def drafts_of(person_id: UUID | None, *, most: int = 20) -> list[InitiativeView]:
    """Joint projects that are not shown to everybody yet and in whose team a person is, the newest first."""
    if person_id is None:
        return []
    mine = TeamMember.objects.filter(person_id=person_id, until__isnull=True).values("initiative_id")
    rows = Initiative.objects.filter(pk__in=mine, visibility=Initiative.Visibility.DRAFT, closed_at=None)
    return [initiative_view(row) for row in rows.order_by("-begun_at", "-pk")[:most]]


def duties(person_id: UUID | None, initiative_id: UUID) -> frozenset[str]:
    """What a person does for a joint project now: lead, facilitator, clerk, steering, observer."""
    if person_id is None:
        return frozenset()
    rows = TeamMember.objects.filter(initiative_id=initiative_id, person_id=person_id, until__isnull=True)
    return frozenset(rows.values_list("duty", flat=True))


def team_of(initiative_id: UUID, wanted: Collection[str]) -> list[UUID]:
    """The people who have one of these duties in a joint project now."""
    rows = TeamMember.objects.filter(initiative_id=initiative_id, duty__in=list(wanted), until__isnull=True)
    return list(dict.fromkeys(rows.order_by("id").values_list("person_id", flat=True)))


def teams_of(person_id: UUID) -> list[TeamView]:
    """The joint projects in whose teams a person is now, the newest first."""
    rows = TeamMember.objects.filter(person_id=person_id, until__isnull=True).select_related("initiative")
    found: dict[UUID, TeamView] = {}
    for row in rows.order_by("-initiative__begun_at", "since", "id"):
        before = found.get(row.initiative_id)
        told = (*(before.duties if before else ()), TeamMember.Duty(row.duty).label)
        found[row.initiative_id] = TeamView(
            row.initiative_id, row.initiative.slug, row.initiative.title, told
        )
    return list(found.values())


def due_to_start(now: datetime) -> list[UUID]:
    """Stages that the clock has opened and that have not taken over what they need."""
    rows = Step.objects.filter(NOT_ENDED, opens__lte=now, started_at__isnull=True, paused_at__isnull=True)
    return list(rows.order_by("opens", "position").values_list("pk", flat=True))


def due_to_conclude(now: datetime) -> list[UUID]:
    """Stages that the clock has closed and that have not been counted."""
    rows = Step.objects.filter(NOT_ENDED, closes__lte=now, started_at__isnull=False, paused_at__isnull=True)
    return list(rows.order_by("closes", "position").values_list("pk", flat=True))


def public_initiatives(ids: Iterable[UUID] | None = None) -> Q:
    """The condition under which everybody may see a joint project."""
    found = Q(visibility=Initiative.Visibility.PUBLIC)
    return found if ids is None else found & Q(pk__in=list(ids))
