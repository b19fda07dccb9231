"""A person takes all that names her with her, and erasing her leaves nothing of it but totals."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from coproduce.catalogue.public import Role
from coproduce.conduct.erasing import download, erase
from coproduce.core import Actor, BadInput, now
from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.models import Envelope
from coproduce.instruments.ballot.public import prepare_demo_box
from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.ideas.actions import propose, remark, support
from coproduce.people.actions import end_duty, give_duty, say
from coproduce.people.models import Account, Clearance, Interest, Person, Profile, Proxy, Seat, Tenure
from coproduce.people.public import (
    agency_duties,
    code_is_valid,
    display_names,
    enrol,
    found_organisation,
    give_standing,
    is_resident,
    issue_codes,
    revise_profile,
    void_code,
)
from coproduce.proceedings.public import ItemDraft, ItemView, current, propose_items, supporters
from coproduce.register.models import TeamMember

pytestmark = pytest.mark.django_db
MARKS = (
    "Zebulonia",
    "zeb@example.org",
    "07700 900123",
    "12 Quay Lane",
    "a loop, please",
    "By the old oak",
    "Mind the roots",
    "gardening",
)


@pytest.fixture
def zeb(standing):
    """Somebody who has left something of herself in every room, and an open vote of hers."""
    person = enrol(email=MARKS[1], name=MARKS[0], by=standing.alice)
    actor = Actor(person_id=person, role="resident")
    revise_profile(person, {"phone": MARKS[2], "address": MARKS[3], "needs": MARKS[4]}, by=actor)
    give_standing(person, Role.RESIDENT, by=actor)
    give_duty(person, standing.council, "clerk", by=standing.alice)
    say(person, "photos", given=True, wording_version=1, by=actor)
    Interest.objects.create(person_id=person, kind="strength", words=MARKS[7])
    day = now().date()
    Clearance.objects.create(person_id=person, kind="pvg", checked_on=day, valid_until=day, checked_by=person)
    Proxy.objects.create(for_person_id=person, by_person_id=standing.dora.person_id, scope="vote", since=day)
    seat = Seat.objects.create(organisation_id=standing.council, title="Chair")
    Tenure.objects.create(seat=seat, person_id=person, since=day - timedelta(days=3), how="elected")
    user = get_user_model().objects.create(username=MARKS[1], email=MARKS[1])
    Account.objects.create(user=user, person_id=person)
    ideas = standing.open_step()
    proposed = propose(ideas, ItemDraft(MARKS[5], MARKS[5]), by=actor)
    support(ideas, proposed.item.id, by=standing.charlie)
    remark(ideas, proposed.item.id, MARKS[6], by=actor)
    TeamMember.objects.create(initiative_id=ideas.initiative_id, person_id=person, duty="steering", since=day)
    vote = standing.open_step("ballot", "vote", settings={"envelope": 5_00})
    projects = propose_items(
        vote,
        [ItemDraft("x", cost_low=1, cost_central=1, cost_high=1, currency="GBP")],
        kind="project",
        by=standing.alice,
    )
    _hand_over(vote, projects)
    prepare_demo_box(vote, by=standing.alice)
    cast(vote, Choice({projects[0].number: 1}), by=actor)
    return actor, proposed.item.id


def _hand_over(step, items: list[ItemView]):
    from coproduce.core.actor import SYSTEM
    from coproduce.proceedings.public import Inflow, freeze

    freeze(step, Inflow(items=tuple(items)), {"items:self": step.id}, by=SYSTEM)


def everything():
    """Every value of every row of every table of the house, as text."""
    return [str(value) for model in apps.get_models() for row in model.objects.values_list() for value in row]


def test_her_download_holds_everything_that_names_her(zeb):
    told = " ".join(str(value) for table in download(zeb[0].person_id) for row in table.rows for value in row)
    assert [mark for mark in MARKS if mark not in told] == []


def test_erasing_leaves_no_trace_but_the_totals(zeb, standing):
    actor, idea = zeb
    assert all(any(mark in value for value in everything()) for mark in MARKS)
    forgotten = erase(actor.person_id, by=actor)
    left = everything()
    assert [mark for mark in MARKS if any(mark in value for value in left)] == []
    assert supporters([idea])[idea] == 1
    assert current([idea])[idea].title == "(taken out by whoever wrote it)"
    assert Envelope.objects.count() == 0
    assert Person.objects.get(pk=actor.person_id).erased_on == now().date()
    assert forgotten.erased["people.profile"] == 1
    assert any("seat" in sentence for sentence in forgotten.stays)
    assert Profile.objects.filter(person_id=actor.person_id).count() == 0


def test_erasing_twice_is_erasing_once(zeb):
    erase(zeb[0].person_id, by=zeb[0])
    assert erase(zeb[0].person_id, by=zeb[0]).erased == {"ballot.mark": 0}


def test_an_address_belongs_to_one_person(standing):
    enrol(email="a@example.org", by=standing.alice)
    with pytest.raises(BadInput, match="in use"):
        enrol(email="A@EXAMPLE.org", by=standing.alice)
    with pytest.raises(BadInput, match="already"):
        found_organisation("EASTMERE council", "agency", by=standing.alice)


def test_codes_are_kept_as_digests_and_serve_one_list(standing):
    codes = issue_codes("list-a", 50, by=standing.alice)
    assert len(set(codes)) == 50
    assert not any(code in value for value in everything() for code in codes)
    digest = code_digest(codes[0], "vote")
    assert code_is_valid(digest, "list-a")
    assert not code_is_valid(digest, "list-b")
    assert void_code(codes[0].lower(), "lost", by=standing.alice)
    assert not code_is_valid(digest, "list-a")
    assert not void_code(codes[0], "lost", by=standing.alice)
    with pytest.raises(BadInput, match="at least 1"):
        issue_codes("list-a", 0, by=standing.alice)


def test_standings_and_duties(standing):
    person = standing.charlie.person_id
    assert not is_resident(person, None)
    first = give_standing(person, Role.RESIDENT, by=standing.charlie)
    assert give_standing(person, Role.RESIDENT, by=standing.charlie) == first
    assert is_resident(person, None)
    give_standing(
        standing.dora.person_id, Role.STAFF, organisation_id=standing.council, how="staff", by=standing.alice
    )
    assert not is_resident(standing.dora.person_id, None)
    give_duty(person, standing.council, "auditor", by=standing.alice)
    assert agency_duties(person) == {"auditor"}
    end_duty(person, standing.council, "auditor", by=standing.alice)
    assert agency_duties(person) == agency_duties(None) == frozenset()
    assert display_names([person]) == {person: ""}
