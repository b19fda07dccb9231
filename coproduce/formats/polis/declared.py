"""``stakeholders.csv``: which declared group each participant belongs to.

Not one of Polis' files: two columns, participant (the id, or the xid, of the other
files) and group ("carers", "staff" …). Whoever is not listed has declared none.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.engines.kernel import Problem
from coproduce.formats.delimited import write_rows
from coproduce.formats.polis.sheet import check_unique, read_sheet
from coproduce.formats.protocol import Faults


@dataclass(frozen=True)
class Declared:
    """Declared groups as (participant, group), in the order of the file."""

    rows: tuple[tuple[str, str], ...]


def read(data: bytes, *, name: str) -> Declared | list[Problem]:
    """The declared groups in ``data``, or every problem found."""
    faults = Faults(name)
    sheet = read_sheet(data, faults, needed=("participant", "group"), what="stakeholders")
    if sheet is None:
        return faults.found()
    check_unique(sheet, "participant", faults, what="participant")
    if faults:
        return faults.found()
    return Declared(tuple(zip(sheet.column("participant"), sheet.column("group"), strict=True)))


def write(value: Declared) -> bytes:
    """The file that ``read`` turns into ``value``."""
    return write_rows([("participant", "group"), *value.rows], delimiter=",").encode("utf-8")
