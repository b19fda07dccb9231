"""Putting ideas forward, supporting them, remarking on them, moderating them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from coproduce.core import Actor, BadInput, require
from coproduce.core.acting import acting
from coproduce.engines.kernel import digest
from coproduce.instruments.ideas.rules import check_draft, check_switched_on, settings_of
from coproduce.proceedings.public import (
    ItemDraft,
    ItemView,
    add_remark,
    hide,
    make_promise,
    promised_days,
    propose_item,
    put_back,
    record_act,
    record_fate,
    revise_item,
    show_item,
    today,
)
from coproduce.register.public import StepView, steps_of


@dataclass(frozen=True)
class Proposed:
    """An idea that was put forward, and the reference with which its author finds her answer."""

    item: ItemView
    reference: str


def propose(step: StepView, draft: ItemDraft, *, by: Actor) -> Proposed:
    """Put an idea forward: it gets its number, its author an act with a reference, the agency its promises."""
    settings = settings_of(step.settings)
    if problems := check_draft(draft, settings):
        raise BadInput(problems)
    with acting("ideas.propose", by=by, initiative_id=step.initiative_id) as doing:
        shown = "draft" if settings.moderation == "before" else "public"
        kind = (step.gives or {}).get("items", "idea")
        item = propose_item(step, draft, kind=kind, visibility=shown, by=by)
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


def remark(step: StepView, item_id: UUID, text: str, *, parent_id: UUID | None = None, by: Actor) -> UUID:
    """Remark on an idea, or on a remark."""
    settings = settings_of(step.settings)
    require(check_switched_on(settings, "remarks"))
    with acting("ideas.remark", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        act, _ = record_act(step, "remarked", by=by, traces={item_id: "source"})
        return add_remark(
            item_id, text, act_id=act, parent_id=parent_id, shown=settings.moderation == "after", by=by
        )


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


def _promise(step: StepView, item_id: UUID, *, by: Actor) -> None:
    here = steps_of([step.initiative_id])[step.initiative_id]
    for stage, day in promised_days(step, here, today()).items():
        make_promise(stage, day, items=[item_id], by=by)
