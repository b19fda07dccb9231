"""Planning what is done by when, and reporting how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.instruments.delivery.models import Milestone, Report
from coproduce.instruments.delivery.queries import latest_progress
from coproduce.instruments.delivery.rules import check_milestone, check_report
from coproduce.proceedings.public import (
    NewPicture,
    keep_picture,
    make_promise,
    of_handover,
    record_act,
    record_fate,
)
from coproduce.register.public import StepView


@dataclass(frozen=True)
class NewReport:
    """How far a project has come; ``photo`` was made small before (``remake``)."""

    progress: int
    text: str
    spent: int | None = None
    photo: NewPicture | None = None
    next_due_on: date | None = None
    why_later: str = ""


def plan(
    step: StepView, title: str, due_on: date, *, side: str, item_id: UUID | None = None,
    organisation_id: UUID | None = None, by: Actor,
) -> UUID:  # fmt: skip
    """A milestone of one project, or a duty that holds for all of them."""
    if problems := check_milestone(title, side):
        raise BadInput(problems)
    with acting("delivery.plan", by=by, initiative_id=step.initiative_id) as doing:
        _check_ours(step, item_id)
        row = Milestone.objects.create(
            step_id=step.id,
            item_id=item_id,
            title=title,
            side=side,
            organisation_id=organisation_id,
            due_on=due_on,
        )
        doing.subject, doing.codes = (
            f"delivery.milestone:{row.pk}",
            {"side": side, "due_on": due_on.isoformat()},
        )
    return row.pk


def mark_done(step: StepView, milestone_id: UUID, done_on: date, *, by: Actor) -> None:
    """A milestone or duty was kept on this day."""
    with acting("delivery.done", by=by, initiative_id=step.initiative_id) as doing:
        open_ones = Milestone.objects.filter(dropped_reason__isnull=True, done_on__isnull=True)
        if not open_ones.filter(pk=milestone_id, step_id=step.id).update(done_on=done_on):
            raise _refusal(step, milestone_id)
        doing.subject = f"delivery.milestone:{milestone_id}"


def drop(step: StepView, milestone_id: UUID, reason: str, *, by: Actor) -> None:
    """A milestone will not be done, and why."""
    with acting("delivery.drop", by=by, initiative_id=step.initiative_id) as doing:
        text = Text.objects.create(body=reason)
        changed = Milestone.objects.filter(
            pk=milestone_id, step_id=step.id, done_on__isnull=True, dropped_reason__isnull=True
        ).update(dropped_reason=text)
        if not changed:
            raise _refusal(step, milestone_id)
        doing.subject = f"delivery.milestone:{milestone_id}"


def report(step: StepView, item_id: UUID, new: NewReport, *, by: Actor) -> None:
    """How far a project has come. At 100 it is done; before, its date may move, with the reason."""
    if problems := check_report(new.text, new.progress, before=latest_progress(step.id, item_id)):
        raise BadInput(problems)
    with acting("delivery.report", by=by, initiative_id=step.initiative_id) as doing:
        _check_ours(step, item_id)
        row = Report.objects.create(
            step_id=step.id, item_id=item_id, progress=new.progress, text=Text.objects.create(body=new.text),
            spent=new.spent, picture=str(keep_picture(new.photo, by=by)) if new.photo else "", **signature(by),
        )  # fmt: skip
        record_act(step, "reported", by=by, ref=f"delivery.report:{row.pk}")
        done = new.progress == 100
        record_fate(
            "delivered" if done else "decided", items=[item_id], outcome="accepted", progress=new.progress,
            reason=new.text, source=f"delivery.report:{row.pk}", by=by,
        )  # fmt: skip
        if new.next_due_on and not done:
            make_promise("delivered", new.next_due_on, items=[item_id], reason=new.why_later, by=by)
        doing.subject, doing.codes = f"proceedings.item:{item_id}", {"progress": new.progress}


def _refusal(step: StepView, milestone_id: UUID) -> Refused:
    known = Milestone.objects.filter(pk=milestone_id, step_id=step.id).exists()
    return Refused(Refusal("changed-meanwhile", status=409) if known else Refusal("not-found", status=404))


def _check_ours(step: StepView, item_id: UUID | None) -> None:
    if item_id and item_id not in {item.id for item in of_handover(step.id)}:
        raise Refused(Refusal("not-found", status=404))
