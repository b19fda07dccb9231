"""Opportunities to help, dated occasions, and who takes part: one calendar for every tool that meets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from coproduce.catalogue.public import Role
from coproduce.core.fields import IdField, Ref


class Opportunity(models.Model):
    """Something that people are wanted for."""

    id = IdField()
    step = Ref("register.Step")
    role = models.CharField(max_length=12, choices=Role.choices)
    title = models.CharField(max_length=200)
    skills = models.JSONField(default=list)
    clearance = models.CharField(max_length=40, blank=True)
    wanted = models.PositiveIntegerField("how many are wanted", default=1)
    area = Ref("catalogue.Area", null=True)
    minutes = models.PositiveIntegerField("how long it takes", null=True)

    class Meta:
        verbose_name_plural = "opportunities"


class Occasion(models.Model):
    """A time and a place."""

    id = IdField()
    step = Ref("register.Step")
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, null=True, related_name="occasions")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="occasions_occasion_hours")
        ]


class Part(models.Model):
    """A person's part in an occasion: asked, said, came, confirmed. Nobody is scored for not coming."""

    class Attended(models.TextChoices):
        YES = "yes", "came"
        NO = "no", "couldn’t come"
        EXCUSED = "excused", "swapped"

    id = IdField()
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="parts")
    person = Ref("people.Person", null=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    asked_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)
    said = models.BooleanField(null=True)
    covered_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="covers")
    attended = models.CharField(max_length=8, choices=Attended.choices, blank=True)
    attested_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "person", "role"],
                condition=Q(person__isnull=False),
                name="occasions_part_once",
            )
        ]
