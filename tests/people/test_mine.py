"""My page: what I said with its answer, the slip, my details, my data to take and to erase."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from coproduce.conduct.public import foretell
from coproduce.core import Actor, at, now
from coproduce.instruments.ideas.public import propose, support
from coproduce.people.models import Consent, Person, Profile
from coproduce.people.public import agreements, enrol
from coproduce.proceedings.models import Adoption
from coproduce.proceedings.public import ItemDraft, make_promise, record_act, record_fate

pytestmark = pytest.mark.django_db
DETAILS = {"contact_by": "email", "agree_write": "no", "agree_photos": "yes", "agree_research": "no"}


@pytest.fixture
def ada(standing):
    """Somebody with a browser in which she is signed in."""
    person = enrol(email="ada@example.org", name="Ada", by=standing.alice)
    client = Client()
    session = client.session
    session["person"] = str(person)
    session.save()
    return client, Actor(person_id=person, role="resident")


def test_what_she_said_stands_there_with_what_became_of_it_and_what_is_late(ada, standing):
    client, actor = ada
    assert "Nothing yet" in client.get("/mine/").content.decode()
    step = standing.open_step()
    made = propose(step, ItemDraft("By the old oak", "a bench"), by=actor).item
    record_fate("considered", items=[made.id], reason="We looked at the roots.", by=standing.alice)
    make_promise("decided", now().date() - timedelta(days=3), items=[made.id], by=standing.alice)
    page = client.get("/mine/").content.decode()
    assert "You put this forward" in page
    assert "By the old oak" in page
    assert "We looked at the roots." in page
    assert "3 days late" in page
    assert "1 answer to you is late" in page
    assert "old oak" not in Client().get("/mine/").content.decode()


def test_a_slip_comes_onto_the_page_but_not_that_of_a_vote_nor_one_of_somebody_else(ada, standing):
    client, actor = ada
    step = standing.open_step()
    made = propose(step, ItemDraft("Lights", ""), by=Actor(visitor="v" * 64))
    assert "We do not know" in client.post("/mine/slip/", {"reference": "AAAA AAAA AAAA"}).content.decode()
    assert "You typed 3" in client.post("/mine/slip/", {"reference": "ABC"}).content.decode()
    for _ in range(2):
        page = client.post("/mine/slip/", {"reference": made.reference.lower()}, follow=True).content.decode()
        assert "1. Lights" in page
    assert Adoption.objects.get().person_id == actor.person_id
    _, vote = record_act(step, "voted", by=Actor(code="c" * 64), secret=True, slip=True)
    answer = client.post("/mine/slip/", {"reference": vote})
    assert "stays apart from your name" in answer.content.decode()
    other = Client()
    session = other.session
    session["person"] = str(standing.dora.person_id)
    session.save()
    assert (
        "somebody’s page already" in other.post("/mine/slip/", {"reference": made.reference}).content.decode()
    )
    assert Adoption.objects.count() == 1


def test_what_she_says_of_herself_is_kept_and_consent_is_written_once(ada):
    client, actor = ada
    sent = {**DETAILS, "display_name": "Ada L.", "needs": "a loop"}
    for _ in range(2):
        assert client.post("/mine/details/", sent).status_code == 302
    assert Profile.objects.get().display_name == "Ada L."
    assert agreements(actor.person_id) == {"write": False, "photos": True, "research": False}
    assert Consent.objects.count() == 1
    client.post("/mine/details/", {**sent, "agree_photos": "no"})
    assert agreements(actor.person_id)["photos"] is False
    assert Consent.objects.count() == 2
    assert "Ada L." in client.get("/mine/details/").content.decode()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"contact_by": "text"}, "Give a phone number"),
        ({"contact_by": "letter"}, "Give an address"),
        ({"contact_by": "pigeon"}, "Select a valid choice"),
        ({"agree_write": ""}, "Say yes or no"),
        ({"name": "x" * 201}, "at most 200"),
        ({"needs": "x" * 1001}, "at most 1000"),
        ({"display_name": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_changes(ada, changed, expected):
    answer = ada[0].post("/mine/details/", {**DETAILS, "display_name": "New", **changed})
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    assert Profile.objects.get().display_name == ""


@pytest.mark.parametrize(
    "path", ["/mine/details/", "/mine/slip/", "/mine/erase/", "/settings/people/invite/"]
)
def test_ten_megabytes_in_a_field_get_a_sentence(ada, path):
    answer = ada[0].post(path, {"name": "ü" * 5_000_000, "reference": "x" * 10_000_000})
    assert answer.status_code in {400, 403, 413}
    assert "Traceback" not in answer.content.decode()


def test_odd_letters_stay_as_they_were(ada):
    odd = "Zoë 🦉 \u202eolleh\u202c \u200fשלום e\u0301"
    ada[0].post("/mine/details/", {**DETAILS, "display_name": odd})
    assert Profile.objects.get().display_name == odd
    assert odd in ada[0].get("/mine/").content.decode()


def test_her_parcel_holds_a_page_and_the_same_as_data(ada, standing):
    client, actor = ada
    step = standing.open_step()
    propose(step, ItemDraft("By <the> old oak", "a bench"), by=actor)
    answer = client.get("/mine/data.zip")
    assert answer["Content-Type"] == "application/zip"
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    page, data = file.read("read-me.html").decode(), json.loads(file.read("data.json"))
    assert "By &lt;the&gt; old oak" in page
    assert "ada@example.org" in page
    assert data["profile"][0]["email"] == "ada@example.org"
    assert {"text": "By <the> old oak"} in data["words"]


def test_erasing_asks_first_says_what_stays_and_signs_out(ada, standing):
    client, actor = ada
    support(
        standing.open_step(), propose(standing.open_step(), ItemDraft("x", ""), by=actor).item.id, by=actor
    )
    page = client.get("/mine/erase/").content.decode()
    assert "how many supported it, stays" in page
    assert Profile.objects.count() == 1
    assert Person.objects.get(pk=actor.person_id).erased_on is None
    assert client.post("/mine/erase/").status_code == 422
    assert Profile.objects.count() == 1
    answer = client.post("/mine/erase/", {"sure": "yes"}, follow=True)
    assert "All that was yours is erased" in answer.content.decode()
    assert Profile.objects.count() == 0
    assert "person" not in client.session
    assert client.get("/mine/").status_code == 403


def test_foretelling_changes_nothing(ada):
    actor = ada[1]
    before = list(Profile.objects.values())
    told = foretell(actor.person_id, by=actor)
    assert told.stays
    assert list(Profile.objects.values()) == before


def test_a_session_that_has_ended_gets_a_sentence(ada):
    client = ada[0]
    with at(now() + timedelta(days=2)):
        client.cookies.clear()
        answer = client.post("/mine/details/", DETAILS)
    assert answer.status_code == 403
    assert "Sign in first" in answer.content.decode()


def test_the_page_asks_no_more_as_it_grows(ada, standing, django_assert_max_num_queries):
    client, actor = ada
    for number in range(3):
        step = standing.open_step()
        for place in range(6):
            propose(step, ItemDraft(f"{number} {place}", ""), by=actor)
    with django_assert_max_num_queries(24):
        assert client.get("/mine/").status_code == 200


def test_the_way_to_it_stands_on_every_page(ada):
    assert 'href="/mine/"' in ada[0].get("/projects/").content.decode()
    assert 'href="/sign-in/"' in Client().get("/projects/").content.decode()
