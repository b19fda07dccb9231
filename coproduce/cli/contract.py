"""What all verbs share: arguments, output, exit status, refusals in sentences.

Exit status: 0 done · 1 checked and found wrong, or no answer exists · 2 wrong usage ·
3 bad input, one line per problem on stderr. A verb computes first and answers with an
``Answer``; files are written only then, each in one step, so nothing is half done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from coproduce import __version__
from coproduce.cli.files import write_together
from coproduce.cli.verbs import VERBS
from coproduce.engines.kernel import BadInput, EngineError, Envelope

DONE, WRONG, USAGE, BAD_INPUT = 0, 1, 2, 3
INTERRUPTED = 130


@dataclass(frozen=True)
class Answer:
    """What a verb has to say.

    Attributes:
        text: for people, on stdout unless ``--json`` is given.
        envelope: for programs, the one JSON shape; None where a verb has none (a form, say).
        page: makes the self-contained page of ``--html``; called only when asked for.
        files: further files to write, by path; all of them or none.
        status: ``DONE``, or ``WRONG`` where something was checked and found wrong.
    """

    text: str
    envelope: Envelope | None = None
    page: Callable[[], bytes] | None = None
    files: dict[Path, bytes] = field(default_factory=dict)
    status: int = DONE


class Verb(Protocol):
    """A module that is a verb.

    One that has verbs of its own (``sortition solve``) sets ``OWN_OUTPUT = True`` and calls
    ``add_output_arguments`` on the parsers that want them.
    """

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's own arguments; ``--json``, ``--html`` and ``--out`` come after them."""

    def run(self, arguments: argparse.Namespace) -> Answer:
        """Compute. Raises ``BadInput`` and the other kernel errors; writes nothing itself."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words else ""
    parser = _parser(name)
    if not words:
        parser.print_help(sys.stderr)
        return USAGE
    try:
        arguments = parser.parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _answered(cast(Verb, import_module(VERBS[name].module)), arguments)
    except BadInput as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
        return BAD_INPUT
    except EngineError as refusal:
        print(f"coproduce {name}: {refusal}", file=sys.stderr)
        for reason in getattr(refusal, "reasons", ()):
            print(f"  {reason}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (``| head``): that is not a fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser(name: str) -> argparse.ArgumentParser:
    listing = "\n".join(f"  {verb:<12} {entry.summary}" for verb, entry in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="coproduce",
        description="Co-production of public services: each engine on a file.",
        epilog=f"verbs:\n{listing}\n\n'coproduce VERB --help' says more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"coproduce {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, entry in VERBS.items():
        own = verbs.add_parser(verb, help=entry.summary, description=entry.summary, allow_abbrev=False)
        if verb == name:
            module = import_module(entry.module)
            cast(Verb, module).add_arguments(own)
            if not getattr(module, "OWN_OUTPUT", False):
                add_output_arguments(own)
    return parser


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """``--json``, ``--html`` and ``--out``, the same for every verb (and for each subverb of one that has them)."""
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="print JSON: method, options, result, record")
    output.add_argument("--html", metavar="FILE", type=Path, help="write one self-contained, printable page")
    output.add_argument("--out", metavar="FILE", type=Path, help="write to FILE what would be printed")


def _answered(verb: Verb, arguments: argparse.Namespace) -> int:
    answer = verb.run(arguments)
    wants_json, html, out = (getattr(arguments, name, None) for name in ("json", "html", "out"))
    if html and answer.page is None:
        raise BadInput.one("this call makes no page; leave --html out", source="--html")
    if wants_json and answer.envelope is None:
        raise BadInput.one("this call has no JSON; leave --json out", source="--json")
    printed = answer.envelope.to_bytes() + b"\n" if wants_json and answer.envelope else _line(answer.text)
    files = dict(answer.files)
    if html and answer.page:
        files[html] = answer.page()
    if out:
        files[out] = printed
    write_together(files)
    if not out:
        sys.stdout.flush()
        sys.stdout.buffer.write(printed)
        sys.stdout.buffer.flush()
    return answer.status


def _line(text: str) -> bytes:
    return (text if text.endswith("\n") or not text else text + "\n").encode("utf-8", "replace")
