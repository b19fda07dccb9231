"""Digests of every table, and whether rows that nobody may change are still what an earlier copy says."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from coproduce.core.append_only import allowed_changes, marked_models
from coproduce.core.portable.manifest import Damaged, copied_lines, overall, read_manifest
from coproduce.core.portable.rows import columns, copied_models, line, lines
from coproduce.core.portable.writing import one_moment

_MOST = 20


def digests_on(connection: BaseDatabaseWrapper) -> dict[str, tuple[int, str]]:
    """Rows and digest of each table, read through this connection."""
    found = {}
    for model in copied_models():
        hasher, rows = hashlib.sha256(), 0
        for _, raw in lines(model, connection):
            hasher.update(raw)
            rows += 1
        found[model._meta.db_table] = (rows, hasher.hexdigest())
    return found


def digests(using: str = "default") -> dict[str, tuple[int, str]]:
    """Rows and digest of each table, all of one moment; and under the name ``""`` those of the whole."""
    with one_moment(using) as connection:
        found = digests_on(connection)
    whole = overall([(name, digest) for name, (_, digest) in found.items()])
    return {**found, "": (sum(rows for rows, _ in found.values()), whole)}


def changed_since(path: Path, using: str = "default") -> list[str]:
    """What happened to append-only rows since a copy was taken, in sentences; nothing where all still stand.

    Each row of the copy has to be there now as it was. What came since is no matter.

    Raises:
        Damaged: where the copy is not whole.
    """
    found = read_manifest(path)
    tables = {table.name: table for table in found.tables}
    faults: list[str] = []
    with one_moment(using) as connection, zipfile.ZipFile(path) as archive:
        for model in marked_models():
            table = tables.get(model._meta.db_table)
            if table is None:
                continue
            if table.columns != tuple(columns(model)):
                raise Damaged(
                    f"its table {table.name} has other columns than this version; compare with version {found.version}"
                )
            faults += _compare(model, copied_lines(archive, table), connection)
    return faults


def _compare(
    model: type[models.Model], then: Iterator[list[Any]], connection: BaseDatabaseWrapper
) -> list[str]:
    fields = model._meta.concrete_fields
    key_at = fields.index(model._meta.pk)
    free = {at for at, field in enumerate(fields) if field.name in allowed_changes(model)}
    name, faults = model._meta.db_table, []
    today = lines(model, connection)
    here = next(today, None)
    for row in then:
        key = json.dumps(row[key_at])
        while here is not None and here[0] != key and _before(here[0], key):
            here = next(today, None)
        if here is None or here[0] != key:
            faults.append(f"{name}: the row {row[key_at]} is gone")
        elif _kept(row, free) != _kept(json.loads(here[1]), free):
            faults.append(f"{name}: the row {row[key_at]} was changed")
        if len(faults) >= _MOST:
            return [*faults, f"{name}: and perhaps more"]
    return faults


def _kept(row: list[Any], free: set[int]) -> bytes:
    return line([None if at in free else value for at, value in enumerate(row)])


def _before(one: str, other: str) -> bool:
    left, right = json.loads(one), json.loads(other)
    if isinstance(left, str) and isinstance(right, str):
        return left.encode() < right.encode()
    return bool(left < right)
