"""``coproduce verify`` on a database that holds and on one that was tampered with."""

import pytest

from coproduce.cli import verify
from coproduce.core import append_only
from coproduce.engines.kernel import BadInput
from coproduce.ledger.public import post
from tests.ledger.books import a_record
from tests.ledger.raw import sql

pytestmark = pytest.mark.django_db


def test_a_book_that_holds(standing):
    post(a_record("one"), by=standing.bob)
    answer = verify.run(None)
    assert answer.status == 0
    assert "1 entries with 4 postings" in answer.text


def test_a_book_that_does_not(standing, monkeypatch):
    post(a_record("one"), by=standing.bob)
    append_only.uninstall()
    sql("UPDATE ledger_entry SET digest = 'x'")
    answer = verify.run(None)
    assert answer.status == 1
    assert "does NOT hold" in answer.text
    assert "is missing" in answer.text
    append_only.install()


def test_a_database_without_the_book(standing, monkeypatch):
    from django.db import OperationalError

    from coproduce.ledger import public

    def broken():
        raise OperationalError("no such table: ledger_account")

    monkeypatch.setattr(public, "verify", broken)
    with pytest.raises(BadInput, match="is it migrated"):
        verify.run(None)
