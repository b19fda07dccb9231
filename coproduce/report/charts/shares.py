"""Shares: how each whole divides, one bar a row, all of the same length: agreed, disagreed, passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, Key, chart, chart_id
from coproduce.report.drawing import LINE, el, lines, pct, words
from coproduce.report.numbers import NOT_RECORDED, Figure, fraction, number, percent
from coproduce.report.table import Cell, Table, figures

BAR = 18
GAP = 16


@dataclass(frozen=True)
class Part:
    """A kind of part: its name and its tone."""

    name: str
    tone: str


@dataclass(frozen=True)
class Share:
    """One whole: its label and the amount (0 or more) of each part, in the order of the parts."""

    label: str
    amounts: tuple[Figure, ...]
    note: str = ""


def shares(
    title: str,
    parts: Sequence[Part],
    rows: Sequence[Share],
    *,
    lead: int = 0,
    description: str = "",
    note: str = "",
    head: str = "",
    table: Table | None = None,
) -> Chart:
    """Each of ``rows`` divided into ``parts``. The share of part ``lead`` is written at the right.

    Raises:
        ValueError: for a row with another number of amounts than there are parts, or an amount below 0.
    """
    amounts = [[fraction(amount) for amount in row.amounts] for row in rows]
    if any(len(each) != len(parts) or min(each, default=Fraction(0)) < 0 for each in amounts):
        raise ValueError("each row of shares needs one amount, 0 or more, for every part")
    shown = table or _table(title, parts, rows, amounts, head)
    own = chart_id("shares", title, shown)
    body, y = [], 0.0
    for row, each in zip(rows, amounts, strict=True):
        total = sum(each, Fraction(0))
        text = percent(each[lead] / total) if total and parts else NOT_RECORDED
        name = lettering.wrap(row.label, lettering.PHONE - lettering.width(text, strong=True) - 14, lines=3)
        body.append(lines(name, 0, y + 16))
        body.append(words(text, "100%", y + 16, anchor="end", strong=bool(total), soft=not total))
        y += LINE * len(name) + 4
        start = Fraction(0)
        for part, amount in zip(parts, each, strict=True):
            if amount:
                x, wide = pct(float(start / total)), pct(float(amount / total))
                body.append(
                    el("rect", x=x, y=y, width=wide, height=BAR, **tones.area(part.tone, own, "part"))
                )
                start += amount
        if not total:
            body.append(el("line", class_="missing", x1=0, x2="100%", y1=y + BAR / 2, y2=y + BAR / 2))
        y += BAR + GAP
    if not rows:
        body.append(words("Nothing to show yet", 0, 16, soft=True))
        y = 24
    key = [Key(part.tone, part.name) for part in parts]
    return chart(
        own,
        *body,
        height=y,
        title=title,
        description=description or _described(parts, rows, amounts, lead),
        table=shown,
        used=[part.tone for part in parts],
        key=key,
        note=note,
    )


def _table(
    title: str, parts: Sequence[Part], rows: Sequence[Share], amounts: Sequence[Sequence[Fraction]], head: str
) -> Table:
    body = []
    for row, each in zip(rows, amounts, strict=True):
        total = sum(each, Fraction(0))
        cells = [
            Cell(number(amount), percent(amount / total)) if total else Cell(NOT_RECORDED, mark="missing")
            for amount in each
        ]
        body.append([Cell(row.label, row.note), *cells])
    return Table.of(f"{title}: the numbers", [head or "What", *(figures(part.name) for part in parts)], body)


def _described(
    parts: Sequence[Part], rows: Sequence[Share], amounts: Sequence[Sequence[Fraction]], lead: int
) -> str:
    told = [
        f"{row.label}: {percent(each[lead] / sum(each, Fraction(0)))}"
        for row, each in list(zip(rows, amounts, strict=True))[:6]
        if sum(each, Fraction(0))
    ]
    if not told or not parts:
        return "There is nothing to show yet."
    more = f" And {len(rows) - 6} more." if len(rows) > 6 else ""
    return f"{parts[lead].name}: {'; '.join(told)}.{more}"
