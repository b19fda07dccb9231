"""Who decided what among which options, why, and who was told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from coproduce.catalogue.public import Group
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed


class Conflict(models.Model):
    """A question on which groups want different things."""

    id = IdField()
    initiative = Ref("register.Initiative", null=True)
    question = models.CharField(max_length=300)
    result = Ref("proceedings.Result", null=True)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField(null=True)
    for_seat = Ref("people.Seat", null=True)


class Stake(models.Model):
    """What one group wants in a conflict, and how we know."""

    id = IdField()
    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="stakes")
    group = models.CharField(max_length=20, choices=Group.choices)
    wants = models.TextField()
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conflict", "group"], name="decisions_stake_once")]


class Option(models.Model):
    """One of the choices, with what it would mean."""

    id = IdField()
    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    consequences = models.TextField(blank=True)
    item = Ref("proceedings.Item", null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["conflict", "position"], name="decisions_option_position")
        ]


@append_only
class Decision(Signed):
    """What was decided, by whom, on which day, and why. A later decision supersedes it; nothing is rewritten.

    ``against_the_vote`` says openly that a result was not followed, in whole or in part.
    """

    id = IdField()
    conflict = models.ForeignKey(Conflict, models.PROTECT, null=True, related_name="decisions")
    initiative = Ref("register.Initiative", null=True)
    step = Ref("register.Step", null=True)
    decided_on = models.DateField()
    body = Ref("people.Organisation", null=True)
    chosen = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+")
    reasons = Ref("core.Text")
    dissent = Ref("core.Text", null=True)
    interests = Ref("core.Text", null=True)
    against_the_vote = models.BooleanField(default=False)
    equality = Ref("core.Text", null=True)
    limits = Ref("core.Text", null=True)
    minutes = Ref("core.Text", null=True)
    valid_until = models.DateField(null=True)
    look_again_on = models.DateField(null=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("decided_on")),
                name="decisions_decision_days",
            ),
        ]


@append_only
class Ruling(models.Model):
    """The answer on one item: one per item and decision, with its reason and what is promised next."""

    id = IdField()
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rulings")
    item = Ref("proceedings.Item")
    outcome = models.CharField(max_length=12)
    amount = models.BigIntegerField(null=True)
    reason = Ref("core.Text")
    next_step = Ref("core.Text", null=True)
    due_on = models.DateField(null=True)
    organisation = Ref("people.Organisation", null=True)

    class Meta:
        verbose_name = "answer"
        constraints = [models.UniqueConstraint(fields=["decision", "item"], name="decisions_ruling_once")]


class Notice(models.Model):
    """Who was told of a decision, when and how; or why she could not be."""

    id = IdField()
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notices")
    person = Ref("people.Person")
    channel = models.CharField(max_length=10)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="decisions_notice_once")]
