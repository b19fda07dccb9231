"""Named reads of what should be different: statements, every voice on them, how we would know, what was measured."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from coproduce.core.models import Text
from coproduce.register.models import (
    Indicator,
    Initiative,
    InitiativeOutcome,
    Measurement,
    Outcome,
    OutcomeVoice,
    ServiceOutcome,
)
from coproduce.register.queries import initiative_view
from coproduce.register.service_queries import ServiceView, services
from coproduce.register.values import InitiativeView


@dataclass(frozen=True)
class OutcomeView:
    """What should be different, in the words that stand now."""

    id: UUID
    statement: str
    proposed_at: datetime
    proposed_by: UUID | None
    proposed_role: str
    area_id: UUID | None
    retired_on: date | None


@dataclass(frozen=True)
class VoiceView:
    """What somebody said of an outcome. ``text`` is empty where it was taken down or she was erased."""

    id: UUID
    kind: str
    group: str
    text: str
    at: datetime
    channel: str


@dataclass(frozen=True)
class MeasurementView:
    """A figure with its range, on a day, for a group or (empty) for all; ``n`` is how many it rests on."""

    id: UUID
    on: date
    group: str
    low: Decimal
    central: Decimal
    high: Decimal
    n: int | None
    source: str


@dataclass(frozen=True)
class IndicatorView:
    """How we would know, with where we started, where we want to be, and what was measured, the oldest first."""

    id: UUID
    name: str
    unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    target_on: date | None
    measurements: tuple[MeasurementView, ...] = ()


_OUTCOME = list(OutcomeView.__dataclass_fields__)
_MEASUREMENT = list(MeasurementView.__dataclass_fields__)


def outcomes(ids: Collection[UUID] | None = None, *, retired: bool = False) -> list[OutcomeView]:
    """These outcomes, or all, the oldest first; retired ones only where they are asked for."""
    rows = Outcome.objects.all() if ids is None else Outcome.objects.filter(pk__in=list(ids))
    rows = rows if retired else rows.filter(retired_on=None)
    return [_view(row) for row in rows.order_by("proposed_at", "pk")]


def outcome(outcome_id: UUID) -> OutcomeView | None:
    """One outcome, retired or not."""
    row = Outcome.objects.filter(pk=outcome_id).first()
    return _view(row) if row else None


def voices(outcome_ids: Collection[UUID]) -> dict[UUID, list[VoiceView]]:
    """Everything that was said of each outcome, the oldest first."""
    found: dict[UUID, list[VoiceView]] = {key: [] for key in outcome_ids}
    rows = list(OutcomeVoice.objects.filter(outcome_id__in=outcome_ids).order_by("at", "pk"))
    texts = dict(
        Text.objects.filter(pk__in=[row.text_id for row in rows if row.text_id]).values_list("pk", "body")
    )
    for row in rows:
        text = texts.get(row.text_id, "") if row.text_id else ""
        found[row.outcome_id].append(VoiceView(row.pk, row.kind, row.group, text, row.at, row.by_channel))
    return found


def voice_counts(outcome_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many agreed, contested, reworded, for each outcome."""
    found: dict[UUID, dict[str, int]] = {key: {} for key in outcome_ids}
    for key, kind in OutcomeVoice.objects.filter(outcome_id__in=outcome_ids).values_list(
        "outcome_id", "kind"
    ):
        found[key][kind] = found[key].get(kind, 0) + 1
    return found


def indicators(outcome_ids: Collection[UUID]) -> dict[UUID, list[IndicatorView]]:
    """How we would know of each outcome, with what was measured; corrected figures are left out."""
    rows = list(Indicator.objects.filter(outcome_id__in=outcome_ids).order_by("name", "pk"))
    measured: dict[UUID, list[MeasurementView]] = {row.pk: [] for row in rows}
    for one in Measurement.objects.filter(indicator__in=rows, superseded_by__isnull=True).order_by(
        "on", "pk"
    ):
        measured[one.indicator_id].append(
            MeasurementView(**{name: getattr(one, name) for name in _MEASUREMENT})
        )
    found: dict[UUID, list[IndicatorView]] = {key: [] for key in outcome_ids}
    for row in rows:
        found[row.outcome_id].append(
            IndicatorView(
                row.pk, row.name, row.unit, row.direction, row.baseline, row.target, row.target_on,
                tuple(measured[row.pk]),
            )
        )  # fmt: skip
    return found


def outcomes_of_services(service_ids: Collection[UUID]) -> dict[UUID, list[OutcomeView]]:
    """What each service works towards."""
    found: dict[UUID, list[OutcomeView]] = {key: [] for key in service_ids}
    rows = ServiceOutcome.objects.filter(service_id__in=service_ids, outcome__retired_on=None)
    for row in rows.select_related("outcome").order_by("outcome__proposed_at", "outcome_id"):
        found[row.service_id].append(_view(row.outcome))
    return found


def services_of_outcomes(outcome_ids: Collection[UUID]) -> dict[UUID, list[ServiceView]]:
    """The services that work towards each outcome."""
    pairs = list(
        ServiceOutcome.objects.filter(outcome_id__in=outcome_ids)
        .order_by("service__name", "service_id")
        .values_list("outcome_id", "service_id")
    )
    known = services({service for _, service in pairs})
    found: dict[UUID, list[ServiceView]] = {key: [] for key in outcome_ids}
    for key, service in pairs:
        found[key].append(known[service])
    return found


def outcomes_of(initiative_ids: Collection[UUID]) -> dict[UUID, list[OutcomeView]]:
    """What each joint project works towards."""
    found: dict[UUID, list[OutcomeView]] = {key: [] for key in initiative_ids}
    rows = InitiativeOutcome.objects.filter(initiative_id__in=initiative_ids).select_related("outcome")
    for row in rows.order_by("outcome__proposed_at", "outcome_id"):
        found[row.initiative_id].append(_view(row.outcome))
    return found


def initiatives_of_outcomes(outcome_ids: Collection[UUID]) -> dict[UUID, list[InitiativeView]]:
    """The joint projects that work towards each outcome and that everybody may see."""
    found: dict[UUID, list[InitiativeView]] = {key: [] for key in outcome_ids}
    rows = InitiativeOutcome.objects.filter(
        outcome_id__in=outcome_ids, initiative__visibility=Initiative.Visibility.PUBLIC
    ).select_related("initiative")
    for row in rows.order_by("-initiative__begun_at", "pk"):
        found[row.outcome_id].append(initiative_view(row.initiative))
    return found


def _view(row: Outcome) -> OutcomeView:
    return OutcomeView(**{name: getattr(row, name) for name in _OUTCOME})
