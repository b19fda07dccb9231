"""Acts, and what became of them: writing that somebody did something, what happened to it, what is promised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from coproduce.catalogue.public import GROUP_OF_ROLE
from coproduce.core import Actor, Refusal, Refused, new_id
from coproduce.core.acting import acting, signature
from coproduce.core.codes import code_digest, new_code
from coproduce.core.models import Text
from coproduce.proceedings.fates import today
from coproduce.proceedings.models import Act, Fate, Promise, Trace
from coproduce.proceedings.queries import first_role
from coproduce.register.public import StepView


def record_act(
    step: StepView, kind: str, *, by: Actor, ref: str = "", once: bool = False, secret: bool = False,
    traces: Mapping[UUID, str] | None = None, slip: bool = False,
) -> tuple[UUID, str]:  # fmt: skip
    """Write “I did something”, in the transaction of the deed itself.

    Args:
        step: the stage at which it was done.
        kind: the tool's word for it: ``proposed``, ``supported``, ``voted``.
        by: who did it, as what; her first act at a stage fixes her role there.
        ref: the tool's own opaque key.
        once: whether a person can do it only once at this stage; a second time is refused (``done-before``).
        secret: a vote: a day instead of a moment, and no trace.
        traces: item → author, supporter or source.
        slip: whether to make a reference with which she finds her answer without an account.

    Returns:
        The act's id, and the reference to print (empty unless ``slip``). It is shown once, only a digest is kept.
    """
    if secret and traces:
        raise ValueError("a secret act leaves no trace")
    code = new_code() if slip else ""
    signed = signature(by)
    if secret:
        signed["at"] = signed["at"].replace(hour=0, minute=0, second=0, microsecond=0)
    # An id of version 7 tells the moment it was made: a secret act gets one that tells nothing.
    key = uuid4() if secret else new_id()
    role = (first_role(by.person_id, step.id) if by.person_id else "") or by.role
    try:
        with transaction.atomic():
            row = Act.objects.create(
                pk=key,
                step_id=step.id, person_id=by.person_id, claim_hash=code_digest(code, "claim") if code else "",
                role=role, group=GROUP_OF_ROLE.get(role, ""), kind=kind, once=once, secret=secret, ref=ref,
                on=today(), **signed,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(Refusal("done-before", {"kind": kind}, status=409)) from None
    Trace.objects.bulk_create(
        Trace(act=row, item_id=item, role=role) for item, role in (traces or {}).items()
    )
    return row.pk, code


def record_fate(
    stage: str, *, by: Actor, items: Collection[UUID] = (), step_id: UUID | None = None, outcome: str = "",
    reason: str = "", progress: int | None = None, source: str = "",
) -> None:  # fmt: skip
    """Write what happened, once, to each of ``items`` or to what a stage gathered; whoever touched them can see it."""
    with acting("proceedings.fate", by=by) as doing:
        text = Text.objects.create(body=reason) if reason else None
        subjects = _subjects(items, step_id)
        Fate.objects.bulk_create(
            Fate(
                stage=stage,
                outcome=outcome,
                progress=progress,
                reason=text,
                source=source,
                **subject,
                **signature(by),
            )
            for subject in subjects
        )
        doing.subject = source
        doing.codes = {"stage": stage, "outcome": outcome, "count": len(subjects)}


def make_promise(
    stage: str, due_on: date, *, by: Actor, items: Collection[UUID] = (), step_id: UUID | None = None,
    side: str = "public", organisation_id: UUID | None = None, reason: str = "",
) -> None:  # fmt: skip
    """Promise that each of ``items`` (or what a stage gathered) comes to ``stage`` by ``due_on``.

    A promise for the same stage that is still alive is replaced: the first date stays to be seen.
    """
    with acting("proceedings.promise", by=by) as doing:
        text = Text.objects.create(body=reason) if reason else None
        subjects = _subjects(items, step_id)
        field = "item_id" if items else "step_id"
        live = {
            getattr(row, field): row
            for row in Promise.objects.filter(
                stage=stage,
                replaced_by__isnull=True,
                **{f"{field}__in": [value for one in subjects for value in one.values()]},
            )
        }
        Promise.objects.bulk_create(
            Promise(
                stage=stage, due_on=due_on, side=side, organisation_id=organisation_id, reason=text,
                replaces=live.get(next(iter(subject.values()))), **subject, **signature(by),
            )
            for subject in subjects
        )  # fmt: skip
        doing.codes = {"stage": stage, "due_on": due_on.isoformat(), "count": len(subjects)}


def _subjects(items: Collection[UUID], step_id: UUID | None) -> list[dict[str, UUID]]:
    if items:
        return [{"item_id": key} for key in items]
    if step_id is None:
        raise ValueError("a fate or promise belongs to items or to a stage")
    return [{"step_id": step_id}]
