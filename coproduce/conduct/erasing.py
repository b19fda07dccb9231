"""A person's own data: all of it for her to take, all of it gone when she says so. Totals survive."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from coproduce.conduct.registry import keepers
from coproduce.core import Actor
from coproduce.core.acting import acting
from coproduce.core.models import Outbox
from coproduce.proceedings.public import DataTable, Forgotten


def download(person_id: UUID) -> list[DataTable]:
    """Every table of everything that names her, room by room."""
    return [table for keeper in keepers() for table in keeper.personal(person_id)]


def foretell(person_id: UUID, *, by: Actor) -> Forgotten:
    """What ``erase`` would erase and what would stay, found by trying it and taking it back. Nothing is changed."""
    with transaction.atomic():
        found = erase(person_id, by=by)
        transaction.set_rollback(True)
    return found


def erase(person_id: UUID, *, by: Actor) -> Forgotten:
    """Erase a person from every room, in one transaction. Twice is once.

    Returns how many rows went, by table, and in sentences what stays and why.
    """
    with transaction.atomic():
        # What was still to be sent to her is not sent; that she was told once stays as a key without her.
        Outbox.objects.filter(person_id=person_id, sent_at__isnull=True).delete()
        Outbox.objects.filter(person_id=person_id).update(person_id=None)
        parts = [keeper.forget(person_id, by=by) for keeper in keepers()]
        with acting("conduct.erase", by=by, subject=f"people.person:{person_id}") as doing:
            erased: dict[str, int] = {}
            for part in parts:
                for name, count in part.erased.items():
                    erased[name] = erased.get(name, 0) + count
            doing.codes = {"rows": sum(erased.values())}
    return Forgotten(erased, tuple(dict.fromkeys(sentence for part in parts for sentence in part.stays)))
