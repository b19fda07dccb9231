"""Who may say what others are here, and what becomes of it: rules, actions, and the pages' sentences."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from coproduce.core import Actor, BadInput, Refused, at, now
from coproduce.core.models import AuditEvent
from coproduce.people import showing
from coproduce.people.actions import end_held, give, invite
from coproduce.people.models import Duty, Organisation, Profile, Standing, Tenure
from coproduce.people.public import agency_duties, found_organisation
from coproduce.people.rules import check_ends_duty, check_gives, check_sets_up
from coproduce.people.seating import add_seat, fill_seat, vacate_seat

ONE, TWO = uuid4(), uuid4()


def code_of(refusal) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize(
    ("mine", "what", "where", "agency", "expected"),
    [
        (set(), "staff", ONE, True, "people-setters-only"),
        ({("clerk", ONE)}, "staff", ONE, True, "people-setters-only"),
        ({("auditor", ONE)}, "staff", ONE, True, "people-setters-only"),
        ({("lead", ONE)}, "staff", ONE, True, ""),
        ({("lead", ONE)}, "lead", ONE, True, ""),
        ({("lead", ONE)}, "administrator", ONE, True, "people-administrators-only"),
        ({("lead", ONE)}, "staff", TWO, True, "people-other-agency"),
        ({("lead", ONE)}, "provider", TWO, False, ""),
        ({("lead", ONE)}, "resident", None, False, ""),
        ({("administrator", ONE)}, "administrator", TWO, True, ""),
    ],
)
def test_who_may_give_what(mine, what, where, agency, expected):
    assert code_of(check_gives(mine, what, where, agency=agency)) == expected
    assert code_of(check_sets_up(mine)) == (
        "people-setters-only" if expected == "people-setters-only" else ""
    )


def test_the_last_who_can_let_others_in_stays():
    assert code_of(check_ends_duty("lead", 0)) == "people-last-one"
    assert check_ends_duty("lead", 1) is None
    assert check_ends_duty("clerk", 0) is None


@pytest.fixture
def lead(standing):
    """Priya leads the council; a browser in which she is signed in."""
    person = invite(
        "priya@eastmere.example", "lead", name="Priya", organisation_id=standing.council, by=standing.alice
    )
    client = Client()
    session = client.session
    session["person"] = str(person)
    session.save()
    return client, Actor(person_id=person)


@pytest.mark.django_db
def test_whoever_is_invited_is_it_once_and_it_is_written_down(standing, lead):
    actor = lead[1]
    for _ in range(2):
        invite("Tom@eastmere.example", "clerk", organisation_id=standing.council, by=actor)
    person = Profile.objects.get(email__iexact="tom@eastmere.example").person_id
    assert agency_duties(person) == {"clerk"}
    assert Duty.objects.filter(person_id=person).count() == 1
    events = AuditEvent.objects.filter(deed="people.invite", subject=f"people.person:{person}")
    assert [event.codes["new"] for event in events.order_by("seq")] == [True, False]
    assert "eastmere.example" not in str(list(AuditEvent.objects.values_list("codes", "subject")))
    with pytest.raises(BadInput, match="which organisation"):
        invite("tom@eastmere.example", "lead", by=actor)


@pytest.mark.django_db
def test_what_ends_stays_to_be_read_and_what_began_today_is_taken_back(standing, lead):
    actor = lead[1]
    person = standing.dora.person_id
    with at(now() - timedelta(days=30)):
        give(person, "staff", organisation_id=standing.council, by=actor)
    give(person, "clerk", organisation_id=standing.council, by=actor)
    Profile.objects.create(person_id=person, name="Dora")
    for held in showing.colleague(person).holds:
        end_held(held.id, by=actor)
        with pytest.raises(Refused, match="people-ended-before"):
            end_held(held.id, by=actor)
    assert not Duty.objects.filter(person_id=person).exists()
    assert Standing.objects.get(person_id=person).until == now().date()
    assert [one.what for one in showing.colleague(person).holds] == ["staff"]


@pytest.mark.django_db
def test_a_seat_is_held_by_one_at_a_time(standing):
    seat = add_seat(standing.council, "Chair", by=standing.alice)
    held = fill_seat(seat, standing.bob.person_id, "elected", by=standing.alice)
    with pytest.raises(BadInput, match="already"):
        fill_seat(seat, standing.dora.person_id, "drawn", by=standing.alice)
    vacate_seat(held, by=standing.alice)
    with pytest.raises(Refused, match="people-ended-before"):
        vacate_seat(held, by=standing.alice)
    with at(now() - timedelta(days=3)):
        held = fill_seat(seat, standing.dora.person_id, "drawn", by=standing.alice)
    vacate_seat(held, by=standing.alice)
    assert Tenure.objects.get().until == now().date()


@pytest.mark.django_db
def test_the_lead_invites_on_screen_and_a_letter_goes(lead, standing):
    client = lead[0]
    sent = {
        "email": "tom@eastmere.example",
        "name": "Tom",
        "what": "clerk",
        "organisation": str(standing.council),
    }
    answer = client.post("/settings/people/invite/", sent, follow=True)
    page = answer.content.decode()
    assert "A letter is on its way" in page
    assert "clerk, Eastmere Council" in page
    assert mail.outbox[0].to == ["tom@eastmere.example"]
    assert "http://testserver/sign-in/email/" in str(mail.outbox[0].body)
    page = client.get("/settings/people/").content.decode()
    assert "Tom" in page
    assert "2 people" in page
    assert "Tom" not in client.get("/settings/people/?words=priya").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"email": "no address"}, "Write an address like"),
        ({"email": ""}, "Type their e-mail address"),
        ({"what": ""}, "Choose what they are to be"),
        ({"what": "king"}, "Select a valid choice"),
        ({"what": "administrator"}, "Select a valid choice"),
        ({"organisation": ""}, "Say for which organisation"),
        ({"organisation": "x"}, "Select a valid choice"),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "a\x00b"}, "Null characters"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nothing_is_done(lead, standing, changed, expected):
    sent = {
        "email": "tom@eastmere.example",
        "what": "clerk",
        "organisation": str(standing.council),
        **changed,
    }
    answer = lead[0].post("/settings/people/invite/", sent)
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    assert Profile.objects.count() == 1
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_lead_can_do_nothing_at_another_agency(lead, standing):
    client = lead[0]
    other = found_organisation("Westmere Council", "agency", by=standing.alice)
    sent = {"email": "tom@x.example", "what": "staff", "organisation": str(other)}
    assert client.post("/settings/people/invite/", sent).status_code == 403
    assert client.post(f"/settings/organisations/{other}/", {"title": "Chair"}).status_code == 403
    assert Profile.objects.count() == 1


@pytest.mark.django_db
def test_the_only_lead_cannot_end_herself(lead, standing):
    client, actor = lead
    held = Duty.objects.get(person_id=actor.person_id)
    answer = client.post(f"/settings/people/{actor.person_id}/end/", {"held": str(held.pk)})
    assert answer.status_code == 409
    assert "last person" in answer.content.decode()
    invite("tom@eastmere.example", "lead", organisation_id=standing.council, by=actor)
    assert client.post(f"/settings/people/{actor.person_id}/end/", {"held": str(held.pk)}).status_code == 302
    assert client.get("/settings/people/").status_code == 403


@pytest.mark.django_db
def test_what_two_end_at_once_ends_once_with_a_sentence(lead, standing):
    client, actor = lead
    person = invite("tom@eastmere.example", "staff", organisation_id=standing.council, by=actor)
    give(person, "clerk", organisation_id=standing.council, by=actor)
    held = Standing.objects.get(person_id=person)
    path = f"/settings/people/{person}/end/"
    assert client.post(path, {"held": str(held.pk)}).status_code == 302
    answer = client.post(path, {"held": str(held.pk)})
    assert answer.status_code == 409
    assert "somebody else may have been quicker" in answer.content.decode()
    assert client.post(path, {"held": "nonsense"}).status_code == 409


@pytest.mark.django_db
def test_organisations_and_seats_on_screen(lead, standing):
    client, actor = lead
    answer = client.post("/settings/organisations/", {"name": "Library Trust ☂", "kind": "body"}, follow=True)
    assert "Library Trust ☂" in answer.content.decode()
    again = client.post("/settings/organisations/", {"name": "library trust ☂", "kind": "body"})
    assert again.status_code == 422
    assert "one of this name already" in again.content.decode()
    trust = Organisation.objects.get(kind="body")
    path = f"/settings/organisations/{trust.pk}/"
    assert "Nobody yet" in client.get(path).content.decode()
    client.post(path, {"title": "Member for Millfield"})
    person = invite("ines@x.example", "provider", name="Ines", organisation_id=trust.pk, by=actor)
    seat = showing.seats(trust.pk)[0]
    sent = {"seat": str(seat.id), "person": str(person), "how": "elected"}
    page = client.post(f"{path}fill/", sent, follow=True).content.decode()
    assert "Ines, elected, since" in page
    assert client.post(f"{path}fill/", sent).status_code == 422
    tenure = showing.seats(trust.pk)[0].tenure_id
    assert (
        "Nobody holds it"
        in client.post(f"{path}vacate/", {"tenure": str(tenure)}, follow=True).content.decode()
    )


@pytest.mark.django_db
def test_the_list_asks_no_more_as_it_grows(lead, standing, django_assert_max_num_queries):
    client, actor = lead
    for number in range(40):
        invite(f"p{number}@x.example", "staff", name=f"P{number}", organisation_id=standing.council, by=actor)
    for path in (
        "/settings/people/",
        "/settings/organisations/",
        f"/settings/organisations/{standing.council}/",
    ):
        with django_assert_max_num_queries(14):
            assert client.get(path).status_code == 200
