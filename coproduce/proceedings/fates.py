"""What happened to what was said: fates, promises and what is late, derived whenever asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from coproduce.core import now
from coproduce.core.models import Text
from coproduce.proceedings.items import heirs
from coproduce.proceedings.models import FATE_ORDER, Act, Fate, Item, ItemLink, Promise
from coproduce.proceedings.rules import FINAL_OUTCOMES, FINAL_STAGES, is_final, overdue
from coproduce.proceedings.values import FateView, PromiseView
from coproduce.register.public import steps_of

T = TypeVar("T")


@dataclass(frozen=True)
class Story:
    """What happened to one item so far, oldest first, and what is promised next."""

    fates: tuple[FateView, ...] = ()
    promises: tuple[PromiseView, ...] = ()
    heirs: frozenset[UUID] = frozenset()

    @property
    def latest(self) -> FateView | None:
        """The furthest fate: by stage, then by time."""
        return self.fates[-1] if self.fates else None

    @property
    def next_promise(self) -> PromiseView | None:
        """The promise that is due first and not yet kept; none once the story has ended."""
        if self.latest and is_final(self.latest.stage, self.latest.outcome):
            return None
        reached = FATE_ORDER[self.latest.stage] if self.latest else -1
        ahead = [promise for promise in self.promises if FATE_ORDER[promise.stage] > reached]
        return min(ahead, key=lambda promise: (promise.due_on, promise.stage), default=None)

    @property
    def is_late(self) -> bool:
        """Whether the public side owes an answer that should be here."""
        return self.next_promise is not None and self.next_promise.overdue

    @property
    def is_settled(self) -> bool:
        """Whether nothing stands against closing: a final fate, or a promise that is still ahead of us."""
        if self.latest and is_final(self.latest.stage, self.latest.outcome):
            return True
        return self.next_promise is not None and not self.next_promise.overdue


def today() -> date:
    """Today in the agency's time zone."""
    return timezone.localdate(now())


def stories(item_ids: Collection[UUID]) -> dict[UUID, Story]:
    """The story of each item; one that lives on in others tells theirs too, furthest last."""
    lives_on = heirs(item_ids)
    subjects = {key for ends in lives_on.values() for key in ends} | set(item_ids)
    fates, promises = _by_item(subjects)
    found = {}
    for key in item_ids:
        chain = {key, *lives_on[key]}
        told = sorted(
            (fate for subject in chain for fate in fates.get(subject, ())),
            key=lambda fate: (FATE_ORDER[fate.stage], fate.at),
        )
        reached = told[-1].stage if told else None
        found[key] = Story(tuple(told), _marked(key, lives_on[key], promises, reached), lives_on[key] - {key})
    return found


def furthest(item_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Stage and outcome of the furthest word on each item, as its story has it: for tables of very many."""
    lives_on = heirs(item_ids)
    subjects = {key for ends in lives_on.values() for key in ends} | set(item_ids)
    rows = Fate.objects.filter(item_id__in=subjects, superseded_by__isnull=True).order_by("at", "id")
    last: dict[UUID, tuple[int, datetime, str, str]] = {}
    for key, stage, outcome, moment in rows.values_list("item_id", "stage", "outcome", "at"):
        word = (FATE_ORDER[stage], moment, stage, outcome)
        if key and (key not in last or word[:2] >= last[key][:2]):
            last[key] = word
    found = {}
    for key in item_ids:
        words = [last[one] for one in sorted({key, *lives_on[key]}) if one in last]
        found[key] = max(words, key=lambda word: word[:2])[2:] if words else ("received", "")
    return found


def step_stories(step_ids: Collection[UUID]) -> dict[UUID, Story]:
    """The story of what a stage gathered as a whole: for votes and survey answers, which belong to no item."""
    fate_rows = list(
        Fate.objects.filter(step_id__in=step_ids, superseded_by__isnull=True).order_by("at", "id")
    )
    promise_rows = list(Promise.objects.filter(step_id__in=step_ids))
    texts = _texts([*fate_rows, *promise_rows])
    fates = _grouped((row.step_id, _fate(row, texts)) for row in fate_rows if row.step_id)
    promises = _live([(row.step_id, row) for row in promise_rows if row.step_id], texts)
    found = {}
    for key in step_ids:
        told = sorted(fates.get(key, ()), key=lambda fate: (FATE_ORDER[fate.stage], fate.at))
        found[key] = Story(tuple(told), _marked(key, {key}, promises, told[-1].stage if told else None))
    return found


def changed_lately(*, most: int, initiative_id: UUID | None = None, since: str = "considered") -> list[UUID]:
    """Items that everybody may see and that came to a stage of their fate last (``since`` or later), newest first."""
    far = [stage for stage, place in FATE_ORDER.items() if place >= FATE_ORDER[since]]
    rows = Fate.objects.filter(item__visibility=Item.Visibility.PUBLIC, stage__in=far)
    if initiative_id:
        rows = rows.filter(item__initiative_id=initiative_id)
    seen: dict[UUID, None] = {}
    for key in rows.order_by("-at", "-id").values_list("item_id", flat=True)[: most * 8]:
        if key:
            seen[key] = None
    return list(seen)[:most]


def owed(*, most: int, initiative_id: UUID | None = None) -> list[UUID]:
    """Items that everybody may see on which the public side is late, the longest owed first.

    Worked out by the database, as ``Story.is_late`` says it: a live promise whose day is past, for a stage that
    the item has not come to. What was merged, divided or led to others lives on there and is owed there.
    """
    final = When(Q(outcome__in=FINAL_OUTCOMES) | Q(stage__in=FINAL_STAGES), then=Value(len(FATE_ORDER)))
    told = Fate.objects.filter(item_id=OuterRef("item_id"), superseded_by__isnull=True).values("item_id")
    lives_on = ItemLink.objects.filter(from_item_id=OuterRef("item_id"), kind__in=ItemLink.HEIRS)
    # One look-up for each promise: as anti-joins, PostgreSQL goes through all fates for each of them.
    rows = Promise.objects.alias(
        far=_place("stage"), reached=Subquery(told.annotate(most=Max(_place("stage", final))).values("most"))
    ).filter(
        ~Exists(lives_on), Q(reached__isnull=True) | Q(reached__lt=F("far")),
        item__visibility=Item.Visibility.PUBLIC, due_on__lt=today(), side="public", replaced_by__isnull=True,
    )  # fmt: skip
    if initiative_id:
        rows = rows.filter(item__initiative_id=initiative_id)
    found = rows.values("item_id").annotate(first=Min("due_on")).order_by("first", "item_id")
    return [row["item_id"] for row in found[:most]]


def _place(column: str, *first: When) -> Case:
    """How far a stage is, as the database counts it; what ``first`` says goes before."""
    return Case(*first, *(When(**{column: stage}, then=Value(place)) for stage, place in FATE_ORDER.items()))


def unsettled(initiative_id: UUID) -> list[UUID]:
    """Items of a joint project that have neither a final fate nor a promise ahead: they stand against closing it.

    An idea that nobody has read yet is owed an answer like any other; one that was taken down has had it.
    """
    ids = list(
        Item.objects.filter(initiative_id=initiative_id)
        .exclude(visibility=Item.Visibility.HIDDEN)
        .order_by("number")
        .values_list("pk", flat=True)
    )
    told = stories(ids)
    return [key for key in ids if not told[key].is_settled]


def unsettled_steps(initiative_id: UUID) -> list[UUID]:
    """Stages where people did what belongs to no item (a vote, an answer) and have not heard what was decided."""
    held = [step.id for step in steps_of([initiative_id])[initiative_id] if not step.cancelled_at]
    rows = Act.objects.filter(step_id__in=held, traces__isnull=True)
    rows = rows.filter(Q(secret=True) | ~Q(claim_hash=""))
    ids = list(dict.fromkeys(rows.order_by("step_id").values_list("step_id", flat=True)))
    told = step_stories(ids)
    return [key for key in ids if not _step_is_settled(told[key])]


def _step_is_settled(story: Story) -> bool:
    decided = FATE_ORDER["decided"]
    return story.is_settled or (story.latest is not None and FATE_ORDER[story.latest.stage] >= decided)


def _by_item(ids: Collection[UUID]) -> tuple[dict[UUID, list[FateView]], dict[UUID, list[PromiseView]]]:
    fate_rows = list(Fate.objects.filter(item_id__in=ids, superseded_by__isnull=True).order_by("at", "id"))
    promise_rows = list(Promise.objects.filter(item_id__in=ids))
    texts = _texts([*fate_rows, *promise_rows])
    fates = _grouped((row.item_id, _fate(row, texts)) for row in fate_rows if row.item_id)
    return fates, _live([(row.item_id, row) for row in promise_rows if row.item_id], texts)


def _texts(rows: Iterable[Fate | Promise]) -> dict[UUID | None, str]:
    wanted = {row.reason_id for row in rows if row.reason_id}
    found: dict[UUID | None, str] = {}
    if wanted:
        found.update(Text.objects.filter(pk__in=wanted).values_list("pk", "body"))
    return found


def _fate(row: Fate, texts: dict[UUID | None, str]) -> FateView:
    return FateView(
        row.stage, row.outcome, row.at, texts.get(row.reason_id, ""), row.progress, row.source, row.by_role
    )


def _live(rows: list[tuple[UUID, Promise]], texts: dict[UUID | None, str]) -> dict[UUID, list[PromiseView]]:
    """Promises that nothing replaces, each with the date that was promised first."""
    by_id = {row.pk: row for _, row in rows}
    replaced = {row.replaces_id for _, row in rows if row.replaces_id}
    found = []
    for subject, row in rows:
        if row.pk in replaced:
            continue
        first = row
        while first.replaces_id and first.replaces_id in by_id:
            first = by_id[first.replaces_id]
        found.append((
            subject,
            PromiseView(
                row.pk, row.stage, row.due_on, row.side, first.due_on, row.organisation_id,
                texts.get(row.reason_id, ""), subject_id=subject,
            ),
        ))  # fmt: skip
    return _grouped(found)


def _marked(
    key: UUID, heirs: Collection[UUID], promises: dict[UUID, list[PromiseView]], reached: str | None
) -> tuple[PromiseView, ...]:
    """The promises that hold for something: those of what it lives on in, with the day that was promised first."""
    day = today()
    chain = {key, *heirs}
    inherited = {one.stage for heir in heirs if heir != key for one in promises.get(heir, ())}
    first = {one.stage: one.first_due_on for one in promises.get(key, ())}
    marked = [
        replace(
            promise,
            first_due_on=min(promise.first_due_on, first.get(promise.stage, promise.first_due_on)),
            overdue=overdue(promise.due_on, promise.side, promise.stage, reached, day),
        )
        for subject in chain
        for promise in promises.get(subject, ())
        if subject != key or subject in heirs or promise.stage not in inherited
    ]
    return tuple(sorted(marked, key=lambda promise: (promise.due_on, FATE_ORDER[promise.stage], promise.id)))


def _grouped(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
