"""Margins of an area as CSV: ``variable,level,share`` — a line for each level, shares or numbers of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coproduce.engines.kernel import Problem
from coproduce.formats import delimited, text
from coproduce.formats.protocol import Faults, plural, shown


@dataclass(frozen=True)
class Margins:
    """``margins[variable][level]`` is a share or a number of people; ``lines`` where each variable first stands."""

    margins: Mapping[str, Mapping[str, float]]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def read(data: bytes, *, name: str) -> Margins | list[Problem]:
    """The margins in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    margins: dict[str, dict[str, float]] = {}
    lines: dict[str, int] = {}
    for at, row in enumerate(delimited.rows(found, faults, delimiter=",")):
        if row.blank or at == 0:
            continue
        if len(row.fields) != 3:
            told = f"this line has {plural(len(row.fields), 'cell')}; it needs three: variable, level, share"
            faults.add("row-width", told, (row.line, 1))
            continue
        variable, level, share = (each.strip() for each in row.fields)
        levels = margins.setdefault(variable, {})
        lines.setdefault(variable, row.line)
        try:
            value = float(share.removesuffix("%"))
        except ValueError:
            faults.add("margin-number", f"{shown(share)} is not a number; write 0.52 or 52000", row.place(2))
            continue
        if not 0 <= value < float("inf"):
            faults.add("margin-number", "a share or number of people is 0 or more; mend it", row.place(2))
        if level in levels:
            faults.add(
                "level-twice", f"{shown(level)} stands twice for {variable}; leave one out", row.place(1)
            )
        levels[level] = value
    if not margins and not faults:
        faults.add(
            "empty", "there are no margins; write lines of variable,level,share below the first", (1, 1)
        )
    return faults.found() if faults else Margins(margins, lines)


def write(value: Margins) -> bytes:
    """The margins as CSV."""
    rows = [["variable", "level", "share"]]
    rows += [
        [name, level, repr(share)]
        for name, levels in value.margins.items()
        for level, share in levels.items()
    ]
    return delimited.write_rows(rows, delimiter=",").encode("utf-8")
