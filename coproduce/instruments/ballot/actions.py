"""Casting a vote, taking it back, marking off who was handed a paper ballot.

One voter, one mark: whatever way she comes, her mark is locked first, so that two of her votes at one
moment queue. The envelope hangs on the box; once the box was opened the database takes no envelope.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import Doing, acting
from coproduce.core.codes import key_for
from coproduce.instruments.ballot.boxes import Content, close, length_for, new_receipt
from coproduce.instruments.ballot.models import Envelope, Listing, Mark, Opening, Slip, TurnedDown
from coproduce.instruments.ballot.preparing import box_of
from coproduce.instruments.ballot.rules import Choice, check_choice, longest_choice
from coproduce.instruments.ballot.settings import settings_of
from coproduce.proceedings.public import of_handover, record_act, today
from coproduce.register.public import StepView

_LONGEST_CHANNEL = "screen"


@dataclass(frozen=True)
class Voted:
    """What a voter is given, shown once.

    Attributes:
        reference: finds what happened to the vote; empty where she voted before and has one.
        receipt: stands in the list of counted votes once they are counted; says nothing of the choice.
    """

    reference: str
    receipt: str


@dataclass(frozen=True)
class MarkedOff:
    """What marking a voter off at the desk did: whether a vote of hers on screen became void."""

    voided: bool


def cast(step: StepView, choice: Choice, *, by: Actor) -> Voted:
    """Vote, or vote again: the choice is sealed into an envelope that only the officers' keys open.

    A second vote replaces the first where the rules of the vote allow it; its reference stays valid,
    its receipt is a new one.

    Raises:
        BadInput: for a choice that the rules of the vote do not allow.
        Refused: ``ballot-no-box``, ``ballot-voted-before``, ``ballot-voted-elsewhere``, ``ballot-who-are-you``.
    """
    settings, items = settings_of(step.settings), of_handover(step.id)
    if problems := check_choice(choice, settings, items):
        raise BadInput(problems)
    voter, box = voter_of(step, by), box_of(step.id)
    if box is None or not box.ready or settings.box != "sealed":
        raise Refused(Refusal("ballot-no-box", status=409))
    receipt = new_receipt()
    longest = Content(longest_choice(settings, items).to_plain(), _LONGEST_CHANNEL, receipt)
    sealed = close(Content(choice.to_plain(), by.channel, receipt), box.publics, length_for(longest))
    with _ballot_deed("ballot.cast", step, by):
        mark, fresh = Mark.objects.select_for_update().get_or_create(
            step_id=step.id, voter=voter, defaults={"channel": by.channel, "on": today()}
        )
        if fresh:
            Envelope.objects.create(step_id=step.id, voter=voter, box_id=box.id, sealed=sealed)
            return Voted(record_act(step, "voted", by=by, secret=True, slip=True)[1], receipt)
        if mark.sheet or mark.channel != by.channel:
            raise Refused(Refusal("ballot-voted-elsewhere", {"channel": mark.channel}, status=409))
        if not settings.revote:
            raise Refused(Refusal("ballot-voted-before", status=409))
        if not Envelope.objects.filter(step_id=step.id, voter=voter, box_id=box.id).update(sealed=sealed):
            raise Refused(Refusal("ballot-no-box", status=409))
        return Voted("", receipt)


def take_back(step: StepView, *, by: Actor) -> None:
    """Take a vote back while the stage is open: mark and envelope are gone, one may vote again.

    A paper ballot that was handed out cannot be taken back here (``ballot-voted-elsewhere``), nor any
    vote once the box was opened (``ballot-no-box``).
    """
    voter = voter_of(step, by)
    with _ballot_deed("ballot.withdraw", step, by):
        mark = Mark.objects.select_for_update().filter(step_id=step.id, voter=voter).first()
        if mark is None:
            return
        if mark.sheet:
            raise Refused(Refusal("ballot-voted-elsewhere", {"channel": mark.channel}, status=409))
        if not Envelope.objects.filter(step_id=step.id, voter=voter).delete()[0]:
            raise Refused(Refusal("ballot-no-box", status=409))
        mark.delete()


def mark_paper(step: StepView, voter: Actor, *, by: Actor) -> MarkedOff:
    """Mark somebody off at the desk, in the moment she is handed a paper ballot.

    ``voter`` carries her person id or the digest of her code; ``by`` is the clerk (channel ``paper``).
    Where each way has a vote of its own (``channels="each"``), a vote on screen stays and counts as well.
    Where there is one vote, the setting ``paper`` says whether her envelope becomes void or the desk refuses.

    Raises:
        Refused: ``ballot-voted-elsewhere`` where she has a paper ballot already, or has voted on screen
            and the desk must refuse; ``ballot-box-open`` where the votes are counted already.
    """
    settings = settings_of(step.settings)
    key = voter_of(step, replace(voter, channel="paper"))
    if settings.box == "elsewhere":
        raise Refused(Refusal("ballot-no-box", status=409))
    with _ballot_deed("ballot.mark-off", step, by) as doing:
        if Opening.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-box-open", status=409))
        mark, fresh = Mark.objects.select_for_update().get_or_create(
            step_id=step.id, voter=key, defaults={"channel": "paper", "on": today(), "sheet": True}
        )
        if fresh:
            record_act(step, "voted", by=replace(voter, channel="paper", clerk_id=by.clerk_id), secret=True)
            return MarkedOff(voided=False)
        if mark.sheet or settings.paper == "not-after-online":
            raise Refused(Refusal("ballot-voted-elsewhere", {"channel": mark.channel}, status=409))
        Envelope.objects.filter(step_id=step.id, voter=key).delete()
        mark.channel, mark.sheet, mark.on = "paper", True, today()
        mark.save(update_fields=["channel", "sheet", "on"])
        doing.codes = {"voided": 1}
        return MarkedOff(voided=True)


def unmark_paper(step: StepView, voter: Actor, *, by: Actor) -> bool:
    """Take a mark of the desk back: the paper ballot came back unused. False where there was none.

    A vote on screen that became void stays void; she may vote on screen again.
    """
    key = voter_of(step, replace(voter, channel="paper"))
    with _ballot_deed("ballot.unmark", step, by):
        if Opening.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-box-open", status=409))
        return bool(Mark.objects.filter(step_id=step.id, voter=key, sheet=True).delete()[0])


def turn_down(step: StepView, reason: str, number: int, *, by: Actor) -> None:
    """Write down that so many votes could not be counted, and why: it is told with the result."""
    with acting("ballot.turn-down", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        TurnedDown.objects.create(
            step_id=step.id, reason=reason, channel=by.channel, count=number, on=today()
        )
        doing.codes = {"reason": reason, "count": number}


def bring_in(
    step: StepView, choices: Iterable[Choice], labels: Mapping[UUID, str], *, turned_down: int = 0, by: Actor
) -> int:
    """Take over the votes of a vote held elsewhere, already apart from their voters. Returns how many.

    ``labels`` names each item as the ballot paper did. Only once, and only where nobody has voted here.
    """
    with acting("ballot.bring-in", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        if settings_of(step.settings).box != "elsewhere":
            raise Refused(Refusal("ballot-has-box", status=409))
        if Mark.objects.filter(step_id=step.id).exists() or Slip.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-has-votes", status=409))
        Listing.objects.bulk_create(
            Listing(step_id=step.id, item_id=item, label=label) for item, label in labels.items()
        )
        slips = [Slip(step_id=step.id, choice=choice.to_plain(), channel=by.channel) for choice in choices]
        secrets.SystemRandom().shuffle(slips)
        Slip.objects.bulk_create(slips, batch_size=5_000)
        if turned_down:
            TurnedDown.objects.create(
                step_id=step.id, reason="elsewhere", channel=by.channel, count=turned_down, on=today()
            )
        doing.codes = {"slips": len(slips)}
    return len(slips)


def voter_of(step: StepView, actor: Actor) -> str:
    """Under which digest somebody votes: of the code in hand, or of the person; another one for each vote.

    Raises:
        Refused: ``ballot-who-are-you`` where there is neither.
    """
    name = f"code:{actor.code}" if actor.code else f"person:{actor.person_id}" if actor.person_id else ""
    if not name:
        raise Refused(Refusal("ballot-who-are-you", status=403))
    if settings_of(step.settings).channels == "each":
        name += f":{'hall' if actor.channel == 'paper' else 'online'}"
    return hmac.new(key_for(f"vote:{step.id}"), name.encode(), hashlib.sha256).hexdigest()


@contextmanager
def _ballot_deed(deed: str, step: StepView, by: Actor) -> Iterator[Doing]:
    """A deed of a voter: in the audit without her, and refused where the box was opened meanwhile."""
    try:
        with acting(deed, by=_unlinked(by), subject=step.subject, initiative_id=step.initiative_id) as doing:
            yield doing
    except IntegrityError:
        raise Refused(Refusal("ballot-no-box", status=409)) from None


def _unlinked(by: Actor) -> Actor:
    """The actor as the audit may know her: that a vote came, by which way; not from whom."""
    return Actor(channel=by.channel, clerk_id=by.clerk_id)
