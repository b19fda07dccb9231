"""A statement as a page and as a table: which words stand where. No figure is worked out here."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coproduce.ledger.statement import Change, Given, PartOf, Promised, Ratio, Statement
from coproduce.ledger.statements import Money, Told
from coproduce.ledger.words import PAID_FOR, amount, hours, kind_name, ratio, stage_name
from coproduce.report.charts import Bar, bars
from coproduce.report.numbers import money
from coproduce.ui.values import Part, Table

TITLES = {
    "residents": "Residents",
    "public": "Public side",
    "partner": "Charities and groups, from their own funds",
}
NOT_RECORDED = "not recorded yet"


@dataclass(frozen=True)
class Shown:
    """A statement in words.

    Attributes:
        withdrawn, added, kept: what the public side did, as (what, how much); None: not recorded.
        promised: (whose, what, how much, what came, by when, whether late).
        money: for each basis that is switched on: its name, from what to what, how it was worked out, its source.
        chart: the hours as a drawing; empty where there are none.
    """

    withdrawn: Sequence[tuple[str, str]] | None
    added: Sequence[tuple[str, str]] | None
    kept: Sequence[tuple[str, str]] | None
    parts: Sequence[Part]
    table: Table
    promised: Sequence[tuple[str, str, str, str, str, bool]]
    ratio: tuple[str, str] | None
    left_out: int
    chart: str
    money: Sequence[tuple[str, str, str, str]] = ()


def shown(told: Told) -> Shown:
    """The statement in words, for the page."""
    statement = told.statement
    parts = [_part(one) for one in (statement.residents, statement.public, statement.partner)]
    return Shown(
        withdrawn=_changes(statement.changes, "withdrawn"), added=_added(statement),
        kept=_changes(statement.changes, "kept"), parts=parts, table=table(statement),
        promised=[_promised(one) for one in statement.promised],
        ratio=_ratio(statement.ratio) if statement.ratio else None, left_out=statement.left_out,
        chart=_chart(statement), money=[_money(one) for one in told.money],
    )  # fmt: skip


def _changes(changes: Sequence[Change], kind: str) -> list[tuple[str, str]] | None:
    known = [one for one in changes if one.kind != "unknown"]
    found = [_change(one) for one in known if one.kind == kind]
    return found or ([] if known else None)


def _change(one: Change) -> tuple[str, str]:
    if one.unit == "minute":
        much = hours(one.after or 0) if one.kind == "kept" else _SIGN[one.kind] + hours(one.difference)
        return f"{one.service}: open", f"{much} a week"
    if one.kind == "kept":
        return f"{one.service}: money", f"{amount(one.after, one.unit)} a year"
    return f"{one.service}: money", f"{_SIGN[one.kind]}{amount(one.difference, one.unit)} a year"


_SIGN = {"added": "+", "withdrawn": "−"}


def _added(statement: Statement) -> list[tuple[str, str]] | None:
    found = _changes(statement.changes, "added") or []
    put_in = [
        (kind_name(one.kind), amount(one.quantity, one.unit))
        for one in statement.public.given
        if one.quantity is not None
    ]
    return [*found, *put_in] or (None if _changes(statement.changes, "added") is None else [])


def _part(part: PartOf) -> Part:
    rows = [(kind_name(one.kind), amount(one.quantity, one.unit), _note(one)) for one in part.given]
    if part.people is not None and any(one.quantity is not None for one in part.given):
        people = f"{part.people:,} or more" if part.people >= 5 else "fewer than 5"
        rows.insert(0, ("People", people, ""))
    if part.side == "partner" and not rows:
        rows = [("Their own money or paid time", "", "")]
    return Part(TITLES[part.side], part.side, rows)


def _note(one: Given) -> str:
    if not one.traced_minutes:
        return ""
    bought = f"It paid for {hours(one.traced_minutes)} of a charity or group. "
    return bought + (
        "Shown here, once." if one.quantity is not None else "How much it was is not recorded yet."
    )


def _promised(one: Promised) -> tuple[str, str, str, str, str, bool]:
    due = f"{one.due_on.day} {one.due_on:%B %Y}"
    if one.first_due_on != one.due_on:
        due += f" (first promised for {one.first_due_on.day} {one.first_due_on:%B %Y})"
    side = {"resident": "Residents", "public": "Public side", "partner": "Charities and groups"}[one.side]
    came = amount(one.came, one.unit) or NOT_RECORDED
    return side, kind_name(one.kind), amount(one.planned, one.unit), came, due, one.late


def _ratio(one: Ratio) -> tuple[str, str]:
    text = f"{hours(one.resident_minutes)} ÷ {hours(one.public_minutes)}."
    if one.with_grant is not None:
        more = f" With the {hours(one.granted_minutes)} that a grant paid for, it is {ratio(one.with_grant)}."
        text += more
    return f"{ratio(one.hours)} hours", text


def _money(one: Money) -> tuple[str, str, str, str]:
    low, central, high = (
        money(round(end / 100), one.value.currency)
        for end in (one.value.low, one.value.central, one.value.high)
    )
    cheap, dear = (money(Fraction(end, 100), one.value.currency) for end in one.rate)
    how = f"{hours(one.minutes)} at {cheap} to {dear} an hour, in the middle {central}."
    return one.basis, f"{low} to {high}", how, one.source


def _chart(statement: Statement) -> str:
    sides = (
        ("residents", "Residents"),
        ("public", "Public side"),
        ("partner", "Own funds of charities and groups"),
    )
    rows = [
        Bar(f"{name}: {kind_name(one.kind).lower()}", one.quantity, tone=side)
        for (side, name), part in zip(
            sides, (statement.residents, statement.public, statement.partner), strict=True
        )
        for one in part.given
        if one.unit == "minute" and one.quantity is not None and one.quantity > 0
    ]
    granted = sum(one.traced_minutes for one in statement.public.given)
    if granted:
        rows.append(Bar("Paid for by a public grant", granted, tone="public"))
    if len(rows) < 2:
        return ""
    drawn = bars("In hours", rows, write=lambda value: hours(int(str(value))), head="Who", measure="Hours")
    return drawn.svg


HEADS = ("Who", "What", "How much", "Stage", "Paid for by")


def table(statement: Statement) -> Table:
    """The same as a table, by kind and stage."""
    rows: list[tuple[str, ...]] = []
    for part in (statement.residents, statement.public, statement.partner):
        who, paid = TITLES[part.side].partition(",")[0], PAID_FOR[part.side]
        for one in part.given:
            if one.quantity is None:
                rows.append((who, kind_name(one.kind), NOT_RECORDED, "–", paid))
                continue
            for stage, much in sorted((one.stages or {}).items()):
                rows.append((who, kind_name(one.kind), amount(much, one.unit), stage_name(stage), paid))
            if one.traced_minutes:
                rows.append(
                    (
                        who,
                        "Paid time that the grant bought",
                        hours(one.traced_minutes),
                        "–",
                        "The grant above",
                    )
                )
    return Table("Who put in what, as a table", HEADS, rows, figures=(2,))


CSV_HEADS = ("side", "kind", "unit", "quantity", "stage", "paid_for_by", "note")


def as_csv(statement: Statement) -> str:
    """The same figures for a spreadsheet: quantities in the unit's smallest part, empty where not recorded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_HEADS)
    for change in statement.changes:
        before, after = ("" if one is None else one for one in (change.before, change.after))
        unit = "minute a week" if change.unit == "minute" else f"{change.unit} minor units a year"
        writer.writerow(
            [
                "public",
                f"service {change.kind}",
                unit,
                after,
                "",
                "",
                f"{_cell(change.service)}: before {before}",
            ]
        )
    for part in (statement.residents, statement.public, statement.partner):
        paid = {"residents": "volunteers' own time", "public": "public money", "partner": "own funds"}[
            part.side
        ]
        for one in part.given:
            if one.quantity is None:
                writer.writerow([part.side, one.kind, one.unit, "", "", paid, NOT_RECORDED])
                continue
            for stage, much in sorted((one.stages or {}).items()):
                writer.writerow([part.side, one.kind, one.unit, much, stage, paid, ""])
            if one.traced_minutes:
                writer.writerow(
                    [
                        part.side,
                        one.kind,
                        "minute",
                        one.traced_minutes,
                        "",
                        paid,
                        "bought by the grant: not on top",
                    ]
                )
    if statement.left_out:
        writer.writerow(
            ["residents", "", "", "", "", "", f"{statement.left_out} records of fewer than 5 people left out"]
        )
    return out.getvalue()


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
