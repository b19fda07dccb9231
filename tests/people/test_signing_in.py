"""Coming in by a code from a letter: who may, how often, and that nobody learns who else is here."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client

from coproduce.core import Actor
from coproduce.people.models import Account, Person, Profile
from coproduce.people.public import enrol

pytestmark = pytest.mark.django_db
ASK, TYPE, AGAIN = "/sign-in/email/", "/sign-in/code/", "/sign-in/code/again/"
CODE = re.compile(r"^ {4}([A-Z-]+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def ask(client: Client, email: str, **more: str):
    return client.post(ASK, {"email": email, **more})


def code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def here(client: Client) -> str | None:
    return client.session.get("person")


def test_a_newcomer_types_the_code_and_is_somebody():
    client = Client()
    assert ask(client, "Ada@example.org")["Location"] == TYPE
    assert b"Ada@example.org" in client.get(TYPE).content
    assert Person.objects.count() == 0
    answer = client.post(TYPE, {"code": code().lower().replace("-", " ")})
    assert answer.status_code == 302
    person = Account.objects.get().person
    assert here(client) == str(person.pk)
    assert Profile.objects.get().email == "ada@example.org"


def test_coming_back_is_being_the_same_person():
    for _ in range(2):
        client = Client()
        ask(client, "ada@example.org")
        client.post(TYPE, {"code": code()})
        assert here(client)
    assert Person.objects.count() == Account.objects.count() == 1


def test_somebody_enrolled_by_a_colleague_keeps_who_she_is():
    person = enrol(email="ada@example.org", name="Ada", by=Actor(channel="system"))
    client = Client()
    ask(client, "ADA@example.org")
    client.post(TYPE, {"code": code()})
    assert here(client) == str(person)


def test_known_and_unknown_addresses_get_the_same_page_and_the_same_letter():
    client = Client()
    ask(client, "known@example.org")
    client.post(TYPE, {"code": code()})
    seen = []
    for email in ("known@example.org", "other@example.org"):
        client = Client()
        answer = ask(client, email)
        page = client.get(TYPE)
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()).replace(
            email, "X"
        )
        letter = mail.outbox[-1]
        text = str(letter.body).replace(code(), "C")
        seen.append(
            (answer.status_code, answer["Location"], body, text, letter.subject[:12], set(client.cookies))
        )
    assert seen[0] == seen[1]


def test_where_only_the_invited_may_come_the_page_does_not_tell(settings):
    enrol(email="invited@example.org", by=Actor(channel="system"))
    settings.COPRODUCE_SIGN_UP = False
    pages = []
    for email in ("invited@example.org", "stranger@example.org"):
        client = Client()
        answer = ask(client, email)
        page = client.get(TYPE).content.decode()
        pages.append((answer.status_code, re.sub(r'value="\w{64}"', "", page).replace(email, "X")))
    assert pages[0] == pages[1]
    assert "not known here" in str(mail.outbox[-1].body)
    assert CODE.search(str(mail.outbox[0].body))
    client.post(TYPE, {"code": ""})
    client.post(TYPE, {"code": "None"})
    assert here(client) is None
    assert not get_user_model().objects.exists()


def test_three_wrong_codes_are_the_end_of_it():
    client = Client()
    ask(client, "ada@example.org")
    right = code()
    assert client.post(TYPE, {"code": "AAAA-AAAA"}).status_code == 422
    assert client.post(TYPE, {"code": ""}).status_code == 422
    assert client.post(TYPE, {"code": "x" * 100}).status_code == 302
    assert client.post(TYPE, {"code": right})["Location"] == ASK
    assert here(client) is None


def test_a_code_ends_after_a_quarter_of_an_hour():
    client = Client()
    ask(client, "ada@example.org")
    import time

    later = time.time() + timedelta(minutes=16).total_seconds()
    with mock.patch("time.time", return_value=later):
        answer = client.post(TYPE, {"code": code()}, follow=True)
    assert "no longer good" in answer.content.decode()
    assert here(client) is None


def test_a_code_is_good_once_and_in_its_own_browser():
    client, other = Client(), Client()
    ask(client, "ada@example.org")
    used = code()
    other.post(TYPE, {"code": used})
    assert here(other) is None
    ask(other, "ada@example.org")
    other.post(TYPE, {"code": used})
    assert here(other) is None
    client.post(TYPE, {"code": used})
    assert here(client)
    assert used not in str(dict(client.session))
    client.post("/sign-out/")
    client.post(TYPE, {"code": used})
    assert here(client) is None


def test_a_new_code_ends_the_one_before():
    client = Client()
    ask(client, "ada@example.org")
    before = code()
    assert client.post(AGAIN)["Location"] == TYPE
    client.post(TYPE, {"code": before})
    assert here(client) is None
    client.post(TYPE, {"code": code()})
    assert here(client)
    assert Client().post(AGAIN)["Location"] == ASK


def test_one_address_is_sent_five_letters_in_ten_minutes():
    for _ in range(5):
        assert ask(Client(), "ada@example.org").status_code == 302
    answer = ask(Client(), "ada@example.org")
    assert answer.status_code == 422
    assert "Wait ten minutes" in answer.content.decode()
    assert ask(Client(), "bob@example.org").status_code == 302
    assert len(mail.outbox) == 6


def test_she_goes_on_to_where_she_was_going_but_not_elsewhere():
    client = Client()
    answer = ask(client, "ada@example.org", next="/projects/")
    assert answer["Location"] == f"{TYPE}?next=%2Fprojects%2F"
    assert client.post(TYPE, {"code": code(), "next": "/projects/"})["Location"] == "/projects/"
    client = Client()
    assert ask(client, "ada@example.org", next="https://evil.example/")["Location"] == TYPE
    assert "evil" not in client.post(TYPE, {"code": code(), "next": "//evil.example/"})["Location"]


@pytest.mark.parametrize(
    "typed", ["", " ", "no address", "a@b", "\x00@example.org", "a@example.org\nBcc: b@example.org", "ü" * 300 + "@x.org",
              "a" * 5_000_000, "\u202e@example.org"],
)  # fmt: skip
def test_what_is_no_address_gets_a_sentence(typed):
    answer = ask(Client(), typed)
    assert answer.status_code in {400, 413, 422}
    assert "Traceback" not in answer.content.decode()
    assert mail.outbox == []


def test_a_letter_that_cannot_be_sent_is_said():
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
        answer = ask(Client(), "ada@example.org")
    assert answer.status_code == 503
    assert "cannot send e-mail" in answer.content.decode()


def test_whoever_was_erased_is_somebody_new():
    client = Client()
    ask(client, "ada@example.org")
    client.post(TYPE, {"code": code()})
    from coproduce.conduct.public import erase

    first = Account.objects.get().person_id
    erase(first, by=Actor(person_id=first))
    assert client.get("/sign-in/").status_code == 200
    assert here(client) is None
    ask(client, "ada@example.org")
    client.post(TYPE, {"code": code()})
    assert here(client) not in {None, str(first)}


def test_a_demo_sign_in_leaves_nothing_of_the_one_before(settings):
    client = Client()
    ask(client, "ada@example.org")
    client.post(TYPE, {"code": code()})
    settings.COPRODUCE_DEMO = True
    invented = enrol(email="lead@demo.invalid", display_name="Lee", by=Actor(channel="system"))
    page = client.get("/sign-in/").content.decode()
    who = re.search(r'name="who" value="([^"]+)"', page)
    assert who
    client.post("/sign-in/demo/", {"who": who[1]})
    assert here(client) == str(invented)
    assert "_auth_user_id" not in client.session
