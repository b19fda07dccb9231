"""What is already happening: services × the four Co's, what stands in each cell, and where the gaps are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.catalogue.public import Co
from coproduce.register.models import Initiative, InitiativeService
from coproduce.register.service_queries import ServiceView, all_services


@dataclass(frozen=True)
class Entry:
    """Something that happens, as the map shows it. ``going_on``: it is not over."""

    slug: str
    title: str
    runs: str
    sure: str
    method_key: str
    lead_id: UUID
    going_on: bool


@dataclass(frozen=True)
class Row:
    """A service with what happens in each of the four Co's."""

    service: ServiceView | None
    cells: Mapping[Co, Sequence[Entry]]

    @property
    def gaps(self) -> list[Co]:
        """The Co's in which nothing goes on."""
        return [co for co in Co if not any(entry.going_on for entry in self.cells[co])]


def grid() -> list[Row]:
    """Every service, by name, then what concerns no service (only where there is something)."""
    cells: dict[UUID | None, dict[Co, list[Entry]]] = defaultdict(lambda: {co: [] for co in Co})
    linked: dict[UUID, list[UUID]] = defaultdict(list)
    for initiative, service in InitiativeService.objects.values_list("initiative_id", "service_id"):
        linked[initiative].append(service)
    rows = Initiative.objects.filter(visibility=Initiative.Visibility.PUBLIC).exclude(co="")
    columns = ("pk", "co", "slug", "title", "runs", "sure", "method_key", "lead_id", "closed_at")
    for key, co, slug, title, runs, sure, method, lead, closed in rows.order_by("title", "pk").values_list(
        *columns
    ):
        entry = Entry(slug, title, runs, sure, method, lead, closed is None)
        concerned: list[UUID | None] = [*linked[key]] or [None]
        for about in concerned:
            cells[about][Co(co)].append(entry)
    found = [Row(service, cells[service.id]) for service in all_services()]
    return [*found, Row(None, cells[None])] if None in cells else found


def gaps_said(rows: Sequence[Row]) -> list[tuple[ServiceView, list[Co], list[Co]]]:
    """For each service in which something goes on but not everything: what there is, and what there is not."""
    found = []
    for row in rows:
        gaps = row.gaps
        if row.service and 0 < len(gaps) < len(Co):
            found.append((row.service, [co for co in Co if co not in gaps], gaps))
    return found
