"""Rolls, results, and what a stage took over from an earlier one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from coproduce.catalogue.public import Group, Port, Role
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed
from coproduce.proceedings.models.items import Item


class Roll(models.Model):
    """A list of who may take part, frozen when a stage takes it."""

    id = IdField()
    step = Ref("register.Step")
    name = models.SlugField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "name", "version"], name="proceedings_roll_version")
        ]


class RollEntry(models.Model):
    """One person, or one voting code, on a roll."""

    id = IdField()
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="entries")
    person = Ref("people.Person", null=True)
    voter_code_hash = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    area = Ref("catalogue.Area", null=True)
    weight = models.PositiveSmallIntegerField(default=1)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll", "person"],
                condition=Q(person__isnull=False),
                name="proceedings_rollentry_person",
            ),
            models.UniqueConstraint(
                fields=["roll", "voter_code_hash"],
                condition=~Q(voter_code_hash=""),
                name="proceedings_rollentry_code",
            ),
        ]


class RollFeature(models.Model):
    """What a lottery needs to know of somebody to be fair. Protected, and erased when the draw is concluded."""

    id = IdField()
    entry = models.ForeignKey(RollEntry, models.CASCADE, related_name="features")
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="proceedings_rollfeature_once")]


@append_only
class Result(Signed):
    """What a stage found: a count, a draw, a map; with the record from which it can be derived again."""

    id = IdField()
    step = Ref("register.Step")
    period = models.CharField(max_length=20, blank=True)
    kind = models.SlugField(max_length=40)
    method = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    seed = models.CharField(max_length=200, blank=True)
    input_digest = models.CharField(max_length=64)
    record = models.BinaryField()
    published_at = models.DateTimeField(null=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["step", "period", "kind"],
                condition=Q(supersedes__isnull=True),
                name="proceedings_result_once",
            ),
        ]


@append_only
class ItemResult(models.Model):
    """What a result says of one item, at the version that was asked about."""

    id = IdField()
    result = models.ForeignKey(Result, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="results")
    item_version = models.PositiveIntegerField()
    selected = models.BooleanField(null=True)
    rank = models.PositiveIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    score = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "item"], name="proceedings_itemresult_once")]


@append_only
class HandOver(models.Model):
    """What a stage took from an earlier one when it started, frozen."""

    id = IdField()
    step = Ref("register.Step")
    port = models.CharField(max_length=6, choices=Port.choices)
    from_step = Ref("register.Step")
    roll = models.ForeignKey(Roll, models.PROTECT, null=True, related_name="+")
    result = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "port", "from_step"], name="proceedings_handover_once")
        ]


@append_only
class HandOverItem(models.Model):
    """One item of a hand-over, at the version that it had."""

    id = IdField()
    handover = models.ForeignKey(HandOver, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "item"], name="proceedings_handoveritem_once")
        ]
        ordering = ["position"]
