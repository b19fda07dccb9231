"""What only ideas have: where one is, in words; and that somebody finds one worrying."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from coproduce.core.fields import IdField, Ref


class Spot(models.Model):
    """Where an idea is, as its author names the place. A point on the map, if any, stands with the item itself."""

    id = IdField()
    item = Ref("proceedings.Item")
    name = Ref("core.Text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item"], name="ideas_spot_once")]


class Concern(models.Model):
    """That somebody finds an idea or a remark worrying. Who said so is not kept; only the team reads it."""

    id = IdField()
    step = Ref("register.Step")
    item = Ref("proceedings.Item")
    remark = Ref("proceedings.Remark", null=True)
    text = Ref("core.Text")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answer = Ref("core.Text", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answer__isnull=False),
                name="ideas_concern_answered_in_words",
            )
        ]
        indexes = [models.Index(fields=["step", "answered_at"], name="ideas_concern_open")]
