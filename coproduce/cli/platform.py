"""Verbs that work on the platform's database set up Django here, and nowhere else on the command line."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from coproduce.engines.kernel import BadInput


def set_up() -> Any:
    """Django, configured by the environment alone (docs/settings.md); the database must have been migrated.

    Raises:
        BadInput: where a setting is wrong or the database has not been prepared.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    import django
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        django.setup()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise BadInput.one(
            f"the database does not answer ({error}); look at DATABASE_URL", source="database"
        ) from None
    except ValueError as error:
        raise BadInput.one(str(error), source="settings") from None
    if waiting:
        text = "the database is not up to date; run 'python -m coproduce.web migrate' first"
        raise BadInput.one(text, source="database")
    return import_module("coproduce.core.actor").SYSTEM
