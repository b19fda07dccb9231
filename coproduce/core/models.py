"""Tables without a business word: what was done, what is to be sent, and free text that can be erased."""

from __future__ import annotations

from django.db import models

from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField


class Channel(models.TextChoices):
    """How something reached us."""

    SCREEN = "screen", "on screen"
    PAPER = "paper", "on paper"
    PHONE = "phone", "by phone"
    IMPORT = "import", "from a file"
    SYSTEM = "system", "by the system"


def needs_clerk(prefix: str = "by_") -> models.Q:
    """Paper and phone are entered by somebody, who is named by id."""
    return ~models.Q(**{f"{prefix}channel__in": [Channel.PAPER, Channel.PHONE]}) | models.Q(
        **{f"{prefix}clerk_id__isnull": False}
    )


class Signed(models.Model):
    """Who wrote a row, when, in which role and how it reached us. Ids only: a person can be erased while it stays."""

    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_role = models.CharField(max_length=40, blank=True)
    by_channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SCREEN)
    by_clerk_id = models.UUIDField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=needs_clerk(), name="%(app_label)s_%(class)s_clerk"),
        ]


class Text(models.Model):
    """A piece of free text. It can be emptied for good while everything that points to it stays."""

    id = IdField()
    body = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(redacted_at__isnull=True) | models.Q(body=""),
                name="core_text_redacted_is_empty",
            )
        ]


@append_only
class AuditEvent(models.Model):
    """One thing done: codes and ids only, no names, no free text. Written in the transaction of the deed itself."""

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    on_behalf_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    clerk_id = models.UUIDField(null=True)
    deed = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    initiative_id = models.UUIDField(null=True, db_index=True)
    codes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=needs_clerk(""), name="core_auditevent_clerk")]


class Outbox(models.Model):
    """A message to be sent, written in the transaction of what it tells. A key is told once.

    What it says is worked out when it is sent: nothing private lies here. ``channel`` is the way it goes;
    ``given_up_at`` says that no way is left, and ``last_problem`` why, as a code.
    """

    id = IdField()
    key = models.CharField(max_length=200, unique=True)
    person_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "due_at"], name="core_outbox_due")]


class Turn(models.Model):
    """When somebody who works beside the site last did a turn. No copy holds it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
