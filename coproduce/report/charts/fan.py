"""Fans: curves that nobody knows exactly, each drawn with the band in which it may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, Key, chart, chart_id
from coproduce.report.charts.axis import Axis, Scale, levels, scale
from coproduce.report.drawing import ACROSS, el, path, pct, stretched, words
from coproduce.report.numbers import estimate, span
from coproduce.report.table import Table, figures

MOST_POINTS = 480
MOST_ROWS = 12


@dataclass(frozen=True)
class At:
    """A curve at ``x``: the middle, the outer band (``low`` to ``high``) and, where given, the inner one."""

    x: float
    middle: float
    low: float | None = None
    high: float | None = None
    inner_low: float | None = None
    inner_high: float | None = None


@dataclass(frozen=True)
class Curve:
    """A curve: its name, its points in order of ``x``, and its tone (the next group's where empty)."""

    label: str
    points: tuple[At, ...]
    tone: str = ""


def fan(
    title: str,
    curves: Sequence[Curve],
    *,
    x: Axis | None = None,
    y: Axis | None = None,
    bands: str = "",
    inner: str = "",
    description: str = "",
    note: str = "",
    height: int = 280,
    table: Table | None = None,
) -> Chart:
    """Curves as fans on two axes.

    ``bands`` and ``inner`` say what the outer and the inner band are ("8 in 10 futures lie within"); they
    stand below the drawing. The table shows up to twelve places along ``x``, evenly taken.
    """
    x, y = x or Axis(), y or Axis()
    toned = [(curve, curve.tone or tones.group_tone(place)) for place, curve in enumerate(curves)]
    shown = table or _table(title, curves, x, y)
    own = chart_id("fan", title, shown)
    across = scale(x, [at.x for curve in curves for at in curve.points])
    heights = [
        end
        for curve in curves
        for at in curve.points
        for end in (at.middle, at.low, at.high)
        if end is not None
    ]
    up = scale(y, heights, most=5, room=1e9)
    across = across.beside(up)
    label = lettering.wrap(y.label, lettering.PHONE) if y.label else []
    top = 22.0 * len(label) + 12
    bottom = top + height
    body = [words(line, 0, 16 + 22 * place, soft=True) for place, line in enumerate(label)]
    body.append(levels(up, across, top, bottom))
    drawn, dots = [], []
    for curve, name in toned:
        if len(curve.points) == 1:
            at = curve.points[0]
            dots.append(_single(at, name, pct(across.share(at.x)), up, top=top, bottom=bottom))
        elif curve.points:
            drawn.append(_drawn(_thinned(curve.points, MOST_POINTS // len(curves)), name, across, up, height))
    body.append(stretched(*drawn, y=top, height=height))
    body.extend(dots)
    ticks, end = _below(across, bottom, x.label)
    body.append(ticks)
    if not any(curve.points for curve in curves):
        body.append(words("Nothing to show yet", "50%", top + height / 2, anchor="middle", soft=True))
    told = " ".join(
        filter(
            None,
            [
                f"The pale band: {bands}." if bands else "",
                f"The darker band: {inner}." if inner else "",
                note,
            ],
        )
    )
    key = [Key(name, curve.label, "line") for curve, name in toned]
    return chart(
        own,
        *body,
        height=end,
        title=title,
        description=description or _described(curves, x, y),
        table=shown,
        used=[name for _, name in toned],
        key=key,
        note=told,
    )


def _drawn(points: Sequence[At], name: str, across: Scale, up: Scale, height: float) -> str:
    ink = tones.tone(name).line

    def place(x: float, value: float) -> tuple[float, float]:
        return across.share(x) * ACROSS, height - up.share(value) * height

    parts = []
    for low, high, kind in (("low", "high", "band"), ("inner_low", "inner_high", "band inner")):
        ranged = [(at.x, getattr(at, low), getattr(at, high)) for at in points]
        ranged = [each for each in ranged if each[1] is not None and each[2] is not None]
        if len(ranged) > 1:
            upper = [place(x, top) for x, _, top in ranged]
            lower = [place(x, bottom) for x, bottom, _ in ranged]
            parts.append(
                el("path", d=path([*upper, *reversed(lower)], closed=True), class_=f"{kind} cp-f-{ink}")
            )
            if kind == "band":
                parts.append(
                    el("path", d=path(upper) + path(lower), class_=f"edge cp-l-{ink}{tones.dash(name)}")
                )
    middle = [place(at.x, at.middle) for at in points]
    parts.append(el("path", d=path(middle), class_=f"curve cp-l-{ink}{tones.dash(name)}"))
    return "".join(parts)


def _single(at: At, name: str, x: str, up: Scale, *, top: float, bottom: float) -> str:
    """A curve of one point: a dot on an upright line with ends."""
    ink = tones.tone(name).line

    def y(value: float) -> float:
        return bottom - up.share(value) * (bottom - top)

    parts = []
    if at.low is not None and at.high is not None:
        parts.append(el("line", class_=f"range cp-l-{ink}", x1=x, x2=x, y1=y(at.low), y2=y(at.high)))
        for end in (at.low, at.high):
            tip = el("path", class_=f"range cp-l-{ink}", d="M-7 0h14")
            parts.append(el("svg", tip, x=x, y=y(end), width=1, height=1, overflow="visible"))
    parts.append(el("svg", tones.point(name, 6), x=x, y=y(at.middle), width=1, height=1, overflow="visible"))
    return "".join(parts)


def _below(across: Scale, bottom: float, label: str) -> tuple[str, float]:
    parts = []
    for tick, text in zip(across.ticks, across.labels, strict=True):
        place = across.share(tick)
        anchor = "start" if place < 0.04 else "end" if place > 0.96 else "middle"
        parts.append(el("line", class_="zero", x1=pct(place), x2=pct(place), y1=bottom, y2=bottom + 6))
        parts.append(words(text, pct(place), bottom + 24, anchor=anchor, soft=True))
    end = bottom + 30
    for line in lettering.wrap(label, lettering.PHONE) if label else []:
        parts.append(words(line, "100%", end + 16, anchor="end", soft=True))
        end += 22
    return "".join(parts), end


def _thinned(points: Sequence[At], most: int) -> Sequence[At]:
    """At most ``most`` of ``points`` (never fewer than 20), evenly taken, the ends among them."""
    most = max(20, most)
    if len(points) <= most:
        return points
    last = len(points) - 1
    return [points[round(place * last / (most - 1))] for place in range(most)]


def _told(at: At, y: Axis) -> str:
    if at.low is None or at.high is None:
        return y.write(at.middle)
    return estimate(at.middle, at.low, at.high, y.write)


def _table(title: str, curves: Sequence[Curve], x: Axis, y: Axis) -> Table:
    places = sorted({at.x for curve in curves for at in curve.points})
    if len(places) > MOST_ROWS:
        last = len(places) - 1
        places = [places[round(place * last / (MOST_ROWS - 1))] for place in range(MOST_ROWS)]
    found = [{at.x: at for at in curve.points} for curve in curves]
    rows = [
        [x.write(place), *(_told(at[place], y) if place in at else "" for at in found)] for place in places
    ]
    return Table.of(
        f"{title}: the numbers", [x.label or "Where", *(figures(curve.label) for curve in curves)], rows
    )


def _described(curves: Sequence[Curve], x: Axis, y: Axis) -> str:
    told = []
    for curve in curves[:6]:
        if curve.points:
            first, last = curve.points[0], curve.points[-1]
            where = span(first.x, last.x, x.write)
            told.append(f"{curve.label}: from {_told(first, y)} to {_told(last, y)} over {where}")
    return f"{'; '.join(told)}." if told else "There is nothing to show yet."
