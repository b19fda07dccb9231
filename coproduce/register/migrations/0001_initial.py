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
    ]

    operations = [
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                (
                    "runs",
                    models.CharField(
                        choices=[("platform", "runs here"), ("register", "on the register")], max_length=8
                    ),
                ),
                ("method_key", models.SlugField(blank=True, max_length=60)),
                ("method_version", models.PositiveIntegerField(null=True)),
                ("method_digest", models.CharField(blank=True, max_length=64)),
                (
                    "co",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commission", "Decide together"),
                            ("design", "Plan it together"),
                            ("deliver", "Do it together"),
                            ("assess", "Check it together"),
                        ],
                        max_length=12,
                        verbose_name="decide, plan, do or check",
                    ),
                ),
                (
                    "sure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("known", "we know it"),
                            ("think", "we think so"),
                            ("heard", "somebody said so"),
                        ],
                        max_length=8,
                        verbose_name="how sure we are",
                    ),
                ),
                (
                    "lead",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.organisation",
                        verbose_name="who leads",
                    ),
                ),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("series", models.CharField(blank=True, max_length=80)),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="register.initiative",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("draft", "being prepared"), ("public", "everyone can see it")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                (
                    "power",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("telling", "We’re telling you"),
                            ("asking", "We’re asking you"),
                            ("shaping", "We’re shaping it together"),
                            ("deciding", "We decide together"),
                            ("yours", "You decide"),
                        ],
                        max_length=10,
                        verbose_name="how much power you have",
                    ),
                ),
                ("fixed", models.TextField(blank=True, verbose_name="what is fixed")),
                ("open", models.TextField(blank=True, verbose_name="what is open")),
                ("who_decides", models.TextField(blank=True)),
                ("hear_by", models.DateField(null=True, verbose_name="you hear by")),
                ("paid", models.TextField(blank=True, verbose_name="paid?")),
                ("public_side", models.TextField(blank=True, verbose_name="what the public side puts in")),
                (
                    "could_go_wrong",
                    models.TextField(blank=True, verbose_name="what could go wrong, for whom"),
                ),
                (
                    "if_it_stops",
                    models.TextField(blank=True, verbose_name="what happens to people if this stops"),
                ),
                (
                    "replaces_paid_work",
                    models.TextField(blank=True, verbose_name="does this replace paid work?"),
                ),
                ("begun_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_reason", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "joint project",
                "ordering": ["-begun_at"],
                "indexes": [
                    models.Index(fields=["visibility", "-begun_at"], name="register_initiative_recent"),
                    models.Index(fields=["visibility", "co"], name="register_initiative_co"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("runs", "register"),
                            models.Q(
                                models.Q(("method_key", ""), _negated=True),
                                ("method_version__isnull", False),
                                models.Q(("method_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="register_initiative_method",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("previous", models.F("id")), _negated=True),
                        name="register_initiative_no_self",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativePartner",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="register.initiative",
                    ),
                ),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "organisation"), name="register_initiativepartner_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("statement", models.CharField(max_length=300, verbose_name="what should be different")),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.UUIDField(null=True)),
                (
                    "proposed_role",
                    models.CharField(
                        blank=True,
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
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("retired_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["proposed_at"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="register.outcome",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="how we would know")),
                ("unit", models.CharField(max_length=40)),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "more is better"), ("down", "less is better")], max_length=4
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, null=True, verbose_name="where we started"
                    ),
                ),
                ("target", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("target_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Measurement",
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="register.indicator",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "group",
                    models.CharField(
                        blank=True,
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
                ("low", models.DecimalField(decimal_places=4, max_digits=14)),
                ("central", models.DecimalField(decimal_places=4, max_digits=14)),
                ("high", models.DecimalField(decimal_places=4, max_digits=14)),
                ("n", models.PositiveIntegerField(null=True)),
                ("source", models.CharField(max_length=120)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="register.measurement",
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
                        name="register_measurement_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__lte", models.F("central")), ("central__lte", models.F("high"))
                        ),
                        name="register_measurement_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeOutcome",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="register.initiative",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="register.outcome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "outcome"), name="register_initiativeoutcome_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeVoice",
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
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
                        to="register.outcome",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed it"),
                            ("reworded", "would put it in other words"),
                            ("contested", "does not agree"),
                            ("agreed", "agrees"),
                            ("adopted", "took over other words"),
                            ("retired", "took it off the list"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
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
                (
                    "text",
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
                        name="register_outcomevoice_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                (
                    "asks_of_users",
                    models.TextField(
                        blank=True,
                        help_text="A typical week, written once with users.",
                        verbose_name="what it asks of the people who use it",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="register_service_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeService",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="register.initiative",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="register.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "service"), name="register_initiativeservice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceOutcome",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aims",
                        to="register.service",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="served_by",
                        to="register.outcome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "outcome"), name="register_serviceoutcome_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceYear",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="register.service",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("budget", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "minutes_per_week",
                    models.PositiveIntegerField(null=True, verbose_name="opening time per week"),
                ),
                ("source", models.CharField(blank=True, max_length=120)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="register.serviceyear",
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
                        name="register_serviceyear_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__lt", models.F("until"))), name="register_serviceyear_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget__isnull", True),
                            models.Q(("currency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="register_serviceyear_currency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="register.initiative",
                    ),
                ),
                ("name", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("occurrence", models.PositiveSmallIntegerField(default=1)),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("instrument", models.SlugField(max_length=20)),
                ("settings", models.JSONField(default=dict)),
                ("settings_version", models.PositiveSmallIntegerField(default=1)),
                ("admits", models.CharField(max_length=60)),
                ("takes", models.JSONField(default=list)),
                ("gives", models.JSONField(default=dict)),
                ("promise", models.JSONField(default=dict)),
                ("after", models.JSONField(default=list)),
                ("when", models.CharField(blank=True, max_length=40)),
                ("duty", models.CharField(blank=True, max_length=300)),
                ("decides", models.CharField(blank=True, max_length=40)),
                ("opens", models.DateTimeField(null=True)),
                ("closes", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("concluded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "stage",
                "ordering": ["position", "occurrence"],
                "indexes": [models.Index(fields=["opens", "closes"], name="register_step_clock")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("initiative"),
                        models.F("name"),
                        models.F("occurrence"),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("area"),
                            models.Value(
                                "00000000-0000-0000-0000-000000000000", output_field=models.UUIDField()
                            ),
                            output_field=models.UUIDField(),
                        ),
                        name="register_step_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes__isnull", True), ("opens__lt", models.F("closes")), _connector="OR"
                        ),
                        name="register_step_opens_before_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                        ),
                        name="register_step_one_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepChange",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="register.step",
                    ),
                ),
                ("field", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=40)),
                ("after", models.CharField(blank=True, max_length=40)),
                (
                    "reason",
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
                        name="register_stepchange_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team",
                        to="register.initiative",
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("lead", "leads it"),
                            ("facilitator", "facilitates"),
                            ("clerk", "enters paper and phone"),
                            ("steering", "steers it"),
                            ("observer", "looks on"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("initiative", "person", "duty"),
                        name="register_teammember_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="register.service",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("user", "a person who uses the service"), ("carer", "a carer")],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("verified_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "service", "role"),
                        name="register_tie_once",
                    )
                ],
            },
        ),
    ]
