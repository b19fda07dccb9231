"""Features: for each value of each feature how many people are wanted.

Columns ``feature,value,min,max`` (or ``category,name,min,max``), and where the numbers may give
way ``min_flex,max_flex``: how far. Other columns are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.protocol import Faults, shown
from coproduce.formats.sortition.sheet import Sheet, read_sheet, write_sheet

_NAMES = {
    "feature": ("feature", "category"),
    "value": ("value", "name"),
    "min": ("min",),
    "max": ("max",),
    "min_flex": ("min_flex",),
    "max_flex": ("max_flex",),
}
_WHOLE = re.compile(r"\d{1,9}")
_NEEDED = ("feature", "value", "min", "max")


@dataclass(frozen=True)
class Feature:
    """One line: of ``value`` at least ``low`` and at most ``high``; at the utmost ``least`` to ``most``."""

    feature: str
    value: str
    low: int
    high: int
    least: int | None = None
    most: int | None = None
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True)
class Features:
    """All lines, in order of the file."""

    lines: tuple[Feature, ...]
    source: str = field(default="", compare=False)
    warnings: tuple[Problem, ...] = field(default=(), compare=False, repr=False)


def read(data: bytes, *, name: str) -> Features | list[Problem]:
    """The features in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, name)
    if sheet is None:
        return faults.found()
    columns = _columns(sheet, faults)
    if faults:
        return faults.found()
    lines = [_line(sheet, row, columns, faults) for row in range(len(sheet.rows))]
    _check_twice(sheet, columns, faults)
    if not sheet.rows:
        faults.add("no-features", "no feature is listed; write one line for each value", (1, 1))
    if faults:
        return faults.found()
    return Features(tuple(line for line in lines if line is not None), name, sheet.warnings)


def write(value: Features) -> bytes:
    """Comma-separated bytes from which ``read`` makes an equal value."""
    flexible = any(line.least is not None or line.most is not None for line in value.lines)
    heads = [*_NEEDED, *(("min_flex", "max_flex") if flexible else ())]
    rows = []
    for line in value.lines:
        cells: list[object] = [line.feature, line.value, line.low, line.high]
        if flexible:
            cells += ["" if end is None else end for end in (line.least, line.most)]
        rows.append([str(cell) for cell in cells])
    return write_sheet(heads, rows)


def _columns(sheet: Sheet, faults: Faults) -> dict[str, int]:
    lowered = [name.lower() for name in sheet.columns]
    found = {
        key: lowered.index(name)
        for key, names in _NAMES.items()
        for name in reversed(names)
        if name in lowered
    }
    for key in _NEEDED:
        if key not in found:
            names = " or ".join(_NAMES[key])
            faults.add("no-column", f"there is no column {names}; the first line should name it", (1, 1))
    return found


def _line(sheet: Sheet, row: int, columns: dict[str, int], faults: Faults) -> Feature | None:
    cells = sheet.rows[row]

    def spot(key: str) -> tuple[int, int]:
        place = sheet.place(row, columns[key])
        return place.line, place.column

    def whole(key: str) -> int | None:
        text = cells[columns[key]] if key in columns else ""
        if not text and key.endswith("_flex"):
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        faults.add("not-whole", f"{key} is {shown(text)}; write a whole number, 0 or more", spot(key))
        return None

    for key in ("feature", "value"):
        if not cells[columns[key]]:
            faults.add("no-name", f"the {key} is missing; write it, or remove the line", spot(key))
    low, high, least, most = (whole(key) for key in ("min", "max", "min_flex", "max_flex"))
    if low is None or high is None:
        return None
    if low > high:
        faults.add("min-max", f"min is {low} and max {high}; the max must not be below the min", spot("max"))
    if least is not None and least > low:
        faults.add("flex", f"min_flex is {least}, above the min of {low}; lower it", spot("min_flex"))
    if most is not None and most < high:
        faults.add("flex", f"max_flex is {most}, below the max of {high}; raise it", spot("max_flex"))
    feature, value = cells[columns["feature"]], cells[columns["value"]]
    return Feature(feature, value, low, high, least, most, sheet.place(row, columns["value"]))


def _check_twice(sheet: Sheet, columns: dict[str, int], faults: Faults) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row, cells in enumerate(sheet.rows):
        pair = cells[columns["feature"]], cells[columns["value"]]
        if pair in seen:
            place = sheet.place(row, columns["value"])
            faults.add(
                "value-twice",
                f"{pair[0]}: {shown(pair[1])} stands on line {seen[pair]} already; keep one of the two",
                (place.line, place.column),
            )
        else:
            seen[pair] = sheet.place(row, 0).line
