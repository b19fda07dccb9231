"""Every address that is about people, for everybody; an id of nothing is 404."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coproduce.people.models import Profile
from coproduce.people.public import give_duty, give_standing
from tests.people.addresses import ADDRESSES, WHO
from tests.standing import Standing, a_person

pytestmark = pytest.mark.django_db


def somebody(standing: Standing, who: str) -> Client:
    client = Client()
    if who == "nobody":
        return client
    person = a_person()
    if who in {"auditor", "lead", "administrator"}:
        give_duty(person, standing.council, who, by=standing.alice)
    if who == "staff":
        give_standing(person, "staff", organisation_id=standing.council, by=standing.alice)
    session = client.session
    session["person"] = str(person)
    session.save()
    return client


@pytest.mark.parametrize("route", sorted(ADDRESSES))
def test_who_may_open_it(route: str, standing: Standing) -> None:
    address = ADDRESSES[route]
    known = standing.dora.person_id
    assert known
    Profile.objects.create(person_id=known, name="Dora")
    give_standing(known, "staff", organisation_id=standing.council, how="staff", by=standing.alice)
    for who in WHO:
        client = somebody(standing, who)
        path = path_of(route, standing)
        assert client.get(path).status_code == address.gets[who], who
        expected = address.posts[who] if address.posts else 405
        assert client.post(path).status_code == expected, who


def path_of(route: str, standing: Standing, **instead: Any) -> str:
    found = {"organisation_id": standing.council, "person_id": standing.dora.person_id, **instead}
    for name, value in found.items():
        route = route.replace(f"<uuid:{name}>", str(value))
    return "/" + route


@pytest.mark.parametrize("route", sorted(route for route in ADDRESSES if "<uuid:" in route))
def test_an_id_of_nothing_is_nothing(route: str, standing: Standing) -> None:
    client = somebody(standing, "lead")
    path = path_of(route, standing, organisation_id=uuid4(), person_id=uuid4())
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}
