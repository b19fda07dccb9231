"""A pool from lists as they come: people with many columns, and features.

The lists are whatever holds these fields; a fault is told with its place in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coproduce.engines.kernel import BadInput, Place, Problem
from coproduce.engines.sortition.pool import Person, Pool, Quota


class PeopleList(Protocol):
    """Cells by row under named columns; ``place`` says where a cell stands (row −1: the head)."""

    @property
    def columns(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Sequence[str]]: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    def place(self, row: int, column: int) -> Place: ...  # noqa: D102


class FeatureLine(Protocol):
    """One value of a feature and how many are wanted."""

    @property
    def feature(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def low(self) -> int: ...  # noqa: D102
    @property
    def high(self) -> int: ...  # noqa: D102
    @property
    def least(self) -> int | None: ...  # noqa: D102
    @property
    def most(self) -> int | None: ...  # noqa: D102
    @property
    def place(self) -> Place: ...  # noqa: D102


class FeatureList(Protocol):
    """All values of all features."""

    @property
    def lines(self) -> Sequence[FeatureLine]: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Reading:
    """Which columns say who somebody is and where they live.

    ``id`` "" means: the column ``id`` where there is one, else the number of the row.
    """

    id: str = ""
    address: tuple[str, ...] = ()


def pool_of(
    people: PeopleList,
    features: FeatureList,
    size: int,
    *,
    reading: Reading | None = None,
    seated: PeopleList | None = None,
) -> Pool:
    """The pool of some lists.

    Raises:
        BadInput: with every fault, each with its place.
    """
    reading = reading or Reading()
    names = tuple(dict.fromkeys(line.feature for line in features.lines))
    wanted = {(line.feature, line.value) for line in features.lines}
    lists = [people] if seated is None else [people, seated]
    problems = [problem for table in lists for problem in _problems(table, names, wanted, reading)]
    if problems:
        raise BadInput(problems)
    found = [_people(table, names, reading) for table in lists]
    problems = [*_twice(lists, found, reading), *_sums(features, size)]
    if problems:
        raise BadInput(problems)
    quotas = tuple(
        Quota(line.feature, line.value, line.low, line.high, line.least, line.most) for line in features.lines
    )
    return Pool(found[0], names, quotas, size, found[1] if seated is not None else ())


def _problems(
    table: PeopleList, names: Sequence[str], wanted: set[tuple[str, str]], reading: Reading
) -> Iterator[Problem]:
    columns = list(table.columns)
    absent = [name for name in (*names, *reading.address, *filter(None, [reading.id])) if name not in columns]
    for name in absent:
        yield Problem(
            table.place(-1, 0), f"there is no column {name!r}; the first line should name it", "no-column"
        )
    for name in names:
        if name in absent:
            continue
        column = columns.index(name)
        known = sorted(value for feature, value in wanted if feature == name)
        for row, cells in enumerate(table.rows):
            if (name, cells[column]) not in wanted:
                text = f"{name} is {cells[column]!r}, which the features do not list; they have " + ", ".join(
                    known
                )
                yield Problem(table.place(row, column), text, "unknown-value")


def _id_column(table: PeopleList, reading: Reading) -> int | None:
    lowered = [name.lower() for name in table.columns]
    if reading.id:
        return list(table.columns).index(reading.id)
    return lowered.index("id") if "id" in lowered else None


def _people(table: PeopleList, names: Sequence[str], reading: Reading) -> tuple[Person, ...]:
    columns = list(table.columns)
    places = [columns.index(name) for name in names]
    homes = [columns.index(name) for name in reading.address]
    own = _id_column(table, reading)
    digits = len(str(len(table.rows)))
    return tuple(
        Person(
            cells[own] if own is not None else f"{row:0{digits}d}",
            tuple(cells[at] for at in places),
            _household([cells[at] for at in homes]),
        )
        for row, cells in enumerate(table.rows, 1)
    )


def _household(cells: Sequence[str]) -> str:
    """An address without regard to capitals and spaces; "" where no part of it is known."""
    parts = [" ".join(cell.split()).casefold() for cell in cells]
    return "\x1f".join(parts) if any(parts) else ""


def _twice(
    lists: Sequence[PeopleList], found: Sequence[Sequence[Person]], reading: Reading
) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for table, people in zip(lists, found, strict=True):
        own = _id_column(table, reading)
        if own is None and len(lists) > 1:
            yield Problem(
                table.place(-1, 0), "people who are seated need an id column in both lists; name it with --id",
                "no-id",
            )  # fmt: skip
            continue
        for row, person in enumerate(people):
            place = table.place(row, own or 0)
            if not person.id:
                yield Problem(place, "the id is missing; each person needs one", "no-id")
            elif person.id in seen:
                yield Problem(
                    place, f"the id {person.id!r} stands at {seen[person.id]} already; each person needs an id "
                    "of their own", "id-twice",
                )  # fmt: skip
            else:
                seen[person.id] = place


def _sums(features: FeatureList, size: int) -> Iterator[Problem]:
    groups: dict[str, list[FeatureLine]] = {}
    for line in features.lines:
        groups.setdefault(line.feature, []).append(line)
    for name, lines in groups.items():
        low, high = sum(line.low for line in lines), sum(line.high for line in lines)
        if low > size:
            text = f"{name}: the least numbers add up to {low}, more than the {size} wanted; lower some"
            yield Problem(lines[0].place, text, "quota-sum")
        if high < size:
            text = f"{name}: the greatest numbers add up to {high}, fewer than the {size} wanted; raise some"
            yield Problem(lines[0].place, text, "quota-sum")
