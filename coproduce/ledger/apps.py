"""Ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only, balanced by the database itself."""

    name = "coproduce.ledger"
    label = "ledger"

    def ready(self) -> None:
        from coproduce.core.append_only import add_triggers
        from coproduce.ledger.triggers import ledger_triggers

        add_triggers(ledger_triggers)
