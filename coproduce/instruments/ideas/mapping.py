"""A plain map of ideas: points over the outlines of areas, or over a grid, and nothing asked of another machine.

Degrees become pixels by one scale, east to west narrowed by the cosine of the middle latitude, so
that a small town keeps its shape. Points that would lie on one another are drawn as one, with their number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 440.0
MARGIN = 30.0
SMALLEST = 0.004
"""Degrees shown at the least: about 450 metres, so that one idea does not fill the world."""
CELL = 30.0
MOST_CORNERS = 4_000


@dataclass(frozen=True)
class Spotted:
    """An idea with its point: degrees north and east."""

    number: int
    title: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Dot:
    """What is drawn at one place: one idea with its number, or how many there are."""

    x: float
    y: float
    radius: float
    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Drawn:
    """The map in pixels: outlines as path data, grid lines with their degrees, dots."""

    width: int
    height: int
    outlines: tuple[str, ...]
    across: tuple[tuple[float, str], ...]
    down: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class _Frame:
    west: float
    north: float
    scale: float
    narrow: float

    def x(self, lon: float) -> float:
        return round(MARGIN + (lon - self.west) * self.narrow * self.scale, 1)

    def y(self, lat: float) -> float:
        return round(MARGIN + (self.north - lat) * self.scale, 1)


def draw(spots: Sequence[Spotted], boundaries: Iterable[Any] = ()) -> Drawn | None:
    """The map of these ideas; None where none has a point. ``boundaries`` are GeoJSON; the unsound is passed over."""
    if not spots:
        return None
    rings = [ring for boundary in boundaries for ring in _rings(boundary)]
    lats = [one.lat for one in spots] + [lat for ring in rings for _, lat in ring]
    lons = [one.lon for one in spots] + [lon for ring in rings for lon, _ in ring]
    south, north = _spread(min(lats), max(lats))
    narrow = max(0.05, math.cos(math.radians((south + north) / 2)))
    west, east = _spread(min(lons), max(lons), SMALLEST / narrow)
    inner = WIDTH - 2 * MARGIN
    scale = min(inner / ((east - west) * narrow), inner / (north - south))
    frame = _Frame(west, north, scale, narrow)
    height = round((north - south) * scale + 2 * MARGIN)
    width = round((east - west) * narrow * scale + 2 * MARGIN)
    return Drawn(
        width, height, tuple(_path(ring, frame) for ring in rings),
        tuple((frame.x(value), _degrees(value, "E", "W")) for value in _lines(west, east)),
        tuple((frame.y(value), _degrees(value, "N", "S")) for value in _lines(south, north)),
        tuple(_dots(spots, frame)),
    )  # fmt: skip


def _spread(low: float, high: float, least: float = SMALLEST) -> tuple[float, float]:
    missing = max(0.0, least - (high - low)) / 2
    return low - missing, high + missing


def _dots(spots: Sequence[Spotted], frame: _Frame) -> Iterator[Dot]:
    """Each idea goes to the first dot that lies closer than a finger's width, or begins a new one."""
    found: list[tuple[float, float, list[Spotted]]] = []
    for one in sorted(spots, key=lambda spot: spot.number):
        x, y = frame.x(one.lon), frame.y(one.lat)
        near = next((here for at_x, at_y, here in found if math.hypot(at_x - x, at_y - y) < CELL), None)
        if near is None:
            found.append((x, y, [one]))
        else:
            near.append(one)
    for _, _, here in found:
        x = sum(frame.x(one.lon) for one in here) / len(here)
        y = sum(frame.y(one.lat) for one in here) / len(here)
        words = str(here[0].number) if len(here) == 1 else f"{len(here)}"
        radius = 13.0 if len(here) == 1 else min(28.0, 15.0 + 3.0 * math.log2(len(here)))
        yield Dot(round(x, 1), round(y, 1), round(radius, 1), words, tuple(one.number for one in here))


def _rings(boundary: Any) -> Iterator[list[tuple[float, float]]]:
    """The outer rings of a GeoJSON polygon, however it is wrapped; what is not sound is passed over."""
    if not isinstance(boundary, dict):
        return
    kind, inside = boundary.get("type"), boundary.get("coordinates")
    if kind == "Feature":
        yield from _rings(boundary.get("geometry"))
    elif kind == "FeatureCollection":
        for one in boundary.get("features") or []:
            yield from _rings(one)
    elif kind in {"Polygon", "MultiPolygon"} and isinstance(inside, list):
        for polygon in [inside] if kind == "Polygon" else inside:
            ring = polygon[0] if isinstance(polygon, list) and polygon else []
            found = [(float(one[0]), float(one[1])) for one in ring if _is_point(one)]
            if 3 <= len(found) <= MOST_CORNERS:
                yield found


def _is_point(one: Any) -> bool:
    return (
        isinstance(one, list)
        and len(one) >= 2
        and all(isinstance(value, int | float) and math.isfinite(value) for value in one[:2])
        and abs(one[0]) <= 180
        and abs(one[1]) <= 90
    )


def _path(ring: Sequence[tuple[float, float]], frame: _Frame) -> str:
    return "M" + "L".join(f"{frame.x(lon)} {frame.y(lat)}" for lon, lat in ring) + "Z"


def _lines(low: float, high: float) -> list[float]:
    """Three to six round degrees between two."""
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    while (high - low) / step > 6:
        step *= 2
    first = math.ceil(low / step)
    return [round((first + place) * step, 6) for place in range(int((high - first * step) / step) + 1)]


def _degrees(value: float, plus: str, minus: str) -> str:
    return f"{abs(value):.4f}".rstrip("0").rstrip(".") + f"° {plus if value >= 0 else minus}"
