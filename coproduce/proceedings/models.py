"""Items with one number and one trail; rolls, results; acts and what became of them.

Fate and promise belong to an item (or, without one, to a stage), never to an act: one answer
reaches three hundred people, nothing is fanned out and nothing can drift.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from coproduce.catalogue.public import Group, Port, Role, Side
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed


class Item(models.Model):
    """What passes from stage to stage: an idea, a project, a question. Never copied.

    Only what two tools need stands here and in its versions (at most 20 columns, tested);
    a tool's own fields stand in its own table. Private things are never items.
    """

    class Visibility(models.TextChoices):
        DRAFT = "draft", "not shown yet"
        PUBLIC = "public", "everyone can see it"
        TEAM = "team", "only the team can see it"
        HIDDEN = "hidden", "taken down"

    id = IdField()
    initiative = Ref("register.Initiative")
    number = models.PositiveIntegerField()
    kind = models.SlugField(max_length=30)
    origin_step = Ref("register.Step")
    about_person = Ref("people.Person", null=True)
    visibility = models.CharField(max_length=6, choices=Visibility.choices)
    latest = models.PositiveIntegerField(default=1)
    lot = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="proceedings_item_number")
        ]
        indexes = [
            models.Index(fields=["initiative", "visibility", "number"], name="proceedings_item_list"),
            models.Index(fields=["origin_step", "visibility", "lot"], name="proceedings_item_lot"),
        ]


@append_only
class ItemVersion(Signed):
    """What an item said and cost at one time. Money in minor units, as a range."""

    id = IdField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    title = Ref("core.Text")
    body = Ref("core.Text", null=True)
    picture = models.CharField(max_length=64, blank=True)
    cost_low = models.BigIntegerField(null=True)
    cost_central = models.BigIntegerField(null=True)
    cost_high = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    category = models.SlugField(max_length=60, blank=True)
    area = Ref("catalogue.Area", null=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    reason = Ref("core.Text", null=True)

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(fields=["item", "version"], name="proceedings_itemversion_once"),
            models.CheckConstraint(
                condition=Q(cost_central__isnull=True)
                | (
                    Q(cost_low__lte=F("cost_central")) & Q(cost_central__lte=F("cost_high")) & ~Q(currency="")
                ),
                name="proceedings_itemversion_cost",
            ),
            models.CheckConstraint(
                condition=(Q(lat__isnull=True) & Q(lon__isnull=True))
                | (Q(lat__isnull=False) & Q(lon__isnull=False)),
                name="proceedings_itemversion_place",
            ),
        ]


@append_only
class ItemLink(Signed):
    """That one item went into another, came out of it, or answers it."""

    class Kind(models.TextChoices):
        MERGED = "merged", "became part of"
        SPLIT = "split", "was divided into"
        DERIVED = "derived", "led to"
        ANSWERS = "answers", "answers"
        REPEATS = "repeats", "asks the same as"

    HEIRS = (Kind.MERGED, Kind.SPLIT, Kind.DERIVED)

    id = IdField()
    from_item = models.ForeignKey(Item, models.PROTECT, related_name="links_out")
    to_item = models.ForeignKey(Item, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=8, choices=Kind.choices)

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["from_item", "to_item", "kind"], name="proceedings_itemlink_once"
            ),
            models.CheckConstraint(condition=~Q(from_item=F("to_item")), name="proceedings_itemlink_no_self"),
        ]


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
        indexes = [models.Index(fields=["person", "on"], name="proceedings_act_mine")]


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
        indexes = [models.Index(fields=["item", "at"], name="proceedings_fate_item")]


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
