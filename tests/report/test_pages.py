"""Pages: all that is given is escaped, nothing is fetched, and every block of the gallery draws."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce import report as r
from coproduce.report.gallery import gallery
from coproduce.report.look import FOLDER, STYLESHEETS, css

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """Every tag with its attributes; fails where tags do not close one another."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_a_page_of_its_own_needs_nothing_and_allows_nothing() -> None:
    html = gallery().to_html().decode()
    tags = read(html).tags
    names = {tag for tag, _ in tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not any("style" in given or any(name.startswith("on") for name in given) for _, given in tags)
    assert not any(given.get("src") for _, given in tags)
    assert "@import" not in html
    assert re.findall(r"url\((?!#)", html) == []
    policy = next(
        given["content"] for tag, given in tags if given.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')


def test_the_gallery_shows_every_block_and_every_chart() -> None:
    html = gallery().body_html()
    reader = read(html)
    ids = [given["id"] for _, given in reader.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for name in (
        "cp-aloud",
        "cp-figures",
        "cp-facts",
        "cp-stages",
        "cp-sheet",
        "cp-panel",
        "cp-command",
        "govuk-details",
        "govuk-button",
        "cp-none",
        "cp-stack",
        "cp-tick",
        "cp-key",
        "cp-tag--owed",
    ):
        assert name in html, name
    for kind in ("bars", "dots", "shares", "flow", "map", "fan", "histogram", "hemicycle"):
        assert any(str(each).startswith(f"{kind}-") for each in ids), kind
    headings = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    assert gallery().to_html() == gallery().to_html()


def test_the_style_sheets_hold_every_class_that_pages_use() -> None:
    used = {
        name
        for _, given in read(gallery().to_html().decode()).tags
        for name in (given.get("class") or "").split()
        if name.startswith(("cp-", "govuk-"))
    }
    known = set(re.findall(r"\.((?:cp|govuk)-[\w-]+)", css()))
    assert used - known <= {"cp-details--table", "cp-rest"}
    assert all((FOLDER / name).is_file() for name in STYLESHEETS)
    assert "/*" not in css()


@given(st.text(max_size=80))
def test_whatever_is_given_is_escaped(text: str) -> None:
    hostile = f"</style></title><script>alert(1)</script>{text}\x00\ud800"
    table = r.Table.of(
        hostile, [hostile, r.figures(hostile)], [[r.Cell(hostile, hostile), hostile]], notes=[hostile]
    )
    page = r.Page(
        title=hostile,
        kicker=hostile,
        lead=(hostile, r.Term(hostile, hostile)),
        notice=hostile,
        lang=hostile,
        brand=hostile,
        blocks=(
            r.Section(hostile, (r.Para(hostile), r.Bullets((hostile,)), r.Command(hostile), table)),
            r.Aloud((r.Answer(hostile, (hostile,), r.Tag(hostile, "go")),)),
            r.Figure(r.bars(hostile, [r.Bar(hostile, 1)], note=hostile), heading=hostile),
            r.KeyFigures((r.KeyFigure(hostile, hostile),)),
            r.Facts(((hostile, hostile),)),
            r.Stages((r.Stage(hostile, hostile),)),
            r.Details(hostile, (r.Para(hostile),)),
        ),
        side=(r.Sheet(hostile, ()),),
        footer=(r.Footnote(hostile, (hostile,)),),
    )
    html = page.to_html().decode("utf-8")
    tags = read(html).tags
    assert "script" not in {tag for tag, _ in tags}
    assert [tag for tag, _ in tags].count("style") == 1
    assert "\x00" not in html


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "//evil.example", "data:text/html,x", " https://a.example", "java\nscript:x", ""],
)
def test_no_script_hides_in_a_link(href: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        r.Link("x", href)
    with pytest.raises(ValueError, match="not an address"):
        r.Download("x", href)


def test_a_table_finds_its_way_onto_a_phone() -> None:
    numbers = r.Table.of("Short", ["Idea", r.figures("Votes")], [["Lights", "704"]])
    sentences = r.Table.of(
        "Long",
        ["Who", "What", "Why", "When"],
        [
            [
                "We",
                "answer every letter that anybody wrote to us this year",
                "because we promised to do so before we asked",
                "by Friday",
            ]
        ],
    )
    assert (numbers.phone, sentences.phone) == ("fit", "stack")
    html = r.Page("T", (sentences, numbers)).body_html()
    assert 'role="table"' in html
    assert 'data-label="What"' in html
    with pytest.raises(ValueError, match="a row of 1 cells"):
        r.Table.of("x", ["a", "b"], [["only"]])


def test_a_chart_that_stands_twice_has_two_names() -> None:
    chart = r.bars("Votes", [r.Bar("a", 1, "not-funded")], key={"not-funded": "Not funded"})
    html = r.Page("T", (r.Figure(chart), r.Figure(chart))).body_html()
    ids = [given["id"] for _, given in read(html).tags if "id" in given]
    assert len(ids) == len(set(ids)) > 4
    assert f"url(#{chart.id}-2-not-funded)" in html


def test_headings_begin_where_the_site_wants_them() -> None:
    html = r.Page("T", (r.Section("Part", (r.Para("x"),)),)).body_html(level=2)
    assert "<h2>T</h2>" in html
    assert '<h3 id="r-part">Part</h3>' in html
