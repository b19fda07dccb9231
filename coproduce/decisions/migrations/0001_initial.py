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
            name="Conflict",
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                ("question", models.CharField(max_length=300)),
                (
                    "result",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="proceedings.result"
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.UUIDField(null=True)),
                (
                    "for_seat",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="decisions.conflict",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("consequences", models.TextField(blank=True)),
                (
                    "item",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("conflict", "position"), name="decisions_option_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                    "conflict",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="decisions.conflict",
                    ),
                ),
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
                ("decided_on", models.DateField()),
                (
                    "body",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
                (
                    "chosen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.option",
                    ),
                ),
                (
                    "reasons",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                (
                    "dissent",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                (
                    "interests",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                ("against_the_vote", models.BooleanField(default=False)),
                (
                    "equality",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                (
                    "limits",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                (
                    "minutes",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("look_again_on", models.DateField(null=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="decisions.decision",
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
                        name="decisions_decision_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="decisions_decision_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="decisions.decision",
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                ("channel", models.CharField(max_length=10)),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "person"), name="decisions_notice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="decisions.decision",
                    ),
                ),
                (
                    "item",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="proceedings.item"
                    ),
                ),
                ("outcome", models.CharField(max_length=12)),
                ("amount", models.BigIntegerField(null=True)),
                (
                    "reason",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                (
                    "next_step",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "item"), name="decisions_ruling_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stake",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakes",
                        to="decisions.conflict",
                    ),
                ),
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
                ("wants", models.TextField()),
                ("evidence", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conflict", "group"), name="decisions_stake_once")
                ],
            },
        ),
    ]
