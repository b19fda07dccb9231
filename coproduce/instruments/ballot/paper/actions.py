"""What is done with sheets: handing out, marking off, counting into batches, typing, closing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError

from coproduce.core import Actor, BadInput, Problem, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.instruments.ballot.actions import MarkedOff, mark_paper, turn_down, unmark_paper
from coproduce.instruments.ballot.models import Batch, Opening, SheetCount, SheetEntry
from coproduce.instruments.ballot.paper.queries import balance, batch_of
from coproduce.instruments.ballot.paper.rules import MISSING, MOST_SHEETS, Reading, check_issued, read_line
from coproduce.instruments.ballot.settings import problem, settings_of
from coproduce.proceedings.public import of_handover, today
from coproduce.register.public import StepView

LARGEST_COUNT = 1_000_000


def hand_out(step: StepView, voter: Actor, *, sheet: bool = True, by: Actor) -> MarkedOff:
    """Mark a voter off and hand her a blank sheet; without ``sheet`` hers came by post and was handed out before.

    Raises what ``mark_paper`` raises.
    """
    with acting("ballot.hand-out", by=by, subject=step.subject, initiative_id=step.initiative_id):
        done = mark_paper(step, voter, by=by)
        if sheet:
            _count(step, SheetCount.Kind.ISSUED, 1, by=by)
    return done


def take_back_sheet(step: StepView, voter: Actor, *, by: Actor) -> bool:
    """A sheet came back blank: its mark is taken back. False where she was not marked off."""
    with acting("ballot.take-sheet", by=by, subject=step.subject, initiative_id=step.initiative_id):
        found = unmark_paper(step, voter, by=by)
        if found:
            _count(step, SheetCount.Kind.UNUSED, 1, by=by)
    return found


def count_sheets(
    step: StepView, kind: str, number: int, *, reason: str = "", key: str = "", by: Actor
) -> None:
    """Write down that so many sheets were handed out (as replacements, by post), came back blank, or are missing.

    A ``key`` makes it once: counted again under the same key it is as if nothing was said.
    """
    _check_not_opened(step)
    if kind == SheetCount.Kind.MISSING and reason not in MISSING:
        raise BadInput([problem("reason", "Say why they will not come back")])
    if not 1 <= number <= LARGEST_COUNT:
        raise BadInput([problem("number", f"Write a number from 1 to {LARGEST_COUNT:,}")])
    with acting(
        "ballot.count-sheets", by=by, subject=step.subject, initiative_id=step.initiative_id
    ) as doing:
        doing.codes = {"kind": kind, "count": number, "reason": reason}
        if not key or not SheetCount.objects.filter(step_id=step.id, key=key).exists():
            _count(step, kind, number, reason=reason, key=key, by=by)


def begin_batch(step: StepView, label: str, sheets: int, *, by: Actor, batch_id: UUID | None = None) -> UUID:
    """A pile of ``sheets`` that was counted by hand, under a name written on it.

    Raises:
        BadInput: where the name is taken, or more came back than was handed out.
    """
    _check_not_opened(step)
    if problems := _pile_problems(label, sheets):
        raise BadInput(problems)
    try:
        with acting(
            "ballot.begin-batch", by=by, subject=step.subject, initiative_id=step.initiative_id
        ) as doing:
            more = {"pk": batch_id} if batch_id else {}
            row = Batch.objects.create(step_id=step.id, label=label.strip(), sheets=sheets, **more)
            doing.codes = {"batch": str(row.pk), "sheets": sheets}
    except IntegrityError:
        raise BadInput(
            [problem("label", "There is a batch of this name already. Choose another name")]
        ) from None
    return row.pk


def recount_batch(step: StepView, batch_id: UUID, sheets: int, *, by: Actor) -> None:
    """The pile was counted again and holds another number of sheets."""
    _check_not_opened(step)
    if problems := _pile_problems("pile", sheets):
        raise BadInput(problems)
    with acting(
        "ballot.recount-batch", by=by, subject=step.subject, initiative_id=step.initiative_id
    ) as doing:
        row = _open_batch(step, batch_id)
        row.sheets = sheets
        row.save(update_fields=["sheets"])
        doing.codes = {"batch": str(batch_id), "sheets": sheets}


def type_sheets(step: StepView, batch_id: UUID, lines: Mapping[int, str], *, by: Actor) -> int:
    """Keep what one clerk read on some sheets of a batch; her second reading replaces her first. Returns how many.

    An empty line is left as it was.

    Raises:
        BadInput: with the place of every line that cannot be read; then nothing was kept.
        Refused: ``batch-closed``.
    """
    clerk = by.clerk_id or by.person_id
    if clerk is None:
        raise Refused(Refusal("not-admitted", {"admits": "team", "who": "team"}, status=403))
    _check_not_opened(step)
    settings, items = settings_of(step.settings), of_handover(step.id)
    found: dict[int, Reading] = {}
    problems: list[Problem] = []
    for place, text in lines.items():
        if not text.strip():
            continue
        read = read_line(text, settings, items)
        if isinstance(read, Reading):
            found[place] = read
        else:
            problems += [problem(f"s{place}", f"Sheet {place}: {one.text}") for one in read]
    if problems:
        raise BadInput(problems)
    with acting("ballot.type-sheets", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        row = _open_batch(step, batch_id)
        kept = {place: reading for place, reading in found.items() if 1 <= place <= row.sheets}
        SheetEntry.objects.bulk_create(
            [
                SheetEntry(
                    batch=row, sheet=place, clerk=clerk, spoilt=reading.spoilt,
                    choice=reading.choice.to_plain() if reading.choice else None,
                )
                for place, reading in kept.items()
            ],
            update_conflicts=True, unique_fields=["batch", "sheet", "clerk"], update_fields=["choice", "spoilt"],
        )  # fmt: skip
        doing.codes = {"batch": str(batch_id), "sheets": len(kept)}
    return len(kept)


def close_batch(step: StepView, batch_id: UUID, *, by: Actor) -> None:
    """Close a batch whose every sheet is settled; what does not count is written down, by reason. Twice is once.

    Raises:
        BadInput: where sheets are not settled, or more came back than was handed out.
    """
    _check_not_opened(step)
    with acting("ballot.close-batch", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        row = Batch.objects.select_for_update().filter(pk=batch_id, step_id=step.id).first()
        found = batch_of(step.id, batch_id)
        if row is None or found is None:
            raise Refused(Refusal("not-found", status=404))
        if row.closed_on:
            return
        problems = check_issued(balance(step))
        if found.left:
            text = (
                f"{found.left} of {found.sheets} sheets are not settled: two clerks must have read the same"
            )
            problems.append(problem("batch", text))
        if problems:
            raise BadInput(problems)
        row.closed_on = today()
        row.save(update_fields=["closed_on"])
        said = [reading.spoilt for reading in found.outcome.values() if reading.spoilt]
        for reason in sorted(set(said)):
            turn_down(
                step,
                reason,
                said.count(reason),
                by=Actor(channel="paper", clerk_id=by.clerk_id or by.person_id),
            )
        doing.codes = {"batch": str(batch_id), "sheets": found.sheets, "spoilt": len(said)}


def _open_batch(step: StepView, batch_id: UUID) -> Batch:
    row = Batch.objects.select_for_update().filter(pk=batch_id, step_id=step.id).first()
    if row is None:
        raise Refused(Refusal("not-found", status=404))
    if row.closed_on:
        raise Refused(Refusal("batch-closed", status=409))
    return row


def _pile_problems(label: str, sheets: int) -> list[Problem]:
    found = []
    if not label.strip() or len(label.strip()) > 60:
        found.append(
            problem("label", "Give the batch a name of up to 60 characters, and write it on the pile")
        )
    if not 1 <= sheets <= MOST_SHEETS:
        found.append(
            problem("sheets", f"A batch holds from 1 to {MOST_SHEETS:,} sheets. Make two of a larger pile")
        )
    return found


def _count(step: StepView, kind: str, number: int, *, reason: str = "", key: str = "", by: Actor) -> None:
    SheetCount.objects.create(
        step_id=step.id, kind=kind, count=number, reason=reason, key=key,
        clerk_id=by.clerk_id or by.person_id, on=today(),
    )  # fmt: skip


def _check_not_opened(step: StepView) -> None:
    if Opening.objects.filter(step_id=step.id).exists():
        raise Refused(Refusal("ballot-box-open", status=409))
