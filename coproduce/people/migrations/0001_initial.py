import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField()),
                ("erased_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agency", "public agency"),
                            ("third-sector", "charity or community group"),
                            ("provider", "provider"),
                            ("community", "residents’ group"),
                            ("body", "committee or board"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("name"),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("parent"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        name="people_organisation_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="people_organisation_no_self",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("display_name", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("address", models.TextField(blank=True)),
                ("household_hash", models.CharField(blank=True, max_length=64)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                (
                    "contact_by",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("text", "text message"),
                            ("letter", "letter"),
                            ("phone", "a call"),
                            ("none", "not at all"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("needs", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="people_profile_email",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to="people.person",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("interest", "would like to"), ("strength", "offers to be known for")],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="people.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="people.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("lead", "co-production lead"),
                            ("clerk", "clerk"),
                            ("auditor", "auditor"),
                        ],
                        max_length=14,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "verbose_name_plural": "duties",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "organisation", "kind"),
                        name="people_duty_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="people.person",
                    ),
                ),
                ("purpose", models.CharField(max_length=60)),
                ("given", models.BooleanField()),
                ("wording_version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
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
            ],
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="people.person",
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("checked_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("checked_by", models.UUIDField()),
                ("number_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind", "valid_until"), name="people_clearance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="account",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "for_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proxies",
                        to="people.person",
                    ),
                ),
                (
                    "by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaks_for",
                        to="people.person",
                    ),
                ),
                ("scope", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("evidence", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "verbose_name_plural": "proxies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("for_person", models.F("by_person")), _negated=True),
                        name="people_proxy_not_self",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="people.organisation",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="people.person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("user", "a person who uses the service"),
                            ("carer", "a carer"),
                            ("resident", "a resident"),
                            ("staff", "frontline staff"),
                            ("manager", "a manager"),
                            ("councillor", "a councillor"),
                            ("provider", "with a charity, group or provider"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="people.organisation",
                    ),
                ),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("verified_by", models.UUIDField(null=True)),
                (
                    "verified_how",
                    models.CharField(
                        choices=[
                            ("self", "said so"),
                            ("code", "came with a code"),
                            ("staff", "confirmed by staff"),
                            ("tenure", "holds a seat"),
                            ("import", "from a list"),
                        ],
                        default="self",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="people_standing_days",
                    ),
                    models.UniqueConstraint(
                        models.F("person"),
                        models.F("role"),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("organisation"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("area"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        condition=models.Q(("until__isnull", True)),
                        name="people_standing_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tenures", to="people.seat"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="people.person",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("elected", "elected"),
                            ("drawn", "drawn by lottery"),
                            ("appointed", "appointed"),
                            ("ex-officio", "by office"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("seat",),
                        name="people_tenure_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="people_tenure_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VotingCode",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list_name", models.CharField(max_length=120)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("issued_on", models.DateField()),
                ("void_on", models.DateField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=40)),
            ],
        ),
    ]
