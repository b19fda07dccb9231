"""Putting ideas forward, supporting them, remarking on them, moderating them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from coproduce.core import Actor, BadInput, Refusal, Refused, now, require
from coproduce.core.acting import acting
from coproduce.core.models import Outbox, Text
from coproduce.engines.kernel import digest
from coproduce.instruments.ideas.models import Concern, Spot
from coproduce.instruments.ideas.rules import check_draft, check_switched_on, settings_of
from coproduce.proceedings.public import (
    ItemDraft,
    ItemView,
    NewPicture,
    add_remark,
    hide,
    keep_picture,
    make_promise,
    promised_days,
    propose_item,
    put_back,
    record_act,
    record_fate,
    remarks,
    revise_item,
    show_item,
    show_remark,
    today,
)
from coproduce.register.public import StepView, steps_of, team_of


@dataclass(frozen=True)
class Proposed:
    """An idea that was put forward, and the reference with which its author finds her answer."""

    item: ItemView
    reference: str


def propose(
    step: StepView, draft: ItemDraft, *, place: str = "", picture: NewPicture | None = None, by: Actor
) -> Proposed:
    """Put an idea forward: it gets its number, its author an act with a reference, the agency its promises.

    ``place`` is where it is, in words; ``picture`` was made small before (``remake``), outside of any transaction.
    """
    settings = settings_of(step.settings)
    if problems := check_draft(draft, settings, place=place):
        raise BadInput(problems)
    with acting("ideas.propose", by=by, initiative_id=step.initiative_id) as doing:
        shown = "draft" if settings.moderation == "before" else "public"
        kind = (step.gives or {}).get("items", "idea")
        if picture and settings.pictures:
            draft = replace(draft, picture=str(keep_picture(picture, by=by)))
        item = propose_item(step, draft, kind=kind, visibility=shown, by=by)
        if place.strip():
            Spot.objects.create(item_id=item.id, name=Text.objects.create(body=place.strip()))
        _, reference = record_act(step, "proposed", by=by, traces={item.id: "author"}, slip=True)
        _promise(step, item.id, by=by)
        doing.subject, doing.codes = item.ref, {"number": item.number}
    return Proposed(item, reference)


def support(step: StepView, item_id: UUID, *, by: Actor) -> str:
    """Say that one is for an idea; once for each person (or visitor). Returns a reference for the slip."""
    require(check_switched_on(settings_of(step.settings), "support"))
    with acting("ideas.support", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        who = by.person_id or by.visitor
        ref = f"support:{digest(f'{item_id}|{who}'.encode())[:40]}" if who else ""
        return record_act(step, "supported", by=by, ref=ref, traces={item_id: "supporter"}, slip=True)[1]


def remark(step: StepView, item_id: UUID, text: str, *, parent_id: UUID | None = None, by: Actor) -> str:
    """Remark on an idea, or reply to a remark that everybody can read. Returns the reference for the slip.

    A reply to a reply stands under the same remark: two levels are enough to follow.
    """
    settings = settings_of(step.settings)
    require(check_switched_on(settings, "remarks"))
    if parent_id:
        above = {one.id: one for one in remarks([item_id])[item_id]}.get(parent_id)
        if above is None:
            raise Refused(Refusal("not-found", status=404))
        parent_id = above.parent_id or above.id
    with acting("ideas.remark", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        act, reference = record_act(step, "remarked", by=by, traces={item_id: "source"}, slip=True)
        add_remark(
            item_id, text, act_id=act, parent_id=parent_id, shown=settings.moderation == "after", by=by
        )
    return reference


def revise(step: StepView, item_id: UUID, draft: ItemDraft, *, seen_version: int, by: Actor) -> ItemView:
    """Put one's own idea in other words while the stage is open."""
    if problems := check_draft(draft, settings_of(step.settings)):
        raise BadInput(problems)
    with acting("ideas.revise", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        return revise_item(item_id, draft, seen_version=seen_version, by=by)


def withdraw(step: StepView, item_id: UUID, *, by: Actor) -> None:
    """Take one's own idea back. It keeps its number; its story ends."""
    with acting("ideas.withdraw", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        record_fate(
            "decided",
            items=[item_id],
            outcome="withdrawn",
            reason="Taken back by whoever put it forward.",
            by=by,
        )


def moderate(step: StepView, item_id: UUID, verdict: str, *, reason: str = "", by: Actor) -> None:
    """Show an idea that was waiting, take one down with a reason, or put it back (``show``, ``hide``, ``put-back``)."""
    with acting("ideas.moderate", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject, doing.codes = f"proceedings.item:{item_id}", {"verdict": verdict}
        if verdict == "show":
            show_item(item_id, "public", by=by)
        elif verdict == "hide":
            hide(item_id=item_id, reason=reason, by=by)
        else:
            put_back(item_id=item_id, by=by)


def moderate_remark(step: StepView, remark_id: UUID, verdict: str, *, reason: str = "", by: Actor) -> None:
    """Show a remark that was waiting, take one down with a reason, or put it back: one by one."""
    with acting("ideas.moderate-remark", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject, doing.codes = f"proceedings.remark:{remark_id}", {"verdict": verdict}
        if verdict == "show":
            show_remark(remark_id, by=by)
        elif verdict == "hide":
            hide(remark_id=remark_id, reason=reason, by=by)
        else:
            put_back(remark_id=remark_id, by=by)


def worry(step: StepView, item_id: UUID, text: str, *, remark_id: UUID | None = None, by: Actor) -> UUID:
    """Say that an idea or a remark is worrying: the team reads it, nobody else; who said it is not kept."""
    nobody = Actor(channel=by.channel, clerk_id=by.clerk_id)
    with acting("ideas.worry", by=nobody, initiative_id=step.initiative_id) as doing:
        row = Concern.objects.create(
            step_id=step.id,
            item_id=item_id,
            remark_id=remark_id,
            text=Text.objects.create(body=text),
            at=now(),
        )
        for person_id in team_of(step.initiative_id, ["lead", "facilitator"]):
            Outbox.objects.create(
                key=f"worry:{row.pk}:{person_id}", person_id=person_id, kind="worry",
                subject=f"ideas.concern:{row.pk}", due_at=now(),
            )  # fmt: skip
        doing.subject = f"ideas.concern:{row.pk}"
    return row.pk


def answer_worry(step: StepView, concern_id: UUID, text: str, *, by: Actor) -> None:
    """Write down what was done about a worry. Once: two people at it, and the second is told."""
    with acting("ideas.answer-worry", by=by, initiative_id=step.initiative_id) as doing:
        said = Text.objects.create(body=text)
        changed = Concern.objects.filter(pk=concern_id, step_id=step.id, answered_at__isnull=True).update(
            answered_at=now(), answered_by_id=by.person_id, answer=said
        )
        if not changed:
            known = Concern.objects.filter(pk=concern_id, step_id=step.id).exists()
            raise Refused(
                Refusal("changed-meanwhile", status=409) if known else Refusal("not-found", status=404)
            )
        doing.subject = f"ideas.concern:{concern_id}"


def forget_places(item_ids: Collection[UUID], *, by: Actor) -> int:
    """Take the names of places off these ideas. Returns how many there were."""
    with acting("ideas.forget", by=by) as doing:
        rows = Spot.objects.filter(item_id__in=item_ids)
        texts = list(rows.values_list("name_id", flat=True))
        rows.delete()
        Text.objects.filter(pk__in=texts).update(body="", redacted_at=now())
        doing.codes = {"places": len(texts)}
    return len(texts)


def _promise(step: StepView, item_id: UUID, *, by: Actor) -> None:
    here = steps_of([step.initiative_id])[step.initiative_id]
    for stage, day in promised_days(step, here, today()).items():
        make_promise(stage, day, items=[item_id], by=by)
