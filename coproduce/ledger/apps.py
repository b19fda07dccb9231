"""Ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only, balanced by the database itself."""

    name = "coproduce.ledger"
    label = "ledger"
