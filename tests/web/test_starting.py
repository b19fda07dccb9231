"""The wizard page by page, one like an earlier one, and what its lead does with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coproduce.catalogue.public import method, methods
from coproduce.conduct.public import Again, again, offer
from coproduce.core import now
from coproduce.people.public import give_duty
from coproduce.register.public import (
    NewStep,
    ServiceSaid,
    add_service,
    changes_of,
    initiative_by_slug,
    outcomes_of,
    propose_outcome,
    services_of,
    steps_of,
)
from tests.standing import Standing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEY = "participatory-budgeting"
AT = f"/start/{KEY}/"


@pytest.fixture
def lead(standing: Standing) -> Client:
    assert standing.alice.person_id
    give_duty(standing.alice.person_id, standing.council, "lead", by=standing.alice)
    client = Client()
    session = client.session
    session["person"] = str(standing.alice.person_id)
    session.save()
    return client


def promise(**more: str) -> dict[str, str]:
    hear_by = (timezone.localdate() + 300 * DAY).isoformat()
    said = {
        "public_side": "£60,000 and two officers", "power": "deciding", "fixed": "The sum", "open": "What it goes to",
        "who_decides": "Everybody who votes", "hear_by": hear_by, "paid": "No. Bus fares are paid",
    }  # fmt: skip
    return {**said, **more}


def walk(client: Client, standing: Standing, **what: Any) -> Any:
    """All five pages, soundly filled in."""
    first = {
        "title": "Millfield decides",
        "summary": "You choose.",
        "lead": str(standing.council),
        "place": "Millfield",
    }
    pages: dict[str, dict[str, Any]] = {
        "what": {**first, **what}, "promise": promise(), "asks": {"ask_envelope": "60,000", "ask_per_area": "no"},
        "risks": {"could_go_wrong": "The same streets win", "if_it_stops": "Nothing closes"},
    }  # fmt: skip
    for page, said in pages.items():
        assert client.post(f"{AT}{page}/", said).status_code == 302, page
    html = client.get(f"{AT}dates/").content.decode()
    days = dict(_dates(html))
    return client.post(f"{AT}dates/", days)


def _dates(html: str) -> list[tuple[str, str]]:
    import re

    return [
        (found[1], found[2])
        for found in re.finditer(r'name="((?:opens|closes)_[a-z-]+)" value="([0-9-]+)"', html)
    ]


def test_five_pages_a_review_and_it_is_there_as_a_draft(lead: Client, standing: Standing) -> None:
    library = add_service(ServiceSaid("Libraries", standing.council), by=standing.alice)
    aim = propose_outcome("I read", by=standing.dora)
    assert lead.get(AT)["Location"] == f"{AT}what/"
    assert lead.get(f"{AT}review/")["Location"] == f"{AT}what/"
    answer = walk(lead, standing, about=[str(library.id)], aims=[str(aim)])
    assert answer["Location"] == f"{AT}review/"
    review = lead.get(f"{AT}review/").content.decode()
    for words in (
        "Millfield decides",
        "£60,000 and two officers",
        "Libraries",
        "I read",
        "Left out: What came of it?",
    ):
        assert words in review
    assert initiative_by_slug("millfield-decides") is None
    made = lead.post(f"{AT}review/")
    assert made["Location"] == "/projects/millfield-decides/lead/"
    found = initiative_by_slug("millfield-decides")
    assert found is not None
    assert (found.visibility, found.power, found.co) == ("draft", "deciding", "commission")
    assert found.area_id
    assert [one.id for one in services_of([found.id])[found.id]] == [library.id]
    assert [one.id for one in outcomes_of([found.id])[found.id]] == [aim]
    steps = steps_of([found.id])[found.id]
    assert [step.name for step in steps] == ["ideas", "costing", "vote", "adoption", "delivery"]
    assert all(timezone.localtime(step.opens).hour == 14 for step in steps if step.opens)
    assert Client().get("/projects/millfield-decides/").status_code == 404
    assert "Show it to everyone" in lead.get("/projects/millfield-decides/lead/").content.decode()
    assert lead.post("/projects/millfield-decides/lead/show/").status_code == 302
    assert Client().get("/projects/millfield-decides/").status_code == 200
    assert lead.get(f"{AT}review/").status_code == 302


def test_the_public_side_promises_first_and_faults_are_said(lead: Client) -> None:
    answer = lead.post(f"{AT}promise/", promise(public_side="", hear_by=timezone.localdate().isoformat()))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "it promises first" in html
    assert "still to come" in html
    assert html.index("What does the public side put in?") < html.index("How much power do people have?")
    assert lead.post(f"{AT}asks/", {"ask_envelope": "lots", "ask_per_area": "perhaps"}).status_code == 422
    assert lead.post(f"{AT}what/", {"title": "x" * 300, "lead": "nobody"}).status_code == 422


def test_days_that_cannot_be_are_said(lead: Client, standing: Standing) -> None:
    assert walk(lead, standing).status_code == 302
    days = dict(_dates(lead.get(f"{AT}dates/").content.decode()))
    wrong = {**days, "opens_vote": days["opens_ideas"], "closes_costing": days["closes_costing"]}
    assert lead.post(f"{AT}dates/", wrong)["Location"] == f"{AT}review/"
    review = lead.get(f"{AT}review/")
    assert review.status_code == 409
    assert "before the one that it follows has ended" in review.content.decode()
    assert lead.post(f"{AT}review/").status_code == 409
    assert initiative_by_slug("millfield-decides") is None
    past = {**days, "opens_ideas": "2001-01-01"}
    assert lead.post(f"{AT}dates/", past).status_code == 422


def test_a_vote_divided_between_areas_makes_them(lead: Client, standing: Standing) -> None:
    assert walk(lead, standing).status_code == 302
    said = {"ask_envelope": "60000", "ask_per_area": "yes", "areas": "Harbour\nMillfield\n\nHarbour"}
    assert lead.post(f"{AT}asks/", said).status_code == 302
    assert lead.post(f"{AT}review/").status_code == 302
    found = initiative_by_slug("millfield-decides")
    assert found is not None
    votes = [step.title for step in steps_of([found.id])[found.id] if step.name == "vote"]
    assert votes == ["Vote: Harbour", "Vote: Millfield"]


def test_every_way_can_be_begun_or_says_why_not(lead: Client) -> None:
    for one in methods():
        runs = offer(one).runs
        assert lead.get(f"/start/{one.key}/what/").status_code == (200 if runs else 409), one.key
        page = lead.get(f"/ways-of-working/{one.key}/").content.decode()
        assert ("Start a joint project this way" in page) == runs
        assert ("It cannot run here yet" in page) != runs
    way = method(KEY)
    assert way is not None
    assert offer(way).missing == ("survey",)


def test_one_like_this_copies_stages_and_leaves_what_people_said(lead: Client, standing: Standing) -> None:
    opens = now() - 30 * DAY
    earlier = standing.project(
        NewStep("ideas", "Ideas", "ideas", {"support": True}, opens=opens, closes=opens + 7 * DAY),
        NewStep("vote", "Vote", "ballot", opens=opens + 7 * DAY, closes=opens + 21 * DAY, after=["ideas"]),
    )
    first, hear_by = timezone.localdate() + 10 * DAY, timezone.localdate() + 90 * DAY
    for number in (1, 2):
        said = {
            "title": f"Harbour {number}",
            "summary": "",
            "place": "Harbour",
            "opens": first,
            "hear_by": hear_by,
        }
        assert lead.post(f"/projects/{earlier.slug}/again/", said).status_code == 302
    made = initiative_by_slug("harbour-2")
    assert made is not None
    assert (made.previous_id, made.fixed, made.hear_by, made.visibility) == (
        earlier.id,
        earlier.fixed,
        hear_by,
        "draft",
    )
    ideas, vote = steps_of([made.id])[made.id]
    assert timezone.localdate(ideas.opens) == first
    assert (ideas.settings, vote.after) == ({"support": True}, ("ideas",))
    assert vote.closes - ideas.opens == 21 * DAY  # type: ignore[operator]
    assert ideas.started_at is None
    wrong = {"title": "", "opens": first, "hear_by": first}
    assert lead.post(f"/projects/{earlier.slug}/again/", wrong).status_code == 422


def test_what_stands_on_the_register_is_copied_too(standing: Standing) -> None:
    from coproduce.register.public import NewEntry, enter

    known = enter(NewEntry("Lunch club", standing.council, co="deliver"), by=standing.alice)
    new = Again("Another lunch club", now() + DAY, (now() + 9 * DAY).date())
    made = again(known, new, by=standing.alice)
    assert (made.runs, made.co, made.previous_id) == ("register", "deliver", known.id)


def test_its_lead_moves_pauses_and_calls_off_with_a_reason(lead: Client, standing: Standing) -> None:
    step = standing.open_step()
    found = steps_of([step.initiative_id])[step.initiative_id][0]
    at = f"/projects/millfield-decides/{found.id}"
    opens, later = timezone.localdate(found.opens).isoformat(), (timezone.localdate() + 40 * DAY).isoformat()
    assert lead.post(f"{at}/days/", {"opens": opens, "closes": later, "reason": ""}).status_code == 422
    assert (
        lead.post(f"{at}/days/", {"opens": opens, "closes": "2001-01-01", "reason": "x"}).status_code == 422
    )
    assert lead.post(f"{at}/days/", {"opens": opens, "closes": later, "reason": "Snow."}).status_code == 302
    assert lead.post(f"{at}/pause/", {"reason": "A fault on a form."}).status_code == 302
    assert lead.post(f"{at}/pause/", {"reason": "Again."}).status_code == 409
    assert lead.post(f"{at}/resume/", {"reason": "It is mended."}).status_code == 302
    assert lead.post(f"{at}/cancel/", {"reason": "No money."}).status_code == 302
    told = [(one.field, one.reason) for one in changes_of([found.id])[found.id]]
    assert told == [
        ("closes", "Snow."), ("paused_at", "A fault on a form."), ("paused_at", "It is mended."),
        ("cancelled_at", "No money."),
    ]  # fmt: skip
    moved = steps_of([step.initiative_id])[step.initiative_id][0]
    assert moved.opens == found.opens
    page = Client().get("/projects/millfield-decides/").content.decode()
    assert "Snow." in page
    label = promise(could_go_wrong="x", if_it_stops="y", fixed="Nothing")
    assert lead.post("/projects/millfield-decides/lead/label/", label).status_code == 302
    assert "Nothing" in Client().get("/projects/millfield-decides/").content.decode()
