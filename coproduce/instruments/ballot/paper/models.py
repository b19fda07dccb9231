"""Sheets of paper: how many were handed out, the batches they came back in, and what clerks read on them.

Nothing here knows whose a sheet is. A sheet is a place in a batch; each clerk's reading of it is a
row of its own, and what counts is what two of them read alike.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref


@append_only
class SheetCount(models.Model):
    """So many blank sheets were handed out, came back blank, or will not come back; and who said so."""

    class Kind(models.TextChoices):
        ISSUED = "issued", "handed out"
        UNUSED = "unused", "came back blank"
        MISSING = "missing", "will not come back"
        HALL = "hall", "marked off in a hall without internet"

    id = IdField()
    step = Ref("register.Step")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=20, blank=True)
    count = models.PositiveIntegerField()
    clerk_id = models.UUIDField(null=True)
    on = models.DateField()
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "key"], condition=~Q(key=""), name="ballot_sheetcount_key"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="ballot_sheetcount_some"),
        ]


class Batch(models.Model):
    """A pile of sheets that came back, counted by hand. Closed once every sheet in it is settled."""

    id = IdField()
    step = Ref("register.Step")
    label = models.CharField(max_length=60)
    sheets = models.PositiveIntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "label"], name="ballot_batch_label"),
            models.CheckConstraint(condition=Q(sheets__gte=1), name="ballot_batch_some"),
        ]


class SheetEntry(models.Model):
    """What one clerk read on one sheet: a choice, or why it does not count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    sheet = models.PositiveIntegerField()
    clerk = models.UUIDField()
    choice = models.JSONField(null=True)
    spoilt = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "clerk"], name="ballot_sheetentry_once"),
            models.CheckConstraint(condition=Q(sheet__gte=1), name="ballot_sheetentry_place"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) ^ Q(spoilt=""), name="ballot_sheetentry_one_reading"
            ),
        ]
