"""Drawing SVG by hand, safely: elements with escaped attributes, and words on a chart.

A drawing's height is in px and its places across in per cent, so that it fills any
column while its words keep their size. Areas and curves that cannot be given in per
cent lie in an inner ``<svg>`` that is stretched (``stretched``), lines staying thin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from coproduce.report.lettering import clean

LINE = 20
"""From one line of words to the next, in px."""

ACROSS = 1000
"""The units from left to right inside ``stretched``."""


def num(value: float) -> str:
    """A coordinate, to a hundredth, without needless digits."""
    if not math.isfinite(value):
        raise ValueError("a chart cannot place a number that is not finite")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def pct(share: float) -> str:
    """A place across: 0 is the left edge, 1 the right."""
    return num(100 * share) + "%"


def el(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element. Children are markup already; attributes are escaped, None leaves one out.

    ``class_`` stands for class; ``stroke_width`` for stroke-width, and so on, but for the
    names that SVG writes in camel case.
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None:
            continue
        text = num(value) if isinstance(value, (int, float)) else clean(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(text)}"')
    inside = "".join(children)
    return f"<{' '.join(parts)}>{inside}</{name}>" if inside else f"<{' '.join(parts)}/>"


def words(
    text: str,
    x: str | float,
    y: float,
    *,
    anchor: str = "start",
    strong: bool = False,
    soft: bool = False,
    halo: bool = False,
) -> str:
    """One line of words whose baseline is at ``y``."""
    classes = " ".join(name for name, on in (("b", strong), ("soft", soft), ("halo", halo)) if on)
    return el(
        "text",
        escape(clean(text), quote=False),
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        class_=classes or None,
    )


def lines(
    texts: Sequence[str],
    x: str | float,
    y: float,
    *,
    anchor: str = "start",
    strong: bool = False,
    soft: bool = False,
    halo: bool = False,
) -> str:
    """Lines of words, the first with its baseline at ``y``."""
    return "".join(
        words(text, x, y + LINE * place, anchor=anchor, strong=strong, soft=soft, halo=halo)
        for place, text in enumerate(texts)
    )


def stretched(*children: str, y: float, height: float) -> str:
    """Markup drawn in units of 0 to ``ACROSS`` across and px down, stretched to the full width."""
    return el(
        "svg",
        *children,
        x=0,
        y=y,
        width="100%",
        height=height,
        viewBox=f"0 0 {ACROSS} {num(height)}",
        preserveAspectRatio="none",
    )


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """The ``d`` of straight lines through ``points``, to a tenth."""
    text = "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in points)
    return text + "z" if closed else text


def range_line(low: float, high: float, y: float, ink: str, *, ends: float = 7, cased: bool = False) -> str:
    """A range: a line with ends, from share ``low`` to share ``high``; ``cased`` to be seen on a dark bar."""
    first, last = pct(low), pct(high)
    runs = ((first, last, y, y), (first, first, y - ends, y + ends), (last, last, y - ends, y + ends))
    drawn = [el("line", x1=x1, x2=x2, y1=y1, y2=y2) for x1, x2, y1, y2 in runs]
    ground = el("line", class_="casing", x1=first, x2=last, y1=y, y2=y) if cased else ""
    return ground + el("g", *drawn, class_=f"range cp-l-{ink}")
