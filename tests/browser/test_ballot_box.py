"""A sealed vote in a real browser: the officer prepares the box, a resident votes, the officer counts, she checks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from coproduce.core import now
from coproduce.core.actor import SYSTEM
from coproduce.instruments.ballot import keys
from coproduce.people.public import DEMO_DOMAIN, enrol, issue_codes
from coproduce.proceedings.public import ItemDraft, propose_items
from coproduce.register.models import Step
from coproduce.register.public import NewStep, join_team, steps_of
from tests.browser.conftest import DESK, PHONE, Visit
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
WORDS = "four plain words only"


@pytest.fixture
def vote(transactional_db: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A vote that the clock has opened, and whose box nobody has prepared; somebody invented leads it."""
    settings.COPRODUCE_DEMO = True
    monkeypatch.setattr(keys, "STRONG", 0)
    standing = Standing()
    times = {"opens": now() - DAY, "closes": now() + 9 * DAY}
    rules = {"envelope": 1_500_00, "currency": "GBP", "most": 2}
    project = standing.project(
        NewStep("ideas", "Ideas", "ideas", gives={"items": "project"}, **times),
        NewStep("vote", "Vote", "ballot", settings=rules, admits="token", takes=[{"port": "items", "from": "ideas"}],
                **times),
    )  # fmt: skip
    ideas, step = steps_of([project.id])[project.id]
    drafts = [
        ItemDraft(title, "For everyone.", cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for title, cost in (("Benches", 400_00), ("Lights", 900_00), ("Swings", 700_00))
    ]
    propose_items(ideas, drafts, kind="project", by=standing.alice)
    lead = enrol(email=f"lead@{DEMO_DOMAIN}", display_name="Priya Nair", by=SYSTEM)
    join_team(project.id, lead, "lead", by=standing.alice)
    code = issue_codes(str(step.id), 1, by=standing.alice)[0]
    return {"step": step, "code": code, "path": f"/projects/{project.slug}/{step.id}/vote/"}


@pytest.mark.parametrize(("size", "script"), [(PHONE, False), (DESK, True)], ids=["390-plain", "1280-script"])
def test_prepare_vote_count_check(
    size: tuple[int, int], script: bool, visit: Visit, vote: dict[str, Any], tmp_path: Path
) -> None:
    officer, path = visit(size, script=script), vote["path"]
    page = officer.page
    officer.open("/sign-in/")
    officer.press(page.get_by_role("button", name="Be Priya Nair"))
    officer.open(path)
    expect(page.get_by_text("the ballot box is not ready")).to_be_visible()
    officer.check()
    officer.press(page.get_by_role("link", name="Prepare the ballot box"))
    officer.check()
    page.get_by_label("Choose a passphrase").fill(WORDS)
    page.get_by_label("The same passphrase again").fill(WORDS)
    officer.press(page.get_by_role("button", name="Make the key"))
    officer.check()
    lines = page.locator(".cp-keylines").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key file").click()
    file = tmp_path / "key.txt"
    download.value.save_as(file)
    officer.press(page.get_by_role("link", name="Next: show that the key works"))
    officer.check()
    officer.expected.add(422)
    page.get_by_label("Or the 8 lines").fill(lines.replace("\n", "X\n", 1))
    page.get_by_label("The passphrase").fill(WORDS)
    officer.press(page.get_by_role("button", name="Try the key"))
    expect(page.get_by_text("Line 1 has a mistake in it").first).to_be_visible()
    officer.check()
    page.get_by_label("The key file").set_input_files(file)
    page.get_by_label("The passphrase").fill(WORDS)
    officer.press(page.get_by_role("button", name="Try the key"))
    expect(page.get_by_text("The box is ready", exact=True)).to_be_visible()
    officer.check()

    voter = visit(size, script=script)
    voter.open(path)
    voter.check()
    voter.page.get_by_label("Code from your card").fill(vote["code"])
    voter.press(voter.page.get_by_role("button", name="Start"))
    voter.press(voter.page.get_by_role("link", name="Start"))
    voter.press(voter.page.get_by_role("button", name="Choose Lights"))
    voter.press(voter.page.get_by_role("button", name="Next: check"))
    voter.press(voter.page.get_by_role("button", name="Send my vote"))
    voter.check()
    receipt = voter.page.locator(".cp-ref").nth(1).inner_text()

    Step.objects.filter(pk=vote["step"].id).update(closes=now() - timedelta(minutes=1))
    officer.open(path)
    officer.press(page.get_by_role("link", name="Open the box and count the votes"))
    officer.check()
    page.get_by_label("Or the 8 lines").fill(lines)
    page.get_by_label("The passphrase").fill("another one entirely")
    officer.press(page.get_by_role("button", name="Open the box"))
    expect(page.get_by_text("This passphrase does not open this key")).to_be_visible()
    officer.check()
    page.get_by_label("Or the 8 lines").fill(lines)
    page.get_by_label("The passphrase").fill(WORDS)
    officer.press(page.get_by_role("button", name="Open the box"))
    officer.check()
    officer.press(page.get_by_role("button", name="Count the votes"))
    expect(page.get_by_text("Destroy the key now")).to_be_visible()
    officer.check()
    officer.press(page.get_by_role("button", name="The keys are destroyed"))
    officer.check()

    voter.open(path)
    voter.press(voter.page.get_by_role("link", name="Was my vote counted?"))
    voter.page.get_by_label("Your receipt").fill(receipt.lower())
    voter.press(voter.page.get_by_role("button", name="Look"))
    expect(voter.page.get_by_text("your vote was counted")).to_be_visible()
    voter.check()
    voter.open(f"{path}result/")
    voter.check()
