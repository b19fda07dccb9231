import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("proceedings", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spot",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "item",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
                (
                    "name",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item",), name="ideas_spot_once")],
            },
        ),
        migrations.CreateModel(
            name="Concern",
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
                        on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
                (
                    "remark",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="proceedings.remark"
                    ),
                ),
                (
                    "text",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
                (
                    "answer",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["step", "answered_at"], name="ideas_concern_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("answer__isnull", False), _connector="OR"
                        ),
                        name="ideas_concern_answered_in_words",
                    )
                ],
            },
        ),
    ]
