"""Paper in a real browser: a voter is marked off, two people type a pile, and mend the one sheet they read differently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from coproduce.core import now
from coproduce.core.actor import SYSTEM
from coproduce.instruments.ballot.paper.actions import count_sheets
from coproduce.instruments.ballot.public import prepare_demo_box
from coproduce.people.public import DEMO_DOMAIN, enrol, issue_codes
from coproduce.proceedings.public import ItemDraft, propose_items
from coproduce.register.public import NewStep, join_team, steps_of
from tests.browser.conftest import DESK, PHONE, Visit, Visitor
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
CLERKS = {"clerk": "Priya Nair", "second": "Tom Okafor"}


@pytest.fixture
def hall(transactional_db: Any, settings: Any) -> dict[str, Any]:
    """A vote that is open, with two invented clerks and one code."""
    settings.COPRODUCE_DEMO = True
    standing, moment, day = Standing(), now(), timedelta(days=1)
    times = {"opens": moment - day, "closes": moment + 9 * day}
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", gives={"items": "project"}, **times),
        NewStep("vote", "Vote", "ballot", settings={"envelope": 60_000_00, "currency": "GBP", "most": 2, "boost": 2},
                admits="token", takes=[{"port": "items", "from": "ideas"}], **times),
    )  # fmt: skip
    ideas, vote = steps_of([project.id])[project.id]
    drafts = [
        ItemDraft(title, "For everyone.", cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for title, cost in (("Benches", 400_00), ("Lights", 900_00), ("Swings", 700_00))
    ]
    propose_items(ideas, drafts, kind="project", by=standing.alice)
    prepare_demo_box(vote, by=standing.alice)
    for word, name in CLERKS.items():
        join_team(
            project.id,
            enrol(email=f"{word}@{DEMO_DOMAIN}", display_name=name, by=SYSTEM),
            "clerk",
            by=standing.alice,
        )
    count_sheets(vote, "issued", 2, reason="replaced", by=standing.bob)
    code = issue_codes(str(vote.id), 1, by=standing.alice)[0]
    return {"paper": f"/projects/{project.slug}/{vote.id}/vote/on-paper/", "code": code}


def come_in(visitor: Visitor, name: str) -> None:
    visitor.open("/sign-in/")
    visitor.press(visitor.page.get_by_role("button", name=name))


def type_lines(visitor: Visitor, lines: list[str]) -> None:
    for place, line in enumerate(lines, 1):
        visitor.page.locator(f"#s{place}").fill(line)
    visitor.press(visitor.page.get_by_role("button", name="Keep these 3"))


def test_two_people_type_a_pile_and_mend_what_they_read_differently(
    visit: Visit, hall: dict[str, Any]
) -> None:
    one, two = visit(DESK), visit(PHONE, script=False)
    come_in(one, CLERKS["clerk"])
    come_in(two, CLERKS["second"])
    one.open(hall["paper"])
    one.check()
    one.press(one.page.get_by_role("link", name="The desk"))
    one.check()
    one.page.get_by_label("Code from the card").fill(hall["code"].lower())
    one.press(one.page.get_by_role("button", name="Mark off"))
    expect(one.page.get_by_text("Marked off. Hand over one ballot.")).to_be_visible()
    one.expected.add(422)
    one.page.get_by_label("Code from the card").fill(hall["code"])
    one.press(one.page.get_by_role("button", name="Mark off"))
    expect(one.page.locator(".govuk-error-message")).to_contain_text("Marked off already")
    one.check()

    one.open(hall["paper"] + "batches/")
    one.page.get_by_label("Name of the batch").fill("Millfield Hall, box 1")
    one.page.locator("#id_sheets").fill("3")
    one.press(one.page.get_by_role("button", name="Begin it"))
    pile = one.page.url.removeprefix(one.address)
    one.press(one.page.get_by_role("link", name="Type the sheets"))
    one.check()
    one.page.locator("#s1").press("Enter")
    expect(one.page.locator("#s2")).to_be_focused()
    type_lines(one, ["1 2*", "-1", "9"])
    expect(one.page.get_by_role("alert")).to_contain_text("There is no idea with the number 9 on this ballot")
    one.check()
    type_lines(one, ["1 2*", "-1", "3"])

    two.open(pile + "type/")
    two.check()
    type_lines(two, ["1 2*", "-1", "2"])
    expect(two.page.get_by_role("heading", name="Sheet 3")).to_be_visible()
    expect(two.page.get_by_text("Priya Nair: 3")).to_be_visible()
    two.check()
    two.press(two.page.get_by_role("link", name="Type it again"))
    two.page.locator("#s3").fill("3")
    two.press(two.page.get_by_role("button", name="Keep this"))
    two.press(two.page.get_by_role("button", name="Close the batch"))
    expect(two.page.get_by_text("The batch “Millfield Hall, box 1” is closed.")).to_be_visible()
    two.check()
    one.open(hall["paper"] + "batches/")
    expect(one.page.get_by_text("The sheets hold 1 more vote than people were marked off")).to_be_visible()
    one.check()
