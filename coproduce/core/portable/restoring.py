"""Making a database from a copy again: an empty one only, whole or not at all, its digests compared at the end."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from coproduce.core import append_only
from coproduce.core.portable.comparing import digests_on
from coproduce.core.portable.manifest import (
    Damaged,
    Manifest,
    TableOf,
    copied_file,
    copied_lines,
    read_manifest,
)
from coproduce.core.portable.rows import columns, copied_models, may_hold_rows, row_of_use, stored

_BATCH = 1_000


class NotEmpty(Exception):
    """The database has rows already; ``table`` names one that has."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(table)


def is_empty(using: str = "default") -> bool:
    """Whether nobody has used this database yet."""
    return _used(connections[using]) is None


def fill(path: Path, *, using: str = "default", uploads: Path | None = None) -> Manifest:
    """Fill an empty, migrated database from the copy at ``path``; triggers are on again when it returns.

    Raises:
        Damaged: where the copy is not whole, or was made with other tables than this version has.
        NotEmpty: where the database has been used.
    """
    found = read_manifest(path)
    connection = connections[using]
    _check_same_tables(found, connection)
    if used := _used(connection):
        raise NotEmpty(used)
    if uploads is not None and found.files and uploads.is_dir() and any(uploads.iterdir()):
        raise NotEmpty(str(uploads))
    beside = _unpack(path, found, uploads)
    try:
        with zipfile.ZipFile(path) as archive, transaction.atomic(using=using):
            _fill(archive, found, connection)
        if beside is not None and uploads is not None:
            with suppress(OSError):
                uploads.rmdir()
            beside.replace(uploads)
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return found


def _fill(archive: zipfile.ZipFile, found: Manifest, connection: BaseDatabaseWrapper) -> None:
    by_name = {model._meta.db_table: model for model in copied_models()}
    append_only.uninstall(connection.alias)
    with connection.cursor() as cursor:
        for table in found.tables:
            if may_hold_rows(table.name):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
        for table in found.tables:
            _insert(cursor, archive, table, by_name[table.name], connection)
        try:
            connection.check_constraints()
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise Damaged(f"its rows do not fit together ({_first_line(error)}); take another copy") from None
        for sql in connection.ops.sequence_reset_sql(no_style(), list(by_name.values())):
            cursor.execute(sql)
    append_only.install(connection.alias)
    there = digests_on(connection)
    for table in found.tables:
        if there[table.name] != (table.rows, table.sha256):
            raise Damaged(f"its table {table.name} did not come out as it went in; nothing was kept")


def _insert(
    cursor: Any,
    archive: zipfile.ZipFile,
    table: TableOf,
    model: type[models.Model],
    connection: BaseDatabaseWrapper,
) -> None:
    fields = model._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(name) for name in table.columns)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES ({places})"
    number = 0
    try:
        rows = copied_lines(archive, table)
        while batch := list(islice(rows, _BATCH)):
            number += len(batch)
            ready = [
                [stored(field, value, connection) for field, value in zip(fields, row, strict=True)]
                for row in batch
            ]
            cursor.executemany(sql, ready)
    except (ValueError, TypeError, ValidationError, OverflowError) as error:
        raise Damaged(
            f"its table {table.name} has a value that is none of it (near row {number}): {_first_line(error)}"
        ) from None
    except (IntegrityError, DataError) as error:
        raise Damaged(
            f"its table {table.name} has a row that the database refuses: {_first_line(error)}"
        ) from None


def _check_same_tables(found: Manifest, connection: BaseDatabaseWrapper) -> None:
    ours = {model._meta.db_table: tuple(columns(model)) for model in copied_models()}
    theirs = {table.name: table.columns for table in found.tables}
    if ours != theirs:
        other = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        raise Damaged(
            f"it was made with other tables than this version has ({other[0]}): restore it with Coproduce "
            f"{found.version}, then upgrade"
        )
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if missing := sorted(set(found.migrations) - applied):
        raise Damaged(
            f"it has a migration unknown here ({missing[0]}): restore it with Coproduce {found.version}"
        )


def _used(connection: BaseDatabaseWrapper) -> str | None:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in copied_models():
            name = model._meta.db_table
            query = row_of_use(name) if name in tables else None
            if query:
                cursor.execute(*query)
                if cursor.fetchone():
                    return name
    return None


def _unpack(path: Path, found: Manifest, uploads: Path | None) -> Path | None:
    """The uploaded files in a folder beside their own, to be put in place in one step."""
    if uploads is None or not found.files:
        return None
    uploads.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=uploads.parent, prefix=f".{uploads.name}."))
    try:
        with zipfile.ZipFile(path) as archive:
            for file in found.files:
                target = beside / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(copied_file(archive, file))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return beside


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return str(error.messages[0])
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
