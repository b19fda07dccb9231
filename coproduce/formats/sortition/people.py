"""People: one line each, any columns. Which of them matter, the features and the options say."""

from __future__ import annotations

from coproduce.engines.kernel import Problem
from coproduce.formats.protocol import Faults
from coproduce.formats.sortition.sheet import Sheet, read_sheet, write_sheet

People = Sheet


def read(data: bytes, *, name: str) -> People | list[Problem]:
    """The people in ``data``, or every problem found."""
    faults = Faults(name)
    found = read_sheet(data, faults, name)
    if found is None:
        return faults.found()
    return found


def write(value: People) -> bytes:
    """Comma-separated bytes from which ``read`` makes an equal value."""
    return write_sheet(value.columns, value.rows)
