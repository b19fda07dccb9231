import uuid

import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("proceedings", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
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
                ("officers", models.PositiveSmallIntegerField(default=1)),
                ("demo", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("step",), name="ballot_box_once")],
            },
        ),
        migrations.CreateModel(
            name="BoxKey",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="ballot.box"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("public", models.BinaryField()),
                ("officer_id", models.UUIDField(null=True)),
                ("made_on", models.DateField()),
                ("tried_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("box", "place"), name="ballot_boxkey_place"),
                    models.UniqueConstraint(fields=("box", "officer_id"), name="ballot_boxkey_officer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="envelopes", to="ballot.box"
                    ),
                ),
                ("voter", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("step", "voter"), name="ballot_envelope_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
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
                ("label", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("step", "item"), name="ballot_listing_item"),
                    models.UniqueConstraint(fields=("step", "label"), name="ballot_listing_label"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                ("voter", models.CharField(max_length=64)),
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
                ("on", models.DateField()),
                ("sheet", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("step", "voter"), name="ballot_mark_once")],
            },
        ),
        migrations.CreateModel(
            name="Opening",
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
                ("slips", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("wiped_on", models.DateField(null=True)),
                ("destroyed_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("step",), name="ballot_opening_once")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                ("code", models.CharField(max_length=16)),
            ],
            options={
                "indexes": [models.Index(fields=["step", "code"], name="ballot_receipt_code")],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                ("choice", models.JSONField()),
                (
                    "channel",
                    models.CharField(
                        blank=True,
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
            name="TurnedDown",
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
                ("reason", models.CharField(max_length=40)),
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
                ("count", models.PositiveIntegerField()),
                ("on", models.DateField()),
            ],
        ),
    ]
