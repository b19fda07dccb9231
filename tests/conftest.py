"""What every test may ask for, and what none may do: reach another machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# One thread each: two test processes share two cores, and sums must not depend on how many threads there are.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
USES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "admin_client"}

# `dev` looks for new examples each time; `ci` takes the same each time: a landing must not fail by chance.
settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=100,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, so that it can be run again on the other one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & USES_DATABASE:
            item.add_marker("database")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; where there is none, the test is skipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no real data here: put it into ../shared/data beside the repository")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Any:
    """Refuses every connection but to this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and host not in {"localhost", "::1"} and not str(host).startswith("127."):
            raise RuntimeError(f"a test tried to reach {host}: tests stay on this machine")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def standing(db: Any) -> Any:
    """The standing people: alice leads, bob works with her, charlie is a stranger, dora takes part."""
    from tests.standing import Standing

    return Standing()


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Any:
    """Lets the test run empty append-only tables, which refuse that to everybody else.

    After a test with real transactions (a live server, threads) Django empties every table.
    """
    from django.db import connection

    operations = type(connection.ops)
    emptying = operations.sql_flush

    def past_triggers(self: Any, *arguments: Any, **options: Any) -> list[str]:
        statements: list[str] = emptying(self, *arguments, **options)
        if not statements:
            return []
        if self.connection.vendor == "postgresql":
            role = "SET LOCAL session_replication_role ="
            return [f"{role} replica", *statements, f"{role} DEFAULT"]
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            triggers = cursor.fetchall()
        dropped = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        return [*dropped, *statements, *(made for _, made in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", past_triggers)
        yield
