"""Notices: who is to be told of a decision, by which way, when she was, or why she could not be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coproduce.decisions.models import Notice


@dataclass(frozen=True)
class NoticeView:
    """One person and one decision. ``problem`` is a code; empty where nothing stands in the way."""

    id: UUID
    decision_id: UUID
    person_id: UUID
    channel: str
    sent_at: datetime | None
    problem: str


def note(decision_id: UUID, people: Collection[UUID]) -> list[NoticeView]:
    """Note that these people are to be told; somebody noted before stays as she is. Returns those of all of them."""
    Notice.objects.bulk_create(
        (Notice(decision_id=decision_id, person_id=key) for key in sorted(people)), ignore_conflicts=True
    )
    rows = Notice.objects.filter(decision_id=decision_id, person_id__in=people).order_by("pk")
    return [_view(row) for row in rows]


def note_how(notice_id: UUID, channel: str, problem: str = "") -> None:
    """By which way somebody is told; or, with a problem, why none is left."""
    Notice.objects.filter(pk=notice_id, sent_at__isnull=True).update(channel=channel, problem=problem)


def note_told(notice_id: UUID, channel: str, at: datetime) -> None:
    """Somebody was told. Twice is once: the first time stays."""
    Notice.objects.filter(pk=notice_id, sent_at__isnull=True).update(channel=channel, sent_at=at, problem="")


def notices(ids: Collection[UUID]) -> dict[UUID, NoticeView]:
    """Notices by id; one whose person was erased is gone."""
    return {row.pk: _view(row) for row in Notice.objects.filter(pk__in=ids)}


def notices_of(decision_ids: Collection[UUID]) -> list[NoticeView]:
    """Everybody who was or is to be told of these decisions."""
    return [_view(row) for row in Notice.objects.filter(decision_id__in=decision_ids).order_by("pk")]


def _view(row: Notice) -> NoticeView:
    return NoticeView(row.pk, row.decision_id, row.person_id, row.channel, row.sent_at, row.problem)
