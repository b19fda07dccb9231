"""``coproduce verify``: read the whole book of everyone's part and say whether it holds.

Trusts nothing that the database should have seen to: entries, digests, closed periods, checkpoints and
triggers are all worked out again (docs/ledger.md). It changes nothing.
"""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from typing import TYPE_CHECKING

from coproduce.cli.contract import DONE, WRONG, Answer
from coproduce.engines.kernel import BadInput

if TYPE_CHECKING:
    from coproduce.ledger.public import Verified


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: which database is said by DATABASE_URL, as for the site."""
    parser.epilog = (
        "The database is the site's: DATABASE_URL. Exit status 0 where the book holds, 1 where it does not."
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Read the book of the site's database. Status 1 on any break."""
    del arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    import django
    from django.db import DatabaseError

    # The site's settings are named, never imported: the command line stands beside the pages, not on them.
    bad_setting: type[Exception] = import_module("coproduce.web.environment").BadSetting
    try:
        django.setup()
        from coproduce.ledger.public import verify

        found = verify()
    except bad_setting as error:
        raise BadInput.one(str(error), source="environment") from None
    except DatabaseError as error:
        text = (
            f"the database cannot be read ({str(error).strip()}); is it migrated, and is DATABASE_URL right?"
        )
        raise BadInput.one(text, source="DATABASE_URL") from None
    return Answer(told(found), status=WRONG if found.faults else DONE)


def told(found: Verified) -> str:
    """What was looked at, and each thing that is broken, in sentences."""
    looked = (
        f"{found.entries:,} entries with {found.postings:,} postings, {found.closed_periods:,} closed periods, "
        f"{found.checkpoints:,} checkpoints."
    )
    if not found.faults:
        return f"The book holds: {looked} Every entry comes to zero and is what its digest says."
    return "\n".join(
        ["The book does NOT hold.", *(f"  {fault}" for fault in found.faults), f"Looked at: {looked}"]
    )
