"""Finding joint projects among many: by words, by what is open, by Co, service and place; page by page.

However many there are, the database is asked twice: for the page, and for how many there are in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from coproduce.catalogue.public import Co
from coproduce.register.models import Initiative, InitiativeService, Step
from coproduce.register.queries import initiative_view
from coproduce.register.rules import NOT_ENDED
from coproduce.register.values import InitiativeView

SHOWS = ("open", "all", "over", "register")
SIZE = 12


@dataclass(frozen=True)
class Search:
    """What is looked for. Empty narrows nothing.

    Attributes:
        show: ``open`` (runs here and a stage is still ahead or open), ``over``, ``register`` (known of, run elsewhere),
            ``all``.
        asking: tools whose open stage asks something of people; joint projects with one come first.
    """

    words: str = ""
    show: str = "all"
    co: str = ""
    service_id: UUID | None = None
    area_id: UUID | None = None
    asking: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """One page of what was found, and how many there are in all."""

    projects: list[InitiativeView]
    total: int


def find(search: Search, moment: datetime, *, page: int = 1, size: int = SIZE) -> Found:
    """Joint projects that everybody may see, those that ask something now first, then the newest."""
    rows = _narrowed(search)
    total = rows.count()
    asking = Step.objects.filter(
        NOT_ENDED, Q(closes__isnull=True) | Q(closes__gt=moment), initiative=OuterRef("pk"), opens__lte=moment,
        paused_at__isnull=True, instrument__in=sorted(search.asking),
    )  # fmt: skip
    first = Case(When(Exists(asking), then=Value(0)), default=Value(1), output_field=IntegerField())
    start = (max(page, 1) - 1) * size
    ordered = rows.order_by(first, "-begun_at", "-pk")[start : start + size]
    return Found([initiative_view(row) for row in ordered], total)


def _narrowed(search: Search) -> QuerySet[Initiative]:
    rows = Initiative.objects.filter(visibility=Initiative.Visibility.PUBLIC)
    for word in search.words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    if search.co in Co.values:
        rows = rows.filter(co=search.co)
    if search.service_id:
        rows = rows.filter(
            Exists(InitiativeService.objects.filter(initiative=OuterRef("pk"), service_id=search.service_id))
        )
    if search.area_id:
        rows = rows.filter(area_id=search.area_id)
    here = Q(runs=Initiative.Runs.PLATFORM)
    going = Exists(Step.objects.filter(NOT_ENDED, initiative=OuterRef("pk")))
    if search.show == "open":
        rows = rows.filter(here, going, closed_at__isnull=True)
    elif search.show == "over":
        rows = rows.filter(Q(closed_at__isnull=False) | (here & ~going))
    elif search.show == "register":
        rows = rows.filter(~here, closed_at__isnull=True)
    return rows
