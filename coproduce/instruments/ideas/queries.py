"""Where ideas are, what worries somebody, and what waits for the team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coproduce.core.models import Text
from coproduce.instruments.ideas.models import Concern, Spot


def places(item_ids: Collection[UUID]) -> dict[UUID, str]:
    """Where each idea is, in its author's words; those without a place are left out."""
    rows = dict(Spot.objects.filter(item_id__in=item_ids).values_list("item_id", "name_id"))
    texts = dict(Text.objects.filter(pk__in=rows.values()).values_list("pk", "body")) if rows else {}
    return {item: body for item, key in rows.items() if (body := texts.get(key, ""))}


@dataclass(frozen=True)
class ConcernView:
    """A worry as the team reads it."""

    id: UUID
    item_id: UUID
    remark_id: UUID | None
    text: str
    at: datetime


def open_concerns(step_id: UUID) -> list[ConcernView]:
    """Worries that nobody has answered, the oldest first."""
    rows = list(Concern.objects.filter(step_id=step_id, answered_at__isnull=True).order_by("at", "id"))
    texts = dict(Text.objects.filter(pk__in=[row.text_id for row in rows]).values_list("pk", "body"))
    return [ConcernView(row.pk, row.item_id, row.remark_id, texts[row.text_id], row.at) for row in rows]
