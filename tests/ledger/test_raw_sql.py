"""The database itself refuses, whoever asks: every invariant attacked by SQL, on both databases."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.core import append_only, new_id, now
from coproduce.core.acting import signature
from coproduce.ledger.models import Attestation, Entry, PeriodLock, PlannedInput, Posting, Rate
from coproduce.ledger.public import verify
from coproduce.ledger.triggers import ledger_triggers
from tests.ledger.books import day
from tests.ledger.raw import a_header, a_posting, account, balanced, sql

pytestmark = pytest.mark.django_db
POSTGRESQL = "only where many write at once"


def refused(words, deed):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        deed()


TABLES = ("ledger_entry", "ledger_posting", "ledger_periodlock")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_nothing_written_is_changed_or_deleted(standing, table, attack):
    balanced()
    PeriodLock.objects.create(through=day(30), digest="0" * 64, **signature(standing.alice))
    refused("append-only", lambda: sql(attack.format(table)))


@pytest.mark.parametrize("table", TABLES)
def test_nothing_written_is_replaced_or_emptied(standing, table):
    balanced()
    PeriodLock.objects.create(through=day(30), digest="0" * 64, **signature(standing.alice))
    attack = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        attack = f"TRUNCATE {table} CASCADE"
    refused("append-only|sealed|locked|not forward", lambda: sql(attack))
    assert (Entry.objects.count(), Posting.objects.count(), PeriodLock.objects.count()) == (1, 2, 1)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE and UPSERT of SQLite")
@pytest.mark.parametrize("column", ["seq", "id", "source, key"])
def test_a_row_with_a_key_that_is_there_replaces_nothing(column):
    row = balanced()
    key = new_id()
    values = {"seq": row.seq, "id": row.pk.hex, "source, key": (row.source, row.key)}[column]
    seq = values if column == "seq" else row.seq + 9
    source, text = values if column == "source, key" else ("raw", "another")
    entry_id = values if column == "id" else key.hex
    attack = (
        "INSERT OR REPLACE INTO ledger_entry (id, seq, source, key, digest, occurred_on, recorded_at, role, channel,"
        " evidence, lines) VALUES (%s, %s, %s, %s, '', %s, %s, '', 'system', 'self', 2)"
    )

    def deed():
        a_posting(key, -1)
        a_posting(key, 1, role="received")
        sql(attack, [entry_id, seq, source, text, day(), now()])

    refused("append-only", deed)
    assert Entry.objects.get().pk == row.pk


def an_entry(first, second, lines=2):
    key = new_id()
    a_posting(key, **first)
    a_posting(key, role="received", **second)
    a_header(key, lines=lines)


def test_an_entry_that_does_not_come_to_zero_gets_no_header():
    refused("unbalanced", lambda: an_entry({"quantity": -60}, {"quantity": 61}))


def test_zero_over_two_units_is_not_zero_in_each():
    other = {"quantity": 60, "unit": "GBP", "account_unit": "GBP"}
    refused("unbalanced", lambda: an_entry({"quantity": -60}, other))


@pytest.mark.parametrize("wrong", [{"unit": "GBP"}, {"side": "public", "account_side": "resident"}])
def test_a_posting_astray_gets_no_header(wrong):
    refused("astray", lambda: an_entry({"quantity": -60, **wrong}, {"quantity": 60, **wrong}))


def test_a_header_says_how_many_postings_it_has():
    for said in (1, 3):
        refused("miscounted", lambda said=said: an_entry({"quantity": -60}, {"quantity": 60}, lines=said))
    refused("miscounted", lambda: a_header(lines=0))


def test_what_is_sealed_takes_no_more_postings():
    row = balanced()
    refused("sealed", lambda: a_posting(row.pk, -1))
    refused("sealed", lambda: Posting.objects.bulk_create([Posting(
        entry_id=row.pk, account_id=account(), kind_id="time-active", quantity=quantity, unit="minute", side="resident",
    ) for quantity in (-5, 5)]))  # fmt: skip


def test_a_quantity_is_a_whole_number_of_a_bearable_size():
    statement = (
        "INSERT INTO ledger_posting (id, entry_id, account_id, kind_id, quantity, unit, side, paid_for_by, stage)"
        " VALUES (%s, %s, %s, 'time-active', {}, 'minute', 'resident', '', '')"
    )
    plain = connection.vendor == "sqlite"
    for value in ("0", "9999999999999", "-9999999999999", *(("0.5", "'many'", "x'00'") if plain else ())):
        ids = [one.hex for one in (new_id(), new_id(), account())]
        refused(
            "whole|not_zero|size|constraint", lambda value=value, ids=ids: sql(statement.format(value), ids)
        )


def test_a_day_whose_books_are_closed_takes_nothing_by_sql_either(standing):
    PeriodLock.objects.create(through=day(30), digest="0" * 64, **signature(standing.alice))
    refused("locked", lambda: balanced(on=day(30)))
    assert balanced(on=day(29))
    refused(
        "not forward|append-only|unique",
        lambda: PeriodLock.objects.create(through=day(31), digest="", **signature(standing.alice)),
    )


def test_an_entry_is_put_right_once():
    row = balanced()
    balanced(corrects_id=row.pk)
    refused("unique|UNIQUE|append-only", lambda: balanced(corrects_id=row.pk))


def test_every_append_only_table_of_the_book_refuses_a_change(standing):
    made = balanced()
    project = standing.project()
    Attestation.objects.create(entry=made, quantity=1, **signature(standing.alice))
    PlannedInput.objects.create(
        initiative_id=project.id, side="public", kind_id="staff-time", unit="minute", quantity=1, due_on=day(),
        **signature(standing.alice),
    )  # fmt: skip
    from coproduce.ledger.models import Basis

    basis, _ = Basis.objects.get_or_create(
        key="trial", defaults={"name": "Trial", "accrues_to": "organisation"}
    )
    Rate.objects.create(
        basis=basis, unit="minute", low=1, central=2, high=3, currency="GBP", since=day(), price_year=2026, source="x",
        licence="x",
    )  # fmt: skip
    for model in (Attestation, PlannedInput, Rate):
        refused("append-only", lambda model=model: sql(f"UPDATE {model._meta.db_table} SET id = id"))
        refused("append-only", lambda model=model: sql(f"DELETE FROM {model._meta.db_table}"))


LINE = st.tuples(
    st.integers(-3, 3).filter(bool), st.sampled_from(["minute", "GBP"]), st.sampled_from(["minute", "GBP"])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, max_size=6), st.integers(0, 7))
def test_the_database_takes_an_entry_if_and_only_if_it_balances(db, lines, said):
    sums = {unit: sum(much for much, one, _ in lines if one == unit) for unit in ("minute", "GBP")}
    sound = said == len(lines) >= 2 and not any(sums.values()) and all(one == two for _, one, two in lines)
    with transaction.atomic():
        key = new_id()
        for much, unit, account_unit in lines:
            a_posting(key, much, unit=unit, account_unit=account_unit)
        try:
            with transaction.atomic():
                a_header(key, lines=said)
            taken = True
        except IntegrityError:
            taken = False
        transaction.set_rollback(True)
    assert taken == sound


# --- what needs a commit ---------------------------------------------------------------------


def test_postings_without_a_header_fail_at_the_commit(transactional_db):
    def deed():
        with transaction.atomic():
            key = new_id()
            a_posting(key, -60)
            a_posting(key, 60, role="received")

    with pytest.raises(IntegrityError):
        deed()
    assert Posting.objects.count() == 0


@pytest.mark.postgres
def test_nobody_slips_postings_under_a_header_he_cannot_see_yet(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip(POSTGRESQL)
    key, told, failed = new_id(), [threading.Event(), threading.Event()], []
    account(), account("received")

    def stranger():
        try:
            with transaction.atomic():
                a_posting(key, -5)
                a_posting(key, 5, role="received")
                told[0].set()
                told[1].wait(20)
        except IntegrityError as error:
            failed.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=stranger)
    with transaction.atomic():
        other.start()
        assert told[0].wait(20)
        a_posting(key, -60)
        a_posting(key, 60, role="received")
        a_header(key)
    told[1].set()
    other.join(30)
    assert failed
    assert "unsealed" in failed[0]
    assert Posting.objects.count() == 2


@pytest.mark.postgres
def test_closing_a_period_waits_for_whoever_is_writing_in_it(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip(POSTGRESQL)
    from coproduce.ledger.public import lock_period
    from tests.ledger.books import a_keeper
    from tests.standing import Standing

    standing = Standing()
    a_keeper(standing)
    written, go = threading.Event(), threading.Event()

    def poster():
        with transaction.atomic():
            balanced(on=day(40))
            written.set()
            go.wait(20)
        connection.close()

    other = threading.Thread(target=poster)
    other.start()
    assert written.wait(20)
    threading.Timer(0.3, go.set).start()
    lock_period(day(30), by=standing.alice)
    other.join(30)
    assert [fault for fault in verify().faults if "period" in fault] == []
    assert Entry.objects.count() == 1


# --- the owner takes the triggers off --------------------------------------------------------


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("UPDATE ledger_posting SET quantity = quantity + 1", "does not come to zero"),
        ("UPDATE ledger_posting SET quantity = quantity * 2", "not what its digest says"),
        ("UPDATE ledger_entry SET occurred_on = '2020-01-01'", "not what its digest says"),
        ("UPDATE ledger_entry SET lines = 3", "says 3"),
        ("UPDATE ledger_posting SET unit = 'count'", "another unit"),
        ("UPDATE ledger_entry SET recorded_at = '2020-01-01 00:00:00'", "not what it was when it was closed"),
    ],
)
def test_verify_finds_what_was_done_with_the_triggers_off(standing, attack, words):
    from coproduce.ledger.public import lock_period, post
    from tests.ledger.books import a_keeper, a_record

    a_keeper(standing)
    post(a_record("one", on=day(40)), by=standing.bob)
    lock_period(day(30), by=standing.alice)
    assert verify().faults == ()
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    append_only.uninstall()
    sql(attack)
    assert any("missing" in fault for fault in verify().faults)
    append_only.install()
    assert any(words in fault for fault in verify().faults), verify().faults


def test_verify_finds_an_entry_removed_from_a_closed_period(standing):
    from coproduce.ledger.public import lock_period, post
    from tests.ledger.books import a_keeper, a_record

    a_keeper(standing)
    post(a_record("one", on=day(40)), by=standing.bob)
    post(a_record("two", on=day(40)), by=standing.bob)
    lock_period(day(30), by=standing.alice)
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    append_only.uninstall()
    gone = Entry.objects.order_by("pk").first()
    Posting.objects.filter(entry=gone).delete()
    Entry.objects.filter(pk=gone.pk).delete()
    append_only.install()
    assert any("not what it was when it was closed" in fault for fault in verify().faults)


def test_a_trigger_that_was_swapped_for_a_harmless_one_is_found(db):
    assert verify().faults == ()
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER coproduce_ledger_entry_balanced")
        sql(
            "CREATE TRIGGER coproduce_ledger_entry_balanced BEFORE INSERT ON ledger_entry BEGIN SELECT 1; END"
        )
    else:
        sql(
            "CREATE OR REPLACE FUNCTION coproduce_ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$"
        )
    assert any("coproduce_ledger_entry_balanced" in fault for fault in verify().faults)
    append_only.install()
    assert verify().faults == ()


def test_the_book_has_the_same_refusals_on_both_databases():
    names = {
        vendor: {trigger.name for trigger in ledger_triggers(vendor)} for vendor in ("sqlite", "postgresql")
    }
    assert names["sqlite"] <= names["postgresql"]
    assert names["postgresql"] - names["sqlite"] == {"coproduce_ledger_posting_together"}
