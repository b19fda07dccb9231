"""``coproduce verify``: read the whole database and say whether it still is what it should be.

Trusts nothing that the database should have seen to: the book's entries, digests, closed periods and checkpoints are
worked out again (docs/ledger.md); every reference, every trigger and every append-only table is looked at; and
against an earlier copy, each row that nobody may change is compared. It changes nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.cli.contract import DONE, WRONG, Answer
from coproduce.cli.platform import configure
from coproduce.engines.kernel import BadInput

if TYPE_CHECKING:
    from coproduce.core.soundness import Sound
    from coproduce.ledger.public import Verified


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which database is said by DATABASE_URL, as for the site."""
    parser.add_argument(
        "--against",
        metavar="COPY",
        type=Path,
        help="a backup: is each append-only row of it still there, unchanged?",
    )
    parser.add_argument("--digests", action="store_true", help="print the digest of every table as well")
    parser.epilog = (
        "The database is the site's: DATABASE_URL. Exit status 0 where it holds, 1 where it does not, 3 where it "
        "cannot be read."
    )


def run(arguments: argparse.Namespace | None) -> Answer:
    """Read the site's database. Status 1 on any break."""
    configure()
    from django.db import DatabaseError

    from coproduce.core import soundness
    from coproduce.core.portable import Damaged, changed_since
    from coproduce.ledger.public import verify

    against: Path | None = getattr(arguments, "against", None)
    try:
        book, ground = verify(), soundness.look()
        changed = changed_since(against) if against else []
        lines = _digests() if getattr(arguments, "digests", False) else []
    except DatabaseError as error:
        text = (
            f"the database cannot be read ({str(error).strip()}); is it migrated, and is DATABASE_URL right?"
        )
        raise BadInput.one(text, source="DATABASE_URL") from None
    except Damaged as error:
        raise BadInput.one(str(error), source=str(against)) from None
    faults = [*book.faults, *(one for one in ground.faults if one not in book.faults), *changed]
    text = told(book, ground, faults)
    if against and not changed:
        text += f"\nEvery append-only row of {against} is still there, unchanged."
    return Answer("\n".join([text, *lines]), status=WRONG if faults else DONE)


def told(book: Verified, ground: Sound, faults: list[str]) -> str:
    """What was looked at, and each thing that is broken, in sentences."""
    looked = (
        f"{book.entries:,} entries with {book.postings:,} postings, {book.closed_periods:,} closed periods, "
        f"{book.checkpoints:,} checkpoints; {ground.rows:,} rows in {ground.tables} append-only tables, "
        f"{ground.triggers} triggers."
    )
    if not faults:
        return (
            f"The book holds: {looked} Every entry comes to zero and is what its digest says; "
            "every reference is whole, and every trigger is on."
        )
    return "\n".join(["It does NOT hold.", *(f"  {fault}" for fault in faults), f"Looked at: {looked}"])


def _digests() -> list[str]:
    from coproduce.core.portable import digests

    found = digests()
    whole = found.pop("")
    return [
        *(f"{digest}  {rows:>9,}  {name}" for name, (rows, digest) in sorted(found.items())),
        f"{whole[1]}  {whole[0]:>9,}  all of them",
    ]
