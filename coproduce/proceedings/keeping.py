"""What this room holds of a person: what she did, wrote and remarked, and the rolls she is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from coproduce.core import Actor, now
from coproduce.core.acting import acting
from coproduce.core.keeping import DataTable, Forgotten
from coproduce.core.models import Text
from coproduce.proceedings.models import (
    Act,
    Adoption,
    Item,
    ItemVersion,
    Picture,
    Remark,
    RollEntry,
    RollFeature,
    Trace,
)


class Proceedings:
    """The keeper of acts, items and remarks."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """All she did, all words of hers that are still here, and the rolls she is on."""
        acts = Act.objects.filter(_hers(person_id)).order_by("on", "pk")
        yield DataTable(
            "acts",
            ("on", "kind", "role", "channel"),
            list(acts.values_list("on", "kind", "role", "by_channel")),
        )
        words = dict(_texts(person_id))
        yield DataTable("words", ("text",), [(body,) for body in words.values() if body])
        rolls = RollEntry.objects.filter(person_id=person_id).order_by("pk")
        yield DataTable("rolls", ("name", "role"), list(rolls.values_list("roll__name", "role")))

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Empty every text of hers, take her off every roll. Numbers of ideas and of supporters stay."""
        with acting("proceedings.forget", by=by, subject=f"people.person:{person_id}") as doing:
            ids = [key for key, body in _texts(person_id) if body]
            erased = Text.objects.filter(pk__in=ids).update(body="", redacted_at=now())
            RollFeature.objects.filter(entry__person_id=person_id).delete()
            off = RollEntry.objects.filter(person_id=person_id).update(person=None, left_on=now().date())
            Item.objects.filter(about_person_id=person_id).update(
                about_person=None, visibility=Item.Visibility.HIDDEN
            )
            seen = _pictures(person_id).delete()[0]
            Adoption.objects.filter(person_id=person_id).delete()
            doing.codes = {"texts": erased, "rolls": off, "pictures": seen}
        return Forgotten(
            {
                name: count
                for name, count in (
                    ("core.text", erased),
                    ("proceedings.rollentry", off),
                    ("proceedings.picture", seen),
                )
                if count
            },
            (
                "That an idea has a number, and how many supported it, stays: it says nothing of who they were.",
            ),
        )


def _hers(person_id: UUID, act: str = "") -> Q:
    """Acts that she did signed in, or made her own by the slip; ``act`` is the way to the act."""
    return Q(**{f"{act}person_id": person_id}) | Q(**{f"{act}adoption__person_id": person_id})


def _texts(person_id: UUID) -> list[tuple[UUID, str]]:
    """Texts of hers: of ideas she put forward, in the versions that she wrote, and of her remarks and pictures."""
    wanted = {
        key for row in _versions(person_id) for key in (row.title_id, row.body_id, row.reason_id) if key
    }
    wanted |= set(_pictures(person_id).values_list("says_id", flat=True))
    wanted |= set(Remark.objects.filter(_hers(person_id, "act__")).values_list("text_id", flat=True))
    return list(Text.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "body"))


def _versions(person_id: UUID) -> Any:
    """What she wrote of ideas that she put forward; of those that she holds the slip of, what came with the slip."""
    signed = Q(item_id__in=_authored(Q(act__person_id=person_id)), by_id=person_id)
    by_slip = Q(item_id__in=_authored(Q(act__adoption__person_id=person_id)), version=1)
    return ItemVersion.objects.filter(signed | by_slip)


def _pictures(person_id: UUID) -> Any:
    named = _versions(person_id).exclude(picture="").values_list("picture", flat=True)
    return Picture.objects.filter(Q(by_id=person_id) | Q(pk__in=list(named)))


def _authored(hers: Q) -> Any:
    return Trace.objects.filter(hers, role=Trace.As.AUTHOR).values("item_id")
