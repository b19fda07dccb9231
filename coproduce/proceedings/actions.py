"""Every change of items: proposing, revising, linking, showing, hiding, remarking.

Tools call these inside their own transaction; each leaves its audit event. What follows from an
item (acts, fates, promises, results, rolls) stands in ``tellings`` and ``handing``.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q

from coproduce.core import Actor, Refusal, Refused, now
from coproduce.core.acting import acting, signature
from coproduce.core.models import Outbox, Text
from coproduce.proceedings.items import current
from coproduce.proceedings.models import Act, Hiding, Item, ItemLink, ItemVersion, Remark, Trace
from coproduce.proceedings.values import ItemDraft, ItemView
from coproduce.register.public import StepView

LOTS = 2**31


def propose_item(
    step: StepView,
    draft: ItemDraft,
    *,
    kind: str,
    visibility: str = "public",
    about_person: UUID | None = None,
    by: Actor,
) -> ItemView:
    """A new item with the next number of its joint project."""
    return propose_items(step, [draft], kind=kind, visibility=visibility, about_person=about_person, by=by)[0]


def propose_items(
    step: StepView, drafts: Collection[ItemDraft], *, kind: str, visibility: str = "public",
    about_person: UUID | None = None, by: Actor,
) -> list[ItemView]:  # fmt: skip
    """Several new items at once, numbered in the order given: for imports and paper."""
    with acting("proceedings.propose", by=by, initiative_id=step.initiative_id) as doing:
        first = _next_number(step.initiative_id)
        made = [
            Item(
                initiative_id=step.initiative_id, number=first + place, kind=kind, origin_step_id=step.id,
                about_person_id=about_person, visibility=visibility, lot=secrets.randbelow(LOTS), made_at=now(),
            )
            for place, _ in enumerate(drafts)
        ]  # fmt: skip
        Item.objects.bulk_create(made)
        _write_versions([(item, 1, draft, None) for item, draft in zip(made, drafts, strict=True)], by)
        doing.subject = f"register.step:{step.id}"
        doing.codes = {"kind": kind, "numbers": [item.number for item in made[:20]], "count": len(made)}
    found = current([item.pk for item in made])
    return [found[item.pk] for item in made]


def revise_item(
    item_id: UUID,
    draft: ItemDraft,
    *,
    seen_version: int,
    reason: str = "",
    by: Actor,
    kind: str | None = None,
) -> ItemView:
    """A new version of an item.

    ``seen_version`` is the version that the writer had before her: where somebody else was
    faster, nothing is written and the refusal ``changed-meanwhile`` says so.
    """
    with acting("proceedings.revise", by=by) as doing:
        item = Item.objects.select_for_update().get(pk=item_id)
        if item.latest != seen_version:
            raise Refused(Refusal("changed-meanwhile", {"version": item.latest}, status=409))
        item.latest += 1
        item.kind = kind or item.kind
        item.save(update_fields=["latest", "kind"])
        _write_versions([(item, item.latest, draft, reason or None)], by)
        doing.subject, doing.initiative_id = f"proceedings.item:{item_id}", item.initiative_id
        doing.codes = {"version": item.latest}
    return current([item_id])[item_id]


def link_items(from_ids: Collection[UUID], to_id: UUID, kind: str, *, by: Actor) -> None:
    """That items went into another (merged), came to another (derived, split), answer or repeat it. No circles."""
    with acting("proceedings.link", by=by) as doing:
        for source in from_ids:
            if source == to_id or _reaches(to_id, source):
                raise Refused(Refusal("link-circle", status=409))
            if ItemLink.objects.filter(from_item_id=source, to_item_id=to_id, kind=kind).exists():
                raise Refused(Refusal("changed-meanwhile", status=409))
            ItemLink.objects.create(from_item_id=source, to_item_id=to_id, kind=kind, **signature(by))
        doing.subject, doing.codes = (
            f"proceedings.item:{to_id}",
            {"kind": kind, "from": [str(key) for key in from_ids]},
        )


def show_item(item_id: UUID, visibility: str, *, by: Actor) -> None:
    """Let everybody see an item, or only the team."""
    with acting("proceedings.show", by=by) as doing:
        Item.objects.filter(pk=item_id).update(visibility=visibility)
        doing.subject, doing.codes = f"proceedings.item:{item_id}", {"visibility": visibility}


def hide(*, item_id: UUID | None = None, remark_id: UUID | None = None, reason: str, by: Actor) -> None:
    """Take an item or a remark down, with a reason. It stays on record and can be put back.

    Whoever wrote it is told, if she has an account; with the reference on her slip she reads the reason too.
    """
    with acting("proceedings.hide", by=by) as doing:
        text = Text.objects.create(body=reason)
        row = Hiding.objects.create(item_id=item_id, remark_id=remark_id, reason=text, **signature(by))
        _tell_author(row, item_id, remark_id)
        if item_id:
            Item.objects.filter(pk=item_id).update(visibility=Item.Visibility.HIDDEN)
        if remark_id:
            Remark.objects.filter(pk=remark_id).update(shown=False)
        doing.subject = f"proceedings.item:{item_id}" if item_id else f"proceedings.remark:{remark_id}"


def show_remark(remark_id: UUID, *, by: Actor) -> None:
    """Let everybody read a remark that was waiting."""
    with acting("proceedings.show-remark", by=by, subject=f"proceedings.remark:{remark_id}"):
        Remark.objects.filter(pk=remark_id, hidings__isnull=True).update(shown=True)


def put_back(*, item_id: UUID | None = None, remark_id: UUID | None = None, by: Actor) -> None:
    """Show again what was taken down."""
    with acting("proceedings.put-back", by=by) as doing:
        subject = Q(item_id=item_id) if item_id else Q(remark_id=remark_id)
        Hiding.objects.filter(subject, lifted_at__isnull=True).update(lifted_at=now())
        if item_id:
            Item.objects.filter(pk=item_id).update(visibility=Item.Visibility.PUBLIC)
        if remark_id:
            Remark.objects.filter(pk=remark_id).update(shown=True)
        doing.subject = f"proceedings.item:{item_id}" if item_id else f"proceedings.remark:{remark_id}"


def add_remark(
    item_id: UUID, text: str, *, act_id: UUID, parent_id: UUID | None = None, shown: bool = True, by: Actor
) -> UUID:
    """A remark on an item, belonging to the act by which it was made."""
    with acting("proceedings.remark", by=by) as doing:
        row = Remark.objects.create(
            item_id=item_id,
            act_id=act_id,
            parent_id=parent_id,
            text=Text.objects.create(body=text),
            shown=shown,
        )
        doing.subject = f"proceedings.item:{item_id}"
    return row.pk


def _tell_author(row: Hiding, item_id: UUID | None, remark_id: UUID | None) -> None:
    wrote = Act.objects.filter(person_id__isnull=False)
    if item_id:
        wrote = wrote.filter(traces__item_id=item_id, traces__role=Trace.As.AUTHOR)
    else:
        wrote = wrote.filter(remarks=remark_id)
    for person_id in wrote.values_list("person_id", flat=True):
        Outbox.objects.get_or_create(
            key=f"taken-down:{row.pk}", defaults={
                "person_id": person_id, "kind": "taken-down", "subject": f"proceedings.hiding:{row.pk}",
                "due_at": now(),
            },
        )  # fmt: skip


def _next_number(initiative_id: UUID) -> int:
    """The next number of a joint project, held against anybody else until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"item-number:{initiative_id}"]
            )
    found = Item.objects.filter(initiative_id=initiative_id).aggregate(last=Max("number"))["last"]
    return (found or 0) + 1


def _write_versions(rows: Collection[tuple[Item, int, ItemDraft, str | None]], by: Actor) -> None:
    texts: list[Text] = []

    def text(body: str | None, language: str) -> Text | None:
        if not body:
            return None
        texts.append(Text(body=body, language=language))
        return texts[-1]

    versions = [
        ItemVersion(
            item=item, version=version, title=text(draft.title, draft.language), body=text(draft.body, draft.language),
            picture=draft.picture, cost_low=draft.cost_low, cost_central=draft.cost_central,
            cost_high=draft.cost_high, currency=draft.currency, category=draft.category, area_id=draft.area_id,
            lat=draft.lat, lon=draft.lon, reason=text(reason, draft.language), **signature(by),
        )
        for item, version, draft, reason in rows
    ]  # fmt: skip
    Text.objects.bulk_create(texts)
    ItemVersion.objects.bulk_create(versions)


def _reaches(start: UUID, goal: UUID) -> bool:
    seen, wanted = {start}, {start}
    while wanted:
        rows = ItemLink.objects.filter(from_item_id__in=wanted, kind__in=ItemLink.HEIRS)
        wanted = set(rows.values_list("to_item_id", flat=True)) - seen
        if goal in wanted:
            return True
        seen |= wanted
    return False
