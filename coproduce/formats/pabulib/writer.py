"""Writing a ``.pb`` file, and making one from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from coproduce.engines.kernel import BadInput, Exact, exact
from coproduce.formats.delimited import write_rows
from coproduce.formats.pabulib.reader import read
from coproduce.formats.pabulib.value import POINT_TYPES, PabulibFile

_VOTE_COLUMNS = ("voter_id", "vote")

Cell = str | int | Fraction | float | Sequence[str] | Sequence[int] | None
"""What ``build`` takes for a cell: text, a number, several of either, or nothing."""


def write(value: PabulibFile) -> bytes:
    """``value`` as a file in normal form: UTF-8 without mark, LF line ends, quotes only where needed."""
    parts = (
        "META\nkey;value\n",
        write_rows(value.meta.items()),
        "PROJECTS\n",
        write_rows([tuple(value.project_columns)]),
        write_rows(zip(*value.project_columns.values(), strict=True)),
        "VOTES\n",
        write_rows([tuple(value.vote_columns)]),
        write_rows(zip(*value.vote_columns.values(), strict=True)),
    )
    return "".join(parts).encode("utf-8")


def build(
    *,
    meta: Mapping[str, Cell],
    projects: Iterable[Mapping[str, Cell]],
    votes: Iterable[Mapping[str, Cell]],
    name: str = "election.pb",
) -> PabulibFile:
    """The election that plain values describe.

    ``meta`` needs ``budget`` and ``vote_type``; ``num_projects`` and
    ``num_votes`` are filled in. Each project needs ``project_id`` and ``cost``;
    each vote ``voter_id`` and ``vote`` (ids, a sequence or text with commas),
    and ``points`` where the ballot type has them. Columns are those of the first
    mapping in which they occur; a cell that is missing is empty. A column
    ``votes`` is filled in where projects have none.

    Raises:
        BadInput: with the places in the file that would have been written.
    """
    project_rows, vote_rows = [dict(row) for row in projects], [dict(row) for row in votes]
    if not any("votes" in row for row in project_rows):
        _count_votes(project_rows, vote_rows)
    header = {**meta}
    for key, count in (("num_projects", len(project_rows)), ("num_votes", len(vote_rows))):
        header.setdefault(key, count)
    parts = [
        "META\nkey;value\n",
        write_rows((key, _text(cell)) for key, cell in header.items()),
        "PROJECTS\n",
        _table(project_rows, ("project_id", "cost")),
        "VOTES\n",
        _table(vote_rows, _VOTE_COLUMNS + ("points",) * (_text(meta.get("vote_type")) in POINT_TYPES)),
    ]
    found = read("".join(parts).encode("utf-8"), name=name)
    if isinstance(found, list):
        raise BadInput(found)
    return found


def _count_votes(projects: list[dict[str, Cell]], votes: list[dict[str, Cell]]) -> None:
    counts: dict[str, int] = {}
    for row in votes:
        for name in set(_text(row.get("vote")).split(",")):
            counts[name] = counts.get(name, 0) + 1
    for row in projects:
        row["votes"] = counts.get(_text(row.get("project_id")), 0)


def _table(found: list[dict[str, Cell]], first: tuple[str, ...]) -> str:
    columns = tuple(dict.fromkeys([*first, *(key for row in found for key in row)]))
    return write_rows([columns]) + write_rows([_text(row.get(key)) for key in columns] for row in found)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (bool, int, float)):
        return str(int(cell)) if isinstance(cell, bool) else repr(cell)
    if isinstance(cell, Fraction):
        return _decimal(exact(cell))
    return ",".join(_text(entry) for entry in cell)


def _decimal(number: Exact) -> str:
    """A rational in decimal digits, which must end."""
    if isinstance(number, int):
        return str(number)
    places = next((places for places in range(1, 40) if (number * 10**places).denominator == 1), 0)
    if not places:
        raise BadInput.one(f"{number} has no end in decimal digits; round it first", code="not-decimal")
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
