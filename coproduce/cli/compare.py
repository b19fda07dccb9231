"""``coproduce compare``: one election under every rule at once, and who gains and who loses by each."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coproduce.cli.contract import Answer
from coproduce.cli.count import add_options, options_of, prepared
from coproduce.cli.replay import replayed
from coproduce.engines.kernel import BadInput, plain

if TYPE_CHECKING:
    from coproduce.engines.counting import Comparison

_NAME = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument("input", metavar="FILE.pb", nargs="?", help="an election file")
    add_options(parser)
    parser.add_argument(
        "--rules", metavar="A,B,…", help="rules, the one to set the others beside first (all)"
    )
    parser.add_argument("--replay", metavar="RECORD.json", help="compare again what --json wrote")


def run(arguments: argparse.Namespace) -> Answer:
    """The comparison of the file given."""
    from coproduce.engines.counting import METHODS, compare, replay_comparison

    if arguments.replay:
        return replayed(arguments.replay, replay=replay_comparison, envelope=lambda found: found.envelope())  # type: ignore[attr-defined]
    if not arguments.input:
        raise BadInput.one("give an election file (.pb)", source="compare", key="FILE.pb")
    rules = arguments.rules.split(",") if arguments.rules else ["equal-shares", *METHODS]
    table, election, options, warnings = prepared(
        arguments.input, options_of(arguments, rule=rules[0]), arguments
    )
    found = compare(election, options, rules)
    envelope = found.envelope(warnings)

    def page() -> bytes:
        from coproduce.report.counting.beside import page as report

        return report(plain(vars(envelope)), name=table.title).to_html()

    return Answer(_told(table.title, found), envelope, page)


def _told(title: str, found: Comparison) -> str:
    """A column for every rule, a row for every project that some rule funds."""
    result: dict[str, Any] = found.to_plain()
    rules = [entry["rule"] for entry in result["rules"]]
    lines = [title, "", f"{'':<{_NAME + 18}}" + "  ".join(rules)]
    projects = sorted(result["projects"], key=lambda entry: (-len(entry["funded_by"]), -entry["votes"]))
    for project in projects:
        if project["funded_by"]:
            marks = "  ".join(
                f"{'•' if rule in project['funded_by'] else '·':^{len(rule)}}" for rule in rules
            )
            name = " ".join(project["name"].split())[:_NAME]
            lines.append(f"{name:<{_NAME}} {_money(project['cost']):>13}   {marks}")
    lines.append("")
    lines += [
        f"{entry['rule']:<20} {len(entry['selected']):>4} funded, {_money(entry['cost']):>13} of "
        f"{_money(result['budget'])}; {float(entry['share_with_a_funded_project']):.1%} of voters get something"
        + ("" if entry["rule"] == rules[0] else _against(entry, rules[0]))
        for entry in result["rules"]
    ]
    for by, heading in (("by_area", "Spending by area"), ("by_category", "Spending by category")):
        rows = result[by]
        if rows:
            lines += ["", f"{heading}, beside the share of votes"]
            lines += [
                f"{(row['name'] or '(none)')[:_NAME]:<{_NAME}} {float(row['vote_share']):>6.1%}  "
                + "  ".join(f"{float(row['spending_share'][rule]):>{len(rule)}.1%}" for rule in rules)
                for row in rows
            ]
    return "\n".join(lines)


def _against(entry: dict[str, Any], first: str) -> str:
    return f"; {entry['prefer_this']:,} better off than with {first}, {entry['prefer_first']:,} worse off"


def _money(amount: Any) -> str:
    from coproduce.cli.count_table import money_text

    return money_text(amount, "")
