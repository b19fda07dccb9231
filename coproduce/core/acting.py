"""Every change of state is one transaction that leaves one audit event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from coproduce.core.actor import Actor
from coproduce.core.clock import now


@dataclass
class Doing:
    """What is being done; the action fills in what it learns on the way.

    Attributes:
        subject: what it is done to, ``"register.step:0192…"``.
        codes: ids and codes that explain it; never a name, never free text.
    """

    deed: str
    subject: str = ""
    initiative_id: UUID | None = None
    codes: dict[str, Any] = field(default_factory=dict)


@contextmanager
def acting(deed: str, *, by: Actor, subject: str = "", initiative_id: UUID | None = None) -> Iterator[Doing]:
    """Do one thing, whole or not at all, and write down who did it, when and in which role.

    ``with acting("ideas.propose", by=by) as doing: …``. Nothing slow belongs inside: no engine,
    no mail, no upload.
    """
    from coproduce.core.models import AuditEvent

    with transaction.atomic():
        doing = Doing(deed, subject, initiative_id)
        yield doing
        AuditEvent.objects.create(
            at=now(),
            actor_id=by.person_id,
            role=by.role,
            on_behalf_id=by.on_behalf_id,
            channel=by.channel,
            clerk_id=by.clerk_id,
            deed=doing.deed,
            subject=doing.subject,
            initiative_id=doing.initiative_id,
            codes=doing.codes,
        )


def signature(by: Actor) -> dict[str, Any]:
    """The columns of a ``Signed`` row: who, when, in which role, how it reached us."""
    return {
        "at": now(), "by_id": by.person_id, "by_role": by.role,
        "by_channel": by.channel, "by_clerk_id": by.clerk_id,
    }  # fmt: skip
