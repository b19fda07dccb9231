"""The charts of a count, with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce.report.chart import Chart
from coproduce.report.charts import Bar, bars
from coproduce.report.counting import methods
from coproduce.report.counting.money import Purse
from coproduce.report.counting.sentences import POINTS
from coproduce.report.numbers import fraction, number, percent, plural
from coproduce.report.table import Cell, Column, Table, figures

TONE = {True: "funded", False: "not-funded"}
YES, NO = Cell("funded", mark="yes"), Cell("not funded", mark="no")


def votes_chart(result: Mapping[str, Any], other: Mapping[str, Any] | None, purse: Purse) -> Chart:
    """Votes (points, where people gave points) of every idea, most first; its table has both ways of counting."""
    points = result.get("ballot_type") in POINTS
    projects = sorted(result["projects"], key=lambda each: (-_merit(each, points=points), str(each["id"])))
    rows = [
        Bar(
            each["name"],
            _merit(each, points=points),
            "funded" if each["funded"] else "not-funded",
            strong=each["funded"],
        )
        for each in projects
    ]
    measure = "Points" if points else "Votes"
    there = set(other["selected"]) if other else set()
    heads: list[str | Column] = ["Idea and cost", figures(measure)]
    heads += [_head(result), _head(other)] if other else [figures("Funded")]
    body: list[list[str | Cell]] = [
        [
            Cell(each["name"], purse.said(each["cost"])),
            number(_merit(each, points=points)),
            YES if each["funded"] else NO,
            *([YES if each["id"] in there else NO] if other else []),
        ]
        for each in projects
    ]
    spent = [purse.said(result["cost"]), *([purse.said(other["cost"])] if other else [])]
    caption = "The same numbers, both ways" if other else "The same numbers"
    table = Table.of(caption, heads, body, footer=[["Money spent", "", *spent]] if projects else [])
    most = projects[0] if projects else None
    told = f"{plural(len(projects), 'idea')}, {len(result['selected'])} of them funded."
    if most:
        told += f" Most: {most['name']}, {number(_merit(most, points=points))}."
    return bars(
        f"{measure} for each idea",
        rows,
        key={"funded": "Funded", "not-funded": "Not funded"},
        table=table,
        description=told,
        note="The ideas differ in cost, so more votes alone do not decide.",
    )


def _head(result: Mapping[str, Any]) -> Column:
    return figures(methods.title(result).removeprefix("The ").capitalize())


def got_chart(result: Mapping[str, Any]) -> Chart | None:
    """How many voters got how many of the ideas that they chose; nothing where it is not known."""
    counts = list((result.get("properties") or {}).get("voters_by_funded_projects") or [])
    if not counts:
        return None
    shown = counts[:5]
    more = sum(counts[5:])
    names = ["None of them", "One", "Two", "Three", "Four"][: len(shown)]
    rows = [
        Bar(name, count, "not-funded" if place == 0 else "funded")
        for place, (name, count) in enumerate(zip(names, shown, strict=True))
    ]
    if more:
        rows.append(Bar("Five or more", more, "funded"))
    return bars("How many of their ideas voters got", rows, head="Ideas funded", measure="Voters")


def spending_tables(result: Mapping[str, Any], purse: Purse) -> list[tuple[str, Table]]:
    """For areas and for themes, where there are several: the share of the money beside the share of the votes."""
    found = []
    for by, heading, word in (
        ("by_area", "Area by area", "Area"),
        ("by_category", "Theme by theme", "Theme"),
    ):
        rows = (result.get("properties") or {}).get(by) or []
        if len(rows) < 2:
            continue
        body: list[list[str | Cell]] = [
            [
                Cell(row["name"] or "none named", purse.said(row["spent"])),
                f"{number(row['funded'])} of {number(row['projects'])}",
                percent(fraction(row["vote_share"])),
                percent(fraction(row["spending_share"])),
            ]
            for row in rows
        ]
        heads: list[str | Column] = [
            f"{word} and money",
            figures("Ideas funded"),
            figures("Of the votes"),
            figures("Of the money"),
        ]
        notes = ["An idea of several themes counts for each in equal parts."] if by == "by_category" else []
        found.append(
            (heading, Table.of("Share of the money beside share of the votes", heads, body, notes=notes))
        )
    return found


def _merit(each: Mapping[str, Any], *, points: bool) -> Any:
    score = each.get("score")
    return fraction(score) if points and score is not None else fraction(each.get("votes") or 0)
