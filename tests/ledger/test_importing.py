"""Many records at once: the same as one by one, all or none."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.core import Refused
from coproduce.ledger.models import Entry, Posting
from coproduce.ledger.public import post, post_many, verify
from tests.ledger.books import a_record, a_service, day, hours, staff
from tests.ledger.test_properties import gifts

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(standing):
    project = standing.project()
    named = hours(2, person_id=standing.dora.person_id)
    return [
        a_record("1", hours(2, people=11), staff(3), initiative_id=project.id),
        a_record("2", named, initiative_id=project.id),
        a_record("3", named, initiative_id=project.id, on=day(4)),
    ]


def test_many_are_written_once(standing, records):
    first = post_many([*records, records[0]], by=standing.bob)
    assert [one.written for one in first] == [True, True, True, False]
    again = post_many(records, by=standing.bob)
    assert [one.id for one in again] == [one.id for one in first[:3]]
    assert not any(one.written for one in again)
    assert (Entry.objects.count(), Posting.objects.count()) == (3, 16)
    assert not post(records[1], by=standing.bob).written
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"gifts": [hours(17)]}, "ledger-daily-cap"),
        ({"gifts": []}, "ledger-empty"),
        ({"occurred_on": day(-9)}, "ledger-future"),
        ({"key": "1"}, "ledger-key-used"),
    ],
)
def test_one_bad_record_stops_all_and_is_named(standing, records, change, code):
    bad = replace(records[2], **change)
    with pytest.raises(Refused) as caught:
        post_many([*records[:2], bad], by=standing.bob)
    assert (caught.value.refusal.code, caught.value.refusal.params["number"]) == (code, 3)
    assert Entry.objects.count() == 0


def test_a_day_is_counted_over_the_whole_sheet(standing, records):
    post(records[1], by=standing.bob)
    more = [
        replace(records[1], key=f"n{at}", gifts=[replace(records[1].gifts[0], quantity=480)])
        for at in range(2)
    ]
    with pytest.raises(Refused) as caught:
        post_many(more, by=standing.bob)
    assert caught.value.refusal.code == "ledger-daily-cap"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(st.lists(gifts(), min_size=1, max_size=3), min_size=1, max_size=5))
def test_a_sheet_gives_the_same_digests_as_one_by_one(standing, sheet):
    from django.db import transaction

    found = []
    for together in (True, False):
        with transaction.atomic():
            service = a_service(standing, "Meals")
            plain = [
                [replace(one, service_id=one.service_id and None, outcome_id=None) for one in row]
                for row in sheet
            ]
            made = [a_record(str(at), *row, on=day(3)) for at, row in enumerate(plain)]
            entries = (
                post_many(made, by=standing.bob) if together else [post(one, by=standing.bob) for one in made]
            )
            assert service
            assert verify().faults == ()
            found.append([one.digest for one in entries])
            transaction.set_rollback(True)
    assert found[0] == found[1]
