"""Ledger as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Append-only, balanced by the database itself."""

    name = "coproduce.ledger"
    label = "ledger"

    def ready(self) -> None:
        from coproduce.core.append_only import add_triggers
        from coproduce.core.portable.rows import made_by_migrating
        from coproduce.ledger.triggers import ledger_triggers

        add_triggers(ledger_triggers)
        made_by_migrating("ledger_basis", "ledger_rate")
        post_migrate.connect(_ship_bases, sender=self, dispatch_uid="ledger.bases")


def _ship_bases(sender: AppConfig, using: str, **_: Any) -> None:
    """The bases that come with Coproduce are there after every migration, switched off; a new rate joins the old."""
    from coproduce.ledger.bases import BASES
    from coproduce.ledger.models import Basis, Rate

    if "ledger_rate" not in connections[using].introspection.table_names():
        return
    for one in BASES:
        names = {"name": one.name, "accrues_to": one.accrues_to}
        basis, _new = Basis.objects.using(using).get_or_create(key=one.key, defaults=names)
        there = set(Rate.objects.using(using).filter(basis=basis).values_list("since", flat=True))
        Rate.objects.using(using).bulk_create(
            Rate(
                basis=basis, unit="minute", low=rate.low, central=rate.central, high=rate.high, currency=one.currency,
                since=rate.since, until=rate.until, price_year=rate.price_year, source=rate.source, licence=one.licence,
            )
            for rate in one.rates
            if rate.since not in there
        )  # fmt: skip
