"""Telling everyone: once each, by her way, again where it failed, and who could not be reached."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from coproduce.conduct.public import erase, letters_to_post, mark_posted, send_due, tell_everyone, tellings
from coproduce.conduct.telling import sending
from coproduce.conduct.telling.choosing import choose
from coproduce.core import Actor, at, now
from coproduce.core.models import AuditEvent, Outbox
from coproduce.decisions.models import Notice
from coproduce.decisions.public import NewDecision, NewRuling, decide
from coproduce.instruments.ideas.actions import propose, support
from coproduce.people.public import Contact, enrol, revise_profile
from coproduce.proceedings.public import ItemDraft
from coproduce.register.public import initiatives

pytestmark = pytest.mark.django_db


class Town:
    """A joint project with a decision on one idea, and people who are reached in different ways."""

    def __init__(self, standing) -> None:
        self.lead, self.step = standing.alice, standing.open_step()
        self.project = initiatives([self.step.initiative_id])[self.step.initiative_id]
        self.people = {}
        author = self.person("ann", email="ann@example.org")
        self.item = propose(self.step, ItemDraft("Lights on the path", "It is dark"), by=author).item
        for name, said in {
            "tess": {"phone": "+44 7700 900123", "contact_by": "text"},
            "lou": {"address": "1 Mill Lane\nEastmere", "contact_by": "letter"},
            "nora": {"contact_by": "none"},
            "phil": {"phone": "07700 900124", "contact_by": "phone"},
        }.items():
            support(self.step, self.item.id, by=self.person(name, **said))
        support(self.step, self.item.id, by=Actor(visitor="v" * 64))
        ruling = NewRuling(
            self.item.id, "declined", "The lamps would wake the bats.", next_step="We cut the hedge."
        )
        decide(self.step, NewDecision(now().date(), "We thank everyone.", [ruling]), by=self.lead)

    def person(self, name: str, email: str = "", **said: str) -> Actor:
        key = enrol(
            email=email, name=name.capitalize(), display_name=name.capitalize(), by=Actor(channel="system")
        )
        if said:
            revise_profile(key, said, by=Actor(channel="system"))
        self.people[name] = key
        return Actor(person_id=key, role="resident")


@pytest.fixture
def town(standing, settings, tmp_path: Path) -> Town:
    settings.COPRODUCE_OUTBOX = tmp_path / "outbox"
    return Town(standing)


def test_everyone_is_told_once_by_her_own_way(town: Town, settings) -> None:
    assert tell_everyone(town.project, by=town.lead) == 3
    assert tell_everyone(town.project, by=town.lead) == 0
    assert send_due() == "1 by e-mail, 1 by text"
    assert send_due() == ""
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    assert "Lights" not in message.subject
    assert town.project.title not in message.subject
    assert "The lamps would wake the bats." in message.body
    assert "What happens next: We cut the hedge." in message.body
    (file,) = Path(settings.COPRODUCE_OUTBOX).glob("texts-*.csv")
    rows = file.read_text().splitlines()
    assert rows[1].startswith("+447700900123,")
    assert town.project.title not in rows[1]
    (told,) = tellings(town.project)
    assert (told.told, told.waiting, told.letters, told.untold) == ({"email": 1, "text": 1}, 0, 1, 0)
    assert told.without_account == 1
    assert [(one.name, one.reason) for one in told.unreached] == [
        ("Nora", "left no e-mail, number or address"),
        ("Phil", "wants a call: ring this person"),
    ]


def test_letters_wait_until_they_are_posted(town: Town) -> None:
    tell_everyone(town.project, by=town.lead)
    send_due()
    (letter,) = letters_to_post(town.project)
    assert letter.contact.address == "1 Mill Lane\nEastmere"
    assert letter.said[0].reason == "The lamps would wake the bats."
    assert mark_posted(town.project, [letter.notice_id, town.item.id], by=town.lead) == 1
    assert mark_posted(town.project, [letter.notice_id], by=town.lead) == 0
    assert letters_to_post(town.project) == []
    assert tellings(town.project)[0].told["letter"] == 1
    tell_everyone(town.project, by=town.lead)
    assert letters_to_post(town.project) == []


def test_what_fails_is_tried_again_with_longer_pauses_then_by_another_way(town: Town, monkeypatch) -> None:
    revise_profile(town.people["ann"], {"address": "2 Mill Lane"}, by=town.lead)
    tell_everyone(town.project, by=town.lead)
    monkeypatch.setattr(
        sending.EmailMessage, "send", refusing(smtplib.SMTPServerDisconnected("ann@example.org is busy"))
    )
    moment, waits = now(), []
    for _ in range(sending.MOST_ATTEMPTS):
        with at(moment):
            send_due()
        row = Outbox.objects.get(person_id=town.people["ann"])
        assert "@" not in row.last_problem
        waits.append(row.due_at - moment)
        moment = row.due_at + timedelta(seconds=1)
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert row.channel == "letter"
    assert {letter.contact.name for letter in letters_to_post(town.project)} == {"Ann", "Lou"}


def test_an_address_that_is_refused_for_good_is_not_tried_again(town: Town, monkeypatch) -> None:
    tell_everyone(town.project, by=town.lead)
    gone = smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"no such user")})
    monkeypatch.setattr(sending.EmailMessage, "send", refusing(gone))
    send_due()
    assert Notice.objects.get(person_id=town.people["ann"]).problem == "all-failed"
    monkeypatch.undo()
    # She gives another address, and the button is pressed again.
    revise_profile(town.people["ann"], {"email": "ann@example.com"}, by=town.lead)
    assert tell_everyone(town.project, by=town.lead) == 1
    send_due()
    assert mail.outbox[0].to == ["ann@example.com"]


def test_a_worker_that_dies_after_sending_leads_to_one_message_id(town: Town, monkeypatch) -> None:
    tell_everyone(town.project, by=town.lead)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_told", refusing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert send_due() == ""
    with at(now() + timedelta(minutes=6)):
        send_due()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_whoever_is_erased_is_not_told(town: Town) -> None:
    tell_everyone(town.project, by=town.lead)
    erase(town.people["ann"], by=town.lead)
    assert send_due() == "1 by text"
    assert not mail.outbox
    assert tell_everyone(town.project, by=town.lead) == 0
    assert not Outbox.objects.filter(person_id=town.people["ann"]).exists()


def test_nothing_private_is_kept_of_a_message(town: Town) -> None:
    tell_everyone(town.project, by=town.lead)
    send_due()
    kept = str(list(Outbox.objects.values())) + str(
        list(AuditEvent.objects.filter(deed__startswith="conduct.").values())
    )
    for word in ("ann@", "Ann", "7700", "Mill Lane", "Lights", "bats"):
        assert word not in kept


def test_the_way_is_hers_and_never_against_her_wish() -> None:
    def contact(by: str, **has: str) -> Contact:
        return Contact(None, "", **{"email": "", "phone": "", "address": "", **has}, by=by)  # type: ignore[arg-type]

    assert choose(contact("email", email="a@b", address="x")) == ("email", "")
    assert choose(contact("email", email="a@b", address="x"), tried={"email"}) == ("letter", "")
    assert choose(contact("letter", email="a@b")) == ("email", "")
    assert choose(contact("none", email="a@b")) == ("", "not-wished")
    assert choose(contact("none")) == ("", "no-address")
    assert choose(contact("phone", email="a@b")) == ("", "rings")
    assert choose(None) == ("", "erased")


@pytest.fixture
def pages(town: Town):
    def of(actor: Actor | None) -> Client:
        client = Client()
        if actor and actor.person_id:
            session = client.session
            session["person"] = str(actor.person_id)
            session.save()
        return client

    return of


def test_the_pages_are_the_leads_alone(town: Town, pages, standing) -> None:
    base = f"/projects/{town.project.slug}/tell/"
    for actor in (None, standing.bob, standing.charlie):
        for path in (base, f"{base}letters/"):
            assert pages(actor).get(path).status_code == 403
        assert pages(actor).post(f"{base}posted/").status_code == 403
        assert pages(actor).post(base).status_code == 403
    assert not Notice.objects.exists()
    lead = pages(town.lead)
    assert "5 not told yet" in lead.get(base).content.decode()
    page = lead.post(base, follow=True).content.decode()
    assert "3 messages are on the way" in page
    html = lead.get(f"{base}letters/").content.decode()
    assert "1 Mill Lane<br>Eastmere" in html
    assert "The lamps would wake the bats." in html
    key = letters_to_post(town.project)[0].notice_id
    assert (
        "1 letter is marked"
        in lead.post(f"{base}posted/", {"letter": [str(key), "x"]}, follow=True).content.decode()
    )
    assert "No letters wait" in lead.get(f"{base}letters/").content.decode()
    assert lead.get("/projects/nothing-here/tell/").status_code == 404


def refusing(error: BaseException):
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
