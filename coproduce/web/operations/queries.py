"""What the page of operations reads: the last backup and the outbox, in figures. It names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from coproduce.core.models import AuditEvent, Outbox


@dataclass(frozen=True)
class Backup:
    """A copy of the site: when it was made, and the digest of what was in it."""

    at: datetime
    digest: str


def last_backup() -> Backup | None:
    """The last copy; None where there never was one."""
    row = AuditEvent.objects.filter(deed="core.backup").order_by("-seq").first()
    return Backup(row.at, row.codes.get("digest", "")) if row else None


def posts() -> dict[str, int]:
    """How many messages are sent, waiting, waiting as letters, and given up."""
    return Outbox.objects.aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at__isnull=True, given_up_at__isnull=True) & ~Q(channel="letter")),
        letters=Count("pk", filter=Q(sent_at__isnull=True, given_up_at__isnull=True, channel="letter")),
        given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
    )


def troubles() -> list[tuple[str, int]]:
    """What stands in the way of messages that are not sent, by code, with how many, the most frequent first."""
    rows = Outbox.objects.filter(sent_at__isnull=True).exclude(last_problem="").values("last_problem")
    counted = rows.annotate(number=Count("pk")).order_by("-number")
    return [(row["last_problem"], row["number"]) for row in counted]
