from django.db import migrations, models

import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "visitor",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="digest of the visitor's secret"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="the file's name")),
                ("title", models.CharField(max_length=300, verbose_name="the election in words")),
                ("brought_at", models.DateTimeField(verbose_name="when it was brought")),
                ("gone_at", models.DateTimeField(blank=True, null=True, verbose_name="when it is removed")),
                (
                    "source",
                    models.BinaryField(
                        verbose_name="the election as .pb, without what it said of the voters"
                    ),
                ),
                ("way", models.JSONField(verbose_name="how it is counted")),
                ("envelope", models.BinaryField(verbose_name="the count with its record, as JSON")),
                ("beside", models.BinaryField(verbose_name="the other rule's result, to compare, as JSON")),
            ],
            options={
                "verbose_name": "trial count",
                "indexes": [
                    models.Index(fields=["gone_at"], name="trial_gone_at"),
                    models.Index(fields=["visitor", "brought_at"], name="trial_visitor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gone_at__isnull", True), ("visitor", "")),
                            models.Q(models.Q(("visitor", ""), _negated=True), ("gone_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="trial_shown_or_owned_with_an_end",
                    )
                ],
            },
        ),
    ]
