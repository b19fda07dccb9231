"""``coproduce move-to-postgres --to ADDRESS``: the whole site from SQLite to PostgreSQL, its digests compared."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from coproduce.cli.contract import WRONG, Answer
from coproduce.cli.platform import add_database, migrate, set_up, waiting
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True
_TARGET = "target"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "--to", metavar="ADDRESS", required=True, help="postgres://user:password@host/name, empty"
    )
    parser.epilog = (
        "Stop the site first: what is written after this began stays behind, and the command says so. "
        "The SQLite file is left as it is."
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Copy, fill, compare."""
    set_up()
    from django.db import connection, connections

    from coproduce.core.portable import Damaged, NotEmpty, digests, fill, is_empty, write_copy

    if connection.vendor != "sqlite":
        raise BadInput.one("the site is on PostgreSQL already", source="DATABASE_URL")
    add_database(_TARGET, arguments.to)
    if connections[_TARGET].vendor != "postgresql":
        raise BadInput.one(
            "this is not a PostgreSQL; write postgres://user:password@host/name", source="--to"
        )
    try:
        if waiting(_TARGET) and is_empty(_TARGET):
            migrate(_TARGET)
        with tempfile.TemporaryDirectory() as folder:
            made = write_copy(Path(folder) / "move")
            fill(Path(folder) / "move", using=_TARGET)
        after = digests()[""]
    except NotEmpty as error:
        text = f"that database is not empty ({error.table} has rows); give a new one. Nothing was changed"
        raise BadInput.one(text, source="--to") from None
    except Damaged as error:
        raise BadInput.one(f"the move was given up: {error}", source="--to") from None
    finally:
        connections[_TARGET].close()
    if after[1] != made.digest:
        return Answer(
            "Somebody wrote while we moved: the new database lacks it. Stop the site, empty the new database, "
            "move again.",
            status=WRONG,
        )
    return Answer(
        f"Moved {made.rows:,} rows of {len(made.tables)} tables. Every digest is the same on both.\n"
        f"Digest {made.digest}\nSet DATABASE_URL to the new address and start the site. "
        "Keep the SQLite file until the first backup of the new database."
    )
