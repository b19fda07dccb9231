"""Whatever is sent to a form of the thread: a sentence, never a traceback, and nothing half done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from coproduce.core.models import Text
from coproduce.instruments.ballot.models import Mark
from coproduce.proceedings.models import Act, Fate, Item, ItemVersion, Promise, Remark
from tests.standing import Standing
from tests.web.test_house_routes import House

pytestmark = pytest.mark.django_db
ODD = (
    "\x00", "a\x00b", "\ufeff", "\u202e" + "evil", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "𐍈" * 50,
    "e\u0301" * 30, "<script>alert(1)</script>", "{{ 7 }}{% now 'Y' %}", "' OR 1=1 --", "\r\n\r\n", "٣٤٥", "-1", "1e9",
    "NaN", "999999999999999999999999", " ",
)  # fmt: skip
FORMS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("ideas", "nobody", "ideas/new/", {"title": "Bench", "body": "", "role": ""}),
    ("ideas", "nobody", "ideas/1/remark/", {"text": "Yes", "parent": ""}),
    ("ideas", "nobody", "ideas/1/worrying/", {"text": "Hm", "remark": ""}),
    ("ideas", "lead", "ideas/1/moderate/", {"verdict": "hide", "reason": "x"}),
    ("budget", "lead", "costing/1/cost/", {"low": "1", "central": "2", "high": "3", "basis": "x", "seen": "1"}),
    ("budget", "lead", "costing/1/decline/", {"reason": "No", "referred_to": ""}),
    ("budget", "lead", "costing/1/merge/", {"into": "2", "reason": "Same"}),
    ("budget", "lead", "costing/1/split/", {"first": "A", "second": "B", "third": "", "reason": "Two"}),
    ("ballot", "voter", "vote/paper/", {"in": "1", "boost": "1", "go": "send"}),
    ("answer", "lead", "answers/decide/", {"decided_on": "2026-01-01", "reasons": "x", "interests": "None",
                                           "outcome_2": "declined", "reason_2": "No", "due_2": "", "next_2": "",
                                           "minutes": "javascript:alert(1)"}),
    ("delivery", "lead", "progress/plan/", {"title": "Dig", "due_on": "2027-01-01", "side": "public", "number": "1"}),
    ("delivery", "lead", "progress/1/report/", {"progress": "20", "text": "Begun", "spent": "5", "next_due_on": "",
                                                "why_later": ""}),
)  # fmt: skip
ROWS = (Item, ItemVersion, Act, Fate, Promise, Remark, Mark)


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (*ROWS, Text)}


def sentence(answer: Any) -> str:
    html: str = answer.content.decode()
    assert "Traceback" not in html
    assert answer.status_code != 500
    return html


@pytest.fixture(params=FORMS, ids=lambda one: one[2])
def form(request: Any, standing: Standing) -> tuple[Client, str, dict[str, str], House]:
    cache.clear()
    tool, who, path, data = request.param
    house = House(standing, tool)
    house.move("open")
    client = house.client(who)
    return client, house.path(f"projects/<slug:slug>/<uuid:step_id>/{path}"), data, house


def test_odd_text_in_every_field_breaks_nothing(form: tuple[Client, str, dict[str, str], House]) -> None:
    client, path, data, _ = form
    for name in data:
        for odd in ODD:
            cache.clear()
            before = counted()
            answer = client.post(path, {**data, name: odd})
            html = sentence(answer)
            assert answer.status_code in {200, 302, 400, 403, 404, 409, 422}, (
                f"{name}={odd!r}: {answer.status_code}"
            )
            assert "<script>alert" not in html
            assert ">49<" not in html
            if answer.status_code in {400, 404, 409, 422}:
                assert counted() == before, f"{name}={odd!r} was refused and something was written"


def test_ten_megabytes_in_a_field_get_a_sentence(form: tuple[Client, str, dict[str, str], House]) -> None:
    client, path, data, _ = form
    name, before = next(iter(data)), counted()
    answer = client.post(path, {**data, name: "x" * 10_000_000})
    sentence(answer)
    assert answer.status_code in {200, 400, 413, 422}
    assert counted() == before


def test_too_many_fields_get_a_sentence(form: tuple[Client, str, dict[str, str], House]) -> None:
    client, path, data, _ = form
    before = counted()
    answer = client.post(path, {**data, **{f"more-{number}": "x" for number in range(400)}})
    sentence(answer)
    assert answer.status_code == 400
    assert counted() == before


def test_a_form_without_its_token_or_from_an_old_session_is_refused_in_words(
    form: tuple[Client, str, dict[str, str], House],
) -> None:
    _, path, data, _ = form
    before = counted()
    answer = Client(enforce_csrf_checks=True).post(path, data)
    assert answer.status_code == 403
    assert "form" in sentence(answer).lower()
    stale = Client()
    stale.cookies["coproduce_visit"] = "0" * 32
    if any(word in path for word in ("costing", "answers", "progress", "moderate", "paper")):
        answer = stale.post(path, data)
        assert answer.status_code == 403
        assert re.search(r"sign in|code|team|leads", sentence(answer), re.IGNORECASE)
        assert counted() == before


def test_two_people_at_one_idea_and_the_second_is_told(standing: Standing) -> None:
    house = House(standing, "budget")
    house.move("open")
    path = house.path("projects/<slug:slug>/<uuid:step_id>/costing/1/cost/")
    price = {"low": "300", "central": "400", "high": "500", "basis": "A quote", "seen": "1"}
    assert house.client("lead").post(path, price).status_code == 302
    before = counted()
    answer = house.client("clerk").post(path, {**price, "central": "450"})
    assert answer.status_code == 409
    assert "else" in sentence(answer)
    assert counted() == before


def test_two_people_answering_and_the_second_is_told(standing: Standing) -> None:
    house = House(standing, "answer")
    house.move("open")
    path = house.path("projects/<slug:slug>/<uuid:step_id>/answers/decide/")
    said = {
        "decided_on": "2026-01-01",
        "reasons": "x",
        "interests": "None",
        "outcome_2": "declined",
        "reason_2": "No",
    }
    lead = house.client("lead")
    assert lead.post(path, said).status_code == 302
    before = counted()
    answer = house.client("lead").post(path, said)
    sentence(answer)
    assert answer.status_code in {409, 422}
    assert counted() == before


def test_odd_questions_in_the_address_of_lists_are_answered(standing: Standing) -> None:
    house = House(standing, "ideas")
    client = house.client("lead")
    for tool_path in ("ideas/", "ideas/1/", "ideas/map/", "ideas/1/worrying/"):
        path = house.path(f"projects/<slug:slug>/<uuid:step_id>/{tool_path}")
        for odd in ODD:
            for name in ("words", "topic", "part", "order", "after", "reply", "remark", "picture", "photo"):
                answer = client.get(path, {name: odd})
                assert answer.status_code == 200, f"{tool_path}?{name}={odd!r}"
                assert "<script>alert" not in sentence(answer)
