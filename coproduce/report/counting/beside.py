"""The page of a comparison: one election under several rules, what differs, who gains and who loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce.engines.kernel import plain
from coproduce.report.blocks import Block, Command, Details, Figure, Panel, Para, Section, Strong
from coproduce.report.charts import Bar, bars
from coproduce.report.counting import methods
from coproduce.report.counting.money import Purse
from coproduce.report.numbers import fraction, in_words, number, percent, plural
from coproduce.report.page import Footnote, Page
from coproduce.report.table import Cell, Column, Table, figures

YES, NO = Cell("funded", mark="yes"), Cell("not funded", mark="no")


def page(envelope: Any, *, name: str = "", record: str = "comparison.json", notice: str = "") -> Page:
    """The page of ``coproduce compare``: ``envelope`` is its JSON as parsed, ``name`` says which vote it was."""
    told = plain(envelope)
    result = told["result"]
    purse = Purse(str(result.get("currency") or ""))
    some, everywhere = result["funded_by_some"], result["funded_by_all"]
    return Page(
        title=_headline(len(some)),
        kicker=name,
        lead=(
            f"{plural(len(result['rules']), 'way')} of counting the same {number(result['voters'])} votes. "
            f"{in_words(len(everywhere)).capitalize()} of the ideas are funded by all of them."
        ),
        wide=(
            *_projects(result, purse),
            Section("What each way of counting gives", (_figures(result), _rules(result, purse))),
            *_groups(result, "by_area", "Who gains: areas", "area"),
            *_groups(result, "by_category", "Who gains: themes", "theme"),
            Panel(
                "Check it yourself",
                (
                    Para("Anyone can count again from the record alone."),
                    Command(f"coproduce compare --replay {record}"),
                ),
            ),
        ),
        footer=(
            Footnote(
                "How this page was made",
                (f"Counted and written by Coproduce {told['version']}, open-source software.",),
            ),
            Footnote("Your vote", ("No name and no single vote can be told from this page.",)),
        ),
        notice=notice,
    )


def _headline(differ: int) -> str:
    if not differ:
        return "Every way of counting funds the same ideas"
    return f"The ways of counting differ in {in_words(differ)} {'idea' if differ == 1 else 'ideas'}"


def _projects(result: Mapping[str, Any], purse: Purse) -> list[Block]:
    rules = result["rules"]
    shown = [project for project in result["projects"] if project["funded_by"]]
    shown.sort(key=lambda project: (-len(project["funded_by"]), -project["votes"], str(project["id"])))
    differ = [project for project in shown if len(project["funded_by"]) < len(rules)]
    same = [project for project in shown if len(project["funded_by"]) == len(rules)]
    rows: list[list[str | Cell]] = [
        [
            Cell(project["name"], purse.said(project["cost"])),
            number(project["votes"]),
            *(YES if entry["rule"] in project["funded_by"] else NO for entry in rules),
        ]
        for project in differ
    ]
    heads: list[str | Column] = ["Idea and cost", figures("Votes")]
    heads += [figures(methods.title(entry)) for entry in rules]
    blocks: list[Block] = []
    if differ:
        spent = [["All money spent", "", *(purse.said(entry["cost"]) for entry in rules)]]
        table = Table.of("Funded, by each way of counting", heads, rows, footer=spent, phone="scroll")
        blocks.append(Section("Where they differ", (table,)))
    if same:
        agreed: list[list[str | Cell]] = [
            [project["name"], number(project["votes"]), purse.said(project["cost"])] for project in same
        ]
        table = Table.of("Funded by all", ["Idea", figures("Votes"), figures("Cost")], agreed)
        blocks.append(
            Details(f"{plural(len(same), 'idea')} funded by all ways of counting", (table,), printed=True)
        )
    return blocks


def _figures(result: Mapping[str, Any]) -> Block:
    rows = [
        Bar(methods.title(entry), fraction(entry["share_with_a_funded_project"]), "funded")
        for entry in result["rules"]
    ]
    return Figure(
        bars(
            "Voters who get at least one idea they chose",
            rows,
            write=percent,
            head="Way of counting",
            measure="Voters",
        )
    )


def _rules(result: Mapping[str, Any], purse: Purse) -> Table:
    first = result["rules"][0]
    rows: list[list[str | Cell]] = [
        [
            Cell(methods.title(entry)),
            number(len(entry["selected"])),
            purse.said(entry["cost"]),
            "" if entry is first else number(entry["prefer_this"]),
            "" if entry is first else number(entry["prefer_first"]),
        ]
        for entry in result["rules"]
    ]
    named = methods.named(first)
    heads: list[str | Column] = [
        "Way of counting",
        figures("Ideas"),
        figures("Spent"),
        figures("Voters better off than with " + named),
        figures("Worse off"),
    ]
    return Table.of(
        "Each way of counting", heads, rows,
        notes=[f"Better off: more money goes to ideas the voter chose than with {named}."],
        phone="scroll",
    )  # fmt: skip


def _groups(result: Mapping[str, Any], by: str, heading: str, word: str) -> list[Block]:
    rows = result[by]
    if len(rows) < 2:
        return []
    rules = result["rules"]
    body: list[list[str | Cell]] = [
        [
            Cell(row["name"] or "none named"),
            percent(fraction(row["vote_share"])),
            *(percent(fraction(row["spending_share"][entry["rule"]])) for entry in rules),
        ]
        for row in rows
    ]
    heads: list[str | Column] = [
        word.capitalize(),
        figures("Of the votes"),
        *(figures(methods.title(entry)) for entry in rules),
    ]
    table = Table.of(f"Share of the money for each {word}, by way of counting", heads, body, phone="scroll")
    return [
        Section(heading, (Para((Strong("Share of the money"), " beside the share of the votes.")), table))
    ]
