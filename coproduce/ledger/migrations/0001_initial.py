import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("core", "0001_initial"),
        ("people", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "service",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.service"
                    ),
                ),
                (
                    "outcome",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.outcome"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("resident", "Residents"),
                            ("public", "Public side"),
                            ("partner", "Charities and community groups"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("given", "given"),
                            ("received", "received"),
                            ("applied", "applied to what should be different"),
                            ("unattributed", "not attributed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("unit", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce(
                            models.F("service"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("outcome"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        models.F("side"),
                        models.F("role"),
                        models.F("unit"),
                        name="ledger_account_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("accrues_to", models.CharField(max_length=40)),
                (
                    "enabled_by",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="the decision that switched it on"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bases",
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkpoints",
                        to="ledger.account",
                    ),
                ),
                ("unit", models.CharField(max_length=10)),
                ("month", models.DateField()),
                ("through_seq", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "unit", "month"), name="ledger_checkpoint_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.BigIntegerField(unique=True)),
                ("source", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                (
                    "initiative",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                ("occurred_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                ("role", models.CharField(blank=True, max_length=40)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("screen", "on screen"),
                            ("paper", "on paper"),
                            ("phone", "by phone"),
                            ("import", "from a file"),
                            ("system", "by the system"),
                        ],
                        max_length=10,
                    ),
                ),
                ("clerk_id", models.UUIDField(null=True)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("self", "said by the giver"),
                            ("confirmed", "confirmed by somebody else"),
                            ("measured", "measured or from the books"),
                            ("estimated", "a standing estimate"),
                        ],
                        max_length=10,
                    ),
                ),
                ("lines", models.PositiveSmallIntegerField(verbose_name="how many postings it has")),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "record",
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["initiative", "occurred_on"], name="ledger_entry_initiative")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "key"), name="ledger_entry_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ["paper", "phone"]), _negated=True),
                            ("clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="ledger_entry_clerk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("by_role", models.CharField(blank=True, max_length=40)),
                (
                    "by_channel",
                    models.CharField(
                        choices=[
                            ("screen", "on screen"),
                            ("paper", "on paper"),
                            ("phone", "by phone"),
                            ("import", "from a file"),
                            ("system", "by the system"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                ("by_clerk_id", models.UUIDField(null=True)),
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="ledger.entry",
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="ledger_attestation_clerk",
                    ),
                    models.UniqueConstraint(fields=("entry", "by_id"), name="ledger_attestation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryNote",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="ledger.entry"
                    ),
                ),
                (
                    "text",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("initiative", "person"),
                        name="ledger_party_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False), ("person__isnull", True)),
                        fields=("initiative", "organisation"),
                        name="ledger_party_organisation_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=120, unique=True)),
                (
                    "initiative",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="ledger.party",
                    ),
                ),
                (
                    "kind",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.contributionkind"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("resident", "Residents"),
                            ("public", "Public side"),
                            ("partner", "Charities and community groups"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "paid_for_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "its own funds"),
                            ("public-grant", "a public grant or contract"),
                            ("volunteers", "volunteers"),
                        ],
                        max_length=12,
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("people", models.PositiveIntegerField(default=1)),
                (
                    "service",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.service"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commission.plan", "Decide together: plan"),
                            ("commission.prioritise", "Decide together: set priorities"),
                            ("commission.finance", "Decide together: pay for it"),
                            ("design", "Plan it together"),
                            ("deliver.manage", "Do it together: run it"),
                            ("deliver.perform", "Do it together: give it"),
                            ("assess", "Check it together"),
                        ],
                        max_length=30,
                    ),
                ),
                ("occurred_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("refused", "not confirmed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="ledger.entry",
                    ),
                ),
                (
                    "reason",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["initiative", "state"], name="ledger_claim_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("side", "partner"), models.Q(("paid_for_by", ""), _negated=True)),
                            models.Q(models.Q(("side", "partner"), _negated=True), ("paid_for_by", "")),
                            _connector="OR",
                        ),
                        name="ledger_claim_partner_paid_for_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("state", "confirmed")),
                            models.Q(
                                models.Q(("state", "confirmed"), _negated=True), ("entry__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ledger_claim_confirmed_has_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodLock",
            fields=[
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("by_role", models.CharField(blank=True, max_length=40)),
                (
                    "by_channel",
                    models.CharField(
                        choices=[
                            ("screen", "on screen"),
                            ("paper", "on paper"),
                            ("phone", "by phone"),
                            ("import", "from a file"),
                            ("system", "by the system"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                ("by_clerk_id", models.UUIDField(null=True)),
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("through", models.DateField(unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="ledger_periodlock_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedInput",
            fields=[
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("by_role", models.CharField(blank=True, max_length=40)),
                (
                    "by_channel",
                    models.CharField(
                        choices=[
                            ("screen", "on screen"),
                            ("paper", "on paper"),
                            ("phone", "by phone"),
                            ("import", "from a file"),
                            ("system", "by the system"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                ("by_clerk_id", models.UUIDField(null=True)),
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("resident", "Residents"),
                            ("public", "Public side"),
                            ("partner", "Charities and community groups"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
                (
                    "kind",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.contributionkind"
                    ),
                ),
                ("unit", models.CharField(max_length=10)),
                ("quantity", models.PositiveBigIntegerField()),
                ("due_on", models.DateField()),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="ledger.plannedinput",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="ledger_plannedinput_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.account",
                    ),
                ),
                (
                    "kind",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.contributionkind"
                    ),
                ),
                ("quantity", models.BigIntegerField()),
                ("unit", models.CharField(max_length=10)),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.party",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("resident", "Residents"),
                            ("public", "Public side"),
                            ("partner", "Charities and community groups"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "paid_for_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "its own funds"),
                            ("public-grant", "a public grant or contract"),
                            ("volunteers", "volunteers"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "service",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.service"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commission.plan", "Decide together: plan"),
                            ("commission.prioritise", "Decide together: set priorities"),
                            ("commission.finance", "Decide together: pay for it"),
                            ("design", "Plan it together"),
                            ("deliver.manage", "Do it together: run it"),
                            ("deliver.perform", "Do it together: give it"),
                            ("assess", "Check it together"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "outcome",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.outcome"
                    ),
                ),
                ("people", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "unit"], name="ledger_posting_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity", 0), _negated=True), name="ledger_posting_not_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", -1000000000000), ("quantity__lte", 1000000000000)
                        ),
                        name="ledger_posting_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("side", "partner"), models.Q(("paid_for_by", ""), _negated=True)),
                            models.Q(models.Q(("side", "partner"), _negated=True), ("paid_for_by", "")),
                            _connector="OR",
                        ),
                        name="ledger_posting_partner_paid_for_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "basis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="ledger.basis"
                    ),
                ),
                ("unit", models.CharField(max_length=10)),
                ("low", models.PositiveIntegerField()),
                ("central", models.PositiveIntegerField()),
                ("high", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("price_year", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("licence", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__lte", models.F("central")), ("central__lte", models.F("high"))
                        ),
                        name="ledger_rate_range",
                    )
                ],
            },
        ),
    ]
