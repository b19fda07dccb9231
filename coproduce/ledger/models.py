"""The book of everyone's part.

Each entry balances to zero per unit: what somebody gave (a negative posting on a *given*
account) is what a service received, and what it received is applied to an outcome or stays
unattributed. Postings are written first and the entry's header last; triggers on both
databases check the sums when the header comes, and refuse postings to a header that is there.
No name and no free text is in any of these rows.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from coproduce.catalogue.public import Side, Stage
from coproduce.core.append_only import append_only
from coproduce.core.fields import IdField, Ref, or_nobody
from coproduce.core.models import Channel, Signed, needs_clerk


class Account(models.Model):
    """Where quantities stand: per service, side and unit; never one per person."""

    class Role(models.TextChoices):
        GIVEN = "given", "given"
        RECEIVED = "received", "received"
        APPLIED = "applied", "applied to what should be different"
        UNATTRIBUTED = "unattributed", "not attributed"

    id = IdField()
    service = Ref("register.Service", null=True)
    outcome = Ref("register.Outcome", null=True)
    side = models.CharField(max_length=8, choices=Side.choices)
    role = models.CharField(max_length=12, choices=Role.choices)
    unit = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                or_nobody("service"),
                or_nobody("outcome"),
                F("side"),
                F("role"),
                F("unit"),
                name="ledger_account_once",
            ),
        ]


class Party(models.Model):
    """Whoever gave: a meaningless key on the posting. Erasing a person empties it, and totals stay."""

    id = IdField()
    initiative = Ref("register.Initiative")
    person = Ref("people.Person", null=True)
    organisation = Ref("people.Organisation", null=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person"], condition=Q(person__isnull=False), name="ledger_party_once"
            ),
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                condition=Q(person__isnull=True, organisation__isnull=False),
                name="ledger_party_organisation_once",
            ),
        ]


class Evidence(models.TextChoices):
    """How we know."""

    SELF = "self", "said by the giver"
    CONFIRMED = "confirmed", "confirmed by somebody else"
    MEASURED = "measured", "measured or from the books"
    ESTIMATED = "estimated", "a standing estimate"


class PaidForBy(models.TextChoices):
    """What paid for a partner's input: a grant is traced, not counted twice."""

    OWN = "own", "its own funds"
    PUBLIC_GRANT = "public-grant", "a public grant or contract"
    VOLUNTEERS = "volunteers", "volunteers"


LARGEST = 10**12
"""The largest quantity of one posting: a million million pence. A sum of many stays within the database's whole
numbers."""

_PAID_FOR = (Q(side="partner") & ~Q(paid_for_by="")) | (~Q(side="partner") & Q(paid_for_by=""))
"""A partner's input says what paid for it; others' do not."""


@append_only
class Entry(models.Model):
    """The header of an entry, written after its postings. A correction is a new entry; a retry is the same one.

    ``digest`` is that of its content: what was given, when, to what; not who wrote it down, nor when. A retry has
    the same. ``seq`` is the order in which entries were written; it may have gaps.
    """

    id = IdField()
    seq = models.BigIntegerField(unique=True)
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    initiative = Ref("register.Initiative", null=True)
    step = Ref("register.Step", null=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    clerk_id = models.UUIDField(null=True)
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    lines = models.PositiveSmallIntegerField("how many postings it has")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        verbose_name = "record"
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="ledger_entry_key"),
            models.CheckConstraint(condition=needs_clerk(""), name="ledger_entry_clerk"),
        ]
        indexes = [models.Index(fields=["initiative", "occurred_on"], name="ledger_entry_initiative")]


@append_only
class Posting(models.Model):
    """One line of an entry: how much of what, on which account, from whom. Quantities in the unit's smallest part.

    ``party`` and ``people`` (how many people it came from) stand only on the line that says what was given.
    ``unit`` is the kind's; of money, the currency; time on call has a unit of its own, so that it can never be
    added to time given.
    """

    id = IdField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", db_constraint=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    kind = Ref("catalogue.ContributionKind")
    quantity = models.BigIntegerField()
    unit = models.CharField(max_length=10)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="postings")
    side = models.CharField(max_length=8, choices=Side.choices)
    paid_for_by = models.CharField(max_length=12, choices=PaidForBy.choices, blank=True)
    service = Ref("register.Service", null=True)
    stage = models.CharField(max_length=30, choices=Stage.choices, blank=True)
    outcome = Ref("register.Outcome", null=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="ledger_posting_not_zero"),
            models.CheckConstraint(
                condition=Q(quantity__gte=-LARGEST) & Q(quantity__lte=LARGEST), name="ledger_posting_size"
            ),
            models.CheckConstraint(condition=_PAID_FOR, name="ledger_posting_partner_paid_for_by"),
        ]
        indexes = [models.Index(fields=["account", "unit"], name="ledger_posting_account")]


class Claim(models.Model):
    """What somebody says was given, until it is confirmed or refused."""

    class State(models.TextChoices):
        OPEN = "open", "to be confirmed"
        CONFIRMED = "confirmed", "confirmed"
        REFUSED = "refused", "not confirmed"

    id = IdField()
    source = models.CharField(max_length=120, unique=True)
    initiative = Ref("register.Initiative")
    step = Ref("register.Step", null=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="claims")
    kind = Ref("catalogue.ContributionKind")
    side = models.CharField(max_length=8, choices=Side.choices)
    paid_for_by = models.CharField(max_length=12, choices=PaidForBy.choices, blank=True)
    quantity = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    people = models.PositiveIntegerField(default=1)
    service = Ref("register.Service", null=True)
    stage = models.CharField(max_length=30, choices=Stage.choices, blank=True)
    occurred_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="claim")
    reason = Ref("core.Text", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_PAID_FOR, name="ledger_claim_partner_paid_for_by"),
            models.CheckConstraint(
                condition=Q(state="confirmed", entry__isnull=False)
                | (~Q(state="confirmed") & Q(entry__isnull=True)),
                name="ledger_claim_confirmed_has_entry",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "state"], name="ledger_claim_open")]


@append_only
class PlannedInput(Signed):
    """What a side promises to put in, and by when: beside it stands what came. It is no entry of the book.

    A promise that is moved or taken back is a new row that ``replaces`` the old one (quantity 0 takes it back).
    """

    id = IdField()
    initiative = Ref("register.Initiative")
    side = models.CharField(max_length=8, choices=Side.choices)
    organisation = Ref("people.Organisation", null=True)
    kind = Ref("catalogue.ContributionKind")
    unit = models.CharField(max_length=10)
    quantity = models.PositiveBigIntegerField()
    due_on = models.DateField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")


@append_only
class Attestation(Signed):
    """Somebody confirms an entry, perhaps with another quantity. Both are kept; the difference is a to-do."""

    id = IdField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="attestations")
    quantity = models.PositiveBigIntegerField()

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(fields=["entry", "by_id"], name="ledger_attestation_once"),
        ]


class EntryNote(models.Model):
    """A note beside an entry, erasable."""

    id = IdField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="notes")
    text = Ref("core.Text")


@append_only
class PeriodLock(Signed):
    """No entry may be dated on or before ``through``. Locks only move forward.

    ``digest`` is that of the lock before and of every row of the entries that the period holds: published, it
    lets anyone see later whether the period still is what it was.
    """

    id = IdField()
    through = models.DateField(unique=True)
    digest = models.CharField(max_length=64)


class Checkpoint(models.Model):
    """A running total per account, unit and month; can be thrown away and rebuilt at any time."""

    id = IdField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="checkpoints")
    unit = models.CharField(max_length=10)
    month = models.DateField()
    through_seq = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "unit", "month"], name="ledger_checkpoint_once"),
        ]


class Basis(models.Model):
    """A way to say what paying for these hours would have cost. Applied when reporting, never stored with a posting."""

    id = IdField()
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    accrues_to = models.CharField(max_length=40)
    enabled_by = models.CharField("the decision that switched it on", max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "bases"


@append_only
class Rate(models.Model):
    """A rate of a basis: low, central and high in minor units per unit, with its source and licence."""

    id = IdField()
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="rates")
    unit = models.CharField(max_length=10)
    low = models.PositiveIntegerField()
    central = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    since = models.DateField()
    until = models.DateField(null=True)
    price_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("central")) & Q(central__lte=F("high")), name="ledger_rate_range"
            ),
        ]
