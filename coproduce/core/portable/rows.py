"""Rows as lines of text: one form for every value, whatever database it lies in."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Collate

_LEFT_OUT = {"contenttypes", "sessions", "django_tasks_db"}
_LEFT_OUT_MODELS = {
    "core.turn",
    "auth.permission",
    "auth.group",
    "auth.group_permissions",
    "auth.user_user_permissions",
    "auth.user_groups",
}
_MADE_BY_MIGRATING = {"django_site"}
_DEEDS_OF_MIGRATING: set[str] = set()
TRAIL = "core_auditevent"
_WHOLE = 10**16


def made_by_migrating(*tables: str, deed: str = "") -> None:
    """A room says which of its tables have rows after every migration: an empty database may hold those.

    ``deed`` is what the trail says of it, where migrating leaves a line there.
    """
    _MADE_BY_MIGRATING.update(tables)
    if deed:
        _DEEDS_OF_MIGRATING.add(deed)


def may_hold_rows(table: str) -> bool:
    """Whether a database that nobody has used yet has rows in this table."""
    return table in _MADE_BY_MIGRATING or table == TRAIL


def row_of_use(table: str) -> tuple[str, list[str]] | None:
    """A query, with its parameters, that finds a row which migrating did not make; None where any may be its."""
    if table == TRAIL:
        known = sorted(_DEEDS_OF_MIGRATING)
        places = ", ".join(["%s"] * len(known)) or "NULL"
        return f"SELECT 1 FROM {table} WHERE channel <> 'system' OR deed NOT IN ({places}) LIMIT 1", known
    return None if may_hold_rows(table) else (f'SELECT 1 FROM "{table}" LIMIT 1', [])


def copied_models() -> list[type[models.Model]]:
    """Every table that a copy holds, by name."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in _LEFT_OUT
        and model._meta.label_lower not in _LEFT_OUT_MODELS
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table, in their order."""
    return [str(field.column) for field in model._meta.concrete_fields]


def lines(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[tuple[str, bytes]]:
    """Each row of a table: its key as text, and its line. In the order of keys, the same on every database."""
    fields = model._meta.concrete_fields
    at = fields.index(model._meta.pk)
    queryset = model._base_manager.order_by(_in_byte_order(model, connection))
    query = queryset.values_list(*(field.attname for field in fields)).query
    compiler = query.get_compiler(connection=connection)
    for row in compiler.results_iter(chunked_fetch=True, chunk_size=2_000):
        values = [plain(value) for value in row]
        yield json.dumps(values[at]), line(values)


def line(values: list[Any]) -> bytes:
    """A row as a line of JSON."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def plain(value: Any) -> Any:  # noqa: PLR0911
    """A value in the one form that a copy has for it."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return _number(value)
        case UUID():
            return value.hex
        case datetime():
            return (
                value.astimezone(UTC).isoformat(timespec="microseconds")
                if value.tzinfo
                else value.isoformat()
            )
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case Decimal():
            return str(value.normalize())
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case dict():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    raise TypeError(f"a copy has no form for a {type(value).__name__}")


def _number(value: float) -> float | int:
    # PostgreSQL keeps numbers in JSON as decimals: 1e22 comes back as a whole number, -0.0 as 0.0.
    if math.isfinite(value) and value.is_integer():
        return int(value) if abs(value) >= _WHOLE else abs(value) if value == 0 else value
    return value


def stored(field: models.Field[Any, Any], value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value of a copy as this database wants it.

    Raises:
        ValueError, TypeError, ValidationError: where it is none of this column.
    """
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    if value is not None:
        if isinstance(target, models.BinaryField):
            value = base64.b64decode(value, validate=True)
        elif isinstance(target, models.DurationField):
            value = timedelta(microseconds=value)
        elif not isinstance(target, models.JSONField):
            value = target.to_python(value)
    return field.get_db_prep_save(value, connection)


def _in_byte_order(model: type[models.Model], connection: BaseDatabaseWrapper) -> Any:
    # A language's order differs from machine to machine; the order of bytes is SQLite's own, and one everywhere.
    key = model._meta.pk
    while isinstance(key, models.ForeignKey):
        key = key.target_field
    if connection.vendor == "postgresql" and isinstance(key, (models.CharField, models.TextField)):
        return Collate("pk", "C")
    return "pk"
