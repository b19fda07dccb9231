"""``coproduce import pabulib FILE.pb…``: votes held elsewhere become concluded joint projects."""

from __future__ import annotations

import argparse
from dataclasses import replace

from coproduce.cli.contract import Answer
from coproduce.cli.files import read_input
from coproduce.cli.platform import set_up
from coproduce.cli.progress import tracked

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    own = kinds.add_parser("pabulib", help="an election in the Pabulib format", allow_abbrev=False)
    own.add_argument("inputs", metavar="FILE.pb", nargs="+")
    own.add_argument("--name", help="the title of the joint project (one file only)")
    own.add_argument(
        "--rule", choices=("equal-shares", "greedy"), default="equal-shares", help="how it is counted"
    )
    own.add_argument("--completion", metavar="HOW", default="add-one", help="as 'coproduce count' (add-one)")
    own.add_argument("--ties", metavar="RULE", default="most-votes", help="as 'coproduce count' (most-votes)")


def run(arguments: argparse.Namespace) -> Answer:
    """Read and check all files first, then bring each in."""
    from coproduce.formats import load, pabulib

    files = [load(pabulib, read_input(path), path) for path in arguments.inputs]
    by = replace(set_up(), channel="import")
    from coproduce.conduct.public import Way, import_election

    way = Way(count=arguments.rule, completion=arguments.completion, ties=arguments.ties)
    name = arguments.name if len(files) == 1 else ""
    made = [
        import_election(file, way=way, name=name or "", by=by)
        for file in tracked(files, total=len(files), label="bringing in")
    ]
    return Answer("\n".join(f"/projects/{one.slug}/  {one.title}" for one in made))
