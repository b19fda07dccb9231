"""What somebody says was given waits here until it is confirmed or refused; and confirming what is in the book."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from coproduce.catalogue.public import Role, Stage
from coproduce.core import Actor, Refusal, Refused, require
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.ledger.actions.posting import enter, party
from coproduce.ledger.models import Attestation, Claim, Entry, EntryNote
from coproduce.ledger.queries import claim_view, today
from coproduce.ledger.rules import check_confirm, check_day_open, check_gifts
from coproduce.ledger.values import ClaimView, EntryView, Gift, NewClaim, Record
from coproduce.occasions.public import occasions, parts_of
from coproduce.register.public import duties, steps


def claim(new: NewClaim, *, by: Actor) -> ClaimView:
    """Say what was given. The same source is the same claim: said again it changes nothing.

    Raises:
        Refused: ``ledger-key-used`` (409) where the source was used for something else; 422 where it makes no sense.
    """
    gift = new.gift
    require(check_gifts([gift]))
    require(check_day_open(new.occurred_on, None, today()))
    with acting("ledger.claim", by=by, initiative_id=new.initiative_id) as doing:
        named = gift.person_id or gift.organisation_id
        party_id = party(new.initiative_id, gift.person_id, gift.organisation_id) if named else None
        row = Claim(
            source=new.source, initiative_id=new.initiative_id, step_id=new.step_id, party_id=party_id,
            kind_id=gift.kind, side=gift.side, paid_for_by=gift.paid_for_by, quantity=gift.quantity,
            currency=gift.currency, people=gift.people, service_id=gift.service_id, stage=gift.stage,
            occurred_on=new.occurred_on,
        )  # fmt: skip
        there = Claim.objects.filter(source=new.source).first()
        if there is None:
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
                there = row
            except IntegrityError:
                there = Claim.objects.get(source=new.source)
        if any(getattr(there, name) != getattr(row, name) for name in _SAID):
            raise Refused(Refusal("ledger-key-used", {"key": new.source}, status=409))
        doing.subject, doing.codes = f"ledger.claim:{there.pk}", {"kind": gift.kind, "new": there is row}
    return claim_view(there)


_SAID = (
    "initiative_id", "step_id", "party_id", "kind_id", "side", "paid_for_by", "quantity", "currency", "people",
    "service_id", "stage", "occurred_on",
)  # fmt: skip


def claim_attendance(occasion_id: UUID, *, by: Actor) -> list[ClaimView]:
    """Put down the time of everybody who came to an occasion, to be confirmed in one go. Twice is once.

    Residents' time is theirs; staff's is the public side's. Whoever could not come is left out, without a word.
    """
    found = occasions([occasion_id]).get(occasion_id)
    step = steps([found.step_id]).get(found.step_id) if found else None
    if found is None or step is None:
        raise Refused(Refusal("not-found", status=404))
    minutes = int((found.ends - found.starts).total_seconds()) // 60
    made = []
    with transaction.atomic():
        for part in parts_of([occasion_id])[occasion_id]:
            if part.attended != "yes" or minutes < 1:
                continue
            kind, side = ("staff-time", "public") if part.role in _STAFF else ("time-active", "resident")
            gift = Gift(kind, minutes, side, person_id=part.person_id, stage=Stage.PERFORM.value)
            day = localdate(found.starts)
            new = NewClaim(f"occasions.part:{part.id}", step.initiative_id, day, gift, step.id)
            made.append(claim(new, by=by))
    return made


_STAFF = frozenset({Role.STAFF, Role.MANAGER, Role.COUNCILLOR})


def confirm_claim(claim_id: UUID, *, quantity: int | None = None, by: Actor) -> EntryView:
    """Confirm a claim: what was said goes into the book, and beside it what was confirmed.

    Both quantities are kept for ever; a difference is a thing to settle, not an accusation. Twice is once.

    Raises:
        Refused: ``ledger-own-word`` (409) for one's own, ``ledger-refused`` (409) where it was refused before.
    """
    with acting("ledger.confirm-claim", by=by) as doing:
        row = (
            Claim.objects.select_for_update(of=("self",)).select_related("party").filter(pk=claim_id).first()
        )
        if row is None:
            raise Refused(Refusal("not-found", status=404))
        view = claim_view(row)
        require(check_confirm(by, view.gift.person_id, duties(by.person_id, row.initiative_id)))
        if row.state == Claim.State.REFUSED:
            raise Refused(Refusal("ledger-refused", status=409))
        record = Record(
            "ledger.claim",
            str(row.pk),
            row.occurred_on,
            [view.gift],
            row.initiative_id,
            row.step_id,
            "confirmed",
        )
        entry = enter(record, by=by)
        if row.state == Claim.State.OPEN:
            row.state, row.entry_id = Claim.State.CONFIRMED, entry.id
            row.save(update_fields=["state", "entry"])
            Attestation.objects.create(
                entry_id=entry.id,
                quantity=view.gift.quantity if quantity is None else quantity,
                **signature(by),
            )
        doing.subject, doing.initiative_id = f"ledger.claim:{row.pk}", row.initiative_id
        doing.codes = {"entry": str(entry.id), "same": quantity in {None, view.gift.quantity}}
    return entry


def confirm_claims(claim_ids: Iterable[UUID], *, by: Actor) -> list[EntryView]:
    """Confirm many, all of them or none."""
    with transaction.atomic():
        return [confirm_claim(key, by=by) for key in claim_ids]


def refuse_claim(claim_id: UUID, reason: str, *, by: Actor) -> ClaimView:
    """Say that a claim is not confirmed, and why, in words its giver can read.

    Raises:
        Refused: ``ledger-confirmed`` (409) where it was confirmed before: correct the record instead.
    """
    with acting("ledger.refuse-claim", by=by) as doing:
        row = (
            Claim.objects.select_for_update(of=("self",)).select_related("party").filter(pk=claim_id).first()
        )
        if row is None:
            raise Refused(Refusal("not-found", status=404))
        giver = row.party.person_id if row.party else None
        require(check_confirm(by, giver, duties(by.person_id, row.initiative_id)))
        if row.state == Claim.State.CONFIRMED:
            raise Refused(Refusal("ledger-confirmed", status=409))
        if row.state == Claim.State.OPEN:
            row.state = Claim.State.REFUSED
            row.reason = Text.objects.create(body=reason)
            row.save(update_fields=["state", "reason"])
        doing.subject, doing.initiative_id = f"ledger.claim:{row.pk}", row.initiative_id
    return claim_view(row)


def refuse_claims(claim_ids: Iterable[UUID], reason: str, *, by: Actor) -> list[ClaimView]:
    """Turn many down for one reason, all of them or none."""
    with transaction.atomic():
        return [refuse_claim(key, reason, by=by) for key in claim_ids]


def attest(entry_id: UUID, quantity: int, *, by: Actor) -> None:
    """Confirm an entry with the quantity that one has seen oneself. Each person once; a second time is refused.

    Raises:
        Refused: ``ledger-attested`` (409), ``ledger-own-word`` (409) for what one gave oneself.
    """
    with acting("ledger.attest", by=by) as doing:
        row = Entry.objects.filter(pk=entry_id).first()
        if row is None or row.initiative_id is None:
            raise Refused(Refusal("not-found", status=404))
        givers = {key for key in row.postings.values_list("party__person_id", flat=True) if key}
        own = by.person_id if by.person_id in givers else None
        require(check_confirm(by, own, duties(by.person_id, row.initiative_id)))
        if by.person_id and Attestation.objects.filter(entry=row, by_id=by.person_id).exists():
            raise Refused(Refusal("ledger-attested", status=409))
        Attestation.objects.create(entry=row, quantity=quantity, **signature(by))
        doing.subject, doing.initiative_id = f"ledger.entry:{row.pk}", row.initiative_id


def note(entry_id: UUID, words: str, *, by: Actor) -> None:
    """Put a note beside an entry. It can be erased while the entry stays."""
    with acting("ledger.note", by=by) as doing:
        row = Entry.objects.filter(pk=entry_id).first()
        if row is None:
            raise Refused(Refusal("not-found", status=404))
        EntryNote.objects.create(entry=row, text=Text.objects.create(body=words))
        doing.subject, doing.initiative_id = f"ledger.entry:{row.pk}", row.initiative_id
