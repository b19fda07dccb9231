"""Histograms: how often a figure fell into each stretch, with marks for the figure that really was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, chart, chart_id
from coproduce.report.charts.axis import Axis, grid, levels, scale
from coproduce.report.charts.dots import Mark
from coproduce.report.drawing import el, lines, pct, words
from coproduce.report.numbers import Write, number, span
from coproduce.report.table import Table, figures


@dataclass(frozen=True)
class Bin:
    """A stretch from ``low`` to ``high`` (``low`` < ``high``) into which ``count`` (0 or more) fell."""

    low: float
    high: float
    count: float


def histogram(
    title: str,
    bins: Sequence[Bin],
    *,
    x: Axis | None = None,
    tone: str = "plain",
    marks: Sequence[Mark] = (),
    counted: str = "How many",
    write: Write = number,
    description: str = "",
    note: str = "",
    height: int = 220,
    table: Table | None = None,
) -> Chart:
    """Columns over stretches; ``counted`` says what is counted, ``write`` how counts are written."""
    x = x or Axis()
    shown = table or Table.of(
        f"{title}: the numbers",
        [x.label or "From, to", figures(counted)],
        [[span(each.low, each.high, x.write), write(each.count)] for each in bins],
    )
    own = chart_id("histogram", title, shown)
    across = scale(
        x, [end for each in bins for end in (each.low, each.high)] + [mark.value for mark in marks]
    )
    up = scale(Axis(low=0, write=write), [each.count for each in bins], most=4, room=1e9)
    across = across.beside(up)
    label = lettering.wrap(counted, lettering.PHONE)
    body = [lines(label, 0, 16, soft=True)]
    top = 14.0 + 22 * len(label)
    for mark in marks:
        place = across.share(mark.value)
        anchor = "start" if place < 0.3 else "end" if place > 0.7 else "middle"
        body.append(words(lettering.shorten(mark.label, 160), pct(place), top + 8, anchor=anchor))
        top += 22
    if marks:
        top += 8
    bottom = top + height
    body.append(levels(up, across, top, bottom))
    for each in bins:
        left, right = across.share(each.low), across.share(each.high)
        tall = up.share(each.count) * height
        if tall:
            body.append(
                el(
                    "rect",
                    x=pct(left),
                    y=bottom - tall,
                    width=pct(right - left),
                    height=tall,
                    **tones.area(tone, own, "bin"),
                )
            )
    for mark in marks:
        upright = pct(across.share(mark.value))
        body.append(el("line", class_="mark", x1=upright, x2=upright, y1=top - 8, y2=bottom))
    ticks, end = grid(across, bottom, bottom + 6, x.label)
    body.append(ticks)
    if not bins:
        body.append(words("Nothing to show yet", "50%", (top + bottom) / 2, anchor="middle", soft=True))
    return chart(
        own,
        *body,
        height=end,
        title=title,
        description=description or _described(bins, marks, x, write),
        table=shown,
        used=[tone],
        note=note,
    )


def _described(bins: Sequence[Bin], marks: Sequence[Mark], x: Axis, write: Write) -> str:
    if not bins:
        return "There is nothing to show yet."
    most = max(bins, key=lambda each: each.count)
    often = f"most often {span(most.low, most.high, x.write)}: {write(most.count)}"
    told = f"From {span(bins[0].low, bins[-1].high, x.write)}; {often}."
    return " ".join([told, *(f"{mark.label}: {x.write(mark.value)}." for mark in marks)])
