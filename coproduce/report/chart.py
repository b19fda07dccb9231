"""What a chart is: a drawing, and the table with the same numbers.

Neither is complete without the other. The drawing speaks to the eye, on a screen, in
grey and on paper; the table to the ear and to whoever wants the figure itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from coproduce.report import lettering, tones
from coproduce.report.drawing import el, lines, words
from coproduce.report.look import css
from coproduce.report.table import Table

Kind = Literal["area", "line", "point"]


@dataclass(frozen=True)
class Key:
    """One entry of a key: a tone, how it is shown (``area``, ``line`` or ``point``) and what it means."""

    tone: str
    text: str
    shown: Kind = "area"


@dataclass(frozen=True)
class Chart:
    """A chart as values; made by the functions of ``coproduce.report.charts``.

    Attributes:
        id: begins every id inside ``svg``; derived from the content, so the same chart has the same bytes.
        svg: the drawing, for a page that has the look's style sheets: full width, ``height`` px high,
            ``role="img"`` with title and description.
        table: the same numbers.
        title: what it shows, as its heading.
        description: what a person who sees it would say about it, in a sentence or two.
        key: what the tones mean.
        note: a sentence below the drawing.
    """

    id: str
    svg: str
    height: float
    table: Table
    title: str
    description: str
    key: tuple[Key, ...] = ()
    note: str = ""

    def renamed(self, new: str) -> Chart:
        """The same chart with other ids, for a page on which it stands twice."""
        svg = self.svg
        for before in ('id="', "url(#", 'href="#', 'labelledby="', 'describedby="'):
            svg = svg.replace(f"{before}{self.id}-", f"{before}{new}-")
        return replace(self, id=new, svg=svg)

    def swatch(self, entry: Key) -> str:
        """The small drawing of a key's entry, hidden from screen readers (the words stand beside it)."""
        return el("svg", _swatch(entry, self.id), width=28, height=16, aria_hidden="true", focusable="false")

    def standalone_svg(self, width: int = 640) -> str:
        """The chart as a file of its own, ``width`` px wide: title, key, drawing, note, and the look within."""
        room = width - 48
        parts, y = [], 24.0
        title = lettering.wrap(self.title, room * 16 / 22, lines=3, strong=True)
        parts.append(el("g", lines(title, 0, y, strong=True), class_="title"))
        y += 20 * len(title)
        for entry in self.key:
            parts.append(el("g", _swatch(entry, self.id), transform=f"translate(0 {y - 8:g})"))
            parts.append(words(lettering.shorten(entry.text, room - 40), 38, y + 5))
            y += 24
        drawing = self.svg.replace('<svg width="100%"', f'<svg x="0" y="{y:g}" width="{room}"', 1)
        parts.append(drawing)
        y += self.height + 12
        for line in lettering.wrap(self.note, room, lines=4) if self.note else []:
            y += 20
            parts.append(words(line, 0, y, soft=True))
        style = css("tokens.css", "charts.css").replace("<", "\\3c ")
        inside = "".join(parts)
        high = f"{y + 24:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high}" viewBox="0 0 {width} {high}">'
            f"<style>{escape(style, quote=False)}</style>"
            f'<rect width="100%" height="100%" fill="var(--cp-paper)"/>'
            f'<svg x="24" y="12" width="{room}" height="{y:g}" class="cp-chart" overflow="visible">{inside}</svg></svg>'
        )


def chart_id(kind: str, title: str, table: Table) -> str:
    """An id from what the chart says: the same each time, another for other numbers."""
    told = hashlib.sha256()
    for text in (kind, title, table.caption, *(column.head for column in table.columns), *table.notes):
        told.update(text.encode("utf-8", "surrogatepass") + b"\x1f")
    for row in (*table.rows, *table.footer):
        for cell in row:
            told.update(f"{cell.text}\x1f{cell.note}\x1f{cell.mark}\x1e".encode("utf-8", "surrogatepass"))
    return f"{kind}-{told.hexdigest()[:8]}"


def chart(  # noqa: PLR0913 — every chart says all of this, by name
    own: str,
    *body: str,
    height: float,
    title: str,
    description: str,
    table: Table,
    used: Iterable[str],
    key: Sequence[Key] = (),
    note: str = "",
) -> Chart:
    """The chart with the id ``own`` whose drawing is ``body``.

    ``used`` names every tone in it, so that their patterns are defined.
    """
    height = max(1.0, round(height))
    names = sorted({*used, *(entry.tone for entry in key)})
    weaves = "".join(tones.weave(name, own) for name in names)
    spoken = (
        f"{description} The table has the same numbers." if description else "The table has the same numbers."
    )
    svg = el(
        "svg",
        el("title", escape(lettering.clean(title), quote=False) or "Chart", id=f"{own}-title"),
        el("desc", escape(lettering.clean(spoken), quote=False), id=f"{own}-desc"),
        el("defs", weaves) if weaves else "",
        *body,
        width="100%",
        height=height,
        role="img",
        aria_labelledby=f"{own}-title",
        aria_describedby=f"{own}-desc",
    )
    return Chart(own, svg, height, table, title, description, tuple(key), note)


def _swatch(entry: Key, own: str) -> str:
    found = tones.tone(entry.tone)
    if entry.shown == "area":
        return el("rect", x=1, y=1, width=26, height=14, rx=4, **tones.area(entry.tone, own))
    if entry.shown == "line":
        return el("path", d="M0 8h28", class_=f"curve cp-l-{found.line}{tones.dash(entry.tone)}")
    return el("g", tones.point(entry.tone, 6), transform="translate(14 8)")


def entries(key: Mapping[str, str] | None, shown: Kind = "area") -> tuple[Key, ...]:
    """A key from tone → meaning."""
    return tuple(Key(name, text, shown) for name, text in (key or {}).items())
