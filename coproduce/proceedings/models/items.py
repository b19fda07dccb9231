"""Items with one number and one trail: what passes from stage to stage, never copied."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

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
