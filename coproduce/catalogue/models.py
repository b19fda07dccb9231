"""Ways of working, kinds of contribution, gains and areas."""

from __future__ import annotations

from django.db import models

from coproduce.catalogue.words import Group, Level, Stage
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField


@append_only(allow=("retired_on",))
class Method(models.Model):
    """One version of a way of working, as its TOML says. Running joint projects keep the version they began with."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", "comes with Coproduce"
        LOCAL = "local", "our own"

    id = IdField()
    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=30, choices=Stage.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    source = models.TextField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    retired_on = models.DateField(null=True)

    class Meta:
        verbose_name = "way of working"
        verbose_name_plural = "ways of working"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="catalogue_method_version")]


class Gain(models.Model):
    """What a group may hope to gain (the study's benefits per group, in screen words)."""

    key = models.CharField(max_length=60, primary_key=True)
    group = models.CharField(max_length=20, choices=Group.choices)
    name = models.CharField(max_length=200)
    beware = models.CharField(max_length=200, blank=True)
    notice = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=8, choices=Method.Origin.choices, default=Method.Origin.SHIPPED)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]


class ContributionKind(models.Model):
    """A kind of input with its unit and rules. Quantities are whole numbers of ``smallest`` (minutes, pence, items)."""

    class Unit(models.TextChoices):
        MINUTE = "minute", "hours"
        MONEY = "money", "money"
        COUNT = "count", "number"
        SESSION = "session", "sessions"

    key = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    daily_cap = models.PositiveIntegerField(null=True)
    may_be_on_call = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "kind of contribution"
        verbose_name_plural = "kinds of contribution"
        ordering = ["position", "key"]


class Area(models.Model):
    """A place with a name: a ward, an estate, a town."""

    id = IdField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    boundary = models.JSONField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="catalogue_area_name"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="catalogue_area_no_self"),
        ]
