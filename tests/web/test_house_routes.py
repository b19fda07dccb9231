"""Every address of a joint project, for everybody, in every state of its stage; and an id of another one is none."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coproduce.conduct.public import conclude, start
from coproduce.core import Actor, at, now
from coproduce.core.codes import code_digest
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer.public import answer
from coproduce.instruments.ballot.paper.actions import begin_batch, close_batch, count_sheets, type_sheets
from coproduce.instruments.ballot.public import prepare_demo_box
from coproduce.instruments.delivery.public import NewReport, plan, report
from coproduce.instruments.delivery.queries import board
from coproduce.instruments.ideas.actions import worry
from coproduce.instruments.ideas.public import remark
from coproduce.people.public import issue_codes
from coproduce.proceedings.public import ItemDraft, keep_picture, propose_items, remake, remarks
from coproduce.register.models import Step
from coproduce.register.public import NewStep, join_team, mark_concluded, steps, steps_of
from tests.standing import Standing, a_person
from tests.web.house import OPEN, POST_ONLY, PROJECT, STAGES, STATES, TEAM, WHO, Page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DRAFTS = [
    ItemDraft(title, cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
    for title, cost in (("Benches", 400_00), ("Lights", 900_00))
]
PICTURE = b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")
SETTINGS: dict[str, dict[str, Any]] = {
    "budget": {"envelope": 60_000_00, "currency": "GBP"},
    "ballot": {"kind": "approval", "most": 2, "envelope": 1_000_00, "boost": 2},
}


class House:
    """A joint project with one idea stage and one stage of the tool under test, and people who come to it."""

    def __init__(self, standing: Standing, tool: str) -> None:
        moment = now()
        times = {"opens": moment - 3 * DAY, "closes": moment + 3 * DAY}
        first = NewStep("ideas", "Ideas", "ideas", gives={"items": "project"}, **times)
        second = NewStep(
            "under-test", "Under test", tool, settings=SETTINGS.get(tool, {}), admits="token",
            takes=[{"port": "items", "from": "ideas"}], **times,
        )  # fmt: skip
        stages = [first] if tool == "ideas" else [first, second]
        self.project = standing.project(*stages)
        self.standing = standing
        found = steps_of([self.project.id])[self.project.id]
        self.step = found[-1]
        picture = keep_picture(remake(PICTURE, "A bench"), by=standing.alice)
        drafts = [replace(DRAFTS[0], picture=str(picture)), *DRAFTS[1:]]
        item = propose_items(found[0], drafts, kind="project", by=standing.alice)[0]
        self.remark = self.concern = uuid4()
        if tool == "ideas":
            remark(found[0], item.id, "Yes, please.", by=standing.dora)
            self.remark = remarks([item.id])[item.id][0].id
            self.concern = worry(found[0], item.id, "It names my neighbour.", by=standing.dora)
        self.observer = a_person()
        join_team(self.project.id, self.observer, "observer", by=standing.alice)
        if tool == "ballot":
            prepare_demo_box(self.step, by=standing.alice)
        start(self.step.id)
        self.milestone = self.decision = self.picture = uuid4()
        if tool == "answer":
            no = NewDecision(
                now().date(), "There is no money.", [NewRuling(item.id, "declined", "There is no money.")]
            )
            self.decision = answer(self.step, no, by=standing.alice)
        if tool == "delivery":
            day = now().date()
            photo = remake(PICTURE, "A hole")
            report(self.step, item.id, NewReport(10, "Begun.", photo=photo), by=standing.alice)
            self.picture = UUID(str(board(self.step).reports[item.id][0].picture.id))
            self.milestone = plan(self.step, "Two officers", day, side="public", by=standing.alice)
        self.batch = self._batch() if tool == "ballot" else uuid4()
        self.code = issue_codes(str(self.step.id), 1, by=standing.alice)[0]

    def _batch(self) -> UUID:
        """A closed batch of one sheet that does not count."""
        alice, bob = self.standing.alice, self.standing.bob
        count_sheets(self.step, "issued", 1, by=bob)
        key = begin_batch(self.step, "Hall", 1, by=bob)
        for clerk in (alice, bob):
            type_sheets(self.step, key, {1: "-1"}, by=clerk)
        close_batch(self.step, key, by=bob)
        return key

    def move(self, state: str) -> None:
        """Put the stage under test into a state by its clock."""
        moment = now()
        opens, closes = {
            "planned": (moment + DAY, moment + 2 * DAY),
            "open": (moment - DAY, moment + DAY),
        }.get(state, (moment - 2 * DAY, moment - DAY))
        if state == "concluded":
            if self.step.instrument in {"ideas", "ballot"}:
                with at(moment - timedelta(hours=1)):
                    Step.objects.filter(pk=self.step.id).update(
                        opens=opens, closes=moment - timedelta(hours=2)
                    )
                    conclude(self.step.id, by=self.standing.alice)
            else:
                mark_concluded(self.step.id, by=self.standing.alice)
        Step.objects.filter(pk=self.step.id).update(opens=opens, closes=closes)
        self.step = steps([self.step.id])[self.step.id]

    def client(self, who: str) -> Client:
        """A browser in which somebody sits."""
        client = Client()
        persons = {
            "stranger": self.standing.charlie.person_id, "observer": self.observer,
            "clerk": self.standing.bob.person_id, "lead": self.standing.alice.person_id,
        }  # fmt: skip
        if who != "nobody":
            session = client.session
            if who == "voter":
                session["code"] = code_digest(self.code, "vote")
            else:
                session["person"] = str(persons[who])
            session.save()
        return client

    def path(self, route: str, **other: Any) -> str:
        """An address with this project's names in it."""
        found = {
            "slug": self.project.slug, "step_id": self.step.id, "number": 1, "milestone_id": self.milestone, "name": "label",
            "remark_id": self.remark, "concern_id": self.concern, "decision_id": self.decision, "picture_id": self.picture,
            "batch_id": self.batch, **other,
        }  # fmt: skip
        for name, value in found.items():
            for kind in ("slug", "uuid", "int"):
                route = route.replace(f"<{kind}:{name}>", str(value))
        return "/" + route


def _ask(client: Client, path: str, page: Page) -> int:
    answer = client.post(path, {"verdict": "show", "answer": "Looked at."}) if page.post else client.get(path)
    return answer.status_code


def _expected(page: Page, who: str, state: str) -> set[int]:
    if state not in page.states:
        return {page.missing} if page.missing != 200 else {409}
    if who not in page.who:
        return {403}
    return {302, 409, 422} if page.post else {200}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("route", sorted(STAGES))
def test_who_may_open_it_and_when(route: str, state: str, standing: Standing) -> None:
    page = STAGES[route]
    house = House(standing, page.tool)
    house.move(state)
    for who in WHO:
        answered = _ask(house.client(who), house.path(route), page)
        expected = _expected(page, who, state)
        if who == "observer" and (page.writes or page.who <= TEAM):
            expected = {403, *(expected - {200, 302, 422})}
        assert answered in expected, f"{who} at {state} got {answered}, not {expected}"


@pytest.mark.parametrize("route", sorted(STAGES))
def test_an_id_of_another_joint_project_is_none(route: str, standing: Standing) -> None:
    page = STAGES[route]
    house, other = House(standing, page.tool), House(standing, page.tool)
    for who in WHO:
        for strange in ({"slug": other.project.slug}, {"step_id": other.step.id}, {"step_id": uuid4()}):
            assert _ask(house.client(who), house.path(route, **strange), page) == 404
        if "<int:number>" in route:
            assert _ask(house.client(who), house.path(route, number=999), page) in {404, 403}


def test_a_draft_is_there_for_its_team_alone(standing: Standing) -> None:
    from coproduce.register.models import Initiative

    house = House(standing, "ideas")
    Initiative.objects.filter(pk=house.project.id).update(visibility="draft")
    for who in WHO:
        mine = who in {"observer", "clerk", "lead"}
        assert house.client(who).get(house.path(PROJECT)).status_code == (200 if mine else 404)
        expected = 200 if mine else 404
        assert house.client(who).get(house.path(f"{PROJECT}<uuid:step_id>/ideas/")).status_code == expected
    assert house.project.title not in Client().get("/projects/?show=all").content.decode()


@pytest.mark.parametrize("who", WHO)
def test_what_stands_open_to_everybody(who: str, standing: Standing) -> None:
    house = House(standing, "ideas")
    for route, status in OPEN.items():
        assert house.client(who).get(f"/{route}").status_code == status
    assert house.client(who).get(house.path(PROJECT)).status_code == 200
    for route, status in POST_ONLY.items():
        assert house.client(who).get(f"/{route}").status_code == 405
        assert house.client(who).post(f"/{route}").status_code == status


def test_somebody_erased_is_signed_out(standing: Standing) -> None:
    from coproduce.conduct.public import erase

    house = House(standing, "ideas")
    client = house.client("stranger")
    charlie = standing.charlie.person_id
    assert charlie
    erase(charlie, by=Actor(person_id=charlie))
    client.get("/projects/")
    assert "person" not in client.session
