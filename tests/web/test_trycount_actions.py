"""Bring, count again, remove, sweep: without HTTP."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from coproduce.core import Actor, Refused, new_id, now
from coproduce.engines.kernel import Envelope
from coproduce.web.trycount import actions, compute, queries
from coproduce.web.trycount.models import Trial
from coproduce.web.trycount.ways import COMPLETIONS, DEFAULT, RULES, STOPS, TIES, UTILITIES, Way
from tests.web.conftest import ALICE, CHARLIE, NOON

pytestmark = pytest.mark.django_db


def test_what_is_brought_is_kept_for_its_owner_until_the_stated_time(small: bytes) -> None:
    kept = actions.bring(actor=ALICE, name="street.pb", data=small, way=DEFAULT, now=NOON)
    assert isinstance(kept, UUID)
    end = NOON + timedelta(hours=settings.COPRODUCE_KEEP_HOURS)
    seen = queries.see(ALICE, kept, NOON)
    assert (seen.name, seen.gone_at, seen.shown) == ("street.pb", end, False)
    with pytest.raises(Refused):
        queries.see(CHARLIE, kept, NOON)
    with pytest.raises(Refused):
        queries.see(ALICE, kept, end)


def test_nothing_of_the_voters_is_kept_but_their_votes(small: bytes) -> None:
    kept = actions.bring(actor=ALICE, name="street.pb", data=small, way=DEFAULT, now=NOON)
    assert isinstance(kept, UUID)
    row = Trial.objects.get(id=kept)
    assert not {"age", "sex"} & _keys(json.loads(bytes(row.envelope)))
    assert b"age" not in bytes(row.source)
    assert b"sex" not in bytes(row.source)
    assert b"71" not in bytes(row.source)
    again = compute.read(bytes(row.source), "street.pb")
    first = compute.read(small, "street.pb")
    assert not isinstance(again, list)
    assert not isinstance(first, list)
    assert again.indices.tolist() == first.indices.tolist()
    assert list(again.vote_columns) == ["voter_id", "vote"]


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_keys(entry) for entry in value.values()))
    return set().union(*(_keys(entry) for entry in value)) if isinstance(value, list) else set()


def test_the_envelope_is_whole_and_its_bytes_are_its_own(trial: UUID) -> None:
    data = queries.see(ALICE, trial, now()).counted.envelope
    envelope = Envelope.from_bytes(data)
    assert envelope.method == "counting/equal-shares"
    assert envelope.to_bytes() == data


def test_a_faulty_file_gives_all_its_problems_and_leaves_nothing(small: bytes) -> None:
    faulty = small.replace(b"2;500", b"2;-5").replace(b"c;19;F;2,3", b"c;19;F;2,9")
    found = actions.bring(actor=ALICE, name="street.pb", data=faulty, way=DEFAULT, now=NOON)
    assert isinstance(found, list)
    assert len(found) == 2
    assert {problem.place.line for problem in found} == {18, 24}
    assert not Trial.objects.exists()


def test_only_a_visitor_with_a_secret_can_bring(small: bytes) -> None:
    with pytest.raises(ValueError, match="secret"):
        actions.bring(actor=Actor(), name="street.pb", data=small, way=DEFAULT, now=NOON)


def test_counting_again_replaces_the_count_and_nothing_else(trial: UUID) -> None:
    before = Trial.objects.get(id=trial)
    actions.count_again(actor=ALICE, trial=trial, way=Way(rule="greedy"), now=now())
    after = Trial.objects.get(id=trial)
    assert Way.from_plain(after.way).rule == "greedy"
    assert json.loads(bytes(after.envelope))["method"] == "counting/greedy"
    assert (bytes(after.source), after.gone_at) == (bytes(before.source), before.gone_at)
    with pytest.raises(Refused):
        actions.count_again(actor=CHARLIE, trial=trial, way=DEFAULT, now=now())
    with pytest.raises(Refused):
        actions.count_again(actor=ALICE, trial=new_id(), way=DEFAULT, now=now())


def test_every_way_that_the_page_offers_counts(small: bytes) -> None:
    election = compute.read(small, "street.pb")
    assert not isinstance(election, list)
    ways = [
        Way(rule, utility, completion, stop, ties)
        for rule in RULES
        for utility in UTILITIES
        for completion in COMPLETIONS
        for stop in STOPS
        for ties in TIES
        if ties != "refuse"
    ]
    counted = {compute.count(election, way) for way in ways}
    assert len(counted) > 1
    assert all(way.words() for way in ways)


def test_removing_leaves_nothing(trial: UUID) -> None:
    with pytest.raises(Refused):
        actions.remove(actor=CHARLIE, trial=trial, now=now())
    actions.remove(actor=ALICE, trial=trial, now=now())
    assert not Trial.objects.exists()


def test_the_sweep_takes_what_is_over_and_only_that(small: bytes, shown: UUID) -> None:
    first = actions.bring(actor=ALICE, name="a.pb", data=small, way=DEFAULT, now=NOON)
    later = actions.bring(actor=ALICE, name="b.pb", data=small, way=DEFAULT, now=NOON + timedelta(hours=1))
    end = NOON + timedelta(hours=settings.COPRODUCE_KEEP_HOURS)
    assert actions.sweep(now=end - timedelta(seconds=1)) == 0
    assert actions.sweep(now=end) == 1
    assert set(Trial.objects.values_list("id", flat=True)) == {later, shown}
    assert first != later


def test_what_is_shown_is_one_and_the_newest(small: bytes, shown: UUID) -> None:
    newer = actions.show(name="newer.pb", data=small, way=DEFAULT, now=NOON + timedelta(days=1))
    assert [found for found, _ in queries.shown(NOON)] == [newer]
    assert newer != shown


def test_the_list_of_what_one_sees_agrees_with_the_rule(small: bytes, shown: UUID) -> None:
    mine = actions.bring(actor=ALICE, name="a.pb", data=small, way=DEFAULT, now=NOON)
    other = actions.bring(actor=CHARLIE, name="b.pb", data=small, way=DEFAULT, now=NOON)
    from coproduce.web.trycount.rules import check_see

    for actor in (ALICE, CHARLIE, Actor()):
        for moment in (NOON, NOON + timedelta(days=40)):
            listed = set(queries.visible_to(actor, moment).values_list("id", flat=True))
            views = {found: queries.view(found) for found in (mine, other, shown) if isinstance(found, UUID)}
            assert listed == {
                key for key, view in views.items() if view and check_see(actor, view, moment) is None
            }


@pytest.mark.parametrize(
    "fields",
    [{"visitor": "", "gone_at": NOON}, {"visitor": "a", "gone_at": None}],
    ids=["shown-with-end", "owned-for-ever"],
)
def test_the_database_holds_that_whatever_is_owned_has_an_end(fields: dict[str, object]) -> None:
    row = Trial(name="x", title="x", brought_at=NOON, source=b"", way={}, envelope=b"", beside=b"", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
