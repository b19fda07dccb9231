"""Every change of the calendar: what people are wanted for, when, and who takes part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from coproduce.core import Actor, Refusal, Refused, now
from coproduce.core.acting import acting
from coproduce.occasions.models import Occasion, Opportunity, Part
from coproduce.occasions.queries import clashes, occasion_view, opportunity_view, part_view
from coproduce.occasions.values import NewOccasion, NewOpportunity, OccasionView, OpportunityView, PartView


def offer(new: NewOpportunity, *, by: Actor) -> OpportunityView:
    """Write down something that people are wanted for."""
    with acting("occasions.offer", by=by) as doing:
        row = Opportunity.objects.create(
            step_id=new.step_id, role=new.role, title=new.title, skills=list(new.skills), clearance=new.clearance,
            wanted=new.wanted, area_id=new.area_id, minutes=new.minutes,
        )  # fmt: skip
        doing.subject = f"occasions.opportunity:{row.pk}"
    return opportunity_view(row)


def arrange(new: Sequence[NewOccasion], *, by: Actor) -> list[OccasionView]:
    """Put occasions into the calendar, all of them or none.

    Raises:
        Refused: ``occasion-hours`` (422) where one does not end after it starts.
    """
    if any(one.ends <= one.starts for one in new):
        raise Refused(Refusal("occasion-hours", status=422))
    with acting("occasions.arrange", by=by) as doing:
        rows = Occasion.objects.bulk_create(
            Occasion(
                step_id=one.step_id, opportunity_id=one.opportunity_id, title=one.title,
                starts=one.starts, ends=one.ends, place=one.place,
            )
            for one in new
        )  # fmt: skip
        doing.codes = {"occasions": [str(row.pk) for row in rows]}
    return [occasion_view(row) for row in rows]


def cancel(occasion_id: UUID, *, by: Actor) -> OccasionView:
    """Cancel an occasion. It stays to be seen; twice is once."""
    with acting("occasions.cancel", by=by, subject=f"occasions.occasion:{occasion_id}"):
        row = _occasion(occasion_id)
        if row.cancelled_at is None:
            row.cancelled_at = now()
            row.save(update_fields=["cancelled_at"])
    return occasion_view(row)


def ask(
    occasion_id: UUID,
    people: Mapping[UUID, str],
    *,
    reasons: Mapping[UUID, Sequence[str]] | None = None,
    by: Actor,
) -> list[PartView]:
    """Ask people (person → as what) to take part; whoever was asked stays asked once.

    ``reasons`` are why each was asked, in words she can read.
    """
    with acting("occasions.ask", by=by, subject=f"occasions.occasion:{occasion_id}") as doing:
        row = _standing(occasion_id)
        parts = [
            Part.objects.get_or_create(
                occasion=row, person_id=person, role=role,
                defaults={"asked_at": now(), "reasons": list((reasons or {}).get(person, ()))},
            )[0]
            for person, role in people.items()
        ]  # fmt: skip
        doing.codes = {"asked": len(parts)}
    return [part_view(part) for part in parts]


def say(occasion_id: UUID, role: str, *, yes: bool, by: Actor) -> PartView:
    """Say yes or no for oneself; it can be changed until the occasion begins.

    Raises:
        Refused: ``occasion-cancelled``, ``occasion-over``, ``occasion-clash`` (409) with what it overlaps,
            ``sign-in`` where nobody is there to say it.
    """
    if by.person_id is None:
        raise Refused(Refusal("sign-in"))
    with acting("occasions.say", by=by, subject=f"occasions.occasion:{occasion_id}") as doing:
        row = _standing(occasion_id)
        if now() >= row.starts:
            raise Refused(Refusal("occasion-over", status=409))
        other = (
            [one for one in clashes(by.person_id, row.starts, row.ends) if one.id != row.pk] if yes else []
        )
        if other:
            raise Refused(
                Refusal("occasion-clash", {"title": other[0].title, "starts": other[0].starts}, status=409)
            )
        part, _ = Part.objects.get_or_create(occasion=row, person_id=by.person_id, role=role)
        part.said = yes
        part.save(update_fields=["said"])
        doing.codes = {"yes": yes}
    return part_view(part)


def hand_on(part_id: UUID, person_id: UUID, *, by: Actor) -> PartView:
    """Somebody else comes instead: her part stands beside the old one, which is never called an absence."""
    with acting("occasions.hand-on", by=by, subject=f"occasions.part:{part_id}"):
        old = Part.objects.select_related("occasion").select_for_update(of=("self",)).get(pk=part_id)
        if old.occasion.cancelled_at:
            raise Refused(Refusal("occasion-cancelled", status=409))
        new, _ = Part.objects.get_or_create(occasion=old.occasion, person_id=person_id, role=old.role)
        new.said = True
        new.save(update_fields=["said"])
        old.covered_by, old.attended = new, Part.Attended.EXCUSED
        old.save(update_fields=["covered_by", "attended"])
    return part_view(new)


def note_attendance(attended: Mapping[UUID, str], *, by: Actor) -> list[PartView]:
    """Write down who came (part → ``yes``, ``no``, ``excused``), all of it or none."""
    if set(attended.values()) - set(Part.Attended.values):
        raise Refused(Refusal("occasion-attended", status=422))
    with acting("occasions.note-attendance", by=by) as doing:
        rows = list(Part.objects.select_for_update().filter(pk__in=attended))
        if len(rows) != len(attended):
            raise Refused(Refusal("not-found", status=404))
        for row in rows:
            row.attended, row.attested_by = attended[row.pk], by.person_id
        Part.objects.bulk_update(rows, ["attended", "attested_by"])
        doing.codes = {"came": sum(value == "yes" for value in attended.values()), "of": len(rows)}
    return [part_view(row) for row in rows]


def release(person_id: UUID) -> tuple[int, int]:
    """Take a person out of the calendar: what is to come goes, what was stays without her.

    Returns how many parts went, and how many stay as somebody's.
    """
    with transaction.atomic():
        mine = Part.objects.filter(person_id=person_id)
        to_come = list(
            mine.filter(occasion__starts__gt=now(), covers__isnull=True, covered_by__isnull=True).values_list(
                "pk", flat=True
            )
        )
        gone = Part.objects.filter(pk__in=to_come).delete()[0]
        stays = Part.objects.filter(person_id=person_id).update(person=None, reasons=[])
    return gone, stays


def _occasion(occasion_id: UUID) -> Occasion:
    row = Occasion.objects.select_for_update().filter(pk=occasion_id).first()
    if row is None:
        raise Refused(Refusal("not-found", status=404))
    return row


def _standing(occasion_id: UUID) -> Occasion:
    row = _occasion(occasion_id)
    if row.cancelled_at:
        raise Refused(Refusal("occasion-cancelled", status=409))
    return row
