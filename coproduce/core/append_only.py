"""Rows that nobody can change or delete, in SQL either: triggers on both databases.

A model is marked with ``@append_only``. The triggers are not part of a migration: SQLite
rebuilds a table when a column changes and silently loses its triggers, and a trigger
that names another table makes that rebuild fail. So they are taken off before every
migration and put on after it, whatever was migrated, and a system check refuses to
start while one is missing.

On SQLite ``INSERT OR REPLACE`` deletes the old row without asking a delete trigger, so
an insert that meets a key already there is refused as well. On PostgreSQL row triggers
do not see ``TRUNCATE``, so the statement has one of its own. The owner of a database can
still drop a trigger: run the site under a role that may not (docs/operations.md), and
let ``coproduce verify`` compare the published digests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, overload

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=type[models.Model])
_MARK = "append_only_except"


@overload
def append_only(model: M) -> M: ...
@overload
def append_only(*, allow: tuple[str, ...]) -> Callable[[M], M]: ...
def append_only(model: M | None = None, *, allow: tuple[str, ...] = ()) -> M | Callable[[M], M]:
    """Mark a model as append-only; ``allow`` names the fields that may still be set (a date of retirement, say)."""

    def mark(marked: M) -> M:
        setattr(marked, _MARK, allow)
        return marked

    return mark if model is None else mark(model)


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, its table, and the statements that make it."""

    name: str
    table: str
    sql: str


def marked_models() -> list[type[models.Model]]:
    """Every append-only model of the installed rooms."""
    return [model for model in apps.get_models() if _MARK in vars(model)]


def allowed_changes(model: type[models.Model]) -> tuple[str, ...]:
    """The fields of an append-only model that may still be set."""
    found: tuple[str, ...] = getattr(model, _MARK, ())
    return found


def triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Every trigger there should be: ours, and those that rooms add through ``add_triggers``."""
    tables = set(connection.introspection.table_names())
    ours = [
        trigger
        for model in marked_models()
        if model._meta.db_table in tables
        for trigger in _for_model(model, connection.vendor)
    ]
    return ours + [
        trigger for extra in _EXTRA for trigger in extra(connection.vendor) if trigger.table in tables
    ]


def add_triggers(source: Callable[[str], Iterable[Trigger]]) -> None:
    """Let a room add triggers of its own; ``source`` gets the vendor, ``sqlite`` or ``postgresql``."""
    if source not in _EXTRA:
        _EXTRA.append(source)


_EXTRA: list[Callable[[str], Iterable[Trigger]]] = []


def missing(using: str = "default") -> list[str]:
    """Names of triggers that should be on this database and are not."""
    connection = connections[using]
    there = _present(connection)
    return [trigger.name for trigger in triggers(connection) if trigger.name not in there]


def install(using: str = "default") -> None:
    """Put every trigger on, afresh."""
    connection = connections[using]
    uninstall(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for trigger in triggers(connection):
            cursor.execute(trigger.sql)


def uninstall(using: str = "default") -> None:
    """Take every trigger of ours off, so that a migration may rebuild tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in sorted(_present(connection).items()):
            on = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(name)}{on}")


def check_installed(**_: object) -> list[CheckMessage]:
    """System check: the site does not start while a trigger is missing."""
    found: list[CheckMessage] = []
    for using in connections:
        lost = missing(using)
        if lost:
            hint = "run the migrations again (they put every trigger back), then look for what removed it"
            found.append(
                Error(f"append-only triggers are missing: {', '.join(lost)}", hint=hint, id="core.E001")
            )
    return found


_PREFIX = "coproduce_"


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND t.tgenabled IN ('O', 'A')"
            )
        return {name: table for name, table in cursor.fetchall() if name.startswith(_PREFIX)}


def installed_bodies(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What each trigger does, as the database has it; empty where it fires only sometimes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, CASE WHEN t.tgqual IS NULL THEN p.prosrc ELSE '' END FROM pg_trigger t "
                "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
        return dict(cursor.fetchall())


FUNCTION = """
CREATE OR REPLACE FUNCTION coproduce_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: rows of % are never changed or deleted', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _for_model(model: type[models.Model], vendor: str) -> list[Trigger]:
    table = model._meta.db_table
    allowed = getattr(model, _MARK)
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in allowed]
    of = " OF " + ", ".join(columns) if allowed else ""
    stem = f"{_PREFIX}{table}"
    if vendor == "postgresql":
        call = "EXECUTE FUNCTION coproduce_append_only()"
        return [
            Trigger(
                f"{stem}_u",
                table,
                f'CREATE TRIGGER "{stem}_u" BEFORE UPDATE{of} ON "{table}" FOR EACH ROW {call}',
            ),
            Trigger(
                f"{stem}_d",
                table,
                f'CREATE TRIGGER "{stem}_d" BEFORE DELETE ON "{table}" FOR EACH ROW {call}',
            ),
            Trigger(
                f"{stem}_t",
                table,
                f'CREATE TRIGGER "{stem}_t" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
            ),
        ]
    abort = f"BEGIN SELECT RAISE(ABORT, 'append-only: rows of {table} are never changed or deleted'); END"
    met = (
        f'EXISTS (SELECT 1 FROM "{table}" WHERE '
        + " OR ".join(f"({test})" for test in _same_key(model))
        + ")"
    )
    return [
        Trigger(f"{stem}_u", table, f'CREATE TRIGGER "{stem}_u" BEFORE UPDATE{of} ON "{table}" {abort}'),
        Trigger(f"{stem}_d", table, f'CREATE TRIGGER "{stem}_d" BEFORE DELETE ON "{table}" {abort}'),
        Trigger(
            f"{stem}_i", table, f'CREATE TRIGGER "{stem}_i" BEFORE INSERT ON "{table}" WHEN {met} {abort}'
        ),
    ]


def _same_key(model: type[models.Model]) -> list[str]:
    """For each key of a table, the test that a row being inserted meets one that is there."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    keys = [[columns[field.name]] for field in model._meta.concrete_fields if field.unique]
    keys += [
        [columns[name] for name in constraint.fields]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.fields
        and constraint.condition is None
    ]
    return [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
