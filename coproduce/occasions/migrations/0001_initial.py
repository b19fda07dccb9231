import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("people", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
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
                ("title", models.CharField(max_length=200)),
                ("skills", models.JSONField(default=list)),
                ("clearance", models.CharField(blank=True, max_length=40)),
                ("wanted", models.PositiveIntegerField(default=1, verbose_name="how many are wanted")),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("minutes", models.PositiveIntegerField(null=True, verbose_name="how long it takes")),
            ],
            options={
                "verbose_name_plural": "opportunities",
            },
        ),
        migrations.CreateModel(
            name="Occasion",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to="occasions.opportunity",
                    ),
                ),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))), name="occasions_occasion_hours"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="occasions.occasion",
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
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
                ("asked_at", models.DateTimeField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("said", models.BooleanField(null=True)),
                (
                    "covered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="occasions.part",
                    ),
                ),
                (
                    "attended",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "came"), ("no", "couldn’t come"), ("excused", "swapped")],
                        max_length=8,
                    ),
                ),
                ("attested_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("occasion", "person", "role"),
                        name="occasions_part_once",
                    )
                ],
            },
        ),
    ]
