"""``coproduce export pabulib NAME``: the vote of a joint project as a ``.pb`` file, every ballot without its voter."""

from __future__ import annotations

import argparse
from pathlib import Path

from coproduce.cli.contract import Answer
from coproduce.cli.platform import set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    own = kinds.add_parser("pabulib", help="the vote in the Pabulib format", allow_abbrev=False)
    own.add_argument("project", metavar="NAME", help="the joint project, as its address names it")
    own.add_argument("--out", metavar="FILE", type=Path, help="write to FILE instead of printing")


def run(arguments: argparse.Namespace) -> Answer:
    """Find the joint project, write its vote."""
    set_up()
    from coproduce.conduct.public import export_election
    from coproduce.formats import pabulib
    from coproduce.register.public import initiative_by_slug

    found = initiative_by_slug(arguments.project)
    if found is None:
        text = "there is no joint project of this name; give the part of its address after /projects/"
        raise BadInput.one(text, source="export", key=arguments.project)
    return Answer(pabulib.write(export_election(found.id)).decode())
