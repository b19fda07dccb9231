"""Costing ideas: a price with its range, several made one, one made several, or a no with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.instruments.budget.queries import PROJECT
from coproduce.instruments.budget.rules import Costing, check_costing, problem
from coproduce.proceedings.public import (
    ItemDraft,
    ItemView,
    current,
    is_final,
    link_items,
    propose_items,
    record_fate,
    revise_item,
    stories,
)
from coproduce.register.public import StepView


def cost(step: StepView, item_id: UUID, costing: Costing, *, seen_version: int, by: Actor) -> ItemView:
    """Give an idea its price, as a range, with where the figure comes from: it becomes a project."""
    if problems := check_costing(costing, step.settings or {}):
        raise BadInput(problems)
    with acting("budget.cost", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        _check_unanswered([item_id])
        item = _item(item_id)
        made = revise_item(
            item_id, _priced(item, costing), seen_version=seen_version, reason=costing.basis,
            kind=_kind(step), by=by,
        )  # fmt: skip
        record_fate("considered", items=[item_id], reason=costing.basis, source=step.subject, by=by)
    return made


def merge(step: StepView, item_ids: Collection[UUID], into_id: UUID, *, reason: str, by: Actor) -> None:
    """Several ideas become part of one: each keeps its number and lives on in the other's story."""
    if not reason.strip():
        raise BadInput([problem("reason", "Say why these belong together")])
    _check_merging(step)
    with acting("budget.merge", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{into_id}"
        _check_unanswered([*item_ids, into_id])
        link_items(item_ids, into_id, "merged", by=by)
        record_fate("considered", items=item_ids, outcome="merged", reason=reason, source=step.subject, by=by)


def split(
    step: StepView, item_id: UUID, parts: Sequence[ItemDraft], *, reason: str, by: Actor
) -> list[ItemView]:
    """One idea becomes several: each part has a number of its own, and the idea lives on in all of them."""
    problems = [] if reason.strip() else [problem("reason", "Say why this is divided")]
    if len(parts) < 2 or not all(part.title.strip() for part in parts):
        problems.append(problem("parts", "Give at least two parts, each with a name"))
    if problems:
        raise BadInput(problems)
    _check_merging(step)
    with acting("budget.split", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        _check_unanswered([item_id])
        made = propose_items(step, parts, kind=_item(item_id).kind, by=by)
        for part in made:
            link_items([item_id], part.id, "split", by=by)
        record_fate("considered", items=[item_id], outcome="split", reason=reason, source=step.subject, by=by)
    return made


def decline(step: StepView, item_id: UUID, *, reason: str, referred_to: str = "", by: Actor) -> None:
    """Say no to an idea, with the reason; or pass it on to somebody who can do it."""
    if not reason.strip():
        raise BadInput([problem("reason", "Say why. Everybody who supported this idea will read it")])
    with acting("budget.decline", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = f"proceedings.item:{item_id}"
        _check_unanswered([item_id])
        outcome = "referred" if referred_to else "declined"
        text = f"{reason} Passed on to {referred_to}." if referred_to else reason
        record_fate("decided", items=[item_id], outcome=outcome, reason=text, source=step.subject, by=by)


def _check_unanswered(item_ids: Collection[UUID]) -> None:
    """Two people at one idea: once it went into another, was divided or has its answer, the second is told so."""
    told = stories(item_ids)
    for key in item_ids:
        story = told[key]
        if story.heirs or (story.latest and is_final(story.latest.stage, story.latest.outcome)):
            raise Refused(Refusal("changed-meanwhile", {}, status=409))


def _check_merging(step: StepView) -> None:
    if not (step.settings or {}).get("split_and_merge", True):
        raise Refused(Refusal("budget-no-merging", status=409))


def _kind(step: StepView) -> str:
    return (step.gives or {}).get("items", PROJECT)


def _item(item_id: UUID) -> ItemView:
    return current([item_id])[item_id]


def _priced(item: ItemView, costing: Costing) -> ItemDraft:
    names = ItemDraft.__dataclass_fields__
    draft = ItemDraft(**{name: getattr(item, name) for name in names if name != "language"})
    return replace(
        draft,
        cost_low=costing.low,
        cost_central=costing.central,
        cost_high=costing.high,
        currency=costing.currency,
    )
