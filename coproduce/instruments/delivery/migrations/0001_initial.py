import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("people", "0001_initial"),
        ("proceedings", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
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
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "item",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField()),
                (
                    "text",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                ("spent", models.BigIntegerField(null=True)),
                ("picture", models.CharField(blank=True, max_length=64)),
                (
                    "picture_says",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
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
                        name="delivery_report_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)), name="delivery_report_progress"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                    "item",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
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
                ("due_on", models.DateField()),
                ("done_on", models.DateField(null=True)),
                (
                    "dropped_reason",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True), ("dropped_reason__isnull", True), _connector="OR"
                        ),
                        name="delivery_milestone_one_end",
                    )
                ],
            },
        ),
    ]
