import django.db.models.deletion
from django.db import migrations, models

import coproduce.core.fields
import coproduce.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("core", "0001_initial"),
        ("people", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
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
                    "person",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                ("claim_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "role",
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
                ("kind", models.SlugField(max_length=40)),
                ("once", models.BooleanField(default=False)),
                ("secret", models.BooleanField(default=False)),
                ("ref", models.CharField(blank=True, max_length=120)),
                ("on", models.DateField()),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "on"], name="proceedings_act_mine"), models.Index(fields=["step", "kind"], name="proceedings_act_kinds")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="proceedings_act_clerk",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("once", True), ("person__isnull", False)),
                        fields=("step", "person", "kind"),
                        name="proceedings_act_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ref", ""), _negated=True),
                        fields=("kind", "ref"),
                        name="proceedings_act_ref",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
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
                        on_delete=django.db.models.deletion.PROTECT, to="register.initiative"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.SlugField(max_length=30)),
                (
                    "origin_step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "about_person",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("draft", "not shown yet"),
                            ("public", "everyone can see it"),
                            ("team", "only the team can see it"),
                            ("hidden", "taken down"),
                        ],
                        max_length=6,
                    ),
                ),
                ("latest", models.PositiveIntegerField(default=1)),
                ("lot", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["initiative", "visibility", "number"], name="proceedings_item_list"),
                    models.Index(fields=["origin_step", "visibility", "lot"], name="proceedings_item_lot"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "number"), name="proceedings_item_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Fate",
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
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fates",
                        to="proceedings.item",
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("considered", "Being thought about"),
                            ("decided", "Decided"),
                            ("delivered", "Being done"),
                            ("assessed", "Looked back at"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Yes"),
                            ("partly", "In part"),
                            ("declined", "No"),
                            ("merged", "Became part of another"),
                            ("split", "Divided into others"),
                            ("referred", "Passed on"),
                            ("withdrawn", "Taken back"),
                            ("unknown", "We do not know"),
                            ("not-funded", "Not funded"),
                            ("in-the-vote", "In the vote"),
                            ("elected", "Elected"),
                            ("not-elected", "Not elected"),
                            ("stood-down", "Stood down"),
                            ("nobody-came", "Nobody came, kept on record"),
                        ],
                        max_length=12,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(null=True)),
                (
                    "reason",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=120)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="proceedings.fate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["item", "at"], name="proceedings_fate_item"), models.Index(fields=["at"], name="proceedings_fate_lately")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="proceedings_fate_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("step__isnull", True)),
                            models.Q(("item__isnull", True), ("step__isnull", False)),
                            _connector="OR",
                        ),
                        name="proceedings_fate_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "decided"), _negated=True),
                            ("reason__isnull", False),
                            _connector="OR",
                        ),
                        name="proceedings_fate_decided_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("progress__isnull", True), ("progress__lte", 100), _connector="OR"
                        ),
                        name="proceedings_fate_progress",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemLink",
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
                    "from_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="proceedings.item",
                    ),
                ),
                (
                    "to_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="proceedings.item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merged", "became part of"),
                            ("split", "was divided into"),
                            ("derived", "led to"),
                            ("answers", "answers"),
                            ("repeats", "asks the same as"),
                        ],
                        max_length=8,
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
                        name="proceedings_itemlink_clerk",
                    ),
                    models.UniqueConstraint(
                        fields=("from_item", "to_item", "kind"), name="proceedings_itemlink_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_item", models.F("to_item")), _negated=True),
                        name="proceedings_itemlink_no_self",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="proceedings.item",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "title",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                (
                    "body",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                ("picture", models.CharField(blank=True, max_length=64)),
                ("cost_low", models.BigIntegerField(null=True)),
                ("cost_central", models.BigIntegerField(null=True)),
                ("cost_high", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("category", models.SlugField(blank=True, max_length=60)),
                (
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("lat", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("lon", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
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
                        name="proceedings_itemversion_clerk",
                    ),
                    models.UniqueConstraint(fields=("item", "version"), name="proceedings_itemversion_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_central__isnull", True),
                            models.Q(
                                ("cost_low__lte", models.F("cost_central")),
                                ("cost_central__lte", models.F("cost_high")),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proceedings_itemversion_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="proceedings_itemversion_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
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
                ("data", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                (
                    "says",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
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
                        name="proceedings_picture_clerk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
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
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="proceedings.item",
                    ),
                ),
                (
                    "step",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("considered", "Being thought about"),
                            ("decided", "Decided"),
                            ("delivered", "Being done"),
                            ("assessed", "Looked back at"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("resident", "Residents"),
                            ("public", "Public side"),
                            ("partner", "Charities and community groups"),
                        ],
                        default="public",
                        max_length=8,
                    ),
                ),
                (
                    "organisation",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
                (
                    "reason",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="core.text"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="proceedings.promise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["item", "stage", "due_on"], name="proceedings_promise_item")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_channel__in", ["paper", "phone"]), _negated=True),
                            ("by_clerk_id__isnull", False),
                            _connector="OR",
                        ),
                        name="proceedings_promise_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("step__isnull", True)),
                            models.Q(("item__isnull", True), ("step__isnull", False)),
                            _connector="OR",
                        ),
                        name="proceedings_promise_one_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="proceedings.item",
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="proceedings.act",
                    ),
                ),
                (
                    "text",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="proceedings.remark",
                    ),
                ),
                ("shown", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Hiding",
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
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidings",
                        to="proceedings.item",
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidings",
                        to="proceedings.remark",
                    ),
                ),
                (
                    "reason",
                    coproduce.core.fields.Ref(on_delete=django.db.models.deletion.PROTECT, to="core.text"),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
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
                        name="proceedings_hiding_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("remark__isnull", True)),
                            models.Q(("item__isnull", True), ("remark__isnull", False)),
                            _connector="OR",
                        ),
                        name="proceedings_hiding_one_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
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
                ("period", models.CharField(blank=True, max_length=20)),
                ("kind", models.SlugField(max_length=40)),
                ("method", models.CharField(max_length=60)),
                ("engine_version", models.CharField(max_length=20)),
                ("seed", models.CharField(blank=True, max_length=200)),
                ("input_digest", models.CharField(max_length=64)),
                ("record", models.BinaryField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="proceedings.result",
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
                        name="proceedings_result_clerk",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("step", "period", "kind"),
                        name="proceedings_result_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemResult",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="proceedings.result",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="proceedings.item",
                    ),
                ),
                ("item_version", models.PositiveIntegerField()),
                ("selected", models.BooleanField(null=True)),
                ("rank", models.PositiveIntegerField(null=True)),
                ("amount", models.BigIntegerField(null=True)),
                ("score", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("why", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("result", "item"), name="proceedings_itemresult_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Roll",
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
                ("name", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("frozen_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "name", "version"), name="proceedings_roll_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
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
                    "port",
                    models.CharField(
                        choices=[("items", "items"), ("roll", "roll"), ("result", "result")], max_length=6
                    ),
                ),
                (
                    "from_step",
                    coproduce.core.fields.Ref(
                        on_delete=django.db.models.deletion.PROTECT, to="register.step"
                    ),
                ),
                (
                    "roll",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proceedings.roll",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proceedings.result",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "port", "from_step"), name="proceedings_handover_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverItem",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="proceedings.handover",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proceedings.item"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("handover", "item"), name="proceedings_handoveritem_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "roll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="proceedings.roll",
                    ),
                ),
                (
                    "person",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                ("voter_code_hash", models.CharField(blank=True, max_length=64)),
                (
                    "role",
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
                    "area",
                    coproduce.core.fields.Ref(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.area"
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("left_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("roll", "person"),
                        name="proceedings_rollentry_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voter_code_hash", ""), _negated=True),
                        fields=("roll", "voter_code_hash"),
                        name="proceedings_rollentry_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollFeature",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="proceedings.rollentry",
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("value", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "name"), name="proceedings_rollfeature_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    coproduce.core.fields.IdField(
                        default=coproduce.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="proceedings.act",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="proceedings.item",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "put it forward"),
                            ("supporter", "supported it"),
                            ("source", "said something that led to it"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("act", "item", "role"), name="proceedings_trace_once")
                ],
            },
        ),
    ]
