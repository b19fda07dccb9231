"""The PROJECTS table: what could be funded, at what cost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coproduce.engines.kernel import Exact
from coproduce.formats.pabulib.head import Section
from coproduce.formats.pabulib.meta import amount, amount_fault
from coproduce.formats.protocol import Faults, shown

# Published files separate labels by a bare comma; a comma with a space behind it belongs to a label.
_LABELS = re.compile(r",(?! )")


@dataclass(frozen=True)
class Projects:
    """The table's meaning, one entry per project in each field."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    costs: tuple[Exact, ...]
    categories: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    areas: tuple[str, ...]
    selected: tuple[int | None, ...]
    coordinates: tuple[tuple[float, float] | None, ...]


def read_projects(section: Section, faults: Faults, warnings: Faults) -> Projects:
    """The projects; a project with a fault is kept in its place, so that ballots can be checked too."""
    count = len(section.rows)
    ids = section.cells("project_id")
    _check_ids(section, ids, faults)
    names = section.cells("name") or [""] * count
    areas = next(
        (found for key in ("neighborhood", "district", "subunit") if (found := section.cells(key))), []
    )
    return Projects(
        ids=tuple(ids),
        names=tuple(name or id_ for name, id_ in zip(names, ids, strict=False)),
        costs=_costs(section, faults),
        categories=_labels(section, "category"),
        targets=_labels(section, "beneficiaries", "target"),
        areas=tuple(areas or [""] * count),
        selected=_selected(section, warnings),
        coordinates=_coordinates(section, warnings),
    )


def _check_ids(section: Section, ids: list[str], faults: Faults) -> None:
    first: dict[str, int] = {}
    for row, name in zip(section.rows, ids, strict=False):
        line, column = row.place(section.columns.index("project_id"))
        if not name:
            faults.add(
                "project-id", "this project has no id; give it one that no other project has", (line, column)
            )
        elif "," in name or "\n" in name:
            faults.add(
                "project-id",
                f"the project id {shown(name)} holds a comma or a line end, which ballots cannot "
                "name; change it here and on the ballots",
                (line, column),
            )
        elif name in first:
            faults.add(
                "project-twice",
                f"the project id {shown(name)} stands twice, first on line {first[name]}; "
                "give one of them another id or remove it",
                (line, column),
            )
        else:
            first[name] = line


def _costs(section: Section, faults: Faults) -> tuple[Exact, ...]:
    if "cost" not in section.columns:
        return (1,) * len(section.rows)
    costs: list[Exact] = []
    for row, text in zip(section.rows, section.cells("cost"), strict=False):
        cost = amount(text)
        if not cost:
            code, sentence = (
                amount_fault("the cost", text)
                if cost is None
                else ("zero", "the cost is 0; give what the project costs, above 0")
            )
            line, column = row.place(section.columns.index("cost"))
            faults.add(f"cost-{code}", sentence, (line, column))
        costs.append(cost or 1)
    return tuple(costs)


def _labels(section: Section, *columns: str) -> tuple[tuple[str, ...], ...]:
    found = next((cells for column in columns if (cells := section.cells(column))), [""] * len(section.rows))
    return tuple(tuple(label.strip() for label in _LABELS.split(cell) if label.strip()) for cell in found)


def _selected(section: Section, warnings: Faults) -> tuple[int | None, ...]:
    found: list[int | None] = []
    for row, text in zip(section.rows, section.cells("selected"), strict=False):
        known = text.isascii() and text.isdigit() and len(text) <= 3
        if text and not known:
            line, column = row.place(section.columns.index("selected"))
            warnings.add(
                "selected",
                f"selected is {shown(text)}, neither 0 nor 1 nor another whole number; it is kept "
                "and not used",
                (line, column),
            )
        found.append(int(text) if known else None)
    return tuple(found) or (None,) * len(section.rows)


def _coordinates(section: Section, warnings: Faults) -> tuple[tuple[float, float] | None, ...]:
    found: list[tuple[float, float] | None] = []
    pairs = zip(section.rows, section.cells("latitude"), section.cells("longitude"), strict=False)
    for row, north, east in pairs:
        place = (_degrees(north, 90), _degrees(east, 180))
        if (north and place[0] is None) or (east and place[1] is None):
            line, column = row.place(section.columns.index("latitude"))
            warnings.add(
                "coordinates",
                f"latitude {shown(north)} and longitude {shown(east)} are not degrees such as "
                "51.5072 and -0.1276; they are kept and not used",
                (line, column),
            )
        found.append(None if place[0] is None or place[1] is None else (place[0], place[1]))
    return tuple(found) or (None,) * len(section.rows)


def _degrees(text: str, most: float) -> float | None:
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,40})?", text, re.ASCII):
        return None
    return value if abs(value := float(text)) <= most else None
