"""Hemicycle: who sits in a body, a seat for each, group beside group in a half circle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.report import tones
from coproduce.report.chart import Chart, Key, chart, chart_id
from coproduce.report.drawing import el, num, words
from coproduce.report.numbers import number, percent, plural
from coproduce.report.table import Table, figures

WIDE = 400
INNER = 0.42


@dataclass(frozen=True)
class Seats:
    """So many seats (0 or more) of one kind; the next group's tone where ``tone`` is empty."""

    label: str
    count: int
    tone: str = ""


def hemicycle(
    title: str, groups: Sequence[Seats], *, description: str = "", note: str = "", table: Table | None = None
) -> Chart:
    """A seat for each of at most 400 members, the groups from left to right in the order given.

    Raises:
        ValueError: for more than 400 seats or fewer than 0 of a kind.
    """
    total = sum(each.count for each in groups)
    if total > 400 or any(each.count < 0 for each in groups):
        raise ValueError("a half circle has room for 400 seats, and a group cannot have fewer than 0")
    toned = [(each, each.tone or tones.group_tone(place)) for place, each in enumerate(groups)]
    shown = table or Table.of(
        f"{title}: the numbers",
        ["Who", figures("Seats"), figures("Share")],
        [[each.label, number(each.count), percent(each.count / total) if total else ""] for each in groups],
        footer=[["All", number(total), ""]],
    )
    own = chart_id("hemicycle", title, shown)
    places = _places(total)
    radius = _radius(places)
    high = WIDE / 2 + radius + 4
    drawn, defined, taken = [], {}, 0
    for each, name in toned:
        mark = f"{own}-seat-{name}"
        if each.count:
            defined[mark] = el("g", tones.point(name, radius), id=mark)
        for x, y in places[taken : taken + each.count]:
            drawn.append(f'<use href="#{mark}" x="{num(round(x, 1))}" y="{num(round(y, 1))}"/>')
        taken += each.count
    edge = radius + 2
    box = f"{num(-edge)} {num(-edge)} {num(WIDE + 2 * edge)} {num(high + edge)}"
    seats = el(
        "svg",
        el("defs", *defined.values()),
        *drawn,
        x=0,
        y=0,
        width="100%",
        height=220,
        viewBox=box,
        preserveAspectRatio="xMidYMid meet",
    )
    body = (
        [seats, words(number(total), "50%", 214, anchor="middle", strong=True)]
        if total
        else [words("No seats yet", 0, 16, soft=True)]
    )
    told = "; ".join(f"{each.label}: {number(each.count)}" for each in groups)
    key = [Key(name, f"{each.label}: {number(each.count)}", "point") for each, name in toned]
    return chart(
        own,
        *body,
        height=224 if total else 24,
        title=title,
        description=description or f"{plural(total, 'seat')}. {told}.",
        table=shown,
        used=[name for _, name in toned],
        key=key,
        note=note,
    )


def _rows(total: int) -> list[int]:
    """Seats in each row, from the innermost: in proportion to its length."""
    count = max(1, min(12, round(math.sqrt(total / 4.5))))
    radii = [INNER + (1 - INNER) * (place + 1) / count if count > 1 else 1.0 for place in range(count)]
    whole = sum(radii)
    seats = [int(total * radius / whole) for radius in radii]
    for place in range(total - sum(seats)):
        seats[count - 1 - place % count] += 1
    return seats


def _places(total: int) -> list[tuple[float, float]]:
    """The middle of every seat, sorted by angle, so that a group is a wedge."""
    rows = _rows(total)
    found = []
    for place, count in enumerate(rows):
        radius = (INNER + (1 - INNER) * (place + 1) / len(rows) if len(rows) > 1 else 1.0) * WIDE / 2
        for seat in range(count):
            angle = math.pi * (1 - (seat / (count - 1) if count > 1 else 0.5))
            found.append(
                (
                    round(-angle, 9),
                    radius,
                    WIDE / 2 + radius * math.cos(angle),
                    WIDE / 2 - radius * math.sin(angle),
                )
            )
    return [(x, y) for _, _, x, y in sorted(found)]


def _radius(places: Sequence[tuple[float, float]]) -> float:
    """As large as seats can be without touching."""
    least = min((math.dist(a, b) for i, a in enumerate(places) for b in places[i + 1 :]), default=30.0)
    return min(13.0, least * 0.42)
