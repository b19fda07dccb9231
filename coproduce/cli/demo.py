"""``coproduce demo``: an invented borough in the database, with a joint project in each state, to try it all.

Only where the environment says that the site is a demo: nobody real is to find an invented vote beside her own.
"""

from __future__ import annotations

import argparse
from io import StringIO

from coproduce.cli.contract import Answer
from coproduce.cli.platform import prepare
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """An election to show beside the borough."""
    parser.add_argument(
        "--pb", metavar="FILE.pb", help="an election to show, counted, in place of the invented example"
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Make the borough where there is none yet; say what to try."""
    prepare()
    from django.conf import settings
    from django.core.management import call_command

    if not (settings.COPRODUCE_DEMO or arguments.pb):
        text = "this is not a demo; set it to yes to have the invented borough, and never for a real site"
        raise BadInput.one(text, source="COPRODUCE_DEMO")
    said = StringIO()
    call_command("demo", pb=arguments.pb, stdout=said)
    return Answer(told(said.getvalue()))


def told(said: str) -> str:
    """What there is to see and try, one line each."""
    lines = []
    for line in said.splitlines():
        if line.startswith("/"):
            lines.append(f"An election, counted: {line}")
        elif line.startswith("voting code: "):
            lines.append(f"A voting code to try: {line.removeprefix('voting code: ')}")
        else:
            lines.append(line[:1].upper() + line[1:])
    return "\n".join(lines)
