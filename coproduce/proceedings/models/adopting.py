"""That something done without an account is hers after all: she had the slip."""

from __future__ import annotations

from django.db import models

from coproduce.core.fields import IdField, Ref
from coproduce.proceedings.models.tellings import Act


class Adoption(models.Model):
    """An act that somebody made her own with the reference from its slip. The act itself stays as it was written.

    Never a secret act: that a person voted, and which envelope is hers, must not meet in one row.
    """

    id = IdField()
    act = models.OneToOneField(Act, models.PROTECT, related_name="adoption")
    person = Ref("people.Person")
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="proceedings_adoption_mine")]
