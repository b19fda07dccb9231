"""A page as a value, and as HTML: inside the site, or as one file that needs nothing else.

``to_html`` is what every ``--html`` writes: style inside, no script, no address that
is fetched, a content security policy that holds it to that, ready to print on A4.
``body_html`` is the same page without the frame, for a site that has one of its own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coproduce.report import look
from coproduce.report.blocks import Block, Words
from coproduce.report.chart import Chart, Key
from coproduce.report.lettering import clean


@dataclass(frozen=True)
class Footnote:
    """A column of the footer: a heading and its paragraphs."""

    title: str
    paragraphs: tuple[Words, ...]


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        title: its heading, a sentence that says the result ("Six ideas are funded").
        lead: the large paragraph below.
        kicker: a small line above.
        blocks: what is read, in the left column where there is a side.
        side: sheets for the right column; on a phone they follow ``blocks``.
        wide: what follows across both columns.
        footer: up to three columns at the end of a page on its own.
        brand_note: the line below the product's name.
        notice: a line across the top, e.g. that all figures are invented.
        lang: the language of the words, as in ``<html lang>``.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    lead: Words = ""
    kicker: str = ""
    side: tuple[Block, ...] = ()
    wide: tuple[Block, ...] = ()
    footer: tuple[Footnote, ...] = ()
    brand: str = "Coproduce"
    brand_note: str = "Planned, made and checked together"
    notice: str = ""
    lang: str = "en-GB"
    dense: bool = field(default=False, kw_only=True)

    def body_html(self, *, level: int = 1) -> str:
        """The page without its frame: heading of ``level``, columns, blocks. Needs the look's style sheets.

        Everything in it is escaped; its ids begin with ``r-`` or with a chart's kind. It holds no
        inline style and no script.
        """
        template = _templates().get_template("body.html")
        return clean(template.render(page=self, level=level, ids=_Ids()).strip())

    def to_html(self) -> bytes:
        """The page as one file, UTF-8; equal pages have equal bytes."""
        style = look.css()
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        template = _templates().get_template("page.html")
        text = template.render(
            page=self,
            body=Markup(self.body_html()),  # noqa: S704 — the templates escaped it
            style=Markup(style),  # noqa: S704 — our own style sheets
            digest=digest,
            mark=Markup(look.MARK),  # noqa: S704 — our own drawing
        )
        return clean(text).encode("utf-8")


class _Ids:
    """The ids that a page has given out, so that no two are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str) -> str:
        """An id from ``text``: ``r-not-funded``, ``r-not-funded-2``."""
        words = re.findall(r"\w+", text.lower())
        return self._free("r-" + ("-".join(words)[:40] or "part"))

    def own(self, chart: Chart) -> Chart:
        """``chart``, its ids changed where it stands on the page twice."""
        found = self._free(chart.id)
        return chart if found == chart.id else chart.renamed(found)

    def _free(self, wanted: str) -> str:
        found, count = wanted, 1
        while found in self._taken:
            count += 1
            found = f"{wanted}-{count}"
        self._taken.add(found)
        return found


def _svg(chart: Chart) -> Markup:
    # A chart's drawing escapes what it was given (drawing.py) and is markup from then on.
    return Markup(chart.svg)  # noqa: S704


def _swatch(entry: Key, chart: Chart) -> Markup:
    return Markup(chart.swatch(entry))  # noqa: S704


def _parts(words: Words) -> tuple[Any, ...]:
    return words if isinstance(words, tuple) else (words,)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("coproduce.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.filters.update(svg=_svg, swatch=_swatch, parts=_parts)
    return found
