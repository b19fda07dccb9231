"""Every page as people meet it: on a phone and at a desk, with script and without."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESK, PHONE, Visit

WAYS = [(size, script) for size in (PHONE, DESK) for script in (True, False)]
NAMES = [f"{size[0]}-{'script' if script else 'plain'}" for size, script in WAYS]
anywhere = pytest.mark.parametrize(("size", "script"), WAYS, ids=NAMES)


@anywhere
@pytest.mark.parametrize("path", ["/", "/gallery/", "/try/"])
def test_a_page_that_is_there(path: str, size: tuple[int, int], script: bool, visit: Visit) -> None:
    visitor = visit(size, script=script)
    visitor.open(path)
    visitor.check()
    assert (
        visitor.page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
        != "rgb(255, 255, 255)"
    )


@anywhere
def test_a_page_that_is_not_there(size: tuple[int, int], script: bool, visit: Visit) -> None:
    visitor = visit(size, script=script)
    visitor.open("/nothing/", expect=404)
    visitor.check()
    visitor.press(visitor.page.get_by_role("link", name="Go to the front page"))
    assert visitor.page.url == visitor.address + "/"


def test_nothing_to_press_is_smaller_than_a_thumb(visit: Visit) -> None:
    visitor = visit(PHONE)
    for path in ("/", "/gallery/", "/try/"):
        visitor.open(path)
        small = visitor.page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
                .filter(node => !node.closest("p, li > a:only-child, .cp-vh, label") && node.offsetParent)
                .filter(node => !node.matches(".govuk-skip-link, [type=hidden]"))
                .map(node => [node.textContent.trim() || node.name, node.getBoundingClientRect().height])
                .filter(([, height]) => height < 24)"""
        )
        assert small == []


def test_the_whole_way_by_keyboard(visit: Visit) -> None:
    visitor = visit(DESK)
    visitor.open("/")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main part"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    _tab_to(visitor.page, "Bring an election file")
    page.keyboard.press("Enter")
    page.wait_for_url("**/try/")
    _tab_to(page, "Try the example election")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/try/*/")
    _tab_to(page, "Remove it now", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/try/")
    assert page.get_by_text("It is removed. Nothing").is_visible()


def _tab_to(page: object, words: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")  # type: ignore[attr-defined]
        if words in (page.evaluate("document.activeElement.textContent || ''") or ""):  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{words!r} is not reached by the tab key")


def test_high_contrast_and_print_keep_the_page_whole(visit: Visit) -> None:
    visitor = visit(PHONE)
    visitor.page.emulate_media(contrast="more")
    for path in ("/", "/gallery/", "/try/"):
        visitor.open(path)
        visitor.check()
    visitor.page.emulate_media(contrast="no-preference", media="print")
    visitor.open("/try/")
    assert not visitor.page.get_by_role("navigation").is_visible()
