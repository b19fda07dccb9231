"""The ground that every room stands on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from coproduce import core
from coproduce.core import (
    Actor,
    Limit,
    Refusal,
    Refused,
    at,
    deed,
    deed_of,
    minted_at,
    new_id,
    now,
    require,
    spend,
)

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)


def test_core_stays_small() -> None:
    assert len(core.__all__) <= 25
    assert core.__all__ == sorted(core.__all__, key=lambda name: (name.islower(), name))
    assert all(hasattr(core, name) for name in core.__all__)


def test_the_clock_is_held_and_let_go() -> None:
    with at(NOON):
        assert now() == NOON
        with at(NOON + timedelta(hours=1)):
            assert now() == NOON + timedelta(hours=1)
        assert now() == NOON
    assert now() != NOON
    assert now().tzinfo is not None


def test_the_clock_takes_no_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), at(datetime(2026, 6, 12)):  # noqa: DTZ001
        pass


def test_ids_are_version_7_unique_and_sort_by_time() -> None:
    ids = []
    for minute in range(200):
        with at(NOON + timedelta(minutes=minute)):
            ids.append(new_id())
    assert all(value.version == 7 and value.variant == "specified in RFC 4122" for value in ids)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert minted_at(ids[3]) == NOON + timedelta(minutes=3)
    with at(NOON):
        assert len({new_id() for _ in range(1000)}) == 1000


def test_only_version_7_says_when_it_was_made() -> None:
    from uuid import uuid4

    with pytest.raises(ValueError, match="version 7"):
        minted_at(uuid4())


def test_actors_and_refusals_are_values() -> None:
    assert Actor("a") == Actor("a")
    assert not Actor().known
    assert Actor("a").known
    with pytest.raises(AttributeError):
        Actor("a").visitor = "b"  # type: ignore[misc]
    require(None)
    with pytest.raises(Refused) as caught:
        require(Refusal("gone", {"when": "today"}, 410))
    assert (caught.value.refusal.code, caught.value.refusal.params["when"]) == ("gone", "today")


def test_a_view_has_the_deed_that_it_declares_and_no_other() -> None:
    @deed("room.verb-it", writes=True)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    declared = deed_of(view)
    assert declared is not None
    assert (declared.name, declared.writes) == ("room.verb-it", True)
    assert deed_of(lambda request: HttpResponse()) is None


@pytest.mark.parametrize("name", ["", "bring", "Room.bring", "room.", "room.bring it", "room..x"])
def test_a_deed_is_named_room_and_verb(name: str) -> None:
    with pytest.raises(ValueError, match="named"):
        deed(name)


@pytest.mark.django_db
def test_a_limit_is_spent_per_address_and_window() -> None:
    limit = Limit("test", 3, 600)
    here = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    there = RequestFactory().get("/", REMOTE_ADDR="192.0.2.2")
    with at(NOON):
        assert [spend(limit, here) for _ in range(3)] == [None] * 3
        refusal = spend(limit, here)
        assert refusal is not None
        assert (refusal.code, refusal.status, refusal.params["minutes"]) == ("too-often", 429, 10)
        assert spend(limit, there) is None
        assert spend(Limit("other", 3, 600), here) is None
    with at(NOON + timedelta(minutes=10)):
        assert spend(limit, here) is None


@pytest.mark.django_db
def test_behind_proxies_the_visitor_is_told_apart_and_cannot_choose_an_address(settings: object) -> None:
    settings.COPRODUCE_PROXIES = 1  # type: ignore[attr-defined]
    limit = Limit("proxied", 1, 600)

    def come(forwarded: str) -> Refusal | None:
        return spend(limit, RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1"))

    with at(NOON):
        assert come("192.0.2.1") is None
        assert come("198.51.100.7, 192.0.2.1") is not None
        assert come("192.0.2.2") is None


@pytest.mark.django_db
def test_the_cache_holds_no_address() -> None:
    from django.db import connection

    spend(Limit("private", 3, 600), RequestFactory().get("/", REMOTE_ADDR="192.0.2.77"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM coproduce_cache")
        keys = " ".join(row[0] for row in cursor.fetchall())
    assert "private" in keys
    assert "192.0.2" not in keys
