"""The invented borough: made once, through actions; its people can be been only where the site is a demo."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from coproduce.people.public import demo_persons
from coproduce.proceedings.public import owed
from coproduce.register.public import published
from coproduce.web.borough import making
from coproduce.web.entrance.views import _SIGNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough(monkeypatch: pytest.MonkeyPatch, settings: object) -> list[str]:
    monkeypatch.setattr(making, "VOTERS", 6)
    settings.COPRODUCE_DEMO = True  # type: ignore[attr-defined]
    return making.make()


def test_the_borough_stands_in_each_state_and_is_made_once(borough: list[str]) -> None:
    assert len(borough) == 3
    assert [len([one for one in published() if one.runs == runs]) for runs in ("platform", "register")] == [
        5,
        25,
    ]
    assert len({one.method_key for one in published()} - {""}) == 21
    assert len(owed(most=9)) == 1
    assert len(set(making.make()) | set(borough)) == 6
    assert len(published()) == 30
    client = Client()
    for path in (
        "/",
        "/projects/",
        "/projects/?show=all",
        "/services/",
        "/already-happening/",
        "/what-should-be-different/",
        "/ways-of-working/",
        "/ways-of-working/choose/?co=deliver",
        *(f"/projects/{one.slug}/" for one in published()),
    ):
        html = client.get(path).content.decode()
        for link in set(re.findall(r'href="(/[^"#?]*)"', html)):
            if not link.startswith("/static/"):
                assert client.get(link).status_code in {200, 409}, link


def test_one_click_is_somebody_else(borough: list[str]) -> None:
    client = Client()
    html = client.get("/sign-in/").content.decode()
    signed = re.findall(r'name="who" value="([^"]+)"', html)
    assert len(signed) == 7
    assert client.post("/sign-in/demo/", {"who": signed[0]}).status_code == 302
    assert "For the team" in client.get("/projects/hillside-decides/").content.decode()
    client.post("/sign-out/")
    assert "For the team" not in client.get("/projects/hillside-decides/").content.decode()
    assert client.post("/sign-in/demo/", {"who": signed[0] + "x"}).status_code == 403


def test_outside_a_demo_nobody_is_signed_in_by_a_click(borough: list[str], settings: object) -> None:
    settings.COPRODUCE_DEMO = False  # type: ignore[attr-defined]
    client = Client()
    assert 'name="who"' not in client.get("/sign-in/").content.decode()
    who = _SIGNER.sign(str(demo_persons()[0][0]))
    assert client.post("/sign-in/demo/", {"who": who}).status_code == 404
    assert "person" not in client.session


def test_even_in_a_demo_a_real_person_is_not_to_be_been(borough: list[str], standing: object) -> None:
    who = _SIGNER.sign(str(standing.alice.person_id))  # type: ignore[attr-defined]
    assert Client().post("/sign-in/demo/", {"who": who}).status_code == 404
