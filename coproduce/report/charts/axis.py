"""Axes: a stretch of numbers that starts and ends on round ones, and its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coproduce.report import lettering
from coproduce.report.drawing import el, pct, words
from coproduce.report.numbers import Write, number


@dataclass(frozen=True)
class Axis:
    """What an axis is to show. All of it may be left to the chart.

    Attributes:
        low, high: where it starts and ends; None takes the data's, rounded outwards.
        label: what is measured, with its unit, e.g. "hours a week".
        write: how its numbers are written.
    """

    low: float | None = None
    high: float | None = None
    label: str = ""
    write: Write = number


@dataclass(frozen=True)
class Scale:
    """An axis that has met its data: ``low`` < ``high``, round ``ticks`` between."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    inset: float = 0.0

    def share(self, value: float) -> float:
        """Where ``value`` lies, from ``inset`` to 1; what lies outside is held at the edge."""
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.inset + (1 - self.inset) * share

    def beside(self, up: Scale) -> Scale:
        """The same scale, leaving room at the left for the numbers of ``up``."""
        widest = max((lettering.width(label) for label in up.labels), default=0.0)
        return replace(self, inset=min(0.3, (widest + 8) / lettering.PHONE))


def scale(
    axis: Axis, values: Iterable[float], *, zero: bool = False, most: int = 6, room: float = lettering.PHONE
) -> Scale:
    """The scale of ``axis`` for ``values`` (finite; may be empty).

    ``zero`` brings 0 in. As many ticks as find ``room`` px side by side, ``most`` at the most.
    """
    found = [value for value in values if math.isfinite(value)]
    if zero:
        found.append(0.0)
    low = axis.low if axis.low is not None else min(found, default=0.0)
    high = axis.high if axis.high is not None else max(found, default=1.0)
    low, high = (low, high) if low < high else _apart(low, zero=zero)
    best = Scale(low, high, (low, high), (axis.write(low), axis.write(high)))
    for count in range(2, most + 1):
        step = _step((high - low) / count)
        first = low if axis.low is not None else math.floor(low / step + 1e-9) * step
        last = high if axis.high is not None else math.ceil(high / step - 1e-9) * step
        ticks = _ticks(first, last, step)
        labels = tuple(axis.write(tick) for tick in ticks)
        fits = sum(lettering.width(label) + 22 for label in labels) <= room and len(ticks) <= most + 1
        if fits or count == 2:
            best = Scale(first, last, ticks, labels)
    return best


def grid(found: Scale, top: float, bottom: float, label: str = "") -> tuple[str, float]:
    """Vertical hairlines at the ticks, their numbers below, and the label; and the y where it all ends."""
    parts = []
    for tick, text in zip(found.ticks, found.labels, strict=True):
        place = found.share(tick)
        anchor = "start" if place < 0.04 else "end" if place > 0.96 else "middle"
        parts.append(el("line", class_="axis", x1=pct(place), x2=pct(place), y1=top, y2=bottom))
        parts.append(words(text, pct(place), bottom + 22, anchor=anchor, soft=True))
    end = bottom + 28
    if label:
        for line in lettering.wrap(label, lettering.PHONE):
            parts.append(words(line, 0, end + 16, soft=True))
            end += 22
    return "".join(parts), end


def levels(up: Scale, across: Scale, top: float, bottom: float) -> str:
    """Horizontal hairlines at the ticks of ``up``, and their numbers in the room that ``across`` leaves at the left."""
    drawn = []
    for tick, text in zip(up.ticks, up.labels, strict=True):
        y = bottom - up.share(tick) * (bottom - top)
        drawn.append(
            el("line", class_="axis" if tick else "zero", x1=pct(across.inset), x2="100%", y1=y, y2=y)
        )
        drawn.append(words(text, 0, y + 5, soft=True))
    return "".join(drawn)


def _apart(value: float, *, zero: bool) -> tuple[float, float]:
    """Two ends for data that are all the same."""
    if value == 0:
        return 0.0, 1.0
    if zero:
        return min(0.0, value), max(0.0, value)
    size = _step(abs(value) / 4)
    return value - size, value + size


def _step(size: float) -> float:
    """The round number next above ``size``: 1, 2, 2.5 or 5 times a power of ten."""
    if size <= 0 or not math.isfinite(size):
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return next(
        (factor * power for factor in (1, 2, 2.5, 5) if size <= factor * power * (1 + 1e-9)), 10 * power
    )


def _ticks(first: float, last: float, step: float) -> tuple[float, ...]:
    start = math.ceil(first / step - 1e-9)
    stop = math.floor(last / step + 1e-9)
    digits = max(0, 1 - math.floor(math.log10(step)))
    return tuple(round(place * step, digits) + 0.0 for place in range(start, stop + 1))
