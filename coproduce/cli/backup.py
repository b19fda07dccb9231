"""``coproduce backup FILE``: a copy of the whole database, taken while the site is running."""

from __future__ import annotations

import argparse
from pathlib import Path

from coproduce.cli.contract import Answer
from coproduce.cli.platform import set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="where the copy is written, whole or not at all"
    )
    parser.epilog = (
        "The keys are not in it: keep the site's secret key and the officers' keys apart from every copy."
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Write the copy."""
    by = set_up()
    from coproduce.core.acting import acting
    from coproduce.core.portable import write_copy

    path: Path = arguments.file
    if path.is_dir():
        raise BadInput.one("this is a folder; name a file", source=str(path))
    try:
        made = write_copy(path, uploads=uploads())
    except OSError as error:
        raise BadInput.one(f"it cannot be written: {error.strerror or error}", source=str(path)) from None
    with acting("core.backup", by=by) as doing:
        doing.codes = {"digest": made.digest, "rows": made.rows, "tables": len(made.tables)}
    return Answer(
        f"{path}: {made.rows:,} rows of {len(made.tables)} tables, {len(made.files):,} uploaded files, "
        f"{path.stat().st_size:,} bytes.\nDigest {made.digest}\n"
        "The keys are not in it: keep the secret key and the officers' keys somewhere else."
    )


def uploads() -> Path:
    """The folder of what was uploaded."""
    from django.conf import settings

    return Path(settings.COPRODUCE_UPLOADS)
