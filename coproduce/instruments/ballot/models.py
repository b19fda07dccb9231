"""Marks, envelopes and slips.

While a vote is open there is one mark and one envelope for each voter: that somebody has voted,
and, sealed to keys that are not here, what. When it is counted the officers bring their keys; the
envelopes are opened, shuffled into slips that point to nobody, and destroyed. Nothing here carries
a moment: a day is all that is kept.
"""

from __future__ import annotations

import uuid

from django.db import models

from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Channel
from coproduce.instruments.ballot.paper.models import Batch, SheetCount, SheetEntry


class Box(models.Model):
    """A locked ballot box. It is there from its preparation until it is opened; an opened one is an ``Opening``.

    ``demo`` says that its key is no secret, because the vote is an invented one.
    """

    id = IdField()
    step = Ref("register.Step")
    officers = models.PositiveSmallIntegerField(default=1)
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step"], name="ballot_box_once")]


class BoxKey(models.Model):
    """The public half of an officer's key: what closes envelopes. The private half is nowhere here.

    ``tried_on`` is the day on which she showed that her key file or sheet opens what this half closes.
    """

    id = IdField()
    box = models.ForeignKey(Box, models.CASCADE, related_name="keys")
    place = models.PositiveSmallIntegerField()
    public = models.BinaryField()
    officer_id = models.UUIDField(null=True)
    made_on = models.DateField()
    tried_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "place"], name="ballot_boxkey_place"),
            models.UniqueConstraint(fields=["box", "officer_id"], name="ballot_boxkey_officer"),
        ]


class Mark(models.Model):
    """That somebody has voted. ``voter`` is a keyed digest of the person or the code, different for each vote.

    ``sheet`` says that she was given a paper ballot for the box in the hall: then no envelope of hers counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    voter = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    on = models.DateField()
    sheet = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "voter"], name="ballot_mark_once")]


class Envelope(models.Model):
    """A voter's choice while the vote is open, as ``boxes`` closes it. Voting again replaces it.

    It lies in a box: once the box has been opened, and is no more, the database takes none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    box = models.ForeignKey(Box, models.PROTECT, related_name="envelopes")
    voter = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "voter"], name="ballot_envelope_once")]


@append_only
class Slip(models.Model):
    """One counted vote: a random key, the choice, and by which way it came. It points to nobody.

    The way is left empty where so few came by it that it could tell whose vote this was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    choice = models.JSONField()
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["step", "channel"], name="ballot_slip_turnout")]


@append_only(allow=("wiped_on", "destroyed_on"))
class Opening(models.Model):
    """That a box was opened and its votes became slips.

    ``wiped_on``: what was left of the envelopes in the files of the database has been overwritten.
    ``destroyed_on``: the officers declared that they have destroyed their keys.
    """

    id = IdField()
    step = Ref("register.Step")
    slips = models.PositiveIntegerField()
    on = models.DateField()
    wiped_on = models.DateField(null=True)
    destroyed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step"], name="ballot_opening_once")]


@append_only
class Receipt(models.Model):
    """What a voter was given when she voted, without what she chose: its being here says that hers was counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    code = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["step", "code"], name="ballot_receipt_code")]


@append_only
class TurnedDown(models.Model):
    """Votes that could not be counted, by reason: told with the result."""

    id = IdField()
    step = Ref("register.Step")
    reason = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField()
    on = models.DateField()


class Listing(models.Model):
    """The name of a project on the ballot paper of a vote held elsewhere, where it has no number of ours."""

    id = IdField()
    step = Ref("register.Step")
    item = Ref("proceedings.Item")
    label = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "item"], name="ballot_listing_item"),
            models.UniqueConstraint(fields=["step", "label"], name="ballot_listing_label"),
        ]


__all__ = [
    "Batch",
    "Box",
    "BoxKey",
    "Envelope",
    "Listing",
    "Mark",
    "Opening",
    "Receipt",
    "SheetCount",
    "SheetEntry",
    "Slip",
    "TurnedDown",
]
