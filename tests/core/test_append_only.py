"""Append-only rows: nobody changes or deletes them, in SQL either; a lost trigger is found."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CharField, TextField

from coproduce.core import append_only, now
from coproduce.core.append_only import check_installed, install, marked_models, missing
from coproduce.core.models import AuditEvent
from coproduce.people.models import Consent, Person

pytestmark = pytest.mark.django_db


def a_consent():
    person = Person.objects.create(since=now())
    return Consent.objects.create(
        person=person, purpose="photos", given=True, wording_version=1, at=now(), channel="screen"
    )


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: Consent.objects.filter(pk=row.pk).update(given=False),
        lambda row: Consent.objects.filter(pk=row.pk).delete(),
        lambda row: run("UPDATE people_consent SET given = given"),
        lambda row: run("DELETE FROM people_consent"),
    ],
)
def test_rows_are_neither_changed_nor_deleted(deed):
    row = a_consent()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        deed(row)
    row.refresh_from_db()
    assert row.given is True


def test_a_row_is_not_replaced_by_another_with_its_key():
    a_consent()
    sql = {
        "sqlite": "INSERT OR REPLACE INTO people_consent SELECT * FROM people_consent",
        "postgresql": "TRUNCATE people_consent CASCADE",
    }[connection.vendor]
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE does not even start while checks are pending
    with pytest.raises(IntegrityError, match="append-only"):
        run(sql)
    assert Consent.objects.count() == 1


def test_named_columns_may_still_be_set():
    from coproduce.catalogue.models import Method

    row = Method.objects.create(
        key="jury", version=1, stage="design", level="collective", source="x", digest="0" * 64, origin="local"
    )
    Method.objects.filter(pk=row.pk).update(retired_on=now().date())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Method.objects.filter(pk=row.pk).update(source="y")


def test_a_lost_trigger_is_found_and_put_back():
    assert missing() == []
    assert check_installed() == []
    table = " ON people_consent" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER coproduce_people_consent_u{table}")
    assert missing() == ["coproduce_people_consent_u"]
    assert [error.id for error in check_installed()] == ["core.E001"]
    install()
    assert missing() == []


def test_each_append_only_table_has_its_triggers():
    per_table = {}
    for trigger in append_only.triggers(connection):
        per_table.setdefault(trigger.table, set()).add(trigger.name[-1])
    wanted = {"u", "d", "t"} if connection.vendor == "postgresql" else {"u", "d", "i"}
    assert all(wanted <= per_table[model._meta.db_table] for model in marked_models())
    assert {AuditEvent, Consent} <= set(marked_models())


# Keys, codes, digests and the text of a method are not about anybody; everything else said lies in core.Text.
SHORT = 120
NOT_ABOUT_ANYBODY = {"catalogue.Method.source", "ledger.Rate.source", "proceedings.Result.seed"}


def test_append_only_rows_hold_no_free_text():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in marked_models()
        for field in model._meta.concrete_fields
        if type(field) is TextField or (isinstance(field, CharField) and field.max_length > SHORT)
    }
    assert found == NOT_ABOUT_ANYBODY


LAYERS = (
    "core", "catalogue", "people", "register", "proceedings", "occasions", "ledger", "decisions", "risks", "evidence",
)  # fmt: skip


def test_foreign_keys_point_sideways_within_a_room_or_down():
    places = {label: place for place, label in enumerate(LAYERS)}
    ours = [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and (target := field.related_model._meta.app_label) in places
        and places.get(model._meta.app_label, 99) < places[target]
    ]
    assert wrong == []


def test_a_reference_into_another_room_is_not_followed(standing):
    from coproduce.register.models import Service

    row = Service.objects.create(organisation_id=standing.council, name="Parks", slug="parks")
    with pytest.raises(AttributeError, match=r"ask coproduce\.people\.public with organisation_id"):
        _ = row.organisation
    assert row.organisation_id == standing.council
