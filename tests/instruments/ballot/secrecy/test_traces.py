"""What is left in the files of the database: after the count and the wiping nothing of an envelope, nothing of a key."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from coproduce.core import at, now
from coproduce.core.actor import SYSTEM
from coproduce.core.models import AuditEvent
from coproduce.instruments.ballot import opening
from coproduce.instruments.ballot.models import BoxKey, Opening, Slip
from coproduce.instruments.ballot.opening import open_box, open_demo_box, wipe, wipe_due
from tests.instruments.ballot.secrecy.attack import Scene, linked, scene
from tests.instruments.boxed import DAY
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[[], bytes]


@pytest.fixture
def raw(transactional_db: Any, tmp_path: Path) -> Iterator[Look]:
    """All bytes of the database as they lie on the disk, its write-ahead log with them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What another test left open may still see the envelopes; no vacuum takes rows from its sight.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        yield _postgresql_files
        return
    wrapper = connections["default"]
    wrapper.ensure_connection()
    path, memory, name = tmp_path / "raw.sqlite3", wrapper.connection, wrapper.settings_dict["NAME"]
    target = sqlite3.connect(path)
    memory.backup(target)
    target.close()
    wrapper.connection, wrapper.settings_dict["NAME"] = None, str(path)
    try:
        yield lambda: b"".join(part.read_bytes() for part in sorted(tmp_path.glob("raw.sqlite3*")))
    finally:
        wrapper.close()
        wrapper.connection, wrapper.settings_dict["NAME"] = memory, name


def _postgresql_files() -> bytes:
    found = b""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        for table in ("envelope", "boxkey", "box", "slip", "mark", "receipt"):
            cursor.execute(f"SELECT pg_read_binary_file(pg_relation_filepath('ballot_{table}'))")
            found += bytes(cursor.fetchone()[0])
    return found


def counts(made: Scene) -> None:
    with at(now() + 20 * DAY):
        assert open_demo_box(made.vote, by=made.alice) == len(made.choices)


def wipes() -> None:
    """As the worker does it: again and again, for whatever else is written on this server holds it up."""
    until = time.monotonic() + 60
    while not wipe_due(by=SYSTEM):
        assert time.monotonic() < until, "what is left of the envelopes is not wiped"
        time.sleep(0.1)


def left_of(made: Scene, data: bytes) -> int:
    """Of how many envelopes any piece of sixteen bytes is found, at four places of each."""
    pieces = [[envelope[n : n + 16] for n in (0, 40, 90, len(envelope) - 16)] for envelope in made.envelopes]
    return sum(any(piece in data for piece in of_one) for of_one in pieces)


def test_nothing_of_an_envelope_is_left_in_the_files(raw: Look) -> None:
    made = scene(Standing(), 120)
    publics = [bytes(row.public) for row in BoxKey.objects.all()]
    before = raw()
    assert left_of(made, before) == 120
    assert any(public in before for public in publics)
    assert not any(receipt.encode() in before for receipt in made.receipts)
    counts(made)
    wipes()
    after = raw()
    assert left_of(made, after) == 0
    assert not any(public in after for public in publics)
    assert all(receipt.encode() in after for receipt in made.receipts)
    assert b'"channel":"screen","choice"' not in after
    assert Opening.objects.get().wiped_on


def test_where_slips_lie_in_the_file_says_nothing(raw: Look) -> None:
    made = scene(Standing(), 200)
    counts(made)
    data, places = raw(), {}
    for slip in Slip.objects.all():
        kept = slip.pk.hex.encode() if connection.vendor == "sqlite" else slip.pk.bytes
        places[made.voter_of(slip.choice)] = data.index(kept)
    assert linked(sorted(places, key=lambda voter: places[voter])) == ""


def test_the_write_ahead_log_is_emptied(raw: Look, tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            made = scene(Standing(), 10)
            counts(made)
            wipes()
            cursor.execute("SELECT pg_relation_size('ballot_envelope'), pg_relation_size('ballot_boxkey')")
            assert cursor.fetchone() == (0, 0)
        return
    made = scene(Standing(), 10)
    log = tmp_path / "raw.sqlite3-wal"
    assert log.stat().st_size > 0
    assert wipe(made.vote, by=made.alice)
    assert log.stat().st_size < 20_000
    counts(made)
    assert left_of(made, raw()) == 0


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["people_person", "ballot_envelope"], ids=["has-a-view", "reads-them"])
def test_what_another_connection_can_still_see_is_not_called_wiped(
    raw: Look, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_WAIT_SECONDS", 1)
    made = scene(Standing(), 10)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SELECT count(*) FROM {table}")
        counts(made)
        assert Opening.objects.get().wiped_on is None
        assert not wipe_due(by=SYSTEM)
        assert left_of(made, raw()) == 10
    finally:
        other.close()
    wipes()
    assert Opening.objects.get().wiped_on
    assert left_of(made, raw()) == 0


@pytest.mark.postgres
def test_another_open_vote_does_not_hide_what_is_left(raw: Look) -> None:
    made, waiting = scene(Standing(), 10), scene(Standing(), 10)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM people_person")
        counts(made)
        assert Opening.objects.get().wiped_on is None
    finally:
        other.close()
    wipes()
    assert left_of(made, raw()) == 0
    assert left_of(waiting, raw()) == 10


def test_wiping_that_fails_is_told_and_done_at_the_next_try(
    raw: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scene(Standing(), 10)
    monkeypatch.setattr(opening, "_statements", lambda: ["SELECT nothing FROM nowhere"])
    counts(made)
    assert Opening.objects.get().wiped_on is None
    assert not AuditEvent.objects.filter(deed="ballot.wipe").exists()
    monkeypatch.undo()
    assert open_box(made.vote, by=made.alice) == 10
    wipes()
    assert Opening.objects.get().wiped_on
    assert AuditEvent.objects.filter(deed="ballot.wipe").count() == 1
    assert left_of(made, raw()) == 0
