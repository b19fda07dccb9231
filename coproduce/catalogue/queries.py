"""Ways of working as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from coproduce.catalogue.models import Area, Method
from coproduce.catalogue.models import Gain as GainRow
from coproduce.catalogue.recipe import Recipe, stored
from coproduce.catalogue.words import Co, Stage


@dataclass(frozen=True)
class MethodView:
    """One version of a way of working, with all that its recipe says."""

    id: UUID
    key: str
    version: int
    stage: Stage
    origin: str
    digest: str
    retired_on: date | None
    recipe: Recipe

    @property
    def co(self) -> Co:
        """Which of the four Co's it belongs to."""
        return self.stage.co


@dataclass(frozen=True)
class GainView:
    """What a group may hope to gain. ``ours`` says that the agency added it, and not the study."""

    key: str
    group: str
    name: str
    beware: str
    notice: str
    ours: bool


def method_view(row: Method) -> MethodView:
    """A row with its recipe read."""
    return MethodView(
        row.pk, row.key, row.version, Stage(row.stage), row.origin, row.digest, row.retired_on,
        _recipe(row.source),
    )  # fmt: skip


def methods() -> list[MethodView]:
    """The newest version on offer of each way of working, by stage as the cycle runs, then by name."""
    newest: dict[str, Method] = {}
    for row in Method.objects.filter(retired_on=None).order_by("key", "version"):
        newest[row.key] = row
    order = {stage: place for place, stage in enumerate(Stage.values)}
    found = [method_view(row) for row in newest.values()]
    return sorted(found, key=lambda one: (order[one.stage], one.recipe.name(), one.key))


def methods_by_co() -> Mapping[Co, list[MethodView]]:
    """What is on offer for each of the four Co's, none left out."""
    found: dict[Co, list[MethodView]] = {co: [] for co in Co}
    for one in methods():
        found[one.co].append(one)
    return found


def method(key: str, version: int | None = None) -> MethodView | None:
    """One way of working: the newest version on offer, or the version asked for, retired or not."""
    rows = Method.objects.filter(key=key)
    rows = rows.filter(retired_on=None) if version is None else rows.filter(version=version)
    row = rows.order_by("-version").first()
    return method_view(row) if row else None


@dataclass(frozen=True)
class AreaView:
    """A place with a name; its boundary is GeoJSON, where one is known."""

    id: UUID
    name: str
    kind: str
    boundary: Any = None


def areas(ids: Collection[UUID]) -> dict[UUID, AreaView]:
    """Areas by id, by name."""
    rows = Area.objects.filter(pk__in=list(ids)).order_by("name")
    return {row.pk: AreaView(row.pk, row.name, row.kind, row.boundary) for row in rows}


def gains_of(keys: Collection[str] | None = None) -> list[GainView]:
    """These gains, or all, in the order in which the study and the agency list them."""
    rows = GainRow.objects.all() if keys is None else GainRow.objects.filter(key__in=list(keys))
    return [
        GainView(row.key, row.group, row.name, row.beware, row.notice, row.origin == Method.Origin.LOCAL)
        for row in rows
    ]


def areas_by_name() -> list[AreaView]:
    """Every place, by name."""
    rows = Area.objects.order_by("name", "pk")
    return [AreaView(row.pk, row.name, row.kind, row.boundary) for row in rows]


def area_names(ids: Collection[UUID | None]) -> dict[UUID, str]:
    """The name of each place; an empty id is passed over."""
    return dict(Area.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "name"))


@lru_cache(maxsize=256)
def _recipe(source: str) -> Recipe:
    return stored(source)
