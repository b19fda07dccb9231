"""Coming in, inviting a colleague, my page and erasing it all: in a real browser, by letters in files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from coproduce.core import Actor
from coproduce.instruments.ideas.public import propose
from coproduce.people.models import Profile
from coproduce.people.public import invite
from coproduce.proceedings.public import ItemDraft
from tests.browser.conftest import DESK, PHONE, Visit, Visitor
from tests.standing import Standing

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = pytest.mark.parametrize(
    ("size", "script"), [(PHONE, False), (DESK, True)], ids=["phone without script", "desk with script"]
)


@pytest.fixture
def letters(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def latest(letters: Path) -> str:
    return max(letters.iterdir(), key=lambda path: path.stat().st_mtime_ns).read_text()


def sign_in(visitor: Visitor, letters: Path, address: str) -> None:
    page = visitor.page
    visitor.open("/sign-in/")
    visitor.check()
    page.get_by_label("Your e-mail address").fill(address)
    visitor.press(page.get_by_role("button", name="Send me a code"))
    visitor.check()
    visitor.expected.add(422)
    page.get_by_label("The code from our e-mail").fill("XXXX")
    visitor.press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("link", name="This is not the code")).to_be_visible()
    visitor.check()
    code = re.search(r"^ {4}([A-Z-]+)$", latest(letters), re.MULTILINE)
    assert code
    page.get_by_label("The code from our e-mail").fill(code[1].lower())
    visitor.press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("y page")
    visitor.check()


@WAYS
def test_a_lead_comes_in_and_invites_a_colleague(
    visit: Visit, letters: Path, size: tuple[int, int], script: bool
) -> None:
    standing = Standing()
    by = Actor(channel="system")
    invite("priya@eastmere.example", "lead", name="Priya", organisation_id=standing.council, by=by)
    visitor = visit(size, script=script)
    page = visitor.page
    sign_in(visitor, letters, "priya@eastmere.example")
    visitor.press(page.get_by_role("link", name="Settings: people and organisations"))
    visitor.check()
    visitor.press(page.get_by_role("link", name="Invite somebody"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Send the invitation"))
    visitor.check()
    page.get_by_label("Their e-mail address").fill("tom@eastmere.example")
    page.get_by_label("Their name, if you like").fill("Tom")
    page.get_by_label("What are they to be?").select_option("clerk")
    page.get_by_label("For which organisation?").select_option("Eastmere Council")
    visitor.press(page.get_by_role("button", name="Send the invitation"))
    expect(page.get_by_text("A letter is on its way")).to_be_visible()
    visitor.check()
    assert "/sign-in/email/" in latest(letters)
    visitor.press(page.get_by_role("button", name="End it from today"))
    expect(page.get_by_text("Ended from today")).to_be_visible()
    visitor.press(page.get_by_role("link", name="Organisations"))
    visitor.check()
    visitor.press(page.get_by_role("link", name="Eastmere Council"))
    visitor.check()
    page.get_by_label("What is the seat called?").fill("Member for Millfield")
    visitor.press(page.get_by_role("button", name="Add it"))
    page.get_by_label("Which seat?").select_option("Member for Millfield")
    page.get_by_label("Who holds it?").select_option("Priya")
    page.get_by_label("How did they come to it?").select_option("elected")
    visitor.press(page.get_by_role("button", name="Fill it from today"))
    expect(page.get_by_text("Priya, elected, since")).to_be_visible()
    visitor.check()


@WAYS
def test_a_resident_gathers_her_slip_takes_her_data_and_goes(
    visit: Visit, letters: Path, size: tuple[int, int], script: bool
) -> None:
    standing = Standing()
    step = standing.open_step()
    slip = propose(step, ItemDraft("By the old oak", "a bench"), by=Actor(visitor="v" * 64)).reference
    visitor = visit(size, script=script)
    page = visitor.page
    sign_in(visitor, letters, "rosa@example.org")
    page.get_by_label("Reference from a slip").fill(slip)
    visitor.press(page.get_by_role("button", name="Put it on my page"))
    expect(page.get_by_role("heading", name="1. By the old oak")).to_be_visible()
    visitor.check()
    visitor.press(page.get_by_role("link", name="Millfield decides"))
    page.get_by_label("a carer", exact=True).check(force=True)
    visitor.press(page.get_by_role("button", name="Say so"))
    expect(page.get_by_label("a carer", exact=True)).to_be_checked()
    visitor.check()
    visitor.open("/mine/details/")
    visitor.check()
    page.get_by_label("How others may see you").fill("Rosa")
    page.get_by_role("group", name="How should we tell you").get_by_label("Text message").check()
    for question in ("May we write", "May we show", "May researchers"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    visitor.press(page.get_by_role("button", name="Keep this"))
    expect(page.get_by_role("link", name="Give a phone number")).to_be_visible()
    visitor.check()
    page.get_by_label("Phone number").fill("07700 900123")
    visitor.press(page.get_by_role("button", name="Keep this"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take all of it with me").click()
    assert taken.value.suggested_filename.endswith(".zip")
    visitor.press(page.get_by_role("link", name="Erase all of it"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Erase it all"))
    visitor.check()
    page.get_by_label("Yes, erase all that is kept of me").check()
    visitor.press(page.get_by_role("button", name="Erase it all"))
    expect(page.get_by_role("heading", level=1)).to_have_text("All that was yours is erased")
    visitor.check()
    assert not Profile.objects.exists()
    assert page.get_by_role("link", name="Sign in", exact=True).is_visible()
