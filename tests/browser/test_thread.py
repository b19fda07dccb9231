"""The thread in a real browser, at both widths, with script and without: propose and find; vote; cost, answer, report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from coproduce.core import now
from coproduce.core.actor import SYSTEM
from coproduce.instruments.ballot.public import prepare_demo_box
from coproduce.people.public import DEMO_DOMAIN, enrol, issue_codes
from coproduce.proceedings.public import ItemDraft, propose_items
from coproduce.register.public import NewStep, join_team, steps_of
from tests.browser.conftest import DESK, PHONE, Visit
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = pytest.mark.parametrize(
    ("size", "script"),
    [(PHONE, False), (PHONE, True), (DESK, True)],
    ids=["390-plain", "390-script", "1280-script"],
)
DAY = timedelta(days=1)


@pytest.fixture
def thread(transactional_db: Any, settings: Any) -> dict[str, Any]:
    """One joint project in which every stage is open, and somebody invented who leads it."""
    settings.COPRODUCE_DEMO = True
    standing = Standing()
    times = {"opens": now() - DAY, "closes": now() + 9 * DAY}
    money = {"envelope": 60_000_00, "currency": "GBP"}
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", gives={"items": "project"}, **times),
        NewStep("costing", "Costing", "budget", settings=money, gives={"items": "project"}, admits="team",
                takes=[{"port": "items", "from": "ideas"}], **times),
        NewStep("vote", "Vote", "ballot", settings={**money, "most": 2, "boost": 2}, admits="token",
                takes=[{"port": "items", "from": "ideas"}], **times),
        NewStep("answers", "Answers", "answer", admits="team", takes=[{"port": "items", "from": "ideas"}], **times),
        NewStep("delivery", "Delivery", "delivery", admits="team",
                takes=[{"port": "items", "from": "ideas", "where": "accepted"}], **times),
    )  # fmt: skip
    found = {step.name: step for step in steps_of([project.id])[project.id]}
    drafts = [
        ItemDraft(title, "For everyone.", cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for title, cost in (("Benches", 400_00), ("Lights", 900_00), ("Swings", 700_00))
    ]
    propose_items(found["ideas"], drafts, kind="project", by=standing.alice)
    prepare_demo_box(found["vote"], by=standing.alice)
    lead = enrol(email=f"lead@{DEMO_DOMAIN}", display_name="Priya Nair", by=SYSTEM)
    join_team(project.id, lead, "lead", by=standing.alice)
    code = issue_codes(str(found["vote"].id), 1, by=standing.alice)[0]
    return {"project": project, "steps": found, "code": code}


@WAYS
def test_propose_then_find_my_answer(
    size: tuple[int, int], script: bool, visit: Visit, thread: dict[str, Any]
) -> None:
    visitor = visit(size, script=script)
    page = visitor.page
    visitor.open("/projects/")
    visitor.check()
    visitor.press(page.get_by_role("link", name="Put forward an idea"))
    visitor.check()
    visitor.press(page.get_by_role("link", name="Put forward an idea"))
    visitor.check()
    visitor.expected.add(422)
    visitor.press(page.get_by_role("button", name="Send my idea"))
    expect(page.get_by_text("Give your idea a name").first).to_be_visible()
    visitor.check()
    page.get_by_label("Your idea in a few words").fill("Six benches")
    visitor.press(page.get_by_role("button", name="Send my idea"))
    reference = page.locator(".cp-ref").inner_text()
    visitor.check()
    visitor.press(page.get_by_role("link", name="Find my answer").last)
    visitor.check()
    page.get_by_label("Your reference").fill(reference)
    visitor.press(page.get_by_role("button", name="Find my answer"))
    expect(page.get_by_role("heading", name="4. Six benches")).to_be_visible()
    visitor.check()
    visitor.press(page.get_by_role("link", name="Millfield decides"))
    visitor.check()


@WAYS
def test_vote_with_a_code(size: tuple[int, int], script: bool, visit: Visit, thread: dict[str, Any]) -> None:
    visitor = visit(size, script=script)
    page = visitor.page
    visitor.open(f"/projects/{thread['project'].slug}/{thread['steps']['vote'].id}/vote/")
    visitor.check()
    page.get_by_label("Code from your card").fill(thread["code"].lower())
    visitor.press(page.get_by_role("button", name="Start"))
    visitor.check()
    visitor.press(page.get_by_role("link", name="Start"))
    visitor.press(page.get_by_role("button", name="Choose Lights"))
    visitor.press(page.get_by_role("button", name="Choose Swings"))
    expect(page.get_by_text("2 of 2 chosen")).to_be_visible()
    visitor.check()
    visitor.press(page.get_by_role("button", name="Next: your boost"))
    visitor.check()
    page.get_by_label("Swings").check()
    visitor.press(page.get_by_role("button", name="Next: check"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Change something"))
    visitor.press(page.get_by_role("button", name="Take out Lights"))
    visitor.press(page.get_by_role("button", name="Next: your boost"))
    visitor.press(page.get_by_role("button", name="Next: check"))
    visitor.press(page.get_by_role("button", name="Send my vote"))
    expect(page.locator(".cp-ref").first).to_be_visible()
    visitor.check()


@WAYS
def test_the_lead_costs_answers_and_reports(
    size: tuple[int, int], script: bool, visit: Visit, thread: dict[str, Any]
) -> None:
    visitor = visit(size, script=script)
    page, slug, steps = visitor.page, thread["project"].slug, thread["steps"]
    visitor.open("/sign-in/")
    visitor.check()
    visitor.press(page.get_by_role("button", name="Be Priya Nair"))
    visitor.open(f"/projects/{slug}/")
    visitor.check()
    visitor.open(f"/projects/{slug}/{steps['costing'].id}/costing/1/")
    visitor.check()
    for label, text in (("At the least", "300"), ("Most likely", "400"), ("At the most", "500")):
        page.get_by_label(label).fill(text)
    page.get_by_label("Where the figure comes from").fill("Two quotes.")
    visitor.press(page.get_by_role("button", name="Save the cost"))
    expect(page.get_by_text("About £400, from £300 to £500")).to_be_visible()
    visitor.check()
    visitor.open(f"/projects/{slug}/{steps['answers'].id}/answers/decide/")
    visitor.check()
    page.get_by_label("Why you decided so").fill("It fits the plan.")
    for number in (1, 2, 3):
        page.locator(f"#id_outcome_{number}").select_option("accepted")
        page.locator(f"#id_reason_{number}").fill("Good value.")
        page.locator(f"#id_due_{number}").fill((now() + 90 * DAY).date().isoformat())
    page.get_by_label("Interests declared").fill("None")
    visitor.press(page.get_by_role("button", name="Publish this decision"))
    expect(page.get_by_text("Every idea has its answer")).to_be_visible()
    visitor.check()
    visitor.open(f"/projects/{slug}/{steps['delivery'].id}/progress/")
    visitor.check()
    visitor.press(page.get_by_role("link", name="Report on it").first)
    page.get_by_label("How far, in per cent").fill("40")
    page.get_by_label("In a sentence").fill("Ordered.")
    visitor.check()
    visitor.press(page.get_by_role("button", name="Send the report"))
    expect(page.get_by_text("40% done").first).to_be_visible()
    visitor.check()
    visitor.open(f"/projects/{slug}/{steps['delivery'].id}/progress/plan/")
    visitor.check()
