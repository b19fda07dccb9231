"""Judgements as a table: one row an answer, so that sheets filled in by hand can be typed in.

Columns: ``round, group, person, about, question, bearer, lowest, best, highest, sure,
facilitator``; the order does not matter, further ones (notes, say) are passed over. Three
empty points are a question that was not answered; "do not know" in ``best`` says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from coproduce.formats.delimited import Row, rows, write_rows
from coproduce.formats.protocol import Faults
from coproduce.formats.study.fields import DO_NOT_KNOW
from coproduce.formats.text import decode

COLUMNS = (
    "round", "group", "person", "about", "question", "bearer", "lowest", "best", "highest", "sure", "facilitator",
)  # fmt: skip
NEEDED = ("group", "person", "about", "question", "lowest", "best", "highest")
UNKNOWN_WORDS = {DO_NOT_KNOW, "don't know", "don’t know", "dont know"}


@dataclass(frozen=True)
class Judged:
    """One row in the engine's plain form, and where it stands."""

    plain: dict[str, Any]
    line: int
    column: int


def read_judgements(data: bytes, name: str) -> tuple[list[Judged], Faults]:
    """The answers in a CSV file, and every fault of it."""
    faults, warnings = Faults(name), Faults(name)
    found: list[Judged] = []
    text = decode(data, faults, warnings)
    if text is None:
        return found, faults
    first = text.split(b"\n", 1)[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    heads: dict[str, int] = {}
    for row in rows(text, faults, delimiter=delimiter):
        if not any(cell.strip() for cell in row.fields):
            continue
        if not heads:
            heads = {cell.strip().lower(): at for at, cell in enumerate(row.fields)}
            missing = [column for column in NEEDED if column not in heads]
            if missing:
                faults.add(
                    "columns",
                    f"the first row names the columns, and these are missing: {', '.join(missing)}",
                    (row.line, 1),
                )
                return found, faults
            continue
        answer = _Cells(row, heads, faults).answer()
        if answer is not None:
            found.append(answer)
    if not heads:
        faults.add(
            "empty", f"there is nothing in this file; its first row should be: {','.join(COLUMNS)}", (1, 1)
        )
    return found, faults


@dataclass(frozen=True)
class _Cells:
    row: Row
    heads: dict[str, int]
    faults: Faults

    def answer(self) -> Judged | None:
        points = [self.text(name) for name in ("lowest", "best", "highest")]
        if not any(points):
            return None
        line, column = self.row.place(0)
        plain: dict[str, Any] = {
            name: self.text(name)
            for name in ("group", "person", "about", "question", "bearer", "facilitator")
        }
        for name in ("group", "person", "about", "question"):
            if not plain[name]:
                self.fault(name, "empty-cell", f"this row lacks its {name}")
        plain["round"] = int(self.number("round", 1.0))
        if any(point.lower() in UNKNOWN_WORDS for point in points):
            return Judged({**plain, "range": None}, line, column)
        numbers = [self.number(name, math.nan) for name in ("lowest", "best", "highest")]
        sure = self.number("sure", 90.0)
        if any(math.isnan(one) for one in (*numbers, sure)):
            return None
        keys = ("lowest", "best", "highest", "sure")
        return Judged(
            {**plain, "range": dict(zip(keys, (*numbers, sure / 100), strict=True))},
            *self.row.place(self.heads["lowest"]),
        )

    def text(self, name: str) -> str:
        at = self.heads.get(name, len(self.row.fields))
        return self.row.fields[at].strip() if at < len(self.row.fields) else ""

    def number(self, name: str, default: float) -> float:
        text = self.text(name).removesuffix("%").strip()
        if not text:
            if math.isnan(default):
                self.fault(
                    name, "empty-cell", f"{name} is empty; give all three points, or none, or {DO_NOT_KNOW!r}"
                )
            return default
        try:
            value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(name, "not-a-number", f"{text!r} is not a number")
            return math.nan
        return value

    def fault(self, name: str, code: str, text: str) -> None:
        at = self.heads.get(name, 0)
        self.faults.add(code, text, self.row.place(min(at, len(self.row.fields))))


def write_judgements(answers: list[dict[str, Any]]) -> bytes:
    """Answers in the plain form as CSV, each one row; without a ``range`` key the points are left empty, to fill in."""
    body = []
    for answer in answers:
        given = answer.get("range", {})
        points = (
            ("", DO_NOT_KNOW, "", "")
            if given is None
            else (
                *(_figure(given.get(name)) for name in ("lowest", "best", "highest")),
                _figure(None if "sure" not in given else round(given["sure"] * 100, 6)),
            )
        )
        body.append(
            (
                str(answer.get("round", 1)),
                *(str(answer.get(name, "")) for name in ("group", "person", "about", "question", "bearer")),
                *points,
                str(answer.get("facilitator", "")),
            )
        )
    return write_rows([COLUMNS, *body], delimiter=",").encode("utf-8")


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
