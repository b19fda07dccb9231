"""Every address, for every role, in every state: read from the resolver, so that none can be forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from coproduce.core import deed_of, now
from coproduce.core.middleware import DeedMiddleware
from coproduce.web.trycount.models import Trial
from tests.people.addresses import ADDRESSES
from tests.web import house
from tests.web.conftest import client_of

ROLES = {"nobody": "", "owner": "alice", "stranger": "charlie"}
SEEN_BY = {"kept": {"owner"}, "over": set(), "shown": set(ROLES), "absent": set()}

OPEN = {"": 200, "gallery/": 200, "health/": 200, "try/": 200}
"""Addresses without an object, opened by anyone: route and answer to GET."""

READ = {
    "try/<uuid:trial>/",
    "try/<uuid:trial>/record.json",
    "try/<uuid:trial>/election.pb",
    "try/<uuid:trial>/page.html",
}
WRITE_OWN = {"try/<uuid:trial>/count/", "try/<uuid:trial>/remove/"}
WRITE_SEEN = {"try/<uuid:trial>/copy/"}
WRITE_ANY = {"try/example/"}

LEDGER = {
    "projects/<slug:slug>/who-put-in-what/",
    "projects/<slug:slug>/who-put-in-what/table.csv",
    "services/<slug:slug>/who-put-in-what/",
    "services/<slug:slug>/who-put-in-what/table.csv",
}
LEDGER_WRITES = {
    "projects/<slug:slug>/who-put-in-what/record/",
    "projects/<slug:slug>/who-put-in-what/waiting/",
}
"""Addresses of who put in what: each role and state is tried in tests/ledger/test_pages.py."""


def routes() -> dict[str, object]:
    found: dict[str, object] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, before + str(pattern.pattern))
            else:
                found[before + str(pattern.pattern)] = pattern.callback

    walk(get_resolver().url_patterns, "")
    return found


def test_this_table_names_every_address_and_no_other() -> None:
    trying = {*OPEN, *READ, *WRITE_OWN, *WRITE_SEEN, *WRITE_ANY}
    assert set(routes()) == {*trying, *LEDGER, *LEDGER_WRITES, *house.EVERY, *ADDRESSES}


@pytest.mark.parametrize("route", sorted(routes()))
def test_every_address_declares_its_deed(route: str) -> None:
    declared = deed_of(routes()[route])  # type: ignore[arg-type]
    assert declared is not None
    written = {"try/", *WRITE_OWN, *WRITE_SEEN, *WRITE_ANY, *LEDGER_WRITES}
    written |= {name for name, writes in house.WRITES.items() if writes}
    written |= {name for name, address in ADDRESSES.items() if address.writes}
    written |= {name for name, page in house.STAGES.items() if page.writes}
    written |= {
        name.replace("<slug:service>", "<slug:slug>") for name, page in house.PLACES.items() if page.writes
    }
    assert declared.writes == (route in written)


def test_every_deed_has_one_name_of_its_own() -> None:
    names = [deed_of(view).name for view in routes().values()]  # type: ignore[arg-type, union-attr]
    assert len(set(names)) == len(names)


def test_a_view_without_a_deed_is_answered_for_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def forgotten(request: WSGIRequest) -> HttpResponse:
        return HttpResponse("open to all")

    response = DeedMiddleware(forgotten).process_view(RequestFactory().get("/"), forgotten, (), {})
    assert response is not None
    assert response.status_code == 403
    assert b"open to all" not in response.content
    assert "no deed" in caplog.text


@pytest.fixture
def place(trial: UUID, shown: UUID) -> dict[str, UUID]:
    """One trial in each state; alice's kept one is also the one that is over, moved in time."""
    over = Trial.objects.get(id=trial)
    over.id, over.gone_at = uuid4(), now() - timedelta(seconds=1)
    over.save(force_insert=True)
    return {"kept": trial, "over": over.id, "shown": shown, "absent": uuid4()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", sorted(OPEN))
def test_open_addresses(route: str, role: str) -> None:
    assert client_of(ROLES[role]).get(f"/{route}").status_code == OPEN[route]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", SEEN_BY)
@pytest.mark.parametrize("route", sorted(READ))
def test_who_may_read(route: str, state: str, role: str, place: dict[str, UUID]) -> None:
    response = client_of(ROLES[role]).get(_path(route, place[state]))
    assert response.status_code == (200 if role in SEEN_BY[state] else 404)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", SEEN_BY)
@pytest.mark.parametrize("route", sorted(WRITE_OWN | WRITE_SEEN))
def test_who_may_write(route: str, state: str, role: str, place: dict[str, UUID]) -> None:
    before = list(Trial.objects.order_by("id").values_list("id", "way"))
    response = client_of(ROLES[role]).post(_path(route, place[state]))
    allowed = role in SEEN_BY[state] and (route in WRITE_SEEN or state != "shown")
    refused = 403 if role in SEEN_BY[state] else 404
    assert response.status_code == (302 if allowed else refused)
    if not allowed:
        kept = {found for found, _ in before} - {place["over"]}
        assert kept <= set(Trial.objects.values_list("id", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(WRITE_ANY))
def test_anyone_may_try_the_example(route: str) -> None:
    client = client_of("")
    response = client.post(f"/{route}")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200
    assert Client().get(response["Location"]).status_code == 404


@pytest.mark.parametrize("route", sorted(WRITE_OWN | WRITE_SEEN | WRITE_ANY))
def test_what_writes_wants_post_and_a_token(route: str, place: dict[str, UUID]) -> None:
    client = client_of("alice", strict=True)
    path = _path(route, place["kept"])
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 403
    assert Trial.objects.filter(id=place["kept"]).exists()


@pytest.mark.parametrize("route", sorted(READ | set(OPEN) - {"try/"}))
def test_what_reads_takes_no_post(route: str, place: dict[str, UUID]) -> None:
    assert client_of("alice").post(_path(route, place["kept"])).status_code == 405


def _path(route: str, trial: UUID) -> str:
    return "/" + route.replace("<uuid:trial>", str(trial))
