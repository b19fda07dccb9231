"""A database that was only migrated counts as empty, so that a copy can be restored into it."""

import pytest

from coproduce.core import now
from coproduce.core.portable import is_empty
from coproduce.people.models import Person


@pytest.mark.django_db
def test_a_fresh_database_is_empty_and_one_with_a_person_is_not() -> None:
    assert is_empty(), "a room ships rows with its migrations: say so with core.portable.made_by_migrating"
    Person.objects.create(since=now())
    assert not is_empty()
