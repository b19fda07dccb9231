"""Whether the site is well, for a balancer and for whoever is on call: no secret, no path, no name in it.

Not well is what stops people: the database cannot be written, it lacks migrations, a trigger is missing. What only
needs somebody to look (no worker, a full disk) stands under ``attention``.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from coproduce.core.append_only import missing
from coproduce.core.clock import now
from coproduce.core.heartbeat import last_turn

LATE_SECONDS = 600
"""A worker that has not turned for so long is late: it turns each minute."""
LOW_PERCENT = 10


@dataclass(frozen=True)
class Wellbeing:
    """How the site is.

    Attributes:
        well: whether people can use it.
        database: ``writable``, ``read-only`` or ``does not answer``.
        migrations: how many are lacking; None where nobody can tell.
        triggers: how many are missing; None where nobody can tell.
        worker_seconds: since the worker's last turn; None where there never was one.
        disk_percent: free space where the site keeps its files.
        attention: codes of what somebody should look at.
    """

    well: bool
    database: str
    migrations: int | None = None
    triggers: int | None = None
    worker_seconds: int | None = None
    disk_percent: int | None = None
    attention: tuple[str, ...] = field(default=())


def look_after(folder: Path) -> Wellbeing:
    """Look at the database, the worker and the disk under ``folder``. Changes nothing."""
    disk = _free_percent(folder)
    attention = ["disk-low"] if disk is not None and disk < LOW_PERCENT else []
    try:
        writable = _is_writable(connection)
        lacking = _lacking()
        lost = len(missing())
        turned = last_turn()
    except DatabaseError:
        return Wellbeing(
            well=False, database="does not answer", disk_percent=disk, attention=tuple(attention)
        )
    seconds = max(0, int((now() - turned).total_seconds())) if turned else None
    if seconds is None or seconds > LATE_SECONDS:
        attention.append("worker-late")
    well = writable and not lacking and not lost
    said = "writable" if writable else "read-only"
    return Wellbeing(well, said, lacking, lost, seconds, disk, tuple(attention))


def _is_writable(database: BaseDatabaseWrapper) -> bool:
    """Whether a write would be taken. On SQLite a busy writer means that it is."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'")
            return not cursor.fetchone()[0]
        if database.in_atomic_block:
            return True
        cursor.execute("PRAGMA busy_timeout=2000")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except DatabaseError as error:
            return "locked" in str(error)
        finally:
            cursor.execute(
                f"PRAGMA busy_timeout={int(database.settings_dict['OPTIONS'].get('timeout', 5)) * 1000}"
            )
    return True


_CURRENT: dict[str, int] = {}


def _lacking() -> int:
    """How many migrations the database lacks. Once it lacks none, this process does not ask again."""
    if _CURRENT.get("lacking", 1):
        executor = MigrationExecutor(connection)
        _CURRENT["lacking"] = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return _CURRENT["lacking"]


def _free_percent(folder: Path) -> int | None:
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None
    return round(100 * found.free / found.total)
