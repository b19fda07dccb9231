"""``coproduce restore FILE``: an empty database, of either kind, becomes what a copy holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from coproduce.cli.backup import uploads
from coproduce.cli.contract import Answer
from coproduce.cli.platform import configure, migrate, waiting
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a copy made by 'coproduce backup'")
    parser.epilog = (
        "The database is the site's: DATABASE_URL. It must be empty; nothing is ever written over."
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Check the copy, bring the database up to date, fill it, compare the digests."""
    configure()
    from coproduce.core.portable import Damaged, NotEmpty, fill, is_empty, read_manifest

    path: Path = arguments.file
    try:
        read_manifest(path)
        lacking = waiting()
        if lacking and is_empty():
            migrate()
        made = fill(path, uploads=uploads())
    except Damaged as error:
        raise BadInput.one(f"{error}. Nothing was restored", source=str(path)) from None
    except NotEmpty as error:
        text = (
            f"the database is not empty ({error.table} has rows); restore into a new one. Nothing was changed"
        )
        raise BadInput.one(text, source="DATABASE_URL") from None
    return Answer(
        f"Restored {made.rows:,} rows of {len(made.tables)} tables and {len(made.files):,} files, as they were at "
        f"{made.made_at}. Every digest is what it was.\nDigest {made.digest}"
    )
