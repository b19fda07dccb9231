"""Reading items: by id, by hand-over, by stage; always at a version, always as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from coproduce.core.models import Text
from coproduce.proceedings.models import HandOverItem, Item, ItemLink, ItemVersion
from coproduce.proceedings.values import ItemView

TAKEN_OUT = "(taken out by whoever wrote it)"


def current(ids: Collection[UUID]) -> dict[UUID, ItemView]:
    """Items at their latest version, by id."""
    rows = ItemVersion.objects.filter(item_id__in=ids, version=F("item__latest")).select_related("item")
    return {view.id: view for view in views(rows)}


def at_versions(versions: Mapping[UUID, int]) -> dict[UUID, ItemView]:
    """Items at the given versions, by id."""
    rows = ItemVersion.objects.filter(item_id__in=list(versions)).select_related("item")
    return {view.id: view for view in views(row for row in rows if versions[row.item_id] == row.version)}


def of_step(step_id: UUID, *, visibility: Collection[str] = ("public",)) -> list[ItemView]:
    """The items that a stage gave rise to, by number."""
    rows = ItemVersion.objects.filter(
        item__origin_step_id=step_id, item__visibility__in=visibility, version=F("item__latest")
    ).select_related("item")
    return list(views(rows.order_by("item__number")))


def items_of(initiative_id: UUID, *, visibility: Collection[str] = ("public", "draft")) -> list[ItemView]:
    """Every item of a joint project, by number."""
    rows = ItemVersion.objects.filter(
        item__initiative_id=initiative_id, item__visibility__in=visibility, version=F("item__latest")
    ).select_related("item")
    return list(views(rows.order_by("item__number")))


def by_number(initiative_id: UUID, number: int) -> ItemView | None:
    """The item with this number in a joint project, whoever may see it; None where there is none."""
    rows = ItemVersion.objects.filter(
        item__initiative_id=initiative_id, item__number=number, version=F("item__latest")
    ).select_related("item")
    return next(iter(views(rows)), None)


def of_handover(step_id: UUID) -> list[ItemView]:
    """The items that a stage took over when it started, at the versions they had, in order."""
    rows = (
        HandOverItem.objects.filter(handover__step_id=step_id)
        .order_by("position")
        .values_list("item_id", "version")
    )
    versions = dict(rows)
    found = at_versions(versions)
    return [found[key] for key in versions if key in found]


@dataclass(frozen=True)
class Numbers:
    """Some of the items at a stage: number → id, and the number after which the next ones begin."""

    ids: Mapping[int, UUID]
    more: int | None


def numbers_at(step_id: UUID, *, after: int, size: int) -> Numbers:
    """The items that a stage took over or gave rise to, by number: those after a number, at most ``size``."""
    taken = HandOverItem.objects.filter(handover__step_id=step_id).values("item_id")
    own = Q(origin_step_id=step_id, visibility=Item.Visibility.PUBLIC)
    rows = Item.objects.filter(own | Q(pk__in=taken), number__gt=after).order_by("number")
    found = list(rows.values_list("number", "pk")[: size + 1])
    return Numbers(dict(found[:size]), found[size - 1][0] if len(found) > size else None)


def views(rows: Iterable[ItemVersion]) -> Iterable[ItemView]:
    """Versions (with their item) as values; all their texts are read at once."""
    kept = list(rows)
    wanted = {key for row in kept for key in (row.title_id, row.body_id) if key}
    texts = dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body"))
    for row in kept:
        yield ItemView(
            id=row.item_id, initiative_id=row.item.initiative_id, number=row.item.number, kind=row.item.kind,
            visibility=row.item.visibility, version=row.version, title=texts.get(row.title_id) or TAKEN_OUT,
            body=texts.get(row.body_id, "") if row.body_id else "", picture=row.picture, cost_low=row.cost_low,
            cost_central=row.cost_central, cost_high=row.cost_high, currency=row.currency, category=row.category,
            area_id=row.area_id, lat=_number(row.lat), lon=_number(row.lon),
            origin_step_id=row.item.origin_step_id, lot=row.item.lot,
        )  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class Page:
    """A page of a list: its rows, and the key after which the next page begins."""

    items: tuple[ItemView, ...]
    after: int | None
    total: int


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to. ``words`` are looked for in titles and bodies; ``order`` is number, newest or lot."""

    words: str = ""
    category: str = ""
    area_id: UUID | None = None
    visibility: tuple[str, ...] = ("public",)
    order: str = "number"


def page(step_id: UUID, wanted: Filter, *, after: int | None = None, size: int = 24) -> Page:
    """One page of a stage's items, by key and not by counting off: the last page costs what the first does."""
    rows = Item.objects.filter(origin_step_id=step_id, visibility__in=wanted.visibility)
    found = _narrowed(rows, wanted)
    column = "lot" if wanted.order == "lot" else "number"
    down = wanted.order == "newest"
    keys = found.order_by(f"-{column}" if down else column).values_list("pk", column)
    if wanted.words:
        # Looking into every text is what takes long, so it is done once for the page and the total.
        every = list(keys)
        total = len(every)
        chosen = [one for one in every if after is None or (one[1] < after if down else one[1] > after)]
    else:
        total = found.count()
        if after is not None:
            keys = keys.filter(**{f"{column}__{'lt' if down else 'gt'}": after})
        chosen = list(keys[: size + 1])
    shown = current([key for key, _ in chosen[:size]])
    more = chosen[size - 1][1] if len(chosen) > size else None
    return Page(tuple(shown[key] for key, _ in chosen[:size] if key in shown), more, total)


def _narrowed(rows: QuerySet[Item], wanted: Filter) -> QuerySet[Item]:
    newest = Q(versions__version=F("latest"))
    if wanted.category:
        rows = rows.filter(newest, versions__category=wanted.category)
    if wanted.area_id:
        rows = rows.filter(newest, versions__area_id=wanted.area_id)
    if wanted.words:
        texts = Text.objects.filter(body__icontains=wanted.words).values("pk")
        rows = rows.filter(newest & (Q(versions__title_id__in=texts) | Q(versions__body_id__in=texts)))
    return rows


def heirs(ids: Collection[UUID], *, depth: int = 8) -> dict[UUID, frozenset[UUID]]:
    """For each item, those in which it lives on: what it was merged into, divided into, led to. Itself where none."""
    links: dict[UUID, set[UUID]] = {}
    wanted = set(ids)
    for _ in range(depth):
        rows = ItemLink.objects.filter(from_item_id__in=wanted, kind__in=ItemLink.HEIRS)
        fresh = set()
        for source, target in rows.values_list("from_item_id", "to_item_id"):
            if target not in links.setdefault(source, set()):
                links[source].add(target)
                fresh.add(target)
        if not fresh:
            break
        wanted = fresh
    return {key: frozenset(_ends(key, links, depth)) for key in ids}


def _ends(key: UUID, links: Mapping[UUID, set[UUID]], depth: int) -> set[UUID]:
    next_ones = links.get(key)
    if not next_ones or depth == 0:
        return {key}
    return {end for target in next_ones for end in _ends(target, links, depth - 1)}
