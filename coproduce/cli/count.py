"""``coproduce count``: election files → what is funded, why, and what would have changed it.

One file gives a table, JSON or a page; several files or a folder give a line each, counted on
all cores or on a Dask cluster. ``--replay`` counts again from a record alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.cli.ballot_rules import add_ballot_rules, admitted, ballot_rules
from coproduce.cli.contract import BAD_INPUT, DONE, Answer
from coproduce.cli.files import read_input
from coproduce.cli.header import with_header, without_header
from coproduce.cli.replay import replayed
from coproduce.engines.kernel import BadInput, Exact, exact, plain

if TYPE_CHECKING:
    from coproduce.engines.counting import BallotRules, Election, Options, Outcome
    from coproduce.formats.pabulib import PabulibFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument(
        "inputs", metavar="FILE.pb", nargs="*", help="an election file; or several; or a folder"
    )
    add_options(parser)
    parser.add_argument(
        "--rule", choices=_rules(), default="equal-shares", help="how the money is shared out (equal-shares)"
    )
    parser.add_argument("--compare-greedy", action="store_true",
                        help="comparison step: the simple count wins where more voters prefer its outcome")  # fmt: skip
    parser.add_argument("--jobs", metavar="N", type=int, help="processes for several files (all cores)")
    parser.add_argument("--scheduler", metavar="tcp://…", help="count several files on this Dask cluster")
    parser.add_argument("--replay", metavar="RECORD.json", help="count again what --json wrote, and compare")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options that every rule knows, also for ``coproduce compare``."""
    parser.add_argument("--utility", choices=("cost", "cardinality", "score"), default="cost",
                        help="what a voter gains from a funded project: its cost, 1, or her points (cost)")  # fmt: skip
    parser.add_argument("--completion", metavar="HOW", default="none",
                        help="what equal shares does with money left: none, greedy, add-one, add:K, percent:P, "
                        "add-opt (exact equal shares only); these also with ,greedy (none)")  # fmt: skip
    stop = "raise shares to just before an overspend, or until nothing more fits (budget)"
    parser.add_argument("--stop", choices=("budget", "exhaustive"), default="budget", help=stop)
    ties = "lexicographic, most-votes, lowest-cost, highest-cost, seed:WORDS, refuse (lexicographic)"
    parser.add_argument("--ties", metavar="RULE", default="lexicographic", help=ties)
    parser.add_argument(
        "--min-score", metavar="N", help="score below which nothing is funded (the file's own)"
    )
    parser.add_argument(
        "--min-votes", metavar="N", type=int, default=0, help="people who must have chosen it"
    )
    limits = parser.add_argument_group("what cities ask for")
    limits.add_argument("--prefunded", metavar="ID,…", default="", help="funded before anything is counted")
    limits.add_argument(
        "--incompatible",
        metavar="ID,ID,…",
        action="append",
        default=[],
        help="at most one of these; repeatable",
    )
    cap = "most to spend on a category, area or target: category:green=5000; repeatable"
    limits.add_argument("--cap", metavar="KIND:NAME=N", action="append", default=[], help=cap)
    pot = "money for one category, area or target, counted first; repeatable"
    limits.add_argument("--pot", metavar="KIND:NAME=N", action="append", default=[], help=pot)
    part = "fund in part what no longer fits, if at least this part of its cost is left (1/2)"
    limits.add_argument("--part-funding", metavar="P", help=part)
    limits.add_argument("--ignore-header", action="store_true",
                        help="leave out what the file's header says: least score, most per category or area, "
                        "all funded")  # fmt: skip
    add_ballot_rules(parser)


def run(arguments: argparse.Namespace) -> Answer:
    """The count of the files given."""
    from coproduce.engines.counting import count, replay

    if arguments.replay:
        return replayed(arguments.replay, replay=replay, envelope=lambda outcome: outcome.envelope())  # type: ignore[attr-defined]
    options = options_of(arguments, rule=arguments.rule, compare_greedy=arguments.compare_greedy)
    paths = _paths(arguments.inputs)
    if len(paths) > 1 or any(Path(name).is_dir() for name in arguments.inputs):
        return _many(paths, options, arguments)
    table, election, options, warnings = prepared(paths[0], options, arguments)
    outcome = count(election, options)
    envelope = outcome.envelope(warnings)

    def page() -> bytes:
        from coproduce.report.counting import page as report

        beside = None if options.rule == "greedy" else _beside(outcome)
        html: bytes = report(plain(vars(envelope)), beside=beside, name=table.title).to_html()
        return html

    return Answer(_told(table, outcome, warnings), envelope, page)


def options_of(arguments: argparse.Namespace, **given: Any) -> Options:
    """The count's options from the command line; ``BadInput`` names the argument that is wrong."""
    from coproduce.engines.counting import Earmark, Options

    return Options(
        utility=arguments.utility,
        completion=arguments.completion,
        stop=arguments.stop,
        ties=arguments.ties,
        min_score=_number("--min-score", arguments.min_score),
        min_votes=arguments.min_votes,
        prefunded=_ids(arguments.prefunded),
        incompatible=tuple(_ids(group) for group in arguments.incompatible),
        caps=tuple(Earmark.parse(text) for text in arguments.cap),
        pots=tuple(Earmark.parse(text) for text in arguments.pot),
        part_funding=_number("--part-funding", arguments.part_funding),
        **given,
    )


def _number(argument: str, text: str | None) -> Exact | None:
    try:
        return None if text is None else exact(text)
    except ValueError:
        raise BadInput.one(f"{text!r} is no number; write 12, 12.50 or 1/2", source=argument) from None


def _ids(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def read_table(path: str) -> PabulibFile:
    """The election file at ``path``."""
    from coproduce.formats import load, pabulib

    return load(pabulib, read_input(path), path)


def prepared(
    path: str, options: Options, arguments: argparse.Namespace
) -> tuple[PabulibFile, Election, Options, tuple[str, ...]]:
    """The file at ``path``, its election, the options with what its header adds, and what is to be said of it."""
    table = read_table(path)
    rules = ballot_rules(arguments)
    return table, *made(table, path, options, header=not arguments.ignore_header, rules=rules)


def made(
    table: PabulibFile, path: str, options: Options, *, header: bool, rules: BallotRules | None
) -> tuple[Election, Options, tuple[str, ...]]:
    """The election in ``table``, the options with what its header adds, and what is to be said of it."""
    from coproduce.engines.counting import Election

    warnings = warnings_of(table)
    if header:
        options, told = with_header(table, options)
        warnings += told
    else:
        options = without_header(options)
    if rules is None:
        return Election.of(table), options, warnings
    kept, told = admitted(table, rules, path)
    return Election.of(kept), options, warnings + told


def warnings_of(table: PabulibFile) -> tuple[str, ...]:
    """What was odd in the file, one line each; very many are counted."""
    told = [str(problem) for problem in table.warnings[:20]]
    if len(table.warnings) > len(told):
        told.append(f"… and {len(table.warnings) - len(told):,} more of this kind")
    return tuple(told)


def _rules() -> tuple[str, ...]:
    from coproduce.engines.counting import METHODS

    return METHODS


def _beside(outcome: Outcome) -> dict[str, Any]:
    from dataclasses import replace

    from coproduce.engines.counting import count

    other = count(
        outcome.election, replace(outcome.options, rule="greedy", completion="none", compare_greedy=False)
    )
    found: dict[str, Any] = plain(vars(other.envelope()))
    return found


def _paths(inputs: list[str]) -> list[str]:
    """The files named, folders opened; in order of name within a folder."""
    paths: list[str] = []
    for name in inputs:
        if Path(name).is_dir():
            inside = sorted(str(path) for path in Path(name).glob("*.pb"))
            if not inside:
                raise BadInput.one("there is no .pb file in this folder; name a file", source=name)
            paths += inside
        else:
            paths.append(name)
    if not paths:
        raise BadInput.one(
            "give an election file (.pb), several, or a folder of them", source="count", key="FILE.pb"
        )
    return paths


def _many(paths: list[str], options: Options, arguments: argparse.Namespace) -> Answer:
    from coproduce.cli.count_many import Work, envelope_of, line, results

    if arguments.html:
        raise BadInput.one("a page shows one election; give one file with --html", source="--html")
    work = Work(options, header=not arguments.ignore_header, rules=ballot_rules(arguments))
    done, problems = results(paths, work, jobs=arguments.jobs, scheduler=arguments.scheduler)
    for problem in problems:
        print(problem, file=sys.stderr)
    text = "\n".join(line(path, envelope) for path, envelope in done)
    return Answer(text, envelope_of(done, options), status=BAD_INPUT if problems else DONE)


def _told(table: PabulibFile, outcome: Outcome, warnings: tuple[str, ...]) -> str:
    from coproduce.cli.count_table import told

    return told(table.title, outcome, warnings)
