"""What every page carries: headers, policy, weight; and what errors look like."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.test import Client

from coproduce.core import Refusal
from coproduce.web import answers
from tests.web.conftest import client_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

PAGES = ["/", "/gallery/", "/try/", "/nothing/", "/try/00000000-0000-7000-8000-000000000000/"]
POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
          "form-action 'self'", "object-src 'none'"}  # fmt: skip


@pytest.mark.parametrize("path", [*PAGES, "/health/"])
def test_every_answer_carries_its_headers(path: str) -> None:
    response = Client().get(path)
    policy = set(response["Content-Security-Policy"].split("; "))
    assert policy >= POLICY
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_anything_inline_or_from_elsewhere(path: str) -> None:
    _nothing_inline(Client().get(path).content.decode())


def test_the_count_has_nothing_inline_or_from_elsewhere(trial: UUID) -> None:
    _nothing_inline(client_of("alice").get(f"/try/{trial}/").content.decode())


def _nothing_inline(html: str) -> None:
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", html)
    assert "Worried about someone?" in html
    assert '<html lang="en-GB">' in html


def test_the_first_page_with_all_it_needs_is_under_100_kb() -> None:
    html = Client().get("/").content
    parts = {html, *(_static(name) for name in re.findall(rb'(?:src|href)="/static/([^"]+)"', html))}
    script = _static(b"ui/app.js").decode()
    parts |= {_static(b"ui/" + name.encode()) for name in re.findall(r'from "\./([^"]+)"', script)}
    assert len(parts) >= 6
    assert sum(len(gzip.compress(part, 9)) for part in parts) < 100_000


def _static(name: bytes) -> bytes:
    found = finders.find(name.decode())
    assert isinstance(found, str), f"{name!r} is not there: run make setup"
    return Path(found).read_bytes()


def test_who_only_reads_gets_no_visit_cookie() -> None:
    client = Client()
    for path in PAGES:
        client.get(path)
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_health_says_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/health/").json()["well"] is True

    def broken() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", broken)
    response = Client().get("/health/")
    assert (response.status_code, response.json()["well"]) == (503, False)


@pytest.mark.parametrize("status", sorted(answers.TITLES))
def test_every_error_is_a_page_with_a_sentence(status: int, rf: object) -> None:
    code = {400: "bad-request", 404: "not-found", 413: "too-large", 429: "too-often", 500: "failed"}.get(
        status, "forbidden"
    )
    request = rf.get("/")  # type: ignore[attr-defined]
    response = answers.answer(request, Refusal(code, {"megabytes": 16, "minutes": 3}, status))
    html = response.content.decode()
    assert response.status_code == status
    assert answers.TITLES[status] in html
    assert f"number {status}" in html


def test_programs_get_the_same_words_as_json() -> None:
    response = Client().get("/nothing/", HTTP_ACCEPT="application/json")
    assert response.status_code == 404
    assert response.json()["code"] == "not-found"


# Rooms without pages of their own have their refusals worded by the pages that will show them.
SPEAKING = [path for room in ("core", "ui", "web") for path in (ROOT / "coproduce" / room).rglob("*.py")]
CODES = sorted({code for path in SPEAKING for code in re.findall(r'Refusal\("([a-z-]+)"', path.read_text())})


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_its_words(code: str) -> None:
    from django.template.loader import get_template

    assert get_template(f"refusals/{code}.html")


def test_a_failure_of_ours_is_a_page_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("coproduce.web.pages.shown", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 500
    assert "our fault" in response.content.decode()
    assert "secret inside" not in response.content.decode()
    assert "Content-Security-Policy" in response


def test_a_wrong_method_is_a_page_too() -> None:
    response = Client().post("/")
    assert response.status_code == 405
    assert "opened with a button" in response.content.decode()
    assert "GET" in response["Allow"]


def test_an_unknown_host_is_refused() -> None:
    response = Client().get("/", HTTP_HOST="elsewhere.example")
    assert response.status_code == 400
    assert "could not" in response.content.decode()
