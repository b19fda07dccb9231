"""Who is who.

``Person`` is a stub that is never deleted: the only thing other rooms point to. All that
says who she is lies in ``Profile`` and beside it, and goes when she is erased.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from coproduce.catalogue.public import Role
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref, or_nobody
from coproduce.core.models import Channel


class Person(models.Model):
    """Somebody, without a name. Never deleted."""

    id = IdField()
    since = models.DateTimeField()
    erased_on = models.DateField(null=True)


class Profile(models.Model):
    """What we know of a person because she told us. Deleted when she is erased."""

    class ContactBy(models.TextChoices):
        EMAIL = "email", "e-mail"
        TEXT = "text", "text message"
        LETTER = "letter", "letter"
        PHONE = "phone", "a call"
        NONE = "none", "not at all"

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="profile")
    name = models.CharField(max_length=200, blank=True)
    display_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    household_hash = models.CharField(max_length=64, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=12, blank=True)
    contact_by = models.CharField(max_length=8, choices=ContactBy.choices, default=ContactBy.NONE)
    needs = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="people_profile_email"),
        ]


class Account(models.Model):
    """The sign-in of a person. Deleted with the user when she is erased."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="account"
    )
    person = models.OneToOneField(Person, models.CASCADE, related_name="account")


class Organisation(models.Model):
    """An agency, charity, provider, community group or body."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "public agency"
        CHARITY = "third-sector", "charity or community group"
        PROVIDER = "provider", "provider"
        COMMUNITY = "community", "residents’ group"
        BODY = "body", "committee or board"

    id = IdField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(F("name"), or_nobody("parent"), name="people_organisation_name"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="people_organisation_no_self"),
        ]


class Standing(models.Model):
    """That a person is something somewhere: staff of a service, a resident of an area, a carer."""

    class How(models.TextChoices):
        SELF = "self", "said so"
        CODE = "code", "came with a code"
        STAFF = "staff", "confirmed by staff"
        TENURE = "tenure", "holds a seat"
        IMPORT = "import", "from a list"

    id = IdField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    role = models.CharField(max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="standings")
    area = Ref("catalogue.Area", null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_how = models.CharField(max_length=8, choices=How.choices, default=How.SELF)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="people_standing_days"
            ),
            models.UniqueConstraint(
                F("person"), F("role"), or_nobody("organisation"), or_nobody("area"),
                condition=Q(until__isnull=True), name="people_standing_once",
            ),
        ]  # fmt: skip


class Duty(models.Model):
    """What a person may do for an agency on the platform itself.

    Administrators set up roles and organisations, clerks enter paper and phone, auditors may read everything but
    ballots and plans.
    """

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", "administrator"
        LEAD = "lead", "co-production lead"
        CLERK = "clerk", "clerk"
        AUDITOR = "auditor", "auditor"

    id = IdField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=Q(until__isnull=True),
                name="people_duty_once",
            )
        ]


class Seat(models.Model):
    """A place on a committee or board. It outlives any joint project."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    area = Ref("catalogue.Area", null=True)


class Tenure(models.Model):
    """Who holds a seat, from when until when, and how she came to it."""

    class How(models.TextChoices):
        ELECTED = "elected", "elected"
        DRAWN = "drawn", "drawn by lottery"
        APPOINTED = "appointed", "appointed"
        EX_OFFICIO = "ex-officio", "by office"

    id = IdField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    since = models.DateField()
    until = models.DateField(null=True)
    how = models.CharField(max_length=12, choices=How.choices)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until__isnull=True), name="people_tenure_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="people_tenure_days"
            ),
        ]


class Proxy(models.Model):
    """That one person may speak for another, for what, and until when."""

    id = IdField()
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="proxies")
    by_person = models.ForeignKey(Person, models.PROTECT, related_name="speaks_for")
    scope = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    evidence = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "proxies"
        constraints = [
            models.CheckConstraint(condition=~Q(for_person=F("by_person")), name="people_proxy_not_self"),
        ]


class Clearance(models.Model):
    """That a check was made, of which level, and when it must be renewed. Never what it said."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=40)
    checked_on = models.DateField()
    valid_until = models.DateField()
    checked_by = models.UUIDField()
    number_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "valid_until"], name="people_clearance_once"),
        ]


@append_only
class Consent(models.Model):
    """What a person agreed to, and when she took it back. The latest row of a purpose counts."""

    id = IdField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    given = models.BooleanField()
    wording_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)


class VotingCode(models.Model):
    """A code on a card that lets somebody in without an account. Only its keyed digest is kept.

    ``list_name`` names the residents' roll for which the cards were printed. A code never
    points to a person: who was handed which card is known to nobody here.
    """

    id = IdField()
    list_name = models.CharField(max_length=120)
    code_hash = models.CharField(max_length=64, unique=True)
    area = Ref("catalogue.Area", null=True)
    issued_on = models.DateField()
    void_on = models.DateField(null=True)
    void_reason = models.CharField(max_length=40, blank=True)


class Interest(models.Model):
    """Something a person would like to take part in, or offers to be known for."""

    class Kind(models.TextChoices):
        INTEREST = "interest", "would like to"
        STRENGTH = "strength", "offers to be known for"

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=200)
