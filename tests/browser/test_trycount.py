"""Bring a file, see the count, count again, take it along, remove it: the whole journey in a browser."""

from __future__ import annotations

import json
from pathlib import Path

from coproduce.engines.kernel import Record
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_pages import anywhere
from tests.web.conftest import SMALL


@anywhere
def test_the_example_with_one_press(size: tuple[int, int], script: bool, visit: Visit) -> None:
    visitor = visit(size, script=script)
    visitor.open("/try/")
    page = visitor.page
    visitor.press(page.get_by_role("button", name="Try the example election"))
    page.wait_for_url("**/try/*/")
    visitor.check()
    assert page.get_by_role("heading", name="Count it another way").is_visible()
    assert "funded" in page.locator("h1").inner_text()


@anywhere
def test_a_file_from_beginning_to_end(
    size: tuple[int, int], script: bool, visit: Visit, tmp_path: Path
) -> None:
    visitor = visit(size, script=script)
    page = visitor.page
    file = tmp_path / "street.pb"
    file.write_text(SMALL)
    visitor.open("/")
    visitor.press(page.get_by_role("link", name="Bring an election file"))
    page.get_by_label("Your election file").set_input_files(file)
    visitor.press(page.get_by_role("button", name="Check and count it"))
    page.wait_for_url("**/try/*/")
    visitor.check()
    place = page.url

    page.get_by_label("The simple count", exact=True).check()
    visitor.press(page.get_by_role("button", name="Count again"))
    page.wait_for_url(place)
    assert page.get_by_text("Counted again: The simple count").is_visible()
    visitor.check()

    for link, ending in (
        ("Take the record", "json"),
        ("Take the election", "pb"),
        ("Take this page", "html"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=link).click()
        kept = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        assert kept.name.startswith("street")
        assert kept.suffix == f".{ending}"
        assert kept.stat().st_size > 200
    record = json.loads((tmp_path / "street-record.json").read_bytes())["record"]
    assert Record.from_plain(record).method == "counting/greedy"

    stranger = visit(size, script=script)
    stranger.open(place.removeprefix(visitor.address), expect=404)
    stranger.check()

    visitor.press(page.get_by_role("button", name="Remove it now"))
    page.wait_for_url("**/try/")
    assert page.get_by_text("It is removed. Nothing").is_visible()
    visitor.open(place.removeprefix(visitor.address), expect=404)


@anywhere
def test_a_faulty_file_is_told_place_by_place(
    size: tuple[int, int], script: bool, visit: Visit, tmp_path: Path
) -> None:
    visitor = visit(size, script=script)
    page = visitor.page
    file = tmp_path / "street.pb"
    file.write_text(SMALL.replace("2;500", "2;-5").replace("c;19;F;2,3", "c;19;F;2,9"))
    visitor.open("/try/")
    visitor.expected.add(422)
    page.get_by_label("Your election file").set_input_files(file)
    visitor.press(page.get_by_role("button", name="Check and count it"))
    assert page.get_by_text("Line 18, column 3").is_visible()
    visitor.check()
    visitor.press(page.get_by_role("link", name="Bring the file again"))
    assert page.url == visitor.address + "/try/"


@anywhere
def test_without_a_file_the_page_says_where(size: tuple[int, int], script: bool, visit: Visit) -> None:
    visitor = visit(size, script=script)
    visitor.open("/try/")
    visitor.expected.add(422)
    page = visitor.page
    visitor.press(page.get_by_role("button", name="Check and count it"))
    page.get_by_role("heading", name="One thing to put right").wait_for()
    visitor.check()
    if script:
        assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Choose an election file").click()
    assert page.evaluate("document.activeElement.id") == "id_file"


def test_a_form_of_another_visit_is_refused_in_the_look(visit: Visit) -> None:
    for size in (PHONE, DESK):
        visitor = visit(size)
        visitor.open("/try/")
        visitor.expected.add(403)
        visitor.page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'.repeat(32)")
        visitor.press(visitor.page.get_by_role("button", name="Try the example election"))
        assert visitor.page.get_by_text("You cannot open this page").is_visible()
        visitor.check()


def test_a_wait_is_said_aloud(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(DESK)
    visitor.open("/try/")
    page = visitor.page
    file = tmp_path / "street.pb"
    file.write_text(SMALL)
    page.get_by_label("Your election file").set_input_files(file)
    said = page.evaluate(
        """() => new Promise(done => {
            const form = document.querySelector("form[data-wait]");
            form.addEventListener("submit", event => {
                event.preventDefault();
                setTimeout(() => done(form.querySelector("[role=status]").textContent));
            });
            form.querySelector("button").click();
        })"""
    )
    assert said.startswith("Checking and counting")
