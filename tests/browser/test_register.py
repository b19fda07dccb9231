"""The lead begins a budget vote from the recipe; a resident says what should be different, another does not agree."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from coproduce.core.actor import SYSTEM
from coproduce.people.public import DEMO_DOMAIN, enrol, found_organisation, give_duty
from coproduce.register.public import ServiceSaid, add_service
from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db: Any, settings: Any) -> None:
    """A council with a service, and an invented lead who can be been."""
    settings.COPRODUCE_DEMO = True
    council = found_organisation("Eastmere Council", "agency", by=SYSTEM)
    lead = enrol(email=f"lead@{DEMO_DOMAIN}", display_name="Priya Nair", by=SYSTEM)
    give_duty(lead, council, "lead", by=SYSTEM)
    add_service(ServiceSaid("Libraries", council), by=SYSTEM)


def test_the_lead_begins_a_budget_vote_from_the_recipe(visit: Visit, town: None) -> None:
    visitor = visit(DESK)
    page = visitor.page
    visitor.open("/sign-in/")
    visitor.press(page.get_by_role("button", name="Be Priya Nair"))
    visitor.open("/ways-of-working/choose/?co=commission&hours=minutes")
    visitor.check()
    visitor.open("/ways-of-working/")
    visitor.check()
    visitor.press(page.get_by_role("link", name="Participatory budgeting"))
    visitor.check()
    visitor.press(page.get_by_role("link", name="Start a joint project this way"))
    visitor.check()
    page.get_by_label("What is it called?").fill("Millfield decides")
    page.get_by_label("What is it about, in a sentence or two?").fill("You choose what £60,000 goes to.")
    page.get_by_label("Libraries").check()
    visitor.press(page.get_by_role("button", name="Go on"))
    visitor.expected.add(422)
    visitor.press(page.get_by_role("button", name="Go on"))
    expect(page.get_by_text("it promises first").first).to_be_visible()
    visitor.check()
    for words in ("What does the public side put in?", "What is fixed?", "What is open?", "Who decides?",
                  "Are people paid?"):  # fmt: skip
        page.get_by_label(words).fill("Two officers, a hall, bus fares.")
    page.get_by_label("By when do people hear what became of it?").fill("2099-07-12")
    visitor.press(page.get_by_role("button", name="Go on"))
    page.get_by_label("How much money will follow the vote?").fill("60,000")
    visitor.check()
    visitor.press(page.get_by_role("button", name="Go on"))
    page.get_by_label("What could go wrong, and for whom?").fill("The same streets win again.")
    page.get_by_label("What happens to people if this stops?").fill("Nothing closes.")
    visitor.press(page.get_by_role("button", name="Go on"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Go on"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Make it"))
    visitor.check()
    visitor.press(page.get_by_role("button", name="Show it to everyone"))
    visitor.check()
    expect(page.get_by_role("link", name="Libraries")).to_be_visible()
    visitor.open("/already-happening/")
    visitor.check()
    expect(page.get_by_role("link", name="Millfield decides")).to_be_visible()


def test_a_resident_says_what_should_be_different_and_another_does_not_agree(
    visit: Visit, town: None
) -> None:
    visitor = visit(PHONE, script=False)
    page = visitor.page
    visitor.open("/")
    visitor.check()
    visitor.press(page.get_by_role("link", name="Say what should be different"))
    visitor.check()
    page.get_by_label("What should be different?", exact=True).fill("I have people to see")
    visitor.press(page.get_by_role("button", name="Put it on the list"))
    visitor.check()
    other = visit(PHONE, script=False)
    page = other.page
    other.open("/what-should-be-different/")
    other.press(page.get_by_role("link", name="I have people to see"))
    other.press(page.get_by_role("link", name="I do not agree"))
    other.check()
    page.get_by_label("What is wrong with it?").fill("I would rather be left in peace.")
    other.press(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("I would rather be left in peace.")).to_be_visible()
    other.press(page.get_by_role("button", name="I agree"))
    expect(page.get_by_text("1 person agrees so far.")).to_be_visible()
    other.check()
