"""One table: what a visitor brought, and what the count made of it.

``source`` is the file as we write it, without what it said of the voters
themselves; ``envelope`` is the count that the visitor chose.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from coproduce.core import new_id


class Trial(models.Model):
    """An election file that someone brought, counted one way.

    A row without ``visitor`` is shown to everyone and stays: the example that the
    site itself brings. Every other row belongs to one visitor and has an end.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visitor = models.CharField("digest of the visitor's secret", max_length=64, blank=True)
    name = models.CharField("the file's name", max_length=120)
    title = models.CharField("the election in words", max_length=300)
    brought_at = models.DateTimeField("when it was brought")
    gone_at = models.DateTimeField("when it is removed", null=True, blank=True)
    source = models.BinaryField("the election as .pb, without what it said of the voters")
    way = models.JSONField("how it is counted")
    envelope = models.BinaryField("the count with its record, as JSON")
    beside = models.BinaryField("the other rule's result, to compare, as JSON")

    class Meta:
        verbose_name = "trial count"
        constraints = [
            models.CheckConstraint(
                name="trial_shown_or_owned_with_an_end",
                condition=Q(visitor="", gone_at__isnull=True) | (~Q(visitor="") & Q(gone_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["gone_at"], name="trial_gone_at"),
            models.Index(fields=["visitor", "brought_at"], name="trial_visitor"),
        ]

    def __str__(self) -> str:
        return self.name
