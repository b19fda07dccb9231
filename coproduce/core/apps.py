"""Core as a Django app: it has no tables, but it makes the one that the shared cache lives in."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """After every migration the cache table is there, so that no set-up can forget it."""

    name = "coproduce.core"
    label = "core"

    def ready(self) -> None:
        """Listen for migrations."""
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="core.cache-table")


def _make_cache_table(sender: AppConfig, using: str, verbosity: int = 1, **_: Any) -> None:
    call_command("createcachetable", database=using, verbosity=max(0, verbosity - 1))
