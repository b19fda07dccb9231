"""Core as a Django app: the cache table and the append-only triggers follow every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    """After every migration the cache table and all triggers are there, so that no set-up can forget them."""

    name = "coproduce.core"
    label = "core"

    def ready(self) -> None:
        pre_migrate.connect(_take_triggers_off, sender=self, dispatch_uid="core.triggers-off")
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="core.cache-table")
        post_migrate.connect(_put_triggers_on, sender=self, dispatch_uid="core.triggers-on")


def _make_cache_table(sender: AppConfig, using: str, verbosity: int = 1, **_: Any) -> None:
    call_command("createcachetable", database=using, verbosity=max(0, verbosity - 1))


def _take_triggers_off(sender: AppConfig, using: str, **_: Any) -> None:
    from coproduce.core import append_only

    append_only.uninstall(using)


def _put_triggers_on(sender: AppConfig, using: str, **_: Any) -> None:
    from coproduce.core import append_only

    append_only.install(using)
