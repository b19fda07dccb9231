"""Today I'm here as…: chosen for each joint project, asked with every request, fixed by the first act at a stage."""

from __future__ import annotations

import pytest
from django.test import Client

from coproduce.core import Actor
from coproduce.instruments.ideas.public import propose, support
from coproduce.people.actions import end_held, give
from coproduce.people.models import Standing
from coproduce.people.public import give_standing, may_be, roles_open_to
from coproduce.proceedings.models import Act
from coproduce.proceedings.public import ItemDraft
from coproduce.register.public import initiatives

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(standing):
    client = Client()
    session = client.session
    session["person"] = str(standing.dora.person_id)
    session.save()
    return client, standing.dora.person_id


def role_in(client: Client, slug: str) -> str:
    return client.get(f"/projects/{slug}/").wsgi_request.presence.role


def test_some_roles_need_nobodys_word_and_others_do(standing, dora):
    person = dora[1]
    assert may_be(None, "carer")
    assert not may_be(None, "councillor")
    give_standing(person, "councillor", organisation_id=standing.council, by=standing.dora)
    assert not may_be(person, "councillor")
    give(person, "manager", organisation_id=standing.council, by=standing.alice)
    assert [key for key, _ in roles_open_to(person)] == ["user", "carer", "resident", "manager"]


def test_it_is_chosen_for_each_joint_project(standing, dora):
    client = dora[0]
    one, two = standing.project(title="One"), standing.project(title="Two")
    client.post("/here-as/", {"role": "resident"})
    client.post("/here-as/", {"role": "carer", "project": one.slug})
    assert role_in(client, one.slug) == "carer"
    assert role_in(client, two.slug) == "resident"
    page = client.get(f"/projects/{one.slug}/").content.decode()
    assert 'value="carer" checked' in page
    assert 'value="councillor"' not in page


def test_a_role_that_is_not_hers_is_not_taken_and_one_that_ended_is_gone(standing, dora):
    client, person = dora
    project = standing.project()
    answer = client.post("/here-as/", {"role": "councillor", "project": project.slug}, follow=True)
    assert "Choose one of those" in answer.content.decode()
    give(person, "staff", organisation_id=standing.council, by=standing.alice)
    client.post("/here-as/", {"role": "staff", "project": project.slug})
    assert role_in(client, project.slug) == "staff"
    end_held(Standing.objects.get(person_id=person).pk, by=standing.alice)
    assert role_in(client, project.slug) == ""


def test_the_first_act_fixes_it_for_the_stage(standing, dora):
    client, person = dora
    step = standing.open_step()
    slug = initiatives([step.initiative_id])[step.initiative_id].slug
    made = propose(step, ItemDraft("Benches", ""), by=Actor(person_id=person, role="carer")).item
    other = propose(step, ItemDraft("Lights", ""), by=standing.alice).item
    support(step, other.id, by=Actor(person_id=person, role="resident"))
    support(standing.open_step(), made.id, by=Actor(person_id=person, role="resident"))
    mine = Act.objects.filter(person_id=person).order_by("at", "id")
    assert [(act.role, act.group) for act in mine] == [
        ("carer", "carers"), ("carer", "carers"), ("resident", "residents"),
    ]  # fmt: skip
    assert "you took part as a carer; there it stays so" in client.get(f"/projects/{slug}/").content.decode()


def test_a_project_that_is_not_there_is_404_and_a_visitor_may_choose(standing):
    client = Client()
    assert client.post("/here-as/", {"role": "carer", "project": "nowhere"}).status_code == 404
    project = standing.project()
    client.post("/here-as/", {"role": "carer", "project": project.slug})
    assert role_in(client, project.slug) == "carer"
