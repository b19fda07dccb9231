"""A hall without internet: one laptop takes along what it needs for one vote, and brings back what was done.

What goes out holds no name of a voter and no secret key: the ballot, the team, the digests of the voting
codes, who is marked off already, and three keys lent for this vote alone. What comes back is signed with the
third of them. Merging is one transaction and may be repeated: a mark, a batch, a sheet that is there already
is the same one. A sheet in the box cannot be told from others, so where somebody voted on screen after the
laptop left, it is the vote on screen that becomes void, and that is reported.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from coproduce.core import Actor, BadInput, Refusal, Refused, new_id
from coproduce.core.acting import acting
from coproduce.core.codes import key_for
from coproduce.core.portable.rows import plain
from coproduce.engines.kernel import canonical, parse_canonical
from coproduce.instruments.ballot.models import (
    Batch,
    Envelope,
    Mark,
    Opening,
    SheetCount,
    SheetEntry,
    TurnedDown,
)
from coproduce.instruments.ballot.settings import settings_of
from coproduce.proceedings.public import of_handover
from coproduce.register.public import StepView

FORMAT = "coproduce-hall"
VERSION = 1


@dataclass(frozen=True)
class Merged:
    """What a merge brought: all counted once, whatever was there before.

    Attributes:
        marks: voters marked off in the hall who were not before.
        voided: of these, how many had voted on screen meanwhile; their votes on screen are void.
        doubles: marked off at another desk too: so many sheets more than voters may lie in the boxes.
        batches, sheets: piles and readings that are new.
    """

    marks: int = 0
    voided: int = 0
    doubles: int = 0
    batches: int = 0
    sheets: int = 0


def lend(step: StepView, *, by: Actor) -> bytes:
    """What a laptop takes along for one vote, as a signed file.

    Raises:
        Refused: ``ballot-not-fixed`` where the ballot is not frozen yet, ``ballot-box-open`` after the count.
    """
    if not of_handover(step.id):
        raise Refused(Refusal("ballot-not-fixed", status=409))
    if Opening.objects.filter(step_id=step.id).exists():
        raise Refused(Refusal("ballot-box-open", status=409))
    hall = new_id()
    with acting("ballot.lend-hall", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        doing.codes = {"hall": str(hall)}
        keys = {name: key_for(name).hex() for name in ("vote", f"vote:{step.id}", f"hall:{hall}")}
        said = {
            "kind": "lent", "hall": hall.hex, "step": str(step.id), "keys": keys,
            "rows": _rows(step), "team": _team(step),
            "marks": sorted(Mark.objects.filter(step_id=step.id, **_refusing(step)).values_list("voter", flat=True)),
        }  # fmt: skip
    return sign(said, key_for(f"hall:{hall}"))


def bring_back(step: StepView, hall: str, taken: Sequence[str] = ()) -> bytes:
    """What was done on the laptop ``hall``, as a signed file; ``taken`` are the marks that it took along."""
    known = set(taken)
    batches = Batch.objects.filter(step_id=step.id).order_by("id")
    said = {
        "kind": "brought", "hall": hall, "step": str(step.id),
        "marks": [
            [row.voter, row.on.isoformat()]
            for row in Mark.objects.filter(step_id=step.id, sheet=True).order_by("voter") if row.voter not in known
        ],
        "counts": [
            [str(row.pk), row.kind, row.reason, row.count, row.clerk_id and str(row.clerk_id), row.on.isoformat()]
            for row in SheetCount.objects.filter(step_id=step.id).order_by("id")
        ],
        "batches": [
            [str(row.pk), row.label, row.sheets, row.closed_on and row.closed_on.isoformat()] for row in batches
        ],
        "entries": [
            [str(row.batch_id), row.sheet, str(row.clerk), row.choice, row.spoilt]
            for row in SheetEntry.objects.filter(batch__step_id=step.id).order_by("batch_id", "sheet", "clerk")
        ],
    }  # fmt: skip
    return sign(said, key_for(f"hall:{UUID(hall)}"))


def merge(step: StepView, said: Mapping[str, Any], *, by: Actor) -> Merged:
    """Take in what a laptop brought back. Again is as good as once; a later file of the same laptop adds what is new.

    Raises:
        Refused: ``ballot-box-open`` where the votes are counted and the file holds something new.
    """
    with acting("ballot.merge-hall", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        marks, voided, doubles = _merge_marks(step, said)
        batches, sheets = _merge_piles(step, said)
        new = _merge_counts(step, said)
        if (marks or batches or sheets or new) and Opening.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-box-open", status=409))
        doing.codes = {
            "hall": said["hall"],
            "marks": marks,
            "voided": voided,
            "doubles": doubles,
            "sheets": sheets,
        }
    return Merged(marks, voided, doubles, batches, sheets)


def sign(said: Mapping[str, Any], key: bytes) -> bytes:
    """A file: what is said, its digest, and its signature."""
    body = canonical(dict(said))
    return canonical(
        {
            "format": FORMAT, "version": VERSION, "said": dict(said), "sha256": hashlib.sha256(body).hexdigest(),
            "signature": hmac.new(key, body, hashlib.sha256).hexdigest(),
        }
    )  # fmt: skip


def read(data: bytes, kind: str, *, name: str, signed_here: bool = True) -> dict[str, Any]:
    """What a file says, once digest and signature are sound. A laptop finds the key of what it was lent inside.

    Raises:
        BadInput: one sentence, where the file is none, damaged, not from this site, or of the other kind.
    """
    try:
        whole = parse_canonical(data)
        said, digest, signature = whole["said"], whole["sha256"], whole["signature"]
        sound = whole["format"] == FORMAT and whole["version"] == VERSION and isinstance(said["hall"], str)
        body = canonical(said)
        hall = UUID(said["hall"])
        key = key_for(f"hall:{hall}") if signed_here else bytes.fromhex(said["keys"][f"hall:{hall}"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput.one(
            "this is not a file of a hall, or it is cut off; copy it again", source=name
        ) from None
    if not sound or hashlib.sha256(body).hexdigest() != digest:
        raise BadInput.one(
            "the file is damaged: its digest differs; copy it from the laptop again", source=name
        )
    if not hmac.compare_digest(hmac.new(key, body, hashlib.sha256).hexdigest(), str(signature)):
        raise BadInput.one(
            "the file was not signed by a laptop of this site; bring the right one", source=name
        )
    if said.get("kind") != kind:
        text = {
            "brought": "this is what the laptop took along; bring what 'coproduce hall pack' wrote",
            "lent": "this is what the laptop brings back; open what 'coproduce hall export' wrote",
        }[kind]
        raise BadInput.one(text, source=name)
    return dict(said)


def _refusing(step: StepView) -> dict[str, bool]:
    """Which marks a desk refuses already: sheets handed out, and votes on screen where paper may not follow."""
    return {} if settings_of(step.settings).paper == "not-after-online" else {"sheet": True}


def _merge_marks(step: StepView, said: Mapping[str, Any]) -> tuple[int, int, int]:
    came = _came_before(step, said)
    fresh = voided = doubles = 0
    for voter, on in said["marks"]:
        mark, made = Mark.objects.select_for_update().get_or_create(
            step_id=step.id, voter=voter, defaults={"channel": "paper", "on": date.fromisoformat(on), "sheet": True}
        )  # fmt: skip
        if made:
            fresh += 1
        elif not mark.sheet:
            Envelope.objects.filter(step_id=step.id, voter=voter).delete()
            mark.channel, mark.sheet, mark.on = "paper", True, date.fromisoformat(on)
            mark.save(update_fields=["channel", "sheet", "on"])
            fresh, voided = fresh + 1, voided + 1
        elif voter not in came:
            doubles += 1
    SheetCount.objects.bulk_create(
        SheetCount(step_id=step.id, kind="hall", count=1, on=date.fromisoformat(on), key=_mark_key(said, voter))
        for voter, on in said["marks"] if voter not in came
    )  # fmt: skip
    return fresh, voided, doubles


def _came_before(step: StepView, said: Mapping[str, Any]) -> set[str]:
    """Voters whose marks this laptop has brought before."""
    keys = {_mark_key(said, voter): voter for voter, _ in said["marks"]}
    rows = SheetCount.objects.filter(step_id=step.id, kind="hall", key__in=list(keys))
    return {keys[key] for key in rows.values_list("key", flat=True)}


def _mark_key(said: Mapping[str, Any], voter: str) -> str:
    return hashlib.sha256(f"{said['hall']}:{voter}".encode()).hexdigest()


def _merge_counts(step: StepView, said: Mapping[str, Any]) -> int:
    new = 0
    for key, kind, reason, count, clerk, on in said["counts"]:
        _, made = SheetCount.objects.get_or_create(
            step_id=step.id, key=f"{said['hall'][:24]}:{key}",
            defaults={"kind": kind, "reason": reason, "count": count, "clerk_id": clerk, "on": date.fromisoformat(on)},
        )  # fmt: skip
        new += made
    return new


def _merge_piles(step: StepView, said: Mapping[str, Any]) -> tuple[int, int]:
    taken = set(Batch.objects.filter(step_id=step.id).values_list("label", flat=True))
    begun = 0
    closing: dict[UUID, str] = {}
    for key, label, sheets, closed in said["batches"]:
        row = Batch.objects.select_for_update().filter(pk=key, step_id=step.id).first()
        if row is None:
            name = label if label not in taken else f"{label[:45]} ({said['hall'][-8:]})"
            row = Batch.objects.create(pk=key, step_id=step.id, label=name, sheets=sheets)
            begun += 1
        if closed and row.closed_on is None:
            row.sheets, row.closed_on = sheets, date.fromisoformat(closed)
            row.save(update_fields=["sheets", "closed_on"])
            closing[row.pk] = closed
    there = set(SheetEntry.objects.filter(batch__step_id=step.id).values_list("batch_id", "sheet", "clerk"))
    rows = [
        SheetEntry(batch_id=UUID(batch), sheet=sheet, clerk=UUID(clerk), choice=choice, spoilt=spoilt)
        for batch, sheet, clerk, choice, spoilt in said["entries"]
        if (UUID(batch), sheet, UUID(clerk)) not in there
    ]
    SheetEntry.objects.bulk_create(rows, batch_size=1_000)
    _turn_down(step, closing)
    return begun, len(rows)


def _turn_down(step: StepView, closing: Mapping[UUID, str]) -> None:
    from coproduce.instruments.ballot.paper.queries import batches

    for batch in batches(step.id):
        if batch.id in closing:
            said = [reading.spoilt for reading in batch.outcome.values() if reading.spoilt]
            TurnedDown.objects.bulk_create(
                TurnedDown(
                    step_id=step.id, reason=reason, channel="paper", count=said.count(reason),
                    on=date.fromisoformat(closing[batch.id]),
                )
                for reason in sorted(set(said))
            )  # fmt: skip


def _team(step: StepView) -> list[list[str]]:
    from coproduce.people.public import display_names

    rows = apps.get_model("register", "TeamMember")._default_manager.filter(initiative_id=step.initiative_id)
    names = display_names(sorted(set(rows.values_list("person_id", flat=True))))
    return [[str(key), name] for key, name in names.items()]


def _rows(step: StepView) -> dict[str, list[list[Any]]]:
    """The rows that a laptop's own database needs: the vote, its ballot, its team, its codes, and all they point to."""
    roots: list[tuple[str, str, dict[str, Any]]] = [
        ("register", "Step", {"pk": step.id}),
        ("register", "TeamMember", {"initiative_id": step.initiative_id}),
        ("proceedings", "HandOver", {"step_id": step.id, "port": "items"}),
        ("proceedings", "HandOverItem", {"handover__step_id": step.id, "handover__port": "items"}),
        ("proceedings", "ItemVersion", {"item_id__in": [item.id for item in of_handover(step.id)]}),
        ("people", "VotingCode", {"list_name": str(step.id), "void_on": None}),
    ]
    found: dict[str, dict[Any, list[Any]]] = {}
    waiting = [
        row for app, model, only in roots for row in apps.get_model(app, model)._base_manager.filter(**only)
    ]
    while waiting:
        row = waiting.pop()
        table = found.setdefault(row._meta.label, {})
        if row.pk in table:
            continue
        fields = row._meta.concrete_fields
        table[row.pk] = [plain(getattr(row, field.attname)) for field in fields]
        for field in fields:
            if isinstance(field, models.ForeignKey) and (key := getattr(row, field.attname)) is not None:
                target = field.related_model
                if key not in found.get(target._meta.label, {}):
                    waiting += list(target._base_manager.filter(pk=key))
    return {label: [table[key] for key in sorted(table, key=str)] for label, table in sorted(found.items())}
