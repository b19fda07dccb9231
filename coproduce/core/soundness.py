"""Whether the database still is what we left: its file, its references, its triggers, its append-only tables.

Trusts nothing: whoever owns a database can switch a trigger off or change its body, and then write what he likes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from coproduce.core.append_only import FUNCTION, installed_bodies, marked_models, missing, triggers


@dataclass(frozen=True)
class Sound:
    """What was looked at, and what is wrong, in sentences."""

    tables: int
    rows: int
    triggers: int
    faults: tuple[str, ...]


def look(using: str = "default") -> Sound:
    """Look at the database itself. Changes nothing."""
    connection = connections[using]
    faults = [*_file_faults(connection), *_reference_faults(connection), *trigger_faults(using)]
    rows = sum(model._base_manager.using(using).count() for model in marked_models())
    return Sound(len(marked_models()), rows, len(triggers(connection)), tuple(faults))


def trigger_faults(using: str = "default") -> list[str]:
    """Every trigger that is gone, switched off, or does something else than it should."""
    lost = set(missing(using))
    found = [f"the trigger {name} is missing: run the migrations again" for name in sorted(lost)]
    connection = connections[using]
    there = installed_bodies(connection)
    for trigger in triggers(connection):
        if trigger.name in lost:
            continue
        body = there.get(trigger.name, "")
        if not body or body.strip() not in trigger.sql + FUNCTION:
            found.append(
                f"the trigger {trigger.name} is not the one that belongs there: run the migrations again"
            )
    return found


def _file_faults(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        said = [str(row[0]) for row in cursor.fetchall()]
    return [] if said == ["ok"] else [f"the database file is damaged: {line}" for line in said]


def _reference_faults(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "sqlite":
        try:
            connection.check_constraints()
        except IntegrityError as error:
            return [f"a row points to one that is not there: {error}"]
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c JOIN pg_namespace n ON "
            "n.oid = c.connamespace WHERE n.nspname = current_schema() AND NOT c.convalidated ORDER BY 1, 2"
        )
        return [f"the constraint {name} of {table} is not in force" for table, name in cursor.fetchall()]
