"""Acts and what became of them.

Fate and promise belong to an item (or, without one, to a stage), never to an act: one answer
reaches three hundred people, nothing is fanned out and nothing can drift.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from coproduce.catalogue.public import Group, Role, Side
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed
from coproduce.proceedings.models.items import Item


@append_only
class Act(Signed):
    """“I did something.” Written in the transaction of the deed, by every tool.

    Secret acts (a vote) carry a day, not a moment, and never a trace. ``claim_hash`` is the keyed
    digest of the reference on a slip; ``ref`` is the tool's own opaque key.
    """

    id = IdField()
    step = Ref("register.Step")
    person = Ref("people.Person", null=True)
    claim_hash = models.CharField(max_length=64, blank=True, db_index=True)
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    kind = models.SlugField(max_length=40)
    once = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    ref = models.CharField(max_length=120, blank=True)
    on = models.DateField()

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["step", "person", "kind"],
                condition=Q(once=True, person__isnull=False),
                name="proceedings_act_once",
            ),
            models.UniqueConstraint(fields=["kind", "ref"], condition=~Q(ref=""), name="proceedings_act_ref"),
        ]
        indexes = [
            models.Index(fields=["person", "on"], name="proceedings_act_mine"),
            models.Index(fields=["step", "kind"], name="proceedings_act_kinds"),
        ]


@append_only
class Trace(models.Model):
    """That an act touched an item: as its author, a supporter, or a source. Never for a secret act."""

    class As(models.TextChoices):
        AUTHOR = "author", "put it forward"
        SUPPORTER = "supporter", "supported it"
        SOURCE = "source", "said something that led to it"

    id = IdField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="traces")
    item = models.ForeignKey(Item, models.PROTECT, related_name="traces")
    role = models.CharField(max_length=10, choices=As.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "item", "role"], name="proceedings_trace_once")]


class FateStage(models.TextChoices):
    """How far something has come."""

    RECEIVED = "received", "Received"
    CONSIDERED = "considered", "Being thought about"
    DECIDED = "decided", "Decided"
    DELIVERED = "delivered", "Being done"
    ASSESSED = "assessed", "Looked back at"


FATE_ORDER: dict[str, int] = {stage: position for position, stage in enumerate(FateStage.values)}


class FateOutcome(models.TextChoices):
    """What was said of it."""

    ACCEPTED = "accepted", "Yes"
    PARTLY = "partly", "In part"
    DECLINED = "declined", "No"
    MERGED = "merged", "Became part of another"
    SPLIT = "split", "Divided into others"
    REFERRED = "referred", "Passed on"
    WITHDRAWN = "withdrawn", "Taken back"
    UNKNOWN = "unknown", "We do not know"
    NOT_FUNDED = "not-funded", "Not funded"
    IN_THE_VOTE = "in-the-vote", "In the vote"
    ELECTED = "elected", "Elected"
    NOT_ELECTED = "not-elected", "Not elected"
    STOOD_DOWN = "stood-down", "Stood down"
    NOBODY_CAME = "nobody-came", "Nobody came, kept on record"


ONE_SUBJECT = (Q(item__isnull=False) & Q(step__isnull=True)) | (Q(item__isnull=True) & Q(step__isnull=False))


@append_only
class Fate(Signed):
    """What happened to an item (or to what a stage gathered), with the reason."""

    id = IdField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="fates")
    step = Ref("register.Step", null=True)
    stage = models.CharField(max_length=10, choices=FateStage.choices)
    outcome = models.CharField(max_length=12, choices=FateOutcome.choices, blank=True)
    progress = models.PositiveSmallIntegerField(null=True)
    reason = Ref("core.Text", null=True)
    source = models.CharField(max_length=120, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(condition=ONE_SUBJECT, name="proceedings_fate_one_subject"),
            models.CheckConstraint(
                condition=~Q(stage="decided") | Q(reason__isnull=False),
                name="proceedings_fate_decided_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100), name="proceedings_fate_progress"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "at"], name="proceedings_fate_item"),
            models.Index(fields=["at"], name="proceedings_fate_lately"),
        ]


@append_only
class Promise(Signed):
    """“You will hear by …”: a date for a stage of an item's fate. Moved only by a row that replaces it."""

    id = IdField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="promises")
    step = Ref("register.Step", null=True)
    stage = models.CharField(max_length=10, choices=FateStage.choices)
    due_on = models.DateField()
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.PUBLIC)
    organisation = Ref("people.Organisation", null=True)
    reason = Ref("core.Text", null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(condition=ONE_SUBJECT, name="proceedings_promise_one_subject"),
        ]
        indexes = [models.Index(fields=["item", "stage", "due_on"], name="proceedings_promise_item")]


class Remark(models.Model):
    """A remark on an item; once for all tools."""

    id = IdField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="remarks")
    act = models.ForeignKey(Act, models.PROTECT, related_name="remarks")
    text = Ref("core.Text")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    shown = models.BooleanField(default=True)


class Hiding(Signed):
    """That an item or remark was taken down, why, and when it was put back."""

    id = IdField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="hidings")
    remark = models.ForeignKey(Remark, models.PROTECT, null=True, related_name="hidings")
    reason = Ref("core.Text")
    lifted_at = models.DateTimeField(null=True)

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(item__isnull=False) & Q(remark__isnull=True))
                | (Q(item__isnull=True) & Q(remark__isnull=False)),
                name="proceedings_hiding_one_subject",
            ),
        ]
