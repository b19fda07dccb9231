"""Whatever is sent, the answer is a page with a sentence: never 500, never half a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.web.trycount import compute, problems
from coproduce.web.trycount.models import Trial
from tests.web.conftest import SMALL

pytestmark = pytest.mark.django_db
QUIET = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _patient(settings: object) -> None:
    settings.COPRODUCE_UPLOADS_PER_HOUR = 1_000_000  # type: ignore[attr-defined]


def bring(data: bytes, name: str = "street.pb", **fields: str) -> object:
    return Client().post("/try/", {"file": SimpleUploadedFile(name, data), **fields})


def test_a_sound_file_is_counted_and_seen(small: bytes) -> None:
    client = Client()
    response = client.post("/try/", {"file": SimpleUploadedFile("street.pb", small)}, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    for words in ("Benches", "Bike stands", "Count it another way", "Remove it now", "The simple count"):
        assert words in html
    for column in ("age", "sex"):
        assert f">{column}<" not in html.lower()


def test_the_downloads_are_what_they_say(small: bytes) -> None:
    client = Client()
    place = client.post("/try/", {"file": SimpleUploadedFile("My street – 2026.pb", small)})["Location"]
    record, election, paper = (
        client.get(place + name) for name in ("record.json", "election.pb", "page.html")
    )
    assert record.json()["record"]["method"] == "counting/equal-shares"
    assert record["Content-Disposition"] == 'attachment; filename="My_street_2026-record.json"'
    assert not isinstance(compute.read(election.content, "again.pb"), list)
    assert b"sex" not in election.content
    assert paper.content.startswith(b"<!DOCTYPE html>")
    assert b"Benches" in paper.content


def test_removing_ends_it(small: bytes) -> None:
    client = Client()
    place = client.post("/try/", {"file": SimpleUploadedFile("street.pb", small)})["Location"]
    response = client.post(place + "remove/", follow=True)
    assert "It is removed" in response.content.decode()
    assert client.get(place).status_code == 404
    assert not Trial.objects.exists()


def test_problems_are_listed_with_line_and_column(small: bytes) -> None:
    response = bring(small.replace(b"2;500", b"2;-5").replace(b"c;19;F;2,3", b"c;19;F;2,<b>9</b>"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "2 things in the file" in html
    assert "Line 18, column 3" in html
    assert "Line 24" in html
    assert "<b>9" not in html
    assert not Trial.objects.exists()


def test_hundreds_of_problems_are_told_by_kind() -> None:
    votes = "".join(f"x{at};30;F;7\n" for at in range(600))
    response = bring((SMALL + votes).replace("num_votes;4", "num_votes;604").encode())
    html = response.content.decode()
    assert response.status_code == 422
    assert "600 of this kind" in html
    assert "And 595 more like this" in html
    assert len(html) < 60_000


def test_kinds_come_by_how_many_and_lose_none() -> None:
    from coproduce.core import Place, Problem

    many = [Problem(Place("f", line, 1), "odd", "odd" if line % 3 else "rare") for line in range(1, 301)]
    groups = problems.grouped(many)
    assert [group.count for group in groups] == [200, 100]
    assert sum(group.count for group in groups) == len(many)
    assert [group.count for group in problems.grouped(many[:3])] == [3]


@pytest.mark.parametrize("fields", [{}, {"file": ""}, {"rule": "x"}])
def test_without_a_file_the_form_says_so(fields: dict[str, str]) -> None:
    response = Client().post("/try/", fields)
    assert response.status_code == 422
    assert "Choose an election file" in response.content.decode()


def test_a_way_that_is_not_offered_is_refused(small: bytes) -> None:
    response = bring(small, rule="best", ties="refuse")
    assert response.status_code == 422
    assert "Choose one of the ways that are listed" in response.content.decode()


def test_a_tie_that_people_must_decide_is_said(small: bytes) -> None:
    level = small.replace(b"b;71;M;1,2", b"b;71;M;1,3")
    level = level.replace(b"2;500", b"2;400").replace(b"d;45;M;1,3", b"d;45;M;1,2")
    response = bring(level, rule="greedy", ties="refuse")
    assert response.status_code == 422
    assert "tied" in response.content.decode()
    assert not Trial.objects.exists()


def test_too_large_is_one_sentence(settings: object, small: bytes) -> None:
    settings.COPRODUCE_BODY_LIMIT = 500  # type: ignore[attr-defined]
    response = bring(small)
    assert response.status_code == 413
    assert "Bring a smaller one" in response.content.decode()
    assert "Content-Security-Policy" in response


def test_a_file_over_the_limit_within_the_body_is_refused_by_the_form(settings: object, small: bytes) -> None:
    settings.COPRODUCE_UPLOAD_MB = 0  # type: ignore[attr-defined]
    response = bring(small)
    assert response.status_code == 422
    assert "larger than 0 MB" in response.content.decode()


def test_too_often_is_refused_with_when_to_come_back(settings: object, small: bytes) -> None:
    settings.COPRODUCE_UPLOADS_PER_HOUR = 2  # type: ignore[attr-defined]
    assert [bring(small).status_code for _ in range(3)] == [302, 302, 429]


@given(data=st.binary(max_size=400))
@QUIET
def test_any_bytes_are_answered_with_a_page(data: bytes) -> None:
    assert bring(data).status_code in {302, 422}


@given(at=st.integers(0, len(SMALL)), cut=st.integers(0, 12), put=st.text(max_size=6))
@QUIET
def test_a_mended_or_broken_file_is_answered_with_a_page(at: int, cut: int, put: str) -> None:
    data = (SMALL[:at] + put + SMALL[at + cut :]).encode("utf-8", "surrogatepass")
    response = bring(data)
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        assert Trial.objects.count() == 1
        Trial.objects.all().delete()


@given(name=st.text(min_size=1, max_size=300))
@settings(QUIET, max_examples=20)
def test_any_name_is_answered_with_a_page(name: str) -> None:
    client = Client()
    body = b"".join(
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="'.encode(),
            name.encode("utf-8", "surrogatepass"),
            b'"\r\n\r\n',
            SMALL.encode(),
            f"\r\n--{BOUNDARY}--\r\n".encode(),
        )
    )
    response = client.generic("POST", "/try/", body, content_type=MULTIPART_CONTENT)
    assert response.status_code in {302, 400, 422}
    if response.status_code == 302:
        assert client.get(response["Location"]).status_code == 200
        for ending in ("record.json", "election.pb", "page.html"):
            assert client.get(response["Location"] + ending).status_code == 200


def _bodies() -> Iterator[tuple[str, bytes]]:
    yield MULTIPART_CONTENT, b""
    yield MULTIPART_CONTENT, f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"'.encode()
    yield "multipart/form-data", b"no boundary"
    yield "multipart/form-data; boundary=\xe9", b"odd boundary"
    yield "application/json", b'{"file": 1}'
    yield "application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe"
    yield "text/plain", b"file=x"
    yield "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % at for at in range(300))
    yield (
        MULTIPART_CONTENT,
        b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file{at}"; filename="a"\r\n\r\nx\r\n'.encode()
            for at in range(5)
        )
        + f"--{BOUNDARY}--\r\n".encode(),
    )


@pytest.mark.parametrize(("kind", "body"), list(_bodies()))
def test_odd_bodies_are_answered_with_a_page(kind: str, body: bytes) -> None:
    response = Client().generic("POST", "/try/", body, content_type=kind)
    assert response.status_code in {400, 413, 422}
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "x", "0"])
def test_odd_lengths_are_answered_with_a_page(length: str) -> None:
    response = Client().generic("POST", "/try/", b"x", content_type="text/plain", CONTENT_LENGTH=length)
    assert response.status_code in {400, 413, 422}
