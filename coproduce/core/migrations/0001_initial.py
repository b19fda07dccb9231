from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("actor_id", models.UUIDField(null=True)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("on_behalf_id", models.UUIDField(null=True)),
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
                ("deed", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("initiative_id", models.UUIDField(db_index=True, null=True)),
                ("codes", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ["paper", "phone"]), _negated=True),
                            ("clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="core_auditevent_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("person_id", models.UUIDField(db_index=True, null=True)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_problem", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["sent_at", "due_at"], name="core_outbox_due")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.TextField()),
                ("language", models.CharField(blank=True, max_length=12)),
                ("redacted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("redacted_at__isnull", True), ("body", ""), _connector="OR"),
                        name="core_text_redacted_is_empty",
                    )
                ],
            },
        ),
    ]
