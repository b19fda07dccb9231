"""The first two sections: META and PROJECTS, and the way to VOTES.

They are short, so they are read row by row with the place of every field. What
follows the head of VOTES is left for ``ballots``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coproduce.formats.delimited import Row, rows
from coproduce.formats.protocol import Faults, plural, shown

SECTIONS = ("META", "PROJECTS", "VOTES")
_NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


@dataclass
class Section:
    """One section: the line of its name, its header, and (but for VOTES) its rows.

    ``spoilt`` are rows of another width than the header's; each is a fault (of VOTES only their number is kept).
    """

    name: str
    line: int
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)
    spoilt: list[Row] = field(default_factory=list)
    spoilt_count: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, without blanks round them and without empty ones at the end."""
        names = [name.strip() for name in self.header.fields] if self.header else []
        while names and not names[-1]:
            names.pop()
        return tuple(names)

    @property
    def width(self) -> int:
        """How many fields the header has, empty names at its end included."""
        return len(self.header.fields) if self.header else 0

    def cells(self, column: str) -> list[str]:
        """The cells of one column, without blanks round them; empty where there is no such column."""
        if column not in self.columns:
            return []
        index = self.columns.index(column)
        return [row.fields[index].strip() for row in self.rows]


@dataclass
class Head:
    """What stands before the first ballot. ``end`` and ``line`` are where the ballots begin."""

    sections: dict[str, Section]
    end: int
    line: int


def section_name(fields: Sequence[str]) -> str | None:
    """The section that a row of these fields opens, or None."""
    name = fields[0].strip().upper()
    return name if name in SECTIONS and not any(field.strip() for field in fields[1:]) else None


def read_head(data: bytes, faults: Faults, warnings: Faults) -> Head:
    """Sections, headers and rows up to the first ballot; what is wrong with them goes to ``faults``.

    Spreadsheets fill every row up with empty fields. They are passed over, with one warning.
    """
    padded: list[Row] = []
    head = Head({}, len(data), 1)
    section: Section | None = None
    for row in rows(data, faults):
        head.line = row.next_line
        if not any(cell.strip() for cell in row.fields):
            continue
        name = section_name(row.fields)
        if len(row.fields) > (wanted := _wanted(section, name)) and not any(
            map(str.strip, row.fields[wanted:])
        ):
            padded.append(row)
            row = replace(row, fields=row.fields[:wanted])  # noqa: PLW2901
        if name is not None:
            section = _open(head, name, row, faults)
        elif section is None:
            faults.add(
                "before-meta",
                "a .pb file begins with a line that says META; put what stands here below it or remove it",
                (row.line, 1),
            )
            section = Section("", row.line)
        elif section.name and section.header is None:
            _take_header(section, row, faults)
            if section.name == "VOTES":
                head.end = row.end
                break
        elif section.name and len(row.fields) != len(section.columns):
            wrong_width(section, row, faults)
        else:
            section.rows.append(row)
    if padded:
        warnings.add(
            "padding",
            f"from here on rows end in empty fields, as spreadsheets write them ({plural(len(padded), 'row')} before "
            "the ballots); they were passed over",
            padded[0].place(1),
        )
    _check_complete(head, faults)
    return head


def wrong_width(section: Section, row: Row, faults: Faults) -> None:
    """Report a row that has more or fewer fields than the header of its section."""
    name = section_name(row.fields)
    if name is not None:
        _misplaced(name, row, faults)
        return
    section.spoilt_count += 1
    if section.name != "VOTES":
        section.spoilt.append(row)
    if faults.full:
        faults.add("field-count", "")
        return
    found, wanted = len(row.fields), len(section.columns)
    line, column = row.place(min(found, wanted))
    if found < wanted:
        missing = ", ".join(section.columns[found:])
        advice = f"add what is missing ({missing}), if need be as empty fields"
    else:
        advice = "remove the rest, or put a field that holds semicolons in double quotes"
    faults.add(
        "field-count",
        f"this row has {plural(found, 'field')}, but the header of {section.name} names {wanted}; {advice}",
        (line, column),
    )


def _wanted(section: Section | None, name: str | None) -> int:
    """How many fields a row should have at most, as far as that is known before it is looked at."""
    if name is not None:
        return 1
    if section is None or not section.name:
        return 1 << 30
    if section.name == "META":
        return 2
    return len(section.columns) if section.header else 1 << 30


def _open(head: Head, name: str, row: Row, faults: Faults) -> Section:
    later = [known for known in head.sections if SECTIONS.index(known) >= SECTIONS.index(name)]
    section = Section(name, row.line)
    if later:
        _misplaced(name, row, faults)
    if name in head.sections:
        # A name doubled by mistake goes on with its section; what stands below a second section is not read.
        return head.sections[name] if head.sections[name].header is None else Section("", row.line)
    head.sections[name] = section
    return section


def _misplaced(name: str, row: Row, faults: Faults) -> None:
    faults.add(
        "section-order",
        f"the section {name} stands here a second time or too late; a file has META, PROJECTS "
        "and VOTES, once each and in this order",
        (row.line, 1),
    )


def _take_header(section: Section, row: Row, faults: Faults) -> None:
    section.header = row
    columns = section.columns
    if section.name == "META":
        if columns != ("key", "value"):
            faults.add("header", "the line below META says key;value; put that line in", (row.line, 1))
            section.header = Row(("key", "value"), row.line, row.next_line, row.end)
            if len(row.fields) == 2:
                section.rows.append(row)
        return
    for index, name in enumerate(columns):
        if not name:
            line, column = row.place(index)
            faults.add(
                "header",
                f"a column of {section.name} has no name; name it or remove the semicolon",
                (line, column),
            )
        elif name in columns[:index]:
            line, column = row.place(index)
            faults.add(
                "header",
                f"the column {shown(name)} stands twice in {section.name}; remove or rename one",
                (line, column),
            )
    for name in _NEEDED[section.name]:
        if name not in columns:
            faults.add(
                "column-missing",
                f"{section.name} has no column {name}; add it to this header and to every row below",
                (row.line, 1),
            )


def _check_complete(head: Head, faults: Faults) -> None:
    missing = [name for name in SECTIONS if name not in head.sections]
    if missing:
        names = " and ".join(missing) if len(missing) < 3 else "META, PROJECTS or VOTES"
        faults.add(
            "section-missing",
            f"there is no section {names} up to here; the file may be cut off, or be no .pb file: it needs META, "
            "PROJECTS and VOTES in this order",
            (head.line, 1),
        )
    for section in head.sections.values():
        if section.header is None:
            faults.add(
                "header",
                f"nothing stands below {section.name}; the file may be cut off: its header belongs there",
                (section.line, 1),
            )
