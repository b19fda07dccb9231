"""A real browser on the real site, at the width of a phone and of a desk, with script and without.

A page that answers 400 or more, logs an error or asks for anything beyond the
site fails its test, unless the test says that it expects that answer.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response
from pytest_django.live_server_helper import LiveServer

# Playwright keeps an event loop in this thread; what a test lays into the database does not care.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = (390, 844)
DESK = (1280, 900)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which is there, instead of one that would have to be fetched."""
    found = shutil.which("chromium")
    assert found, "Chromium is missing: apt-get install chromium"
    return {"executable_path": found, "chromium_sandbox": False, "args": ["--disable-dev-shm-usage"]}


class Visitor:
    """A person with a browser: ``open`` pages, look at them, and be told of every fault at the end."""

    def __init__(self, page: Page, address: str, *, script: bool) -> None:
        self.page = page
        self.script = script
        self.address = address
        self.expected: set[int] = set()
        self.faults: list[str] = []
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._logged)

    def open(self, path: str, expect: int = 200) -> Response:
        """The page at ``path``, which must answer ``expect``."""
        if expect >= 400:
            self.expected.add(expect)
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == expect
        return response

    def press(self, what: Locator) -> None:
        """Press a link or a button, and wait until the page that it leads to is there.

        A bare ``click`` may return while the old page still stands, so that what
        follows would look at a page that is about to go.
        """
        with self.page.expect_navigation():
            what.click()

    def check(self) -> None:
        """No finding of axe, nothing wider than the screen, one heading on top, help in sight."""
        page = self.page
        if self.script:
            found = Axe().run(page, options={"runOnly": RULES})
            assert found.violations_count == 0, found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"the page is {width} px wide"  # type: ignore[index]
        assert page.locator("h1").count() == 1
        assert page.get_by_role("link", name="Worried about someone?").is_visible()

    def _answered(self, response: Response) -> None:
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked another machine: {response.url}")
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.url}")

    def _logged(self, message: Any) -> None:
        refused = "Failed to load resource" in message.text and self.expected
        if message.type in {"error", "warning"} and not refused:
            self.faults.append(f"console: {message.text}")


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """``visit(size, script=True)``: a new visitor with nothing in her browser."""
    come: list[Visitor] = []

    def arrive(size: tuple[int, int] = DESK, *, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, accept_downloads=True
        )
        context.set_default_timeout(20_000)
        visitor = Visitor(context.new_page(), live_server.url, script=script)
        come.append(visitor)
        return visitor

    yield arrive
    faults = [fault for visitor in come for fault in visitor.faults]
    for visitor in come:
        visitor.page.context.close()
    assert faults == []
