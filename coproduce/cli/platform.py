"""Verbs that work on the platform's database set up Django here, and nowhere else on the command line."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from coproduce.engines.kernel import BadInput


def set_up() -> Any:
    """Django, configured by the environment alone (docs/settings.md); the database must have been migrated.

    Returns the actor of the system itself.

    Raises:
        BadInput: where a setting is wrong or the database has not been prepared.
    """
    configure()
    if waiting():
        text = "the database is not up to date; "
        text += "'coproduce serve' makes it so, and so does 'python -m coproduce.web migrate'"
        raise BadInput.one(text, source="database")
    return import_module("coproduce.core.actor").SYSTEM


def configure() -> None:
    """Django alone; nothing is asked of the database yet.

    Raises:
        BadInput: where a setting is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    import django

    # The site's settings are named, never imported: the command line stands beside the pages, not on them.
    bad_setting: type[Exception] = import_module("coproduce.web.environment").BadSetting
    try:
        django.setup()
    except (ValueError, bad_setting) as error:
        raise BadInput.one(str(error), source="settings") from None


def waiting(using: str = "default") -> int:
    """How many migrations a database lacks.

    Raises:
        BadInput: where it does not answer.
    """
    from django.db import OperationalError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections[using])
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        raise BadInput.one(
            f"the database does not answer ({str(error).strip()}); look at DATABASE_URL", source="database"
        ) from None


def migrate(using: str = "default") -> None:
    """Bring a database up to date; every trigger is on afterwards."""
    from django.core.management import call_command

    call_command("migrate", database=using, verbosity=0, interactive=False)


def prepare() -> Any:
    """All that the site needs before it serves: tables, the catalogue, static files. Again is as good as once.

    Returns the actor of the system itself.

    Raises:
        BadInput: where a setting is wrong, or the database or the folder of data cannot be written.
    """
    configure()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from coproduce.core.database_role import is_owner

    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = f"{settings.DATA} cannot be made ({error.strerror}); give a folder that can be written"
        raise BadInput.one(text, source="COPRODUCE_DATA") from None
    lacking = waiting()
    system = import_module("coproduce.core.actor").SYSTEM
    if is_owner(connection):
        migrate()
    elif lacking:
        text = "the database is not up to date, and this role may not change tables: migrate as their owner"
        raise BadInput.one(text, source="DATABASE_URL")
    import_module("coproduce.catalogue.public").load_catalogue(by=system)
    try:
        call_command("collectstatic", verbosity=0, interactive=False)
    except OSError as error:
        text = f"static files cannot be put there ({error.strerror}); give a folder that can be written"
        raise BadInput.one(text, source="COPRODUCE_DATA") from None
    return system


def add_database(using: str, url: str) -> None:
    """A second database beside the site's, under this name.

    Raises:
        BadInput: where its address cannot be used.
    """
    from django.db import connections

    settings = import_module("coproduce.web.settings")
    bad_setting: type[Exception] = import_module("coproduce.web.environment").BadSetting
    try:
        found = connections.configure_settings({"default": settings.database(url)})["default"]
    except bad_setting as error:
        raise BadInput.one(str(error).replace("DATABASE_URL", "the address"), source="--to") from None
    connections.databases[using] = found
