"""Marks, envelopes and slips.

While a vote is open there is one mark and one envelope for each voter: that somebody has voted,
and what. When it is counted the envelopes are opened, shuffled into slips that point to nobody,
and destroyed. Nothing here carries a moment: a day is all that is kept.
"""

from __future__ import annotations

import uuid

from django.db import models

from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Channel


class Mark(models.Model):
    """That somebody has voted. ``voter`` is a keyed digest of the person or the code, different for each vote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    voter = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "voter"], name="ballot_mark_once")]


class Envelope(models.Model):
    """A voter's choice while the vote is open, as ``boxes`` closes it. Voting again replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    voter = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "voter"], name="ballot_envelope_once")]


@append_only
class Slip(models.Model):
    """One counted vote: a random key, the choice, and by which way it came. It points to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = Ref("register.Step")
    choice = models.JSONField()
    channel = models.CharField(max_length=10, choices=Channel.choices)


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
