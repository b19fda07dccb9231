"""Casting a vote, taking it back, and counting."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings as site
from django.db import transaction

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.instruments.ballot.boxes import close, open_all
from coproduce.instruments.ballot.models import Envelope, Listing, Mark, Slip, TurnedDown
from coproduce.instruments.ballot.rules import Choice, check_choice
from coproduce.instruments.ballot.settings import settings_of
from coproduce.proceedings.public import of_handover, record_act, today
from coproduce.register.public import StepView


def cast(step: StepView, choice: Choice, *, by: Actor) -> str:
    """Vote, or vote again. Returns the reference of the slip: shown once, only its digest is kept.

    A second vote replaces the first where the rules of the vote allow it; its slip stays valid.
    """
    settings = settings_of(step.settings)
    if problems := check_choice(choice, settings, of_handover(step.id)):
        raise BadInput(problems)
    voter = voter_of(step, by)
    with acting("ballot.cast", by=_unlinked(by), subject=step.subject, initiative_id=step.initiative_id):
        sealed = close(choice.to_plain(), by.channel)
        mark, fresh = Mark.objects.select_for_update().get_or_create(
            step_id=step.id, voter=voter, defaults={"channel": by.channel, "on": today()}
        )
        if fresh:
            Envelope.objects.create(step_id=step.id, voter=voter, sealed=sealed)
            return record_act(step, "voted", by=by, secret=True, slip=True)[1]
        if not settings.revote:
            raise Refused(Refusal("ballot-voted-before", status=409))
        if mark.channel != by.channel:
            raise Refused(Refusal("ballot-voted-elsewhere", {"channel": mark.channel}, status=409))
        Envelope.objects.filter(step_id=step.id, voter=voter).update(sealed=sealed)
        return ""


def take_back(step: StepView, *, by: Actor) -> None:
    """Take a vote back while the stage is open: mark and envelope are gone, one may vote again."""
    voter = voter_of(step, by)
    with acting("ballot.withdraw", by=_unlinked(by), subject=step.subject, initiative_id=step.initiative_id):
        Envelope.objects.filter(step_id=step.id, voter=voter).delete()
        Mark.objects.filter(step_id=step.id, voter=voter).delete()


def turn_down(step: StepView, reason: str, number: int, *, by: Actor) -> None:
    """Write down that so many votes could not be counted, and why: it is told with the result."""
    with acting("ballot.turn-down", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        TurnedDown.objects.create(
            step_id=step.id, reason=reason, channel=by.channel, count=number, on=today()
        )
        doing.codes = {"reason": reason, "count": number}


def open_box(step: StepView, *, by: Actor) -> list[Choice]:
    """Open all envelopes, shuffle them into slips, destroy the envelopes. Twice is once.

    Raises:
        Refused: ``ballot-count-differs`` where there are not as many envelopes as marks.
    """
    with transaction.atomic():
        sealed = list(Envelope.objects.select_for_update().filter(step_id=step.id).order_by("id"))
        if sealed:
            if len(sealed) != Mark.objects.filter(step_id=step.id).count():
                raise Refused(Refusal("ballot-count-differs", {"envelopes": len(sealed)}, status=409))
            with acting(
                "ballot.open-box", by=by, subject=step.subject, initiative_id=step.initiative_id
            ) as doing:
                opened = open_all([bytes(row.sealed) for row in sealed])
                Slip.objects.bulk_create(
                    Slip(step_id=step.id, choice=choice, channel=channel) for choice, channel in opened
                )
                Envelope.objects.filter(step_id=step.id).delete()
                doing.codes = {"slips": len(opened)}
    rows = Slip.objects.filter(step_id=step.id).order_by("id").values_list("choice", flat=True)
    return [Choice.from_plain(choice) for choice in rows]


def bring_in(
    step: StepView, choices: Iterable[Choice], labels: Mapping[UUID, str], *, turned_down: int = 0, by: Actor
) -> int:
    """Take over the votes of a vote held elsewhere, already apart from their voters. Returns how many.

    ``labels`` names each item as the ballot paper did. Only once, and only where nobody has voted here.
    """
    with acting("ballot.bring-in", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
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
    return hmac.new(site.SECRET_KEY.encode(), f"vote:{step.id}:{name}".encode(), hashlib.sha256).hexdigest()


def _unlinked(by: Actor) -> Actor:
    """The actor as the audit may know her: that a vote came, by which way; not from whom."""
    return Actor(channel=by.channel, clerk_id=by.clerk_id)
