"""The pages of the ballot box: a demo shows its key and can be counted; a real one shows nothing; tries are limited."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from coproduce.core import clock
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.models import Box, BoxKey, Envelope, Opening, Slip
from coproduce.instruments.ballot.preparing import box_of
from coproduce.instruments.ballot.rules import Choice
from tests.instruments.boxed import WORDS, holder
from tests.standing import Standing
from tests.web.test_house_routes import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> House:
    cache.clear()
    monkeypatch.setattr(keys, "STRONG", 0)
    found = House(standing, "ballot")
    found.move("open")
    return found


def at(house: House, rest: str) -> str:
    return house.path(f"projects/<slug:slug>/<uuid:step_id>/{rest}")


def shown(html: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    return unescape(found[1]).strip() if found else ""


def a_real_key(house: House) -> tuple[Client, str]:
    """The lead makes a key on the page and reads it off the sheet."""
    lead = house.client("lead")
    answer = lead.post(at(house, "vote/box/"), {"passphrase": WORDS, "again": WORDS})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    lines = re.search(r'<pre class="cp-keylines">(.*?)</pre>', answer.content.decode(), re.DOTALL)
    assert lines
    return lead, lines[1]


def test_a_demo_shows_its_key_and_can_be_counted(house: House, settings: Any) -> None:
    cast(house.step, Choice({1: 1}), by=holder(1))
    house.move("counting")
    lead, path = house.client("lead"), at(house, "vote/box/open/")
    assert shown(lead.get(path).content.decode()) == ""
    settings.COPRODUCE_DEMO = True
    html = lead.get(path).content.decode()
    assert "An invented vote" in html
    answer = lead.post(path, {"k1-key": shown(html), "k1-passphrase": "invented borough, nothing secret"})
    assert answer["Location"] == at(house, "finish/")
    assert lead.get(path)["Location"] == at(house, "finish/")
    assert lead.post(at(house, "finish/")).status_code == 302
    lead.post(at(house, "vote/box/destroyed/"))
    assert "declared on" in house.client("nobody").get(at(house, "vote/")).content.decode()
    assert Opening.objects.get().destroyed_on


def test_a_real_key_is_on_its_sheet_and_nowhere_else(house: House, settings: Any) -> None:
    settings.COPRODUCE_DEMO = True
    Box.objects.all().delete()
    lead, lines = a_real_key(house)
    wrapped = keys.read(lines)
    file = lead.post(at(house, "vote/box/key-file/"), {"key": wrapped.compact()})
    assert "attachment" in file["Content-Disposition"]
    assert keys.read(file.content.decode()) == wrapped
    assert lines.split()[1] not in lead.get(at(house, "vote/box/")).content.decode()
    assert not box_of(house.step.id).demo  # type: ignore[union-attr]
    assert "not ready" in house.client("voter").get(at(house, "vote/")).content.decode()
    assert house.client("voter").get(at(house, "vote/paper/")).status_code == 409
    lead.post(at(house, "vote/box/try/"), {"key": lines, "passphrase": WORDS})
    assert house.client("voter").get(at(house, "vote/paper/")).status_code == 200
    kept = b"".join(bytes(row.public) for row in BoxKey.objects.all())
    assert wrapped.safe not in kept
    assert not [row for row in Session.objects.all() if lines.split()[1] in str(row.get_decoded())]
    cast(house.step, Choice({1: 1}), by=holder(1))
    house.move("counting")
    assert shown(lead.get(at(house, "vote/box/open/")).content.decode()) == ""


def test_a_key_that_cannot_be_gets_a_sentence_and_changes_nothing(house: House) -> None:
    Box.objects.all().delete()
    lead, lines = a_real_key(house)
    path = at(house, "vote/box/try/")
    for sent, words in (
        ({}, "Bring the key file"), ({"key": lines}, "Type the passphrase"), ({"key": "x", "passphrase": WORDS}, "8 lines"),
        ({"key": lines, "passphrase": "something else it is"}, "does not open this key"),
    ):  # fmt: skip
        answer = lead.post(path, sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    for sent, words in (
        ({"passphrase": WORDS, "again": "x"}, "not the same"), ({"passphrase": "short", "again": "short"}, "at least 12"),
    ):  # fmt: skip
        assert words in lead.post(at(house, "vote/box/"), sent).content.decode()
    assert lead.post(at(house, "vote/box/key-file/"), {"key": "nonsense"}).status_code == 302
    assert not box_of(house.step.id).ready  # type: ignore[union-attr]


def test_passphrases_cannot_be_tried_without_end(house: House) -> None:
    cast(house.step, Choice({1: 1}), by=holder(1))
    house.move("counting")
    lead, path = house.client("lead"), at(house, "vote/box/open/")
    with clock.at(clock.now()):
        answered = [lead.post(path, {"k1-key": "x", "k1-passphrase": WORDS}).status_code for _ in range(13)]
    assert answered == [422] * 12 + [429]
    assert Slip.objects.count() == 0


def test_a_vote_whose_key_is_lost_is_called_off_and_everybody_can_read_why(
    house: House, standing: Standing
) -> None:
    reference = cast(house.step, Choice({1: 1}), by=standing.dora).reference
    house.move("counting")
    lead, path = house.client("lead"), at(house, "vote/box/lost/")
    assert "Say what happened" in lead.post(path, {"reason": " "}).content.decode()
    why = "The key was lost in a burst pipe. The vote is held again in March."
    assert lead.post(path, {"reason": why})["Location"] == f"/projects/{house.project.slug}/tell/"
    assert lead.get(f"/projects/{house.project.slug}/tell/").status_code == 200
    assert Envelope.objects.count() == Box.objects.count() == Slip.objects.count() == 0
    assert why in house.client("nobody").post("/find-my-answer/", {"reference": reference}).content.decode()
    assert lead.post(path, {"reason": why}).status_code == 409
