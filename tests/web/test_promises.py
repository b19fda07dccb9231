"""What is promised stands in sight of everybody; whoever leads moves it with a reason, and closes when nobody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from coproduce.conduct.public import open_promises
from coproduce.core import Actor, at, now
from coproduce.instruments.ideas.public import propose
from coproduce.proceedings.public import ItemDraft, record_fate, today
from coproduce.register.public import NewStep, initiatives, move_step, reschedule, steps_of
from tests.standing import Standing
from tests.web.conftest import client_of
from tests.web.house import LEAD, PROMISES, WHO
from tests.web.test_house_routes import House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house(standing: Standing) -> House:
    cache.clear()
    found = House(standing, "ideas")
    step = NewStep(
        "ideas", "Ideas", "ideas", gives={"items": "idea"}, promise={"considered": "14 days after submission"},
        duty="every idea gets an answer", decides="screening", opens=now() - 60 * DAY, closes=now() + 9 * DAY,
    )  # fmt: skip
    found.project = standing.project(step, title="Harbour decides")
    found.step = steps_of([found.project.id])[found.project.id][0]
    with at(now() - 30 * DAY):
        propose(found.step, ItemDraft("Bench"), by=standing.dora)
    return found


def test_everybody_sees_what_is_late_and_only_the_lead_moves_it(house: House) -> None:
    _, promise = open_promises(house.project.id)[0]
    path = house.path("projects/<slug:slug>/promises/")
    for who in WHO:
        client = house.client(who) if who != "voter" else client_of("")
        html = client.get(path).content.decode()
        assert "16 days late" in html
        assert ("Promise another day" in html) == (who == "lead")
        for route, allowed in PROMISES.items():
            if allowed is LEAD and who != "lead":
                assert client.post(house.path(route, promise_id=promise.id)).status_code == 403
    lead = house.client("lead")
    move = f"{path}{promise.id}/"
    assert lead.get(move).status_code == 200
    for data in ({}, {"due_on": "2020-01-01", "reason": "x"}, {"due_on": "soon", "reason": ""}):
        assert lead.post(move, data).status_code == 422
    later = today() + 9 * DAY
    assert lead.post(move, {"due_on": later.isoformat(), "reason": "The officer was ill."}).status_code == 302
    html = lead.get(path).content.decode()
    assert "The officer was ill." in html
    assert "It was first promised by" in html
    assert lead.post(move, {"due_on": later.isoformat(), "reason": "Again."}).status_code == 404


def test_it_closes_once_nobody_waits(house: House, standing: Standing) -> None:
    lead, path = house.client("lead"), house.path("projects/<slug:slug>/promises/")
    assert "cannot be closed before" in lead.get(path).content.decode()
    answered = lead.post(house.path("projects/<slug:slug>/close/"))
    assert answered.status_code == 409
    assert "still wait" in answered.content.decode()
    subject, _ = open_promises(house.project.id)[0]
    record_fate("decided", items=[subject], outcome="declined", reason="No room.", by=standing.alice)
    assert lead.post(house.path("projects/<slug:slug>/close/")).status_code == 302
    assert initiatives([house.project.id])[house.project.id].closed_at
    assert lead.post(house.path("projects/<slug:slug>/close/")).status_code == 409


def test_duty_changes_and_calling_off_are_said_with_their_reasons(house: House, standing: Standing) -> None:
    client, path = house.client("nobody"), house.path("projects/<slug:slug>/<uuid:step_id>/ideas/")
    html = client.get(path).content.decode()
    assert "every idea gets an answer" in html
    assert "what can be done, and what cannot" in html
    reschedule(
        house.step.id,
        opens=house.step.opens,
        closes=now() + 20 * DAY,
        reason="The hall was shut.",
        by=standing.alice,
    )
    assert "The hall was shut." in client.get(path).content.decode()
    move_step(house.step.id, "cancel", reason="Nobody had to choose.", by=Actor(channel="system"))
    assert "Nobody had to choose." in client.get(path).content.decode()
    assert "Nobody had to choose." in client.get(house.path("projects/<slug:slug>/")).content.decode()
