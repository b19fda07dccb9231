"""What was decided, item by item and as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.core.models import Text
from coproduce.decisions.models import Decision, Notice, Ruling


@dataclass(frozen=True)
class RulingView:
    """The answer on one item."""

    item_id: UUID
    outcome: str
    amount: int | None
    reason: str
    next_step: str
    due_on: date | None
    organisation_id: UUID | None


@dataclass(frozen=True)
class DecisionView:
    """A decision with its answers."""

    id: UUID
    step_id: UUID | None
    decided_on: date
    body_id: UUID | None
    reasons: str
    dissent: str
    interests: str
    against_the_vote: bool
    valid_until: date | None
    rulings: tuple[RulingView, ...]
    equality: str = ""
    limits: str = ""
    minutes: str = ""
    look_again_on: date | None = None


def decisions_of_steps(step_ids: Collection[UUID]) -> dict[UUID, list[DecisionView]]:
    """The decisions taken at each stage, oldest first, without those that a later one replaced."""
    rows = list(
        Decision.objects.filter(step_id__in=step_ids, superseded_by__isnull=True)
        .order_by("decided_on", "id")
        .prefetch_related("rulings")
    )
    texts = _texts(rows)
    found: dict[UUID, list[DecisionView]] = {key: [] for key in step_ids}
    for row in rows:
        if row.step_id:
            found[row.step_id].append(_view(row, texts))
    return found


def decisions(ids: Collection[UUID]) -> dict[UUID, DecisionView]:
    """Decisions by id."""
    rows = list(Decision.objects.filter(pk__in=ids).prefetch_related("rulings"))
    texts = _texts(rows)
    return {row.pk: _view(row, texts) for row in rows}


def _texts(rows: Collection[Decision]) -> dict[UUID | None, str]:
    wanted: set[UUID | None] = {
        key
        for row in rows
        for key in (
            row.reasons_id,
            row.dissent_id,
            row.interests_id,
            row.equality_id,
            row.limits_id,
            row.minutes_id,
        )
    }
    wanted |= {key for row in rows for one in row.rulings.all() for key in (one.reason_id, one.next_step_id)}
    found: dict[UUID | None, str] = {None: ""}
    found.update(Text.objects.filter(pk__in=[key for key in wanted if key]).values_list("pk", "body"))
    return found


def _view(row: Decision, texts: dict[UUID | None, str]) -> DecisionView:
    return DecisionView(
        row.pk, row.step_id, row.decided_on, row.body_id, texts[row.reasons_id], texts[row.dissent_id],
        texts[row.interests_id], row.against_the_vote, row.valid_until,
        tuple(_ruling(one, texts) for one in sorted(row.rulings.all(), key=lambda one: one.pk)),
        texts[row.equality_id], texts[row.limits_id], texts[row.minutes_id], row.look_again_on,
    )  # fmt: skip


def _ruling(one: Ruling, texts: dict[UUID | None, str]) -> RulingView:
    return RulingView(
        one.item_id, one.outcome, one.amount, texts[one.reason_id], texts[one.next_step_id], one.due_on,
        one.organisation_id,
    )  # fmt: skip


def told_of(decision_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many were told of each decision, and how many could not be."""
    found = dict.fromkeys(decision_ids, (0, 0))
    for row in Notice.objects.filter(decision_id__in=decision_ids):
        told, lost = found[row.decision_id]
        found[row.decision_id] = (told + bool(row.sent_at), lost + bool(row.problem and not row.sent_at))
    return found
