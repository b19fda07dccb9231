"""The vote as an old phone makes it: with a code from a card, no script, no account, and little to load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

from coproduce.instruments.ballot.models import Mark
from coproduce.people.public import issue_codes
from tests.standing import Standing
from tests.web.test_house_routes import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(standing: Standing) -> House:
    cache.clear()
    found = House(standing, "ballot")
    found.move("open")
    return found


class Phone:
    """A browser that weighs what it loads; style sheets and scripts once."""

    def __init__(self) -> None:
        self.client = Client()
        self.weight = 0
        self.seen: set[str] = set()

    def get(self, path: str, status: int = 200) -> str:
        return self._load(self.client.get(path, follow=True), status)

    def post(self, path: str, data: dict[str, object], status: int = 200) -> str:
        return self._load(self.client.post(path, data, follow=True), status)

    def _load(self, response: object, status: int) -> str:
        assert response.status_code == status  # type: ignore[attr-defined]
        html: bytes = response.content  # type: ignore[attr-defined]
        self.weight += len(gzip.compress(html, 6))
        for name in re.findall(r'(?:src|href)="/static/([^"]+)"', html.decode()):
            if name not in self.seen:
                self.seen.add(name)
                found = finders.find(name)
                assert isinstance(found, str)
                self.weight += len(gzip.compress(Path(found).read_bytes(), 6))
        return html.decode()


def test_the_whole_vote_weighs_less_than_100_kb_and_needs_no_script(house: House) -> None:
    phone, vote = Phone(), house.path("projects/<slug:slug>/<uuid:step_id>/vote/")
    assert "Code from your card" in phone.get(vote)
    html = phone.post("/vote-code/", {"code": house.code.lower().replace(" ", "-")})
    assert "Start" in html
    html = phone.get(f"{vote}paper/")
    assert "0 of 2 chosen" in html
    html = phone.post(f"{vote}paper/", {"add": "1"})
    assert "£600" in html
    assert "1 of 2 chosen" in html
    html = phone.post(f"{vote}paper/", {"in": "1", "add": "2"})
    html = phone.post(f"{vote}paper/", {"in": ["1", "2"], "out": "2"})
    assert "1 of 2 chosen" in html
    html = phone.post(f"{vote}paper/", {"in": ["1", "2"], "go": "boost"})
    assert "Which one matters most" in html
    html = phone.post(f"{vote}paper/", {"in": ["1", "2"], "boost": "2", "go": "check"})
    assert "your boost" in html
    assert Mark.objects.count() == 0
    html = phone.post(f"{vote}paper/", {"in": ["1", "2"], "boost": "2", "go": "send"})
    reference = re.search(r'class="cp-ref">([^<]+)<', html)
    assert reference
    assert Mark.objects.count() == 1
    assert "shown once" in phone.get(f"{vote}slip/")
    assert "In the box" in phone.post("/find-my-answer/", {"reference": reference[1]})
    assert phone.weight < 100_000, f"{phone.weight:,} bytes"


def test_nothing_of_the_choice_lies_in_the_session_or_in_the_address(house: House) -> None:
    client, vote = house.client("voter"), house.path("projects/<slug:slug>/<uuid:step_id>/vote/")
    client.post(f"{vote}paper/", {"in": ["1", "2"], "boost": "2", "go": "check"})
    answer = client.post(f"{vote}paper/", {"in": ["2"], "boost": "2", "go": "send"})
    assert answer["Location"] == f"{vote}slip/"
    kept = {key for session in Session.objects.all() for key in session.get_decoded()}
    assert kept <= {"code", "slip"}
    slips = [session.get_decoded().get("slip") for session in Session.objects.all()]
    assert all(set(slip) == {"step", "reference", "said", "receipt"} for slip in slips if slip)
    assert "Lights" not in str(slips)


def test_voting_again_replaces_and_taking_back_undoes(house: House) -> None:
    client, vote = house.client("voter"), house.path("projects/<slug:slug>/<uuid:step_id>/vote/")
    for number in ("1", "2"):
        client.post(f"{vote}paper/", {"in": [number], "go": "send"})
    assert Mark.objects.count() == 1
    html = client.get(f"{vote}slip/").content.decode()
    assert "takes the place of the one before" in html
    assert "You have voted" in client.get(vote).content.decode()
    client.post(f"{vote}take-back/")
    assert Mark.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"go": "check"}, "Choose at least 1"), ({"in": ["1", "2"], "add": "x", "go": "check"}, "Check your vote"),
        ({"in": ["7", "x", "-1", "9" * 30], "go": "send"}, "Choose at least 1"), ({"in": ["1"], "boost": "2", "go": "send"}, ""),
    ],
)  # fmt: skip
def test_a_crooked_paper_gets_a_sentence(house: House, sent: dict[str, object], words: str) -> None:
    client, vote = house.client("voter"), house.path("projects/<slug:slug>/<uuid:step_id>/vote/")
    answer = client.post(f"{vote}paper/", sent)
    assert answer.status_code in {200, 302, 422}
    assert words in answer.content.decode()


def test_a_wrong_code_gets_a_sentence_and_many_a_pause(house: House) -> None:
    client = Client()
    for code, words in (
        ("", "Type the code"),
        ("ABC", "12 letters"),
        ("ABCD EFGH JKMN", "do not know this code"),
    ):
        answer = client.post("/vote-code/", {"code": code})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    answers = {client.post("/vote-code/", {"code": "ABCD EFGH JKMN"}).status_code for _ in range(60)}
    assert answers == {422, 429}


def test_a_code_of_another_vote_leads_there_and_opens_nothing_here(house: House, standing: Standing) -> None:
    other = House(standing, "ballot")
    code = issue_codes(str(other.step.id), 1, by=standing.alice)[0]
    client = Client()
    answer = client.post("/vote-code/", {"code": code})
    assert answer["Location"] == other.path("projects/<slug:slug>/<uuid:step_id>/vote/")
    assert client.get(house.path("projects/<slug:slug>/<uuid:step_id>/vote/paper/")).status_code == 403
    client.post("/vote-code/away/")
    assert client.get(other.path("projects/<slug:slug>/<uuid:step_id>/vote/paper/")).status_code == 403
