"""Dots with intervals: estimates, each a dot on a line with ends that shows where the truth may lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, chart, chart_id, entries
from coproduce.report.charts.axis import Axis, Scale, grid, scale
from coproduce.report.drawing import LINE, el, lines, pct, range_line, words
from coproduce.report.numbers import NOT_RECORDED, estimate, known, span
from coproduce.report.table import Cell, Table, figures

ROW = 34


@dataclass(frozen=True)
class Dot:
    """One estimate.

    Attributes:
        label: what is estimated.
        value: the estimate; None is "not recorded yet".
        low, high: its range; both None for a value known without doubt.
        tone: a name of ``tones.TONES``.
        note: a second line in the table.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    tone: str = "funded"
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """A line across all rows that means something: no effect, a target, the average."""

    value: float
    label: str


def dots(
    title: str,
    rows: Sequence[Dot],
    *,
    axis: Axis | None = None,
    marks: Sequence[Mark] = (),
    key: Mapping[str, str] | None = None,
    description: str = "",
    note: str = "",
    head: str = "",
    table: Table | None = None,
) -> Chart:
    """An estimate for each of ``rows``, in the order given, on one axis.

    ``head`` is the heading of the first column of its table; ``table`` one of your own.
    """
    axis = axis or Axis()
    shown = table or _table(title, rows, axis, head)
    own = chart_id("dots", title, shown)
    ends = [end for row in rows for end in (row.value, row.low, row.high) if end is not None]
    found = scale(axis, [*ends, *(mark.value for mark in marks)])
    body, y = [], 4.0
    for mark in marks:
        place = found.share(mark.value)
        anchor = "start" if place < 0.3 else "end" if place > 0.7 else "middle"
        body.append(
            lines(lettering.wrap(mark.label, 150, lines=1), pct(place), y + 14, anchor=anchor, soft=True)
        )
        y += LINE
    top = y + (4 if marks else 0)
    y = top
    for row in rows:
        drawn, y = _row(row, found, axis, y)
        body.append(drawn)
    if not rows:
        body.append(words("Nothing to show yet", 0, y + 16, soft=True))
        y += 28
    lined, end = grid(found, top, y, axis.label)
    marked = "".join(
        el(
            "line",
            class_="mark",
            x1=pct(found.share(mark.value)),
            x2=pct(found.share(mark.value)),
            y1=top - 4,
            y2=y,
        )
        for mark in marks
    )
    return chart(
        own,
        lined,
        marked,
        *body,
        height=end,
        title=title,
        description=description or _described(rows, axis),
        table=shown,
        used=[row.tone for row in rows],
        key=entries(key, "point"),
        note=note,
    )


def _row(row: Dot, found: Scale, axis: Axis, y: float) -> tuple[str, float]:
    ranged = row.value is not None and row.low is not None and row.high is not None
    text = _told(row, axis)
    room = lettering.PHONE - lettering.width(text) - 14
    name = lettering.wrap(row.label, room, lines=3)
    parts = [
        lines(name, 0, y + 18, halo=True),
        words(text, "100%", y + 18, anchor="end", soft=True, halo=True),
    ]
    y += LINE * len(name) + 4
    middle = y + 14
    if row.value is None:
        parts.append(el("line", class_="missing", x1=0, x2="100%", y1=middle, y2=middle))
        return "".join(parts), y + ROW
    if ranged:
        parts.append(
            range_line(
                found.share(row.low or 0), found.share(row.high or 0), middle, tones.tone(row.tone).line
            )
        )
    parts.append(_at(pct(found.share(row.value)), middle, tones.point(row.tone, 7)))
    return "".join(parts), y + ROW


def _told(row: Dot, axis: Axis) -> str:
    if row.value is None or row.low is None or row.high is None:
        return known(row.value, axis.write)
    return estimate(row.value, row.low, row.high, axis.write)


def _at(x: str, y: float, drawn: str) -> str:
    """``drawn`` round a place that is part per cent, part px."""
    return el("svg", drawn, x=x, y=y, width=1, height=1, overflow="visible")


def _table(title: str, rows: Sequence[Dot], axis: Axis, head: str) -> Table:
    body: list[list[str | Cell]] = []
    for row in rows:
        value = Cell(NOT_RECORDED, mark="missing") if row.value is None else Cell(axis.write(row.value))
        ranged = row.low is not None and row.high is not None
        between = span(row.low or 0, row.high or 0, axis.write) if ranged else ""
        body.append([Cell(row.label, row.note), value, between])
    return Table.of(f"{title}: the numbers", [head or "What", figures("Estimate"), figures("Range")], body)


def _described(rows: Sequence[Dot], axis: Axis) -> str:
    told = [f"{row.label}: {_told(row, axis)}" for row in rows[:6]]
    more = f" And {len(rows) - 6} more." if len(rows) > 6 else ""
    return f"{'; '.join(told)}.{more}" if told else "There is nothing to show yet."
