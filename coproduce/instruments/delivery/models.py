"""Milestones and duties of both sides, and reports on how far a project has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from coproduce.catalogue.public import Side
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed


class Milestone(models.Model):
    """Something to be done by a day, by one side: of one project, or of all (a duty)."""

    id = IdField()
    step = Ref("register.Step")
    item = Ref("proceedings.Item", null=True)
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=8, choices=Side.choices)
    organisation = Ref("people.Organisation", null=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    dropped_reason = Ref("core.Text", null=True)

    class Meta:
        ordering = ["due_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_reason__isnull=True),
                name="delivery_milestone_one_end",
            )
        ]


@append_only
class Report(Signed):
    """How far a project has come, in words and in per cent, perhaps with a picture."""

    id = IdField()
    step = Ref("register.Step")
    item = Ref("proceedings.Item")
    progress = models.PositiveSmallIntegerField()
    text = Ref("core.Text")
    spent = models.BigIntegerField(null=True)
    picture = models.CharField(max_length=64, blank=True)
    picture_says = Ref("core.Text", null=True)

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(condition=Q(progress__lte=100), name="delivery_report_progress"),
        ]
