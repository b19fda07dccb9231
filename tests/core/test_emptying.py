"""Between tests with real transactions the database is emptied, append-only tables too, and stays guarded."""

import pytest
from django.db import IntegrityError, connection, transaction

from coproduce.core import now
from coproduce.core.append_only import missing
from coproduce.people.models import Consent, Person


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_turn_finds_an_empty_table_and_leaves_a_row_that_nobody_else_can_delete(turn):
    assert not Consent.objects.exists(), f"the {turn} turn found what another left"
    person = Person.objects.create(since=now())
    Consent.objects.create(
        person=person, purpose="photos", given=True, wording_version=1, at=now(), channel="screen"
    )
    assert missing() == []
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_consent")
