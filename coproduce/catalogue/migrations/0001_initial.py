import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ContributionKind",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minute", "hours"),
                            ("money", "money"),
                            ("count", "number"),
                            ("session", "sessions"),
                        ],
                        max_length=10,
                    ),
                ),
                ("daily_cap", models.PositiveIntegerField(null=True)),
                ("may_be_on_call", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "kind of contribution",
                "verbose_name_plural": "kinds of contribution",
                "ordering": ["position", "key"],
            },
        ),
        migrations.CreateModel(
            name="Gain",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("users", "People who use the service"),
                            ("carers", "Carers"),
                            ("residents", "Residents"),
                            ("staff", "Frontline staff"),
                            ("managers", "Managers"),
                            ("councillors", "Councillors"),
                            ("providers", "Charities, groups and providers"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("beware", models.CharField(blank=True, max_length=200)),
                ("notice", models.CharField(blank=True, max_length=300)),
                (
                    "origin",
                    models.CharField(
                        choices=[("shipped", "comes with Coproduce"), ("local", "our own")],
                        default="shipped",
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
            },
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "stage",
                    models.CharField(
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
                    "level",
                    models.CharField(
                        choices=[
                            ("individual", "on your own"),
                            ("collective", "together"),
                            ("mixed", "both"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "origin",
                    models.CharField(
                        choices=[("shipped", "comes with Coproduce"), ("local", "our own")], max_length=8
                    ),
                ),
                ("retired_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "way of working",
                "verbose_name_plural": "ways of working",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="catalogue_method_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="catalogue.area",
                    ),
                ),
                ("boundary", models.JSONField(null=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name"), name="catalogue_area_name"),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="catalogue_area_no_self",
                    ),
                ],
            },
        ),
    ]
