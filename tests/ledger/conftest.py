"""Tests that commit for real are emptied after themselves; append-only tables refuse that, so their triggers go off first."""

from __future__ import annotations

import pytest
from django.db import connection

from coproduce.core import append_only


@pytest.fixture
def committed(transactional_db, monkeypatch):
    """A database to which tests commit. Emptying it ends with ``post_migrate``, which puts the triggers back on."""
    flush = type(connection.ops).sql_flush

    def without_triggers(self, *args, **kwargs):
        append_only.uninstall()
        return flush(self, *args, **kwargs)

    # Emptying comes after this fixture is gone: what it leaves must still be in place then.
    type(connection.ops).sql_flush = without_triggers
