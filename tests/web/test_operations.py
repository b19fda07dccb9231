"""How the site is doing: health for machines, the page for administrators, closed books for everyone, logs without people."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from coproduce.core import append_only, at, now, wellbeing
from coproduce.core.actor import SYSTEM
from coproduce.core.heartbeat import beat
from coproduce.core.logs import JsonLines
from coproduce.core.models import AuditEvent
from coproduce.ledger.actions.keeping import lock_period
from coproduce.ledger.queries import today
from coproduce.people.public import enrol, give_duty
from tests.web.conftest import client_of

pytestmark = pytest.mark.django_db


def signed_in(person_id: object) -> Client:
    client = Client()
    session = client.session
    session["person"] = str(person_id)
    session.save()
    return client


@pytest.fixture
def administrator(standing) -> Client:
    give_duty(standing.bob.person_id, standing.council, "administrator", by=SYSTEM)
    return signed_in(standing.bob.person_id)


def test_health_says_what_stops_people_and_what_wants_a_look(monkeypatch) -> None:
    said = Client().get("/health/").json()
    assert (said["well"], said["database"], said["migrations"], said["triggers"]) == (True, "writable", 0, 0)
    assert said["attention"] == ["worker-late"]
    beat()
    assert Client().get("/health/").json()["attention"] == []
    with at(now() + timedelta(minutes=30)):
        late = Client().get("/health/").json()
    assert late["attention"] == ["worker-late"]
    assert late["well"] is True
    monkeypatch.setattr(wellbeing.shutil, "disk_usage", lambda folder: SimpleNamespace(total=100, free=3))
    assert "disk-low" in Client().get("/health/").json()["attention"]


def test_health_is_not_well_without_its_triggers() -> None:
    append_only.uninstall()
    try:
        response = Client().get("/health/")
    finally:
        append_only.install()
    assert response.status_code == 503
    assert response.json()["triggers"] > 20


def test_health_tells_no_secret(settings) -> None:
    text = Client().get("/health/").content.decode()
    for secret in (settings.SECRET_KEY, str(settings.DATA), str(settings.DATABASES["default"]["NAME"])):
        assert secret not in text


def test_the_page_of_operations_is_for_administrators(standing, administrator: Client) -> None:
    for client in (Client(), signed_in(standing.alice.person_id), signed_in(standing.charlie.person_id)):
        assert client.get("/operations/").status_code == 403
    html = administrator.get("/operations/").content.decode()
    assert "No backup has been made" in html
    assert "No worker has turned yet" in html
    AuditEvent.objects.create(at=now(), channel="system", deed="core.backup", codes={"digest": "d1" * 32})
    beat()
    html = administrator.get("/operations/").content.decode()
    assert "All is well." in html
    assert "d1" * 32 in html
    with at(now() + timedelta(days=3)):
        assert "Too old" in administrator.get("/operations/").content.decode()


def test_closed_books_are_a_chain_that_anyone_can_note_down(standing) -> None:
    assert "No period is closed yet" in Client().get("/closed-books/").content.decode()
    give_duty(standing.alice.person_id, standing.council, "lead", by=SYSTEM)
    first = lock_period(today() - timedelta(days=40), by=standing.alice)
    second = lock_period(today() - timedelta(days=10), by=standing.alice)
    periods = Client().get("/closed-books/digests.json").json()["periods"]
    assert [(one["digest"], one["before"]) for one in periods] == [(first, ""), (second, first)]
    html = Client().get("/closed-books/").content.decode()
    assert html.index(second) < html.index(first)


# --- the log -----------------------------------------------------------------------------------


@pytest.fixture
def lines(settings):
    """What is written to the log, as lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger("coproduce.requests")
    before = requests.level
    root.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    requests.setLevel(before)


def test_each_request_is_one_line_with_the_name_of_its_address(lines) -> None:
    response = Client().get("/projects/nothing-of-that-name/?show=secret")
    line = next(one for one in lines() if one["log"] == "coproduce.requests")
    assert line["route"] == "projects/<slug:slug>/"
    assert (line["method"], line["status"]) == ("GET", 404)
    assert isinstance(line["ms"], int)
    assert line["request"] == response["X-Request-ID"]


def test_no_line_holds_anything_of_a_person(lines, standing) -> None:
    secrets = (
        "ann.example@example.org",
        "Ann-Example",
        "4R7K2MQX09TD",
        "07700900123",
        "blood-pressure",
        "10.9.8.7",
    )
    mail, name, code, phone, query, network = secrets
    person = enrol(email=mail, name=name, display_name=name, by=SYSTEM)
    client = signed_in(person)
    client.raise_request_exception = False
    for path in (
        "/",
        f"/{name}/{mail}/",
        f"/projects/{name.lower()}/",
        f"/vote-code/?{query}",
        f"/projects/{query}/{uuid4()}/vote/",
    ):
        client.get(path, {"q": query}, REMOTE_ADDR=network, HTTP_USER_AGENT=name, HTTP_X_REQUEST_ID=mail)
    client.post("/vote-code/", {"code": code})
    client.post("/find-my-answer/", {"reference": code})
    client.post("/sign-in/email/", {"email": mail})
    Client(enforce_csrf_checks=True).post(f"/sign-out/?{query}", {"name": name})
    client.generic(mail, "/")
    log = logging.getLogger("coproduce.anything")
    log.warning("could not write to %s (%s)", mail, 7)
    log.warning(f"an f-string is the one thing that a formatter cannot undo: {now().year}")  # noqa: G004
    try:
        raise ValueError(f"{name} {phone}")
    except ValueError:
        log.exception("it failed for %s", name)
    found = lines()
    assert len(found) > 10
    assert any(one.get("failure") == "ValueError" and one["places"] for one in found)
    assert any(one.get("with") == ["…", 7] for one in found)
    text = json.dumps(found, ensure_ascii=False).lower()
    for secret in secrets:
        assert secret.lower() not in text, secret


def test_nothing_is_logged_with_an_f_string() -> None:
    """The formatter leaves arguments out; what is pasted into the sentence itself it cannot know."""
    root = Path(__file__).resolve().parents[2] / "coproduce"
    found = [
        f"{path.name}: {line.strip()}"
        for path in root.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if "_log." in line and ('(f"' in line or ".format(" in line or '" %' in line)
    ]
    assert found == []


def test_a_visitor_is_told_the_id_of_her_request() -> None:
    client = client_of("")
    first, second = client.get("/")["X-Request-ID"], client.get("/")["X-Request-ID"]
    assert len(first) == 16
    assert first != second
