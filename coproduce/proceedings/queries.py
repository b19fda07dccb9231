"""Who is known as what at a stage, what somebody did, and remarks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from coproduce.core import Actor
from coproduce.core.codes import code_digest
from coproduce.core.models import Text
from coproduce.people.public import code_is_valid, is_resident
from coproduce.proceedings.models import Act, Hiding, Remark, RollEntry, Trace
from coproduce.proceedings.rules import Admission
from coproduce.proceedings.values import ActView
from coproduce.register.public import StepView, duties


def admission(actor: Actor, step: StepView) -> Admission:
    """All that the rules need to know of an actor at a stage: a handful of reads, none of them per row."""
    person = actor.person_id
    mine = Q(person_id=person) if person else Q(pk__in=[])
    if actor.code:
        mine |= Q(voter_code_hash=actor.code)
    names = frozenset(
        RollEntry.objects.filter(
            mine, roll__step__initiative_id=step.initiative_id, left_on__isnull=True
        ).values_list("roll__name", flat=True)
    )
    return Admission(
        duties=duties(person, step.initiative_id),
        resident=person is not None and is_resident(person, step.area_id),
        code=bool(actor.code) and code_is_valid(actor.code, str(step.id)),
        rolls=names,
        took_part=person is not None
        and Act.objects.filter(person_id=person, step__initiative_id=step.initiative_id).exists(),
    )


def first_role(person_id: UUID, step_id: UUID) -> str:
    """The role of her first act at a stage, which counts for all others there; empty where she has none."""
    return first_roles(person_id, [step_id]).get(step_id, "")


def first_roles(person_id: UUID, step_ids: Collection[UUID]) -> dict[UUID, str]:
    """The role of her first act at each stage; stages where she did nothing yet, or in no role, are left out."""
    found = (
        Act.objects.filter(person_id=person_id, step_id__in=step_ids).exclude(role="").order_by("-at", "-id")
    )
    return dict(found.values_list("step_id", "role"))


def acts_of_person(person_id: UUID) -> list[ActView]:
    """All that a person did, newest first, with what she made her own by its slip."""
    return _acts(Q(person_id=person_id) | Q(adoption__person_id=person_id))


def took_part(step_ids: Collection[UUID]) -> tuple[frozenset[UUID], int]:
    """Who did something at these stages, and how many acts came without a person behind them."""
    rows = Act.objects.filter(step_id__in=step_ids)
    people = rows.filter(person_id__isnull=False).values_list("person_id", flat=True).distinct()
    return frozenset(people), rows.filter(person_id__isnull=True).count()


def acts_of_claim(code: str) -> list[ActView]:
    """What was done with the slip that carries this reference."""
    return _acts(Q(claim_hash=code_digest(code, "claim")))


def _acts(condition: Q) -> list[ActView]:
    rows = list(Act.objects.filter(condition).order_by("-on", "-id"))
    touched: dict[UUID, list[UUID]] = {}
    for act, item in Trace.objects.filter(act__in=rows).order_by("id").values_list("act_id", "item_id"):
        touched.setdefault(act, []).append(item)
    return [
        ActView(
            row.pk,
            row.step_id,
            row.kind,
            row.on,
            row.role,
            row.secret,
            row.ref,
            tuple(touched.get(row.pk, ())),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class RemarkView:
    """A remark as shown."""

    id: UUID
    item_id: UUID
    text: str
    role: str
    on: date
    parent_id: UUID | None
    shown: bool
    act_id: UUID | None = None
    taken_down: str = ""

    @property
    def waits(self) -> bool:
        """Whether nobody has read it yet."""
        return not self.shown and not self.taken_down


def remarks(item_ids: Collection[UUID], *, hidden: bool = False) -> dict[UUID, list[RemarkView]]:
    """Remarks on each item, oldest first; those that wait or were taken down only where ``hidden``."""
    chosen = Q(item_id__in=item_ids) & (Q() if hidden else Q(shown=True))
    return _remarks(chosen, item_ids)


def remarks_to_read(step_id: UUID) -> dict[UUID, list[RemarkView]]:
    """Remarks on a stage's items that are not shown: waiting to be read, or taken down; by item."""
    chosen = Q(item__origin_step_id=step_id, shown=False)
    return _remarks(
        chosen, list(dict.fromkeys(Remark.objects.filter(chosen).values_list("item_id", flat=True)))
    )


def remarks_of_acts(act_ids: Collection[UUID]) -> dict[UUID, RemarkView]:
    """The remark that each of these acts made, shown or not."""
    chosen = Q(act_id__in=act_ids)
    items = list(Remark.objects.filter(chosen).values_list("item_id", flat=True))
    return {one.act_id: one for found in _remarks(chosen, items).values() for one in found if one.act_id}


def remarks_of_ids(ids: Collection[UUID]) -> dict[UUID, RemarkView]:
    """Remarks by id, shown or not."""
    chosen = Q(pk__in=list(ids))
    items = list(Remark.objects.filter(chosen).values_list("item_id", flat=True))
    return {one.id: one for found in _remarks(chosen, items).values() for one in found}


def why_hidden(item_ids: Collection[UUID]) -> dict[UUID, str]:
    """Why each of these items is taken down; those that are not are left out."""
    rows = list(Hiding.objects.filter(item_id__in=item_ids, lifted_at__isnull=True).order_by("at"))
    texts = dict(Text.objects.filter(pk__in={row.reason_id for row in rows}).values_list("pk", "body"))
    return {row.item_id: texts[row.reason_id] for row in rows if row.item_id}


def _remarks(chosen: Q, item_ids: Collection[UUID]) -> dict[UUID, list[RemarkView]]:
    rows = list(Remark.objects.filter(chosen).select_related("act").order_by("act__at", "id"))
    down = {
        row.remark_id: row.reason_id
        for row in Hiding.objects.filter(
            remark__in=[row.pk for row in rows if not row.shown], lifted_at__isnull=True
        )
    }
    wanted = {row.text_id for row in rows} | set(down.values())
    texts = dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body"))
    found: dict[UUID, list[RemarkView]] = {key: [] for key in item_ids}
    for row in rows:
        reason = down.get(row.pk)
        found[row.item_id].append(
            RemarkView(
                row.pk, row.item_id, texts[row.text_id], row.act.role, row.act.on, row.parent_id, row.shown,
                row.act_id, texts[reason] if reason else "",
            )
        )  # fmt: skip
    return found


def supporters(item_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many supported each item."""
    rows = (
        Trace.objects.filter(item_id__in=item_ids, role=Trace.As.SUPPORTER)
        .values("item_id")
        .annotate(n=Count("id"))
    )
    counted = {row["item_id"]: row["n"] for row in rows}
    return {key: counted.get(key, 0) for key in item_ids}


def is_author(person_id: UUID | None, item_id: UUID) -> bool:
    """Whether this person put the item forward."""
    if person_id is None:
        return False
    return Trace.objects.filter(item_id=item_id, role=Trace.As.AUTHOR, act__person_id=person_id).exists()


def act_counts(step_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many acts of each kind each stage has."""
    found: dict[UUID, dict[str, int]] = {key: {} for key in step_ids}
    for row in Act.objects.filter(step_id__in=step_ids).values("step_id", "kind").annotate(n=Count("id")):
        found[row["step_id"]][row["kind"]] = row["n"]
    return found
