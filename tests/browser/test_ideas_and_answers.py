"""Ideas with place, picture, replies and worries; the team's desk; a decision on one page; what is promised."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from coproduce.conduct.public import start
from coproduce.core import now
from coproduce.core.actor import SYSTEM
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer.public import answer
from coproduce.people.public import DEMO_DOMAIN, enrol
from coproduce.proceedings.public import ItemDraft, propose_items, today
from coproduce.register.public import NewStep, join_team, steps_of
from tests.browser.conftest import DESK, PHONE, Visit
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = pytest.mark.parametrize(
    ("size", "script"), [(PHONE, False), (DESK, True)], ids=["390-plain", "1280-script"]
)
DAY = timedelta(days=1)


@pytest.fixture
def here(transactional_db: Any, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """Ideas with places and pictures, a decision partly taken, delivery begun; and somebody invented who leads it."""
    settings.COPRODUCE_DEMO = True
    standing = Standing()
    times = {"opens": now() - DAY, "closes": now() + 9 * DAY}
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", settings={"view": "list-and-map", "place": "optional"},
                gives={"items": "project"}, promise={"considered": "14 days after submission"},
                duty="every idea gets an answer", **times),
        NewStep("answers", "Answers", "answer", admits="team", takes=[{"port": "items", "from": "ideas"}], **times),
        NewStep("delivery", "Delivery", "delivery", admits="team",
                takes=[{"port": "items", "from": "ideas", "where": "accepted"}], **times),
    )  # fmt: skip
    found = {step.name: step for step in steps_of([project.id])[project.id]}
    price = {"cost_low": 1_00, "cost_central": 2_00, "cost_high": 3_00, "currency": "GBP"}
    items = propose_items(
        found["ideas"],
        [
            ItemDraft("Benches", lat=51.45, lon=-2.58, **price),
            ItemDraft("Lights", lat=51.46, lon=-2.59, **price),
        ],
        kind="project",
        by=standing.alice,
    )
    start(found["answers"].id)
    rulings = [
        NewRuling(items[0].id, "accepted", "It is cheap.", due_on=today() + 9 * DAY),
        NewRuling(items[1].id, "declined", "There is no cable.", next_step="We ask again in spring."),
    ]
    decision = NewDecision(
        today(), "As far as the money goes.", rulings, body_id=standing.council, dissent="One saw it otherwise.",
        interests="None", minutes="https://example.org/minutes", look_again_on=today() + 99 * DAY,
    )  # fmt: skip
    key = answer(found["answers"], decision, by=standing.alice)
    start(found["delivery"].id)
    lead = enrol(email=f"lead@{DEMO_DOMAIN}", display_name="Priya Nair", by=SYSTEM)
    join_team(project.id, lead, "lead", by=standing.alice)
    photo = tmp_path / "bench.jpg"
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(out, "JPEG")
    photo.write_bytes(out.getvalue())
    return {"slug": project.slug, "steps": found, "decision": key, "photo": photo}


@WAYS
def test_an_idea_with_its_place_and_picture_and_what_people_say(
    size: tuple[int, int], script: bool, visit: Visit, here: dict[str, Any]
) -> None:
    visitor = visit(size, script=script)
    page, ideas = visitor.page, f"/projects/{here['slug']}/{here['steps']['ideas'].id}/ideas/"
    visitor.open(f"{ideas}new/")
    page.get_by_label("Your idea in a few words").fill("A bench by the water")
    page.get_by_label("Where is it?").fill("Harbour walk")
    page.get_by_label("Its point on a map").fill("51.4545, -2.5879")
    page.get_by_label("A picture, if you have one").set_input_files(here["photo"])
    visitor.expected.add(422)
    visitor.press(page.get_by_role("button", name="Send my idea"))
    expect(page.get_by_text("Say in a few words what the picture shows").first).to_be_visible()
    visitor.check()
    page.get_by_label("A picture, if you have one").set_input_files(here["photo"])
    page.get_by_label("What does the picture show?").fill("A broken bench")
    visitor.press(page.get_by_role("button", name="Send my idea"))
    expect(page.locator(".cp-ref")).to_be_visible()
    visitor.open(f"{ideas}3/")
    expect(page.get_by_text("Harbour walk")).to_be_visible()
    assert page.locator("main img").count() == 0, "the picture is sent only to whoever asks for it"
    visitor.press(page.get_by_role("link", name="Show the picture"))
    expect(page.get_by_role("img", name="A broken bench")).to_be_visible()
    assert page.locator("main img").evaluate("one => one.naturalWidth") == 1200
    visitor.check()
    page.get_by_label("What do you think of it?").fill("My mother would sit there.")
    visitor.press(page.get_by_role("button", name="Send it"))
    visitor.check()
    visitor.open(f"{ideas}3/")
    visitor.press(page.get_by_role("link", name="Reply to"))
    expect(page.get_by_text("You reply to")).to_be_visible()
    page.get_by_label("What do you think of it?").fill("Mine too.")
    visitor.check()
    visitor.press(page.get_by_role("button", name="Send it"))
    visitor.open(f"{ideas}3/")
    expect(page.locator(".cp-replies")).to_contain_text("Mine too.")
    visitor.press(page.get_by_role("link", name="Say that this idea is worrying"))
    visitor.check()
    page.get_by_label("What worries you?").fill("It shows a house number.")
    visitor.press(page.get_by_role("button", name="Tell the team"))
    expect(page.get_by_text("The team has it")).to_be_visible()
    visitor.open(f"{ideas}map/")
    assert page.locator(".cp-map-dot").count() == 3
    expect(page.get_by_role("cell", name="Harbour walk")).to_be_visible()
    visitor.check()


@WAYS
def test_the_team_reads_answers_worries_and_shows_photos_and_promises(
    size: tuple[int, int], script: bool, visit: Visit, here: dict[str, Any]
) -> None:
    neighbour = visit(PHONE, script=False)
    ideas = f"/projects/{here['slug']}/{here['steps']['ideas'].id}/ideas/"
    neighbour.open(f"{ideas}1/")
    neighbour.page.get_by_label("What do you think of it?").fill("Ask Mrs Smith at number 9.")
    neighbour.press(neighbour.page.get_by_role("button", name="Send it"))
    neighbour.open(f"{ideas}1/worrying/")
    neighbour.page.get_by_label("What worries you?").fill("It names somebody.")
    neighbour.press(neighbour.page.get_by_role("button", name="Tell the team"))
    visitor = visit(size, script=script)
    page = visitor.page
    visitor.open("/sign-in/")
    visitor.press(page.get_by_role("button", name="Be Priya Nair"))
    visitor.open(f"{ideas}waiting/")
    visitor.check()
    page.get_by_label("What was done about it").fill("The remark is taken down.")
    visitor.press(page.get_by_role("button", name="Write it down"))
    expect(page.get_by_text("Nothing waits to be read.")).to_be_visible()
    visitor.open(f"{ideas}1/")
    page.get_by_text("Take it down: “Ask Mrs Smith").click()
    page.locator("details[open] input[name=reason]").fill("It names somebody.")
    visitor.press(page.locator("details[open]").get_by_role("button", name="Take it down"))
    expect(page.get_by_text("taken down: It names somebody.")).to_be_visible()
    visitor.check()
    answers = f"/projects/{here['slug']}/{here['steps']['answers'].id}/answers/"
    visitor.open(f"{answers}decision/{here['decision']}/")
    expect(page.get_by_text("One saw it otherwise.")).to_be_visible()
    visitor.check()
    progress = f"/projects/{here['slug']}/{here['steps']['delivery'].id}/progress/"
    visitor.open(f"{progress}1/report/")
    page.get_by_label("How far, in per cent").fill("40")
    page.get_by_label("In a sentence").fill("The ground is dug.")
    page.get_by_label("A photo, if you have one").set_input_files(here["photo"])
    page.get_by_label("What does the photo show?").fill("A hole for the bench")
    visitor.check()
    visitor.press(page.get_by_role("button", name="Send the report"))
    visitor.press(page.get_by_role("link", name="Show the photo"))
    expect(page.get_by_role("img", name="A hole for the bench")).to_be_visible()
    visitor.check()
    visitor.open(f"/projects/{here['slug']}/promises/")
    visitor.check()
    visitor.press(page.get_by_role("link", name="Promise another day").first)
    visitor.check()
    page.get_by_label("The new day").fill((today() + 30 * DAY).isoformat())
    page.get_by_label("Why it moves").fill("The cable comes later.")
    visitor.press(page.get_by_role("button", name="Promise this day"))
    expect(page.get_by_text("The cable comes later.")).to_be_visible()
    visitor.check()
