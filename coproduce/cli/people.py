"""``coproduce people invite EMAIL --role lead --organisation NAME``: somebody is to be something on the site.

A fresh site knows nobody who could let others in; this lets the first one in. Whoever holds the address signs in with a
code that comes to it.
"""

from __future__ import annotations

import argparse

from coproduce.cli.contract import Answer
from coproduce.cli.platform import set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True
_ON_THE_SITE = ("lead", "administrator", "clerk", "auditor")
_IN_LIFE = ("manager", "staff", "councillor", "provider", "resident", "user", "carer")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``invite EMAIL``, what for, and where."""
    own = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    inviting = own.add_parser("invite", help="somebody, by e-mail address", allow_abbrev=False)
    inviting.add_argument("email", metavar="EMAIL")
    inviting.add_argument(
        "--role",
        action="append",
        choices=(*_ON_THE_SITE, *_IN_LIFE),
        required=True,
        help="what they are to be; may be given several times",
    )
    inviting.add_argument(
        "--organisation",
        metavar="NAME",
        help="for which; a public agency of this name is added if there is none",
    )
    inviting.add_argument("--name", default="", help="their name, if you like")


def run(arguments: argparse.Namespace) -> Answer:
    """Raises ``BadInput`` for what is no address, and where a role lacks its organisation."""
    lacking = [role for role in arguments.role if role not in ("resident", "user", "carer")]
    place = (arguments.organisation or "").strip()
    if lacking and not place:
        raise BadInput.one(f"{lacking[0]} of what? Give --organisation NAME", source="people")
    by = set_up()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from coproduce.people.public import invite, organisation_named

    email = arguments.email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput.one(
            f"{email!r} is no e-mail address; write it like name@example.org", source="people"
        ) from None
    if len(email) > 254 or len(place) > 200 or len(arguments.name) > 80:
        text = "an address has at most 254 characters, an organisation 200, a name 80"
        raise BadInput.one(text, source="people")
    with transaction.atomic():
        organisation = organisation_named(place, by=by) if place else None
        for role in arguments.role:
            home = role in ("resident", "user", "carer")
            invite(email, role, name=arguments.name, organisation_id=None if home else organisation, by=by)
    roles = ", ".join(arguments.role)
    said = f"{email} is {roles}{f' of {place}' if place else ''}. Tell them to open /sign-in/ and type this address."
    if settings.EMAIL_FILE_PATH:
        said += f"\nNo mail server is set (COPRODUCE_MAIL): their code will be a file in {settings.EMAIL_FILE_PATH}."
    return Answer(said)
