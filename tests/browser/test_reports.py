"""The gallery and the page of a count in a browser, as files: nothing asked for, nothing too wide, no finding of axe."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from coproduce.report import Page, counting
from coproduce.report.gallery import gallery
from tests.report.samples import envelope

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {"gallery": gallery, "count": lambda: counting.page(envelope(), beside=envelope(rule="greedy"))}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which is there, instead of one that would have to be fetched."""
    found = shutil.which("chromium")
    assert found, "Chromium is missing: apt-get install chromium"
    return {"executable_path": found, "chromium_sandbox": False, "args": ["--disable-dev-shm-usage"]}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "contrast"), [(320, "no-preference"), (390, "more"), (1280, "no-preference")]
)
@pytest.mark.parametrize("name", PAGES)
def test_a_report_is_a_file_that_anyone_can_read(
    browser: Browser, tmp_path: Path, name: str, width: int, contrast: Any
) -> None:
    made: Page = PAGES[name]()
    file = tmp_path / f"{name}.html"
    file.write_bytes(made.to_html())
    page = browser.new_page(viewport={"width": width, "height": 900}, contrast=contrast)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert asked == [file.as_uri()]
    assert said == []
    page.close()
