"""Services, outcomes and how we would know; joint projects, their teams and their stages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from coproduce.catalogue.public import Co, Group, Power, Role, Side
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref, or_nobody
from coproduce.core.models import Signed


class Service(models.Model):
    """A public service, and what it asks of the people who use it."""

    id = IdField()
    organisation = Ref("people.Organisation")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    area = Ref("catalogue.Area", null=True)
    summary = models.TextField(blank=True)
    asks_of_users = models.TextField(
        "what it asks of the people who use it",
        blank=True,
        help_text="A typical week, written once with users.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="register_service_name")]


@append_only
class ServiceYear(Signed):
    """A service's budget and opening hours over a period: from it we read what was added, kept, withdrawn.

    ``budget`` is in minor units of ``currency``; ``minutes_per_week`` is opening time. Either may be
    unknown. A correction is a new row that ``supersedes`` the old one.
    """

    id = IdField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="years")
    since = models.DateField()
    until = models.DateField()
    budget = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    minutes_per_week = models.PositiveIntegerField("opening time per week", null=True)
    source = models.CharField(max_length=120, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="register_serviceyear_days"),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | ~Q(currency=""), name="register_serviceyear_currency"
            ),
        ]


class Outcome(models.Model):
    """What should be different, perhaps in an “I” statement. Anyone may propose, reword or contest one."""

    id = IdField()
    statement = models.CharField("what should be different", max_length=300)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)
    proposed_role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    area = Ref("catalogue.Area", null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["proposed_at"]


@append_only
class OutcomeVoice(Signed):
    """Somebody proposes, rewords, contests or agrees with an outcome. Every wording stays to be seen.

    A rewording stands beside the statement until whoever keeps the register, or whoever proposed it, takes it over.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", "proposed it"
        REWORDED = "reworded", "would put it in other words"
        CONTESTED = "contested", "does not agree"
        AGREED = "agreed", "agrees"
        ADOPTED = "adopted", "took over other words"
        RETIRED = "retired", "took it off the list"

    id = IdField()
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="voices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    text = Ref("core.Text", null=True)


class ServiceOutcome(models.Model):
    """That a service works towards an outcome."""

    id = IdField()
    service = models.ForeignKey(Service, models.CASCADE, related_name="aims")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "outcome"], name="register_serviceoutcome_once")
        ]


class Indicator(models.Model):
    """How we would know that an outcome is nearer: a figure, where we started, where we want to be."""

    class Direction(models.TextChoices):
        UP = "up", "more is better"
        DOWN = "down", "less is better"

    id = IdField()
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="indicators")
    name = models.CharField("how we would know", max_length=200)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    baseline = models.DecimalField("where we started", max_digits=14, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    target_on = models.DateField(null=True)


@append_only
class Measurement(Signed):
    """A figure with its range, on a day, for a group or for all."""

    id = IdField()
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="measurements")
    on = models.DateField()
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    low = models.DecimalField(max_digits=14, decimal_places=4)
    central = models.DecimalField(max_digits=14, decimal_places=4)
    high = models.DecimalField(max_digits=14, decimal_places=4)
    n = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=120)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(low__lte=F("central")) & Q(central__lte=F("high")),
                name="register_measurement_range",
            ),
        ]


class Initiative(models.Model):
    """A joint project: a way of working applied to services and outcomes by named partners.

    It runs on the platform, by the steps of a method kept at one version, or it stands merely
    on the register. What everybody must be told before being asked stands here.
    """

    class Runs(models.TextChoices):
        PLATFORM = "platform", "runs here"
        REGISTER = "register", "on the register"

    class Sure(models.TextChoices):
        KNOWN = "known", "we know it"
        THINK = "think", "we think so"
        HEARD = "heard", "somebody said so"

    class Visibility(models.TextChoices):
        DRAFT = "draft", "being prepared"
        PUBLIC = "public", "everyone can see it"

    id = IdField()
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    runs = models.CharField(max_length=8, choices=Runs.choices)
    method_key = models.SlugField(max_length=60, blank=True)
    method_version = models.PositiveIntegerField(null=True)
    method_digest = models.CharField(max_length=64, blank=True)
    co = models.CharField("decide, plan, do or check", max_length=12, choices=Co.choices, blank=True)
    sure = models.CharField("how sure we are", max_length=8, choices=Sure.choices, blank=True)
    lead = Ref("people.Organisation", verbose_name="who leads")
    area = Ref("catalogue.Area", null=True)
    series = models.CharField(max_length=80, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    visibility = models.CharField(max_length=6, choices=Visibility.choices, default=Visibility.DRAFT)
    power = models.CharField("how much power you have", max_length=10, choices=Power.choices, blank=True)
    fixed = models.TextField("what is fixed", blank=True)
    open = models.TextField("what is open", blank=True)
    who_decides = models.TextField(blank=True)
    hear_by = models.DateField("you hear by", null=True)
    paid = models.TextField("paid?", blank=True)
    public_side = models.TextField("what the public side puts in", blank=True)
    could_go_wrong = models.TextField("what could go wrong, for whom", blank=True)
    if_it_stops = models.TextField("what happens to people if this stops", blank=True)
    replaces_paid_work = models.TextField("does this replace paid work?", blank=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "joint project"
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(runs="register")
                | (~Q(method_key="") & Q(method_version__isnull=False) & ~Q(method_digest="")),
                name="register_initiative_method",
            ),
            models.CheckConstraint(condition=~Q(previous=F("id")), name="register_initiative_no_self"),
        ]
        indexes = [
            models.Index(fields=["visibility", "-begun_at"], name="register_initiative_recent"),
            models.Index(fields=["visibility", "co"], name="register_initiative_co"),
        ]


class InitiativeService(models.Model):
    """That a joint project concerns a service."""

    id = IdField()
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="initiatives")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "service"], name="register_initiativeservice_once")
        ]


class InitiativeOutcome(models.Model):
    """That a joint project works towards an outcome."""

    id = IdField()
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="outcomes")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="initiatives")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "outcome"], name="register_initiativeoutcome_once")
        ]


class InitiativePartner(models.Model):
    """An organisation that takes part, and on which side its inputs count."""

    id = IdField()
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="partners")
    organisation = Ref("people.Organisation")
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation"], name="register_initiativepartner_once"
            )
        ]


class TeamMember(models.Model):
    """Who runs a joint project, in which duty."""

    class Duty(models.TextChoices):
        LEAD = "lead", "leads it"
        FACILITATOR = "facilitator", "facilitates"
        CLERK = "clerk", "enters paper and phone"
        STEERING = "steering", "steers it"
        OBSERVER = "observer", "looks on"

    id = IdField()
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="team")
    person = Ref("people.Person")
    duty = models.CharField(max_length=12, choices=Duty.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person", "duty"],
                condition=Q(until__isnull=True),
                name="register_teammember_once",
            )
        ]


class Tie(models.Model):
    """That a person uses a service, or cares for somebody who does."""

    id = IdField()
    person = Ref("people.Person")
    service = models.ForeignKey(Service, models.PROTECT, related_name="ties")
    role = models.CharField(
        max_length=12, choices=[(role.value, role.label) for role in (Role.USER, Role.CARER)]
    )
    since = models.DateField()
    until = models.DateField(null=True)
    verified_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service", "role"],
                condition=Q(until__isnull=True),
                name="register_tie_once",
            )
        ]


class Step(models.Model):
    """A stage: one tool, half-open in time (opens ≤ now < closes).

    ``takes`` and ``settings`` are what the recipe and the wizard settled, frozen; ``settings_version``
    is the tool's. Concluded is a fact (``concluded_at``), open is a moment: see ``rules.state``.
    """

    id = IdField()
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="steps")
    name = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    occurrence = models.PositiveSmallIntegerField(default=1)
    area = Ref("catalogue.Area", null=True)
    position = models.PositiveSmallIntegerField()
    instrument = models.SlugField(max_length=20)
    settings = models.JSONField(default=dict)
    settings_version = models.PositiveSmallIntegerField(default=1)
    admits = models.CharField(max_length=60)
    takes = models.JSONField(default=list)
    gives = models.JSONField(default=dict)
    promise = models.JSONField(default=dict)
    after = models.JSONField(default=list)
    when = models.CharField(max_length=40, blank=True)
    duty = models.CharField(max_length=300, blank=True)
    decides = models.CharField(max_length=40, blank=True)
    opens = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "stage"
        ordering = ["position", "occurrence"]
        constraints = [
            models.UniqueConstraint(
                F("initiative"), F("name"), F("occurrence"), or_nobody("area"), name="register_step_once"
            ),
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(opens__lt=F("closes")),
                name="register_step_opens_before_closes",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="register_step_one_end",
            ),
        ]
        indexes = [models.Index(fields=["opens", "closes"], name="register_step_clock")]


@append_only
class StepChange(Signed):
    """A change of a stage after it was made: which field, from what to what, and why."""

    id = IdField()
    step = models.ForeignKey(Step, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = Ref("core.Text", null=True)
