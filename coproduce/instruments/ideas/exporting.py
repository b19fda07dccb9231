"""All ideas of a stage as a table to take away: what everybody may see, how many support it, how far it has come.

Read in large parts and handed on line by line, so that ten thousand ideas ask the database as often as ten, and
are never held in memory as one text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from coproduce.instruments.ideas.queries import places
from coproduce.proceedings.public import ItemView, furthest, of_step, supporters
from coproduce.register.public import StepView

COLUMNS = (
    "number", "title", "body", "category", "place", "lat", "lon", "supporters", "stage", "outcome",
)  # fmt: skip
FEW = 5
PART = 10_000


def rows(step: StepView) -> Iterator[tuple[Any, ...]]:
    """A row of ``COLUMNS`` for each idea that is shown, by number; fewer than 5 supporters are not counted out."""
    items = of_step(step.id)
    for first in range(0, len(items), PART):
        yield from _part(items[first : first + PART])


def _part(items: list[ItemView]) -> Iterator[tuple[Any, ...]]:
    ids = [item.id for item in items]
    counted, told, where = supporters(ids), furthest(ids), places(ids)
    for item in items:
        many = counted[item.id]
        shown = many if many >= FEW or many == 0 else "under 5"
        yield (
            item.number, item.title, item.body, item.category, where.get(item.id, ""), item.lat, item.lon,
            shown, *told[item.id],
        )  # fmt: skip


def as_csv(step: StepView) -> Iterator[str]:
    """The table as CSV, line by line; it begins with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in rows(step):
        writer.writerow(_cell(value) for value in row)
        if out.tell() > 1 << 16:
            yield _taken(out)
    yield _taken(out)


def as_json(step: StepView) -> Iterator[str]:
    """The table as a JSON list of objects, one a line."""
    before = "[\n"
    for row in rows(step):
        yield before + json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _cell(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
