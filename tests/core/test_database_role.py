"""On PostgreSQL the site runs under a role that cannot change append-only rows, with the triggers or without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from coproduce.cli import database
from coproduce.core import append_only
from coproduce.core.append_only import allowed_changes, marked_models
from coproduce.core.database_role import is_owner, statements
from coproduce.engines.kernel import BadInput

ROOT = Path(__file__).resolve().parents[2]
ROLE = "coproduce_site_test"


@pytest.mark.django_db
def test_the_statements_name_every_table_and_take_no_name_that_is_none() -> None:
    found = statements(connection, ROLE)
    text = "\n".join(found)
    for model in marked_models():
        table = connection.ops.quote_name(model._meta.db_table)
        assert f'GRANT SELECT, INSERT ON {table} TO "{ROLE}"' in found
        assert (f") ON {table} TO" in text) == bool(allowed_changes(model))
    assert "TRUNCATE" not in text
    assert "TRIGGER" not in text
    with pytest.raises(ValueError, match="small letters"):
        statements(connection, 'site"; DROP TABLE core_outbox; --')


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="says what SQLite answers; the other test is for PostgreSQL"
)
def test_sqlite_has_no_roles() -> None:
    assert is_owner(connection)
    with pytest.raises(BadInput, match="roles are for PostgreSQL"):
        database.run(type("Arguments", (), {"role": ROLE, "apply": True})())


WORK = """
import django; django.setup()
from django.db import connection
from tests.standing import Standing
from coproduce.instruments.ideas.actions import propose, support, revise, withdraw
from coproduce.proceedings.public import ItemDraft
from coproduce.core import Actor
from coproduce.cli.work import turn
from coproduce.people.public import enrol, say, revise_profile
from coproduce.conduct.public import erase
s = Standing(); step = s.open_step()
made = propose(step, ItemDraft("Lights", "It is dark"), by=s.dora)
revise(step, made.item.id, ItemDraft("Lamps", "It is dark"), seen_version=1, by=s.dora)
support(step, made.item.id, by=s.bob)
withdraw(step, made.item.id, by=s.dora)
who = enrol(email="ann@example.org", name="Ann", by=s.alice)
say(who, "news", given=True, wording_version=1, by=s.alice)
erase(who, by=s.alice)
assert turn({}) == [], "a job of the worker failed"
print("worked")
"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_site_works_under_the_role_and_the_role_cannot_change_rows() -> None:
    settings = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for one in statements(connection, ROLE):
                cursor.execute(one)
        url = (
            os.environ["DATABASE_URL"].replace("postgres@", f"{ROLE}@").rsplit("/", 1)[0]
            + f"/{settings['NAME']}"
        )
        env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        env |= {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", WORK], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.stdout.strip().endswith("worked"), done.stdout + done.stderr
        append_only.uninstall()
        with psycopg.connect(
            host=settings["HOST"], user=ROLE, dbname=settings["NAME"], autocommit=True
        ) as role:
            for model in marked_models():
                table = model._meta.db_table
                free = allowed_changes(model)
                column = next(one.column for one in model._meta.concrete_fields if one.name not in free)
                for sql in (
                    f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"', f'TRUNCATE "{table}" CASCADE',
                    f'ALTER TABLE "{table}" DISABLE TRIGGER ALL', f'DROP TABLE "{table}"',
                ):  # fmt: skip
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        role.execute(sql)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                role.execute("CREATE TABLE mine (a int)")
    finally:
        append_only.install()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {ROLE}")
            cursor.execute(f"DROP ROLE {ROLE}")
