"""A survey's answers as CSV: a line of column names, then a line for each person.

Each column keeps its cells as they were written (a whole number as ``1`` whether the
file says ``1`` or ``1.0``), as places in a list of the different texts. What a code means,
and which codes are no answer, stands in a dictionary file or a SPEC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Problem
from coproduce.formats import delimited, text
from coproduce.formats.protocol import Faults, plural, shown

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, eq=False)
class SurveyColumn:
    """One column.

    Attributes:
        codes: (n,) the place of each cell's text in ``texts``.
        texts: the different texts, sorted; "" for blank cells.
        label: the question, where it is known.
        answers: what codes mean, where it is known.
        missing: codes that are no answer, with the reason.
    """

    codes: NDArray[np.int64]
    texts: tuple[str, ...]
    label: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: list[str]) -> SurveyColumn:
        """The column that holds ``cells``."""
        found, codes = np.unique(np.array(cells, dtype=object).astype(str), return_inverse=True)
        tidy = [_tidy(each) for each in found.tolist()]
        texts = sorted(set(tidy))
        place = np.array([texts.index(each) for each in tidy], dtype=np.int64)
        return cls(place[np.asarray(codes).reshape(-1)] if tidy else np.zeros(0, np.int64), tuple(texts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SurveyColumn):
            return NotImplemented
        return (
            self.texts == other.texts
            and np.array_equal(self.codes, other.codes)
            and (self.label, dict(self.answers), dict(self.missing))
            == (other.label, dict(other.answers), dict(other.missing))
        )

    __hash__ = None  # type: ignore[assignment]

    def cells(self) -> list[str]:
        """The text of each person."""
        return [self.texts[code] for code in self.codes.tolist()]


@dataclass(frozen=True, eq=False)
class SurveyData:
    """Columns by name, in the order of the file."""

    columns: Mapping[str, SurveyColumn]
    warnings: tuple[Problem, ...] = ()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SurveyData)
            and list(self.columns) == list(other.columns)
            and all(self.columns[name] == other.columns[name] for name in self.columns)
        )

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())).codes) if self.columns else 0

    def told(self, labels: Mapping[str, tuple[str, Mapping[str, str], Mapping[str, str]]]) -> SurveyData:
        """The same answers with labels: question, answers and missing codes by column."""
        columns = {
            name: replace(column, label=labels[name][0], answers=labels[name][1], missing=labels[name][2])
            if name in labels
            else column
            for name, column in self.columns.items()
        }
        return replace(self, columns=columns)


def read(data: bytes, *, name: str) -> SurveyData | list[Problem]:
    """The answers in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    if not found.strip():
        faults.add("empty", "the file is empty; its first line names the columns", (1, 1))
        return faults.found()
    line = found.split(b"\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda each: line.count(each.encode()))
    head = next(iter(delimited.rows(found, Faults(name), delimiter=delimiter)))
    names = [field.strip() for field in head.fields]
    for at, each in enumerate(names):
        if not each:
            faults.add("column-name", "a column has no name; name it on this line", head.place(at))
        elif each in names[:at]:
            faults.add("column-twice", f"the column {shown(each)} stands twice; rename one", head.place(at))

    def wrong(row: delimited.Row) -> None:
        text = (
            f"this line has {plural(len(row.fields), 'cell')} and the first line {plural(len(names), 'column')}; "
            f"put texts that hold {shown(delimiter)} into double quotes"
        )
        faults.add("row-width", text, (row.line, 1))

    table = delimited.table(
        found, faults, width=len(names), wrong=wrong, start=head.end, line=head.next_line, delimiter=delimiter
    )
    if faults:
        return faults.found()
    columns = {each: SurveyColumn.of(list(cells)) for each, cells in zip(names, table.columns, strict=True)}
    return SurveyData(columns, tuple(warnings.found()) if warnings else ())


def write(value: SurveyData) -> bytes:
    """The answers as CSV; labels are not in it (they go into a dictionary file or an SPSS file)."""
    cells = [column.cells() for column in value.columns.values()]
    rows = [list(value.columns), *(list(row) for row in zip(*cells, strict=True))]
    return delimited.write_rows(rows, delimiter=",").encode("utf-8")


def _tidy(cell: str) -> str:
    stripped = cell.strip()
    whole, point, rest = stripped.partition(".")
    if point and rest and not rest.strip("0") and whole.lstrip("-").isdigit():
        return "0" if whole in ("-0", "") else whole
    return stripped
