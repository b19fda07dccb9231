"""Catalogue as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    """Methods as data, and the closed sets of words that all rooms share."""

    name = "coproduce.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from coproduce.core.portable.rows import made_by_migrating

        made_by_migrating(
            "catalogue_contributionkind", "catalogue_gain", "catalogue_method", deed="catalogue.load"
        )
        post_migrate.connect(_ship_kinds, sender=self, dispatch_uid="catalogue.kinds")
        post_migrate.connect(_ship_methods, sender=self, dispatch_uid="catalogue.methods")


def _ship_kinds(sender: AppConfig, using: str, **_: Any) -> None:
    """The kinds of input that others point to are there after every migration, as the code says them."""
    from coproduce.catalogue.kinds import KINDS
    from coproduce.catalogue.models import ContributionKind

    if "catalogue_contributionkind" not in connections[using].introspection.table_names():
        return
    rows = [
        ContributionKind(
            key=kind.key, name=kind.name, unit=kind.unit, daily_cap=kind.daily_cap,
            may_be_on_call=kind.may_be_on_call, position=position,
        )
        for position, kind in enumerate(KINDS)
    ]  # fmt: skip
    columns = ["name", "unit", "daily_cap", "may_be_on_call", "position"]
    ContributionKind.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=columns
    )


def _ship_methods(sender: AppConfig, using: str, **_: Any) -> None:
    """The ways of working that come with Coproduce are there from the first start on, and new versions after it.

    Only once every table stands as the code has it: somebody may migrate by one step, or back.
    """
    from coproduce.catalogue.actions import load_catalogue
    from coproduce.core.actor import SYSTEM

    executor = MigrationExecutor(connections[using])
    if using == DEFAULT_DB_ALIAS and not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        load_catalogue(by=SYSTEM)
