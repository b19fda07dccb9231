"""The pages: the same figures for everybody, a form that is sent twice and written once."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from coproduce.core import Actor
from coproduce.ledger import views
from coproduce.ledger.models import Claim, Entry, EntryNote
from coproduce.ledger.public import open_claims, post
from coproduce.register.models import Initiative, InitiativeService
from tests.ledger.books import a_record, a_service, day, grant, hours, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(standing):
    made = standing.project(title="Doorstep Friends")
    service = a_service(standing, "Day centre")
    InitiativeService.objects.create(initiative_id=made.id, service_id=service)
    return made


@pytest.fixture
def as_(monkeypatch):
    def be(actor):
        monkeypatch.setattr(views, "actor_of", lambda request: actor)
        return Client()

    return be


def here(project, rest=""):
    return f"/projects/{project.slug}/who-put-in-what/{rest}"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_everybody_sees_the_same_and_what_is_not_recorded_reads_so(standing, project, as_):
    pages = {text(as_(actor).get(here(project))) for actor in (Actor(), standing.charlie)}
    assert len(pages) == 1
    page = pages.pop()
    assert page.count("not recorded yet") >= 5
    assert "First: what the public side did" in page
    assert page.index("First: what the public side did") < page.index("Everyone’s part")


def test_the_figures_and_the_table(standing, project, as_):
    gifts = [hours(2, people=11), staff(3), grant(9000)]
    post(a_record("1", *gifts, initiative_id=project.id), by=standing.bob)
    page = text(as_(Actor()).get(here(project)))
    for words in ("11 or more", "2 hours", "£9,000", "0.7 hours", "2 hours ÷ 3 hours"):
        assert words in page
    csv = Client().get(here(project, "table.csv"))
    assert csv.headers["Content-Disposition"].endswith(f'who-put-in-what-{project.slug}.csv"')
    assert "residents,time-active,minute,120" in csv.content.decode()
    service = Client().get("/services/day-centre/who-put-in-what/")
    assert service.status_code == 200
    assert Client().get("/services/day-centre/who-put-in-what/table.csv").status_code == 200
    assert Client().get("/services/none/who-put-in-what/").status_code == 404


@pytest.mark.parametrize("query", ["?from=2020-Q1&to=1999-Q9", "?from='&to=2026-Q2", "?from=2099-Q1"])
def test_a_period_that_is_none_shows_all(standing, project, as_, query):
    assert as_(Actor()).get(here(project) + query).status_code == 200


def test_a_draft_is_none_of_a_strangers_business(standing, project, as_):
    Initiative.objects.filter(pk=project.id).update(visibility="draft")
    for rest in ("", "table.csv", "record/", "waiting/"):
        assert as_(standing.charlie).get(here(project, rest)).status_code == 404
    assert as_(standing.bob).get(here(project)).status_code == 200


def form(**more):
    return {
        "key": str(uuid4()),
        "day": day().isoformat(),
        "came": "11",
        "each": "2",
        "stage": "deliver.perform",
        **more,
    }


def test_what_happened_is_written_down_once(standing, project, as_):
    client = as_(standing.bob)
    assert "Same as last time" not in text(client.get(here(project, "record/")))
    data = form(staff="3", room="1", fares="£12.50", travel="1:30", note="Brenda brought cake")
    for _ in range(2):
        assert client.post(here(project, "record/"), data).status_code == 302
    assert Entry.objects.count() == EntryNote.objects.count() == 1
    page = text(client.get(here(project)))
    for words in ("22 hours", "1 hour 30 minutes", "1 session", "£12.50", "3 hours"):
        assert words in page, words
    assert "Brenda" not in page


def test_the_same_as_last_time_is_one_press(standing, project, as_):
    client = as_(standing.bob)
    client.post(here(project, "record/"), form())
    page = client.get(here(project, "record/"))
    assert "Time given: 22 hours, 11 people" in text(page)
    key = re.search(r'name="again-key" value="([^"]+)"', page.content.decode())[1]
    for _ in range(2):
        again = {"again-key": key, "again-day": day(0).isoformat()}
        assert client.post(here(project, "record/"), again).status_code == 302
    assert Entry.objects.count() == 2
    assert "44 hours" in text(client.get(here(project)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (form(came="", each=""), "Nothing is filled in yet"),
        (form(each=""), "Say how many hours each"),
        (form(came=""), "Say how many came"),
        (form(each="120"), "more than 16 hours"),
        (form(each="long"), "Write hours, such as"),
        (form(came="-1"), "Write 1 or more"),
        (form(fares="many"), "Write an amount"),
        (form(day="2090-01-01"), "still to come"),
        (form(day=""), "Say which day it was"),
        (form(travel="99"), "8 hours of travel"),
    ],
)
def test_each_slip_of_the_pen_gets_a_sentence(standing, project, as_, data, words):
    response = as_(standing.bob).post(here(project, "record/"), data)
    assert response.status_code == 422
    assert words in text(response)
    assert Entry.objects.count() == 0


def test_who_is_not_of_the_team_writes_down_her_own_and_the_team_confirms(standing, project, as_):
    assert as_(Actor()).get(here(project, "record/")).status_code == 403
    client = as_(standing.dora)
    assert "Write down what you gave" in text(client.get(here(project, "record/")))
    data = {"key": str(uuid4()), "day": day().isoformat(), "mine": "1,5", "travel": "0:20"}
    for _ in range(2):
        assert client.post(here(project, "record/"), data).status_code == 302
    assert client.post(here(project, "record/"), {**data, "mine": "0"}).status_code == 422
    assert [one.gift.quantity for one in open_claims(project.id)] == [90, 20]
    assert client.get(here(project, "waiting/")).status_code == 403
    team = as_(standing.bob)
    page = text(team.get(here(project)))
    assert "2 to confirm" in page
    assert "2 more wait to be confirmed" in page
    first, second = open_claims(project.id)
    confirm, refuse = {"claim": str(first.id), "do": "confirm"}, {"claim": str(second.id), "do": "refuse"}
    assert team.post(here(project, "waiting/"), confirm).status_code == 302
    assert "Say why not" in text(team.post(here(project, "waiting/"), refuse))
    team.post(here(project, "waiting/"), {**refuse, "reason": "You came by our car"})
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["confirmed", "refused"]
    assert team.post(here(project, "waiting/"), {"claim": "nonsense"}).status_code == 422
    assert "Nothing waits" in text(team.get(here(project, "waiting/")))


def test_pages_ask_no_more_of_the_database_when_the_book_grows(
    standing, project, as_, django_assert_max_num_queries
):
    client = as_(Actor())
    for number in range(12):
        post(a_record(str(number), hours(2, people=6), staff(1), initiative_id=project.id), by=standing.bob)
    with django_assert_max_num_queries(15):
        client.get(here(project))
