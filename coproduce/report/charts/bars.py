"""Bars: how much of each, longest line wins. The name stands above its bar, the figure at the right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, chart, chart_id, entries
from coproduce.report.charts.axis import Axis, scale
from coproduce.report.drawing import LINE, el, lines, pct, range_line, words
from coproduce.report.numbers import NOT_RECORDED, Figure, Write, fraction, number, span
from coproduce.report.table import Cell, Column, Table, figures

BAR = 16
GAP = 16


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: its name, as long as it is; the drawing breaks it into two lines and shortens the rest.
        value: how much; below 0 it runs to the left; None is "not recorded yet".
        tone: a name of ``tones.TONES``.
        strong: its name and figure in bold.
        low, high: the range round the value, where it is an estimate.
        note: a second line in the table.
    """

    label: str
    value: Figure | None
    tone: str = "plain"
    strong: bool = False
    low: Figure | None = None
    high: Figure | None = None
    note: str = ""


def bars(
    title: str,
    rows: Sequence[Bar],
    *,
    key: Mapping[str, str] | None = None,
    write: Write = number,
    description: str = "",
    note: str = "",
    head: str = "",
    measure: str = "",
    table: Table | None = None,
) -> Chart:
    """A bar for each of ``rows``, in the order given.

    ``key`` says what each tone means, in its order; ``write`` how figures are written; ``head`` and
    ``measure`` head the two columns of its table; ``table`` is one of your own in place of it.
    """
    shown = table or _table(title, rows, write, head, measure)
    own = chart_id("bars", title, shown)
    ends = [float(fraction(end)) for row in rows for end in (row.value, row.low, row.high) if end is not None]
    extent = scale(Axis(low=min([0.0, *ends]), high=max([0.0, *ends])), [])
    zero = extent.share(0.0)
    signed = min([0.0, *ends]) < 0
    body, y = [], 0.0
    for row in rows:
        text = _said(row, write)
        room = lettering.PHONE - lettering.width(text, strong=True) - 14
        name = lettering.wrap(row.label, room, lines=3, strong=row.strong)
        body.append(lines(name, 0, y + 16, strong=row.strong, halo=signed))
        body.append(
            words(text, "100%", y + 16, anchor="end", strong=row.strong, soft=not row.strong, halo=signed)
        )
        y += LINE * len(name) + 4
        if row.value is None:
            body.append(el("line", class_="missing", x1=0, x2="100%", y1=y + BAR / 2, y2=y + BAR / 2))
        else:
            end = extent.share(float(fraction(row.value)))
            left, right = min(zero, end), max(zero, end)
            body.append(
                el(
                    "rect",
                    x=pct(left),
                    y=y,
                    width=pct(right - left),
                    height=BAR,
                    rx=4,
                    **tones.area(row.tone, own),
                )
            )
            if row.low is not None and row.high is not None:
                low, high = extent.share(float(fraction(row.low))), extent.share(float(fraction(row.high)))
                body.append(range_line(low, high, y + BAR / 2, "ink", ends=6, cased=True))
        y += BAR + GAP
    if signed:
        body.insert(0, el("line", class_="zero", x1=pct(zero), x2=pct(zero), y1=0, y2=y - GAP + 4))
    if not rows:
        body.append(words("Nothing to show yet", 0, 16, soft=True))
        y = 24
    return chart(
        own,
        *body,
        height=y,
        title=title,
        description=description or _described(rows, write),
        table=shown,
        used=[row.tone for row in rows],
        key=entries(key),
        note=note,
    )


def _said(row: Bar, write: Write) -> str:
    if row.value is None:
        return NOT_RECORDED
    text = write(row.value)
    return (
        f"{text} ({span(row.low, row.high, write)})" if row.low is not None and row.high is not None else text
    )


def _table(title: str, rows: Sequence[Bar], write: Write, head: str, measure: str) -> Table:
    ranged = any(row.low is not None for row in rows)
    columns: list[str | Column] = [
        head or "What",
        figures(measure or "How much"),
        *([figures("Range")] if ranged else []),
    ]
    body: list[list[str | Cell]] = []
    for row in rows:
        value = Cell(NOT_RECORDED, mark="missing") if row.value is None else Cell(write(row.value))
        known = row.low is not None and row.high is not None
        extra = [span(row.low, row.high, write) if known else ""] if ranged else []  # type: ignore[arg-type]
        body.append([Cell(row.label, row.note), value, *extra])
    return Table.of(f"{title}: the numbers", columns, body)


def _described(rows: Sequence[Bar], write: Write) -> str:
    known = [row for row in rows if row.value is not None]
    if not known:
        return "Nothing is recorded yet." if rows else "There is nothing to show yet."
    most = max(known, key=lambda row: fraction(row.value or 0))
    least = min(known, key=lambda row: fraction(row.value or 0))
    first = f"{len(rows)} bars. " if len(rows) > 1 else ""
    if most is least or math.isclose(float(fraction(most.value or 0)), float(fraction(least.value or 0))):
        return f"{first}{most.label}: {write(most.value or 0)}."
    return f"{first}Most: {most.label}, {write(most.value or 0)}. Least: {least.label}, {write(least.value or 0)}."
