"""Maps of points: who stands near whom, with a hull round each group; or two measures against each other.

More than ``MOST`` points are gathered on a fine grid, each mark then standing for one
or several (a larger mark for more), and the note says so: the picture stays small, and
nobody can be picked out of a crowd.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, Key, chart, chart_id
from coproduce.report.charts.axis import Axis, Scale, grid, levels, scale
from coproduce.report.drawing import ACROSS, el, num, path, pct, stretched, words
from coproduce.report.numbers import number, percent
from coproduce.report.table import Column, Table, figures

MOST = 300
CELLS = ((44, 32), (32, 24), (24, 17), (17, 12), (12, 8))
MOST_MARKS = 700
MARGIN = 0.045
SIZES = (4.0, 5.5, 7.0, 8.5)


@dataclass(frozen=True)
class Point:
    """A point at (``x``, ``y``), in a group (empty: none), with a label that is drawn beside it where there is room."""

    x: float
    y: float
    group: str = ""
    label: str = ""


def map_of_points(
    title: str,
    points: Sequence[Point],
    *,
    groups: Mapping[str, str] | None = None,
    hulls: bool = True,
    path_through: str = "",
    x: Axis | None = None,
    y: Axis | None = None,
    each: str = "people",
    description: str = "",
    note: str = "",
    height: int = 380,
    table: Table | None = None,
) -> Chart:
    """Points with a hull round each group; with ``x`` and ``y`` given, on two axes.

    ``groups`` gives groups their tones, in the order of the key; those left out take the next.
    ``path_through`` names the group whose points are joined by a line, left to right (a frontier).
    ``x`` and ``y`` are for measures that mean something; without them only nearness does. ``each`` says
    what points are, for the notes: "people", "options".

    Raises:
        ValueError: for a coordinate that is not finite.
    """
    if not all(math.isfinite(at.x) and math.isfinite(at.y) for at in points):
        raise ValueError("a point of a map has a coordinate that is not finite")
    toned = _toned(points, groups or {})
    shown = table or _table(title, points, toned, (x, y), each)
    own = chart_id("map", title, shown)
    across, up = _scale(x, [at.x for at in points]), _scale(y, [at.y for at in points])
    across = across.beside(up) if y else across
    label = lettering.wrap(y.label, lettering.PHONE) if y and y.label else []
    top = 22.0 * len(label) + (12 if y else 4)
    bottom = top + height

    def place(at: Point) -> tuple[float, float]:
        return across.share(at.x), top + (1 - up.share(at.y)) * height

    body = [words(line, 0, 16 + 22 * row, soft=True) for row, line in enumerate(label)]
    if y:
        body.append(levels(up, across, top, bottom))
    else:
        body.append(el("rect", class_="frame", x=0, y=top, width="100%", height=height, rx=10))
    end = bottom
    if x:
        ticks, end = grid(across, top, bottom, x.label)
        body.append(ticks)
    spots = {group: [place(at) for at in points if at.group == group] for group in toned}
    shapes = [
        _hull(spots[group], toned[group]) for group in toned if hulls and group and len(spots[group]) > 2
    ]
    if path_through in spots and len(spots[path_through]) > 1:
        line = [(share * ACROSS, y) for share, y in sorted(spots[path_through])]
        ink = tones.tone(toned[path_through]).line
        shapes.append(el("path", d=path(line), class_=f"curve cp-l-{ink}"))
    body.append(stretched(*shapes, y=0, height=bottom))
    marks, defined, gathered = _marks(spots, toned, own, top, height)
    body.append(marks)
    body.append(_labels([(place(at), at.label) for at in points if at.label], top, bottom))
    if not points:
        body.append(words("Nothing to show yet", "50%", (top + bottom) / 2, anchor="middle", soft=True))
    told = f"Each mark stands for 1 to {number(gathered)} {each}, a larger one for more. " if gathered else ""
    key = [Key(name, group, "point") for group, name in toned.items() if group]
    return chart(
        own,
        el("defs", defined) if defined else "",
        *body,
        height=end + 4,
        title=title,
        description=description or _described(points, toned, each),
        table=shown,
        used=toned.values(),
        key=key,
        note=(told + note).strip(),
    )


def hull(spots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the convex hull, in order (Andrew 1979, monotone chain)."""
    found = sorted(set(spots))
    if len(found) < 3:
        return found

    def half(run: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for x, y in run:
            while len(kept) > 1:
                (ax, ay), (bx, by) = kept[-2], kept[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    return half(found) + half(found[::-1])


def _toned(points: Sequence[Point], groups: Mapping[str, str]) -> dict[str, str]:
    toned = dict(groups)
    for at in points:
        if at.group not in toned:
            toned[at.group] = tones.group_tone(len([name for name in toned if name])) if at.group else "soft"
    return toned


def _scale(axis: Axis | None, values: Sequence[float]) -> Scale:
    if axis:
        return scale(axis, values)
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high:
        low, high = low - 1, high + 1
    edge = (high - low) * MARGIN
    return Scale(low - edge, high + edge, (), ())


def _hull(spots: Sequence[tuple[float, float]], name: str) -> str:
    """A hull a little wider than its points, in the units of ``stretched``."""
    corners = [(x * ACROSS, y) for x, y in hull([(round(x, 4), round(y, 1)) for x, y in spots])]
    x0 = sum(x for x, _ in corners) / len(corners)
    y0 = sum(y for _, y in corners) / len(corners)
    wider = []
    for x, y in corners:
        away = math.hypot(x - x0, y - y0) or 1.0
        wider.append((x0 + (x - x0) * (1 + 14 / away), y0 + (y - y0) * (1 + 14 / away)))
    ink = tones.tone(name).line
    return el("path", d=path(wider, closed=True), class_=f"hull cp-f-{ink} cp-l-{ink}{tones.dash(name)}")


def _marks(
    spots: Mapping[str, Sequence[tuple[float, float]]],
    toned: Mapping[str, str],
    own: str,
    top: float,
    height: float,
) -> tuple[str, str, int]:
    """The marks, the shapes that they use, and how many points the fullest one stands for (0: each is one)."""
    counts = {group: Counter(found) for group, found in spots.items()}
    many = sum(map(len, spots.values())) > MOST
    for cells in CELLS if many else ():
        counts = {
            group: Counter(_middle(spot, cells, top, height) for spot in found)
            for group, found in spots.items()
        }
        if sum(map(len, counts.values())) <= MOST_MARKS:
            break
    drawn, defined, fullest = [], {}, 0
    for group, found in counts.items():
        name = toned[group]
        for (x, y), count in sorted(found.items()):
            step = min(len(SIZES) - 1, int(math.log2(count))) if many else 1
            fullest = max(fullest, count if many else 0)
            mark = f"{own}-{name}-{step}"
            defined[mark] = el("g", tones.point(name, SIZES[step]), id=mark)
            drawn.append(f'<use href="#{mark}" x="{pct(round(x, 3))}" y="{num(round(y, 1))}"/>')
    return "".join(drawn), "".join(defined.values()), fullest


def _middle(
    spot: tuple[float, float], cells: tuple[int, int], top: float, height: float
) -> tuple[float, float]:
    """The middle of the grid's cell in which a place lies."""
    across = (math.floor(spot[0] * cells[0]) + 0.5) / cells[0]
    return across, top + (math.floor((spot[1] - top) / height * cells[1]) + 0.5) / cells[1] * height


def _labels(labels: Sequence[tuple[tuple[float, float], str]], top: float, bottom: float) -> str:
    """Labels where they meet neither one another nor a point, judged at a phone's width; the rest stay in the table."""
    taken = [(x * lettering.PHONE - 6, y - 6, x * lettering.PHONE + 6, y + 6) for (x, y), _ in labels]
    drawn = []
    for (share, y), whole in labels:
        text = lettering.shorten(lettering.clean(whole), 150)
        wide, x = lettering.width(text), share * lettering.PHONE
        for anchor, dx, dy in (("start", 11, 5), ("end", -11, 5), ("middle", 0, -12), ("middle", 0, 24)):
            left = x + dx - (wide if anchor == "end" else wide / 2 if anchor == "middle" else 0)
            box = (left, y + dy - 15, left + wide, y + dy + 4)
            inside = (
                left >= -2
                and left + wide <= lettering.PHONE + 2
                and box[1] >= top - 16
                and box[3] <= bottom + 4
            )
            if inside and not any(
                box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
            ):
                taken.append(box)
                moved = el(
                    "g",
                    words(text, pct(share), y + dy, anchor=anchor, halo=True),
                    transform=f"translate({dx} 0)" if dx else None,
                )
                drawn.append(moved)
                break
    return "".join(drawn)


def _table(
    title: str,
    points: Sequence[Point],
    toned: Mapping[str, str],
    axes: tuple[Axis | None, Axis | None],
    each: str,
) -> Table:
    x, y = axes
    if x and y and points and all(at.label for at in points) and len(points) <= MOST:
        heads: list[str | Column] = ["Name", figures(x.label or "Across"), figures(y.label or "Up")]
        grouped = any(toned_group for toned_group in toned)
        rows = [[at.label, x.write(at.x), y.write(at.y), *([at.group] if grouped else [])] for at in points]
        return Table.of(f"{title}: the numbers", [*heads, *(["Group"] if grouped else [])], rows)
    counts = Counter(at.group for at in points)
    rows = [
        [group or "No group", number(counts[group]), percent(counts[group] / len(points))]
        for group in toned
        if counts[group]
    ]
    named = [at.label for at in points if at.label]
    notes = [f"Named in the map: {'; '.join(named)}."] if named else []
    return Table.of(
        f"{title}: the numbers", ["Group", figures(each.capitalize()), figures("Share")], rows, notes=notes
    )


def _described(points: Sequence[Point], toned: Mapping[str, str], each: str) -> str:
    if not points:
        return "There is nothing to show yet."
    counts = Counter(at.group for at in points)
    told = "; ".join(f"{group}: {number(counts[group])}" for group in toned if group and counts[group])
    return f"{number(len(points))} {each}{', ' + told if told else ''}."
