"""Making something that was done without an account one's own: whoever has the slip may."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from coproduce.core import Actor, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.core.codes import code_digest
from coproduce.proceedings.fates import today
from coproduce.proceedings.models import Act, Adoption


def adopt(code: str, person_id: UUID, *, by: Actor) -> UUID:
    """Put what was done with the slip of this reference among the things that a person did; twice is once.

    Raises:
        Refused: ``slip-unknown``; ``slip-secret`` for a vote, which must not meet a name; ``slip-taken`` where it is
            somebody else's already.
    """
    act = Act.objects.filter(claim_hash=code_digest(code, "claim")).first() if code else None
    if act is None:
        raise Refused(Refusal("slip-unknown", status=422))
    if act.secret:
        raise Refused(Refusal("slip-secret", status=422))
    known = Adoption.objects.filter(act=act).values_list("person_id", flat=True).first() or act.person_id
    if known == person_id:
        return act.pk
    if known is not None:
        raise Refused(Refusal("slip-taken", status=409))
    try:
        with acting("proceedings.adopt", by=by, subject=f"proceedings.act:{act.pk}"), transaction.atomic():
            Adoption.objects.create(act=act, person_id=person_id, on=today())
    except IntegrityError:
        raise Refused(Refusal("slip-taken", status=409)) from None
    return act.pk
