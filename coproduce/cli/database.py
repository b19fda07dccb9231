"""``coproduce database roles``: the rights of the role under which the site runs on PostgreSQL."""

from __future__ import annotations

import argparse

from coproduce.cli.contract import Answer
from coproduce.cli.platform import set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, for which role."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    roles = kinds.add_parser(
        "roles",
        help="a role that cannot change append-only rows: print its rights, or give them",
        allow_abbrev=False,
    )
    roles.add_argument(
        "--role", default="coproduce_site", help="the role's name (coproduce_site); it must exist"
    )
    roles.add_argument(
        "--apply", action="store_true", help="run it now, as the owner that DATABASE_URL names"
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Print the statements, or run them in one transaction."""
    set_up()
    from django.db import DatabaseError, connection, transaction

    from coproduce.core.database_role import is_owner, statements

    if connection.vendor != "postgresql":
        raise BadInput.one("roles are for PostgreSQL; SQLite has none", source="DATABASE_URL")
    try:
        found = statements(connection, arguments.role)
    except ValueError as error:
        raise BadInput.one(str(error), source="--role") from None
    if not arguments.apply:
        return Answer("\n".join(f"{one};" for one in found))
    if not is_owner(connection):
        raise BadInput.one("only the owner of the tables can do this", source="DATABASE_URL")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for one in found:
                cursor.execute(one)
    except DatabaseError as error:
        raise BadInput.one(str(error).strip().splitlines()[0], source=arguments.role) from None
    return Answer(
        f"{arguments.role} may now read and add everywhere, and change no append-only row.\n"
        "Let DATABASE_URL of the site name it; migrate as the owner, and run this again after each upgrade."
    )
