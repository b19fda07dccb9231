"""Every address of the register, the catalogue and the wizard, for everybody; and what is not there is not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coproduce.core import now
from coproduce.people.public import give_duty
from coproduce.register.outcome_queries import voices
from coproduce.register.public import NewStep, ServiceSaid, add_service, propose_outcome, reword
from tests.standing import Standing, a_person
from tests.web.house import AGENCY, PLACES, Place

pytestmark = pytest.mark.django_db


class Town:
    """A service, an outcome with other words for it, a joint project, and people with and without duties."""

    def __init__(self, standing: Standing) -> None:
        opens = now() + timedelta(days=1)
        step = NewStep("ideas", "Ideas", "ideas", opens=opens, closes=opens + timedelta(days=9))
        self.project = standing.project(step)
        self.service = add_service(ServiceSaid("Libraries", standing.council), by=standing.alice)
        self.outcome = propose_outcome("I get a proper break", by=standing.dora)
        self.voice = reword(self.outcome, "I get a day off", by=standing.charlie)
        self.persons: dict[str, UUID | None] = {
            "stranger": standing.charlie.person_id, "team": standing.alice.person_id,
        }  # fmt: skip
        for duty in ("clerk", "lead"):
            self.persons[duty] = a_person()
            give_duty(self.persons[duty], standing.council, duty, by=standing.alice)  # type: ignore[arg-type]

    def client(self, who: str) -> Client:
        """A browser in which somebody sits."""
        client = Client()
        if who != "nobody":
            session = client.session
            session["person"] = str(self.persons[who])
            session.save()
        return client

    def path(self, route: str, **other: Any) -> str:
        """An address with the names of this town in it."""
        found = {
            "service": self.service.slug, "outcome_id": self.outcome, "voice_id": self.voice,
            "slug": self.project.slug, "key": "participatory-budgeting", "page": "what", **other,
        }  # fmt: skip
        for name, value in found.items():
            for kind in ("slug", "uuid"):
                route = route.replace(f"<{kind}:{name}>", str(value))
        return "/" + route


def _expected(place: Place, who: str) -> set[int]:
    if who not in place.who:
        return {403}
    return {302, 404} if place.post else {200, 302}


@pytest.mark.parametrize("route", sorted(PLACES))
def test_who_may_open_it(route: str, standing: Standing) -> None:
    town, place = Town(standing), PLACES[route]
    for who in AGENCY:
        client, path = town.client(who), town.path(route)
        answer = client.post(path) if place.post else client.get(path)
        assert answer.status_code in _expected(place, who), f"{who} got {answer.status_code}"
        if place.post:
            assert client.get(path).status_code == 405


@pytest.mark.parametrize("route", sorted(route for route in PLACES if "<" in route))
def test_what_is_not_there_is_not_there(route: str, standing: Standing) -> None:
    town, place = Town(standing), PLACES[route]
    strange = {
        "<slug:service>": {"service": "nowhere"}, "<slug:key>": {"key": "no-such-way"},
        "<slug:slug>": {"slug": "nowhere"}, "<uuid:outcome_id>": {"outcome_id": uuid4()},
        "<uuid:voice_id>": {"voice_id": uuid4()}, "<slug:page>": {"page": "no-such-page"},
    }  # fmt: skip
    for who in place.who:
        for name, value in strange.items():
            if name in route:
                client, path = town.client(who), town.path(route, **value)
                answer = client.post(path) if place.post else client.get(path)
                assert answer.status_code == 404, f"{who} got {answer.status_code} at {path}"


def test_words_of_another_outcome_are_none(standing: Standing) -> None:
    town = Town(standing)
    other = propose_outcome("I have people to see", by=standing.dora)
    for deed in ("take-over", "take-down"):
        path = town.path(
            f"what-should-be-different/<uuid:outcome_id>/<uuid:voice_id>/{deed}/", outcome_id=other
        )
        assert town.client("lead").post(path).status_code == 404
    assert [one.text for one in voices([town.outcome])[town.outcome]] == [
        "I get a proper break",
        "I get a day off",
    ]


def test_a_draft_is_started_like_by_its_team_alone(standing: Standing) -> None:
    from coproduce.register.models import Initiative

    town = Town(standing)
    Initiative.objects.filter(pk=town.project.id).update(visibility="draft")
    for route in ("projects/<slug:slug>/again/", "projects/<slug:slug>/lead/"):
        for who in AGENCY:
            expected = {"projects/<slug:slug>/again/": 403, "projects/<slug:slug>/lead/": 200}[route]
            answer = town.client(who).get(town.path(route))
            assert answer.status_code == (expected if who == "team" else 404)
