"""Taking a copy while the site is running: one moment of the whole database, nobody waits."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from coproduce import __version__
from coproduce.core.clock import now
from coproduce.core.portable.manifest import MANIFEST, FileOf, Manifest, TableOf
from coproduce.core.portable.rows import columns, copied_models, lines

Told = Callable[[str], None]


@contextmanager
def one_moment(using: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the database as it is now, and nothing that comes after.

    SQLite: a reading transaction on the write-ahead log. PostgreSQL: repeatable read, read only. Neither stops
    anybody from writing.
    """
    connection = connections.create_connection(using)
    try:
        if connection.vendor == "postgresql":
            connection.set_autocommit(False)
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN DEFERRED")
                cursor.execute("SELECT count(*) FROM sqlite_master")
        yield connection
    finally:
        with suppress(Exception):
            connection.rollback()
        connection.close()


def write_copy(
    path: Path, *, using: str = "default", uploads: Path | None = None, told: Told | None = None
) -> Manifest:
    """Write a copy of the database (and of the folder of uploads) to ``path``, whole or not at all.

    Raises:
        OSError: where the file cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            with one_moment(using) as connection:
                tables = tuple(_table(archive, model, connection, told) for model in copied_models())
                applied = MigrationRecorder(connection).applied_migrations()
                made = Manifest(
                    now().isoformat(timespec="seconds"), __version__, connection.vendor,
                    tuple(sorted(f"{app}.{migration}" for app, migration in applied)), tables,
                    tuple(_files(archive, uploads)),
                )  # fmt: skip
            archive.writestr(MANIFEST, made.to_bytes())
        # What lies in a copy is as private as the database: for its owner only.
        temporary.chmod(0o600)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return made


def _table(
    archive: zipfile.ZipFile, model: type, connection: BaseDatabaseWrapper, told: Told | None
) -> TableOf:
    name: str = model._meta.db_table  # type: ignore[attr-defined]
    if told:
        told(name)
    hasher, rows, size = hashlib.sha256(), 0, 0
    with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
        for _, raw in lines(model, connection):
            hasher.update(raw)
            out.write(raw)
            rows += 1
            size += len(raw)
    return TableOf(name, tuple(columns(model)), rows, hasher.hexdigest(), size)


def _files(archive: zipfile.ZipFile, uploads: Path | None) -> Iterator[FileOf]:
    if uploads is None or not uploads.is_dir():
        return
    for path in sorted(uploads.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data, name = path.read_bytes(), path.relative_to(uploads).as_posix()
            archive.writestr(f"files/{name}", data)
            yield FileOf(name, hashlib.sha256(data).hexdigest(), len(data))
