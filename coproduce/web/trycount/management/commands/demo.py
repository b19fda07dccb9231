"""``demo``: show an election, counted (the example, or a .pb file); on a demo site, make the invented borough too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from coproduce.core import now
from coproduce.engines.kernel import EngineError
from coproduce.web.borough.making import make
from coproduce.web.trycount import actions, compute, queries
from coproduce.web.trycount.ways import DEFAULT

_CROWD = 2_000


class Command(BaseCommand):
    """Exit status 3 where the file is faulty, with one line per problem, as the command line has it."""

    help = "Show an election, counted, to everyone: the example, or the .pb file given."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument(
            "--pb", metavar="FILE", help="an election as .pb; without it the example is shown"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, count, keep; say where it can be seen."""
        if settings.COPRODUCE_DEMO:
            for code in make(crowd=_CROWD):
                self.stdout.write(f"voting code: {code}")
        path = options["pb"]
        if path:
            try:
                data, name = Path(path).read_bytes(), Path(path).name
            except OSError as error:
                self.stderr.write(f"{path}: cannot be read: {error.strerror}")
                sys.exit(3)
        else:
            if queries.shown(now()):
                self.stdout.write("an election is shown already")
                return
            data, name = compute.example(), "example.pb"
        try:
            kept = actions.show(name=name, data=data, way=DEFAULT, now=now())
        except EngineError as error:
            self.stderr.write(f"{name}: {error}")
            sys.exit(1)
        if isinstance(kept, list):
            for problem in kept:
                self.stderr.write(str(problem))
            sys.exit(3)
        self.stdout.write(f"/try/{kept}/")
