"""Named reads of services: which they are, what money and opening hours they had, which joint projects concern them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.register.models import Initiative, InitiativeService, Service, ServiceYear


@dataclass(frozen=True)
class ServiceView:
    """A service as everybody may see it."""

    id: UUID
    slug: str
    name: str
    organisation_id: UUID
    summary: str
    asks_of_users: str
    area_id: UUID | None = None


@dataclass(frozen=True)
class ServiceYearView:
    """A service's budget (minor units of ``currency``) and opening time from ``since`` until before ``until``.

    Either may be None: not recorded.
    """

    service_id: UUID
    since: date
    until: date
    budget: int | None
    currency: str
    minutes_per_week: int | None
    source: str
    id: UUID | None = None


_SERVICE = list(ServiceView.__dataclass_fields__)
_YEAR = list(ServiceYearView.__dataclass_fields__)


def services(ids: Collection[UUID]) -> dict[UUID, ServiceView]:
    """Services by id; an id that is not there is left out."""
    return {row.pk: _service_view(row) for row in Service.objects.filter(pk__in=ids)}


def all_services() -> list[ServiceView]:
    """Every service, by name."""
    return [_service_view(row) for row in Service.objects.order_by("name", "pk")]


def service_by_slug(slug: str) -> ServiceView | None:
    """The service with this name in its address."""
    row = Service.objects.filter(slug=slug).first()
    return _service_view(row) if row else None


def services_of(initiative_ids: Collection[UUID]) -> dict[UUID, list[ServiceView]]:
    """The services that each joint project concerns, by name."""
    found: dict[UUID, list[ServiceView]] = {key: [] for key in initiative_ids}
    rows = InitiativeService.objects.filter(initiative_id__in=initiative_ids).select_related("service")
    for row in rows.order_by("service__name", "pk"):
        found[row.initiative_id].append(_service_view(row.service))
    return found


def public_initiatives_of(service_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The joint projects that concern each service and that everybody may see."""
    found: dict[UUID, list[UUID]] = {key: [] for key in service_ids}
    rows = InitiativeService.objects.filter(
        service_id__in=service_ids, initiative__visibility=Initiative.Visibility.PUBLIC
    )
    for service, initiative in rows.order_by("pk").values_list("service_id", "initiative_id"):
        found[service].append(initiative)
    return found


def service_years(service_ids: Collection[UUID]) -> dict[UUID, list[ServiceYearView]]:
    """What is recorded of each service's budget and opening time, in order; corrected rows are left out."""
    found: dict[UUID, list[ServiceYearView]] = {key: [] for key in service_ids}
    rows = ServiceYear.objects.filter(service_id__in=service_ids, superseded_by__isnull=True)
    for row in rows.order_by("since", "pk"):
        found[row.service_id].append(ServiceYearView(**{name: getattr(row, name) for name in _YEAR}))
    return found


def _service_view(row: Service) -> ServiceView:
    return ServiceView(**{name: getattr(row, name) for name in _SERVICE})
