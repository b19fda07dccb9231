"""The addresses that are about people, with who may open each: kept under review by hand.

``WHO``: nobody (no session), resident (signed in, no duty), staff (works for the council), auditor, lead and administrator
of the council. ``gets`` is what each is answered when she opens it, ``posts`` what it answers an empty form; a status of 0
is an address that takes no such request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WHO = ("nobody", "resident", "staff", "auditor", "lead", "administrator")
SIGNED_IN = frozenset(WHO) - {"nobody"}
SETTERS = frozenset({"lead", "administrator"})


def to(who: frozenset[str] | set[str], status: int, others: int) -> Mapping[str, int]:
    """The same answer for some, and another for all others."""
    return {one: status if one in who else others for one in WHO}


@dataclass(frozen=True)
class Address:
    """An address: what it answers whom, to GET and to an empty POST, and whether it can change anything."""

    gets: Mapping[str, int]
    posts: Mapping[str, int] | None = None
    writes: bool = False


NOBODY = {"nobody"}
ADDRESSES: dict[str, Address] = {
    "sign-in/email/": Address(to(NOBODY, 200, 302), to(NOBODY, 422, 302), writes=True),
    "sign-in/code/": Address(to(NOBODY, 302, 302), to(NOBODY, 302, 302), writes=True),
    "sign-in/code/again/": Address(to(NOBODY, 405, 405), to(NOBODY, 302, 302), writes=True),
    "settings/people/": Address(to(SETTERS, 200, 403)),
    "settings/people/invite/": Address(to(SETTERS, 200, 403), to(SETTERS, 422, 403), writes=True),
    "settings/people/<uuid:person_id>/": Address(to(SETTERS, 200, 403), to(SETTERS, 422, 403), writes=True),
    "settings/people/<uuid:person_id>/end/": Address(
        to(SETTERS, 405, 405), to(SETTERS, 409, 403), writes=True
    ),
    "settings/organisations/": Address(to(SETTERS, 200, 403), to(SETTERS, 422, 403), writes=True),
    "settings/organisations/<uuid:organisation_id>/": Address(
        to(SETTERS, 200, 403), to(SETTERS, 422, 403), writes=True
    ),
    "settings/organisations/<uuid:organisation_id>/fill/": Address(
        to(SETTERS, 405, 405), to(SETTERS, 422, 403), writes=True
    ),
    "settings/organisations/<uuid:organisation_id>/vacate/": Address(
        to(SETTERS, 405, 405), to(SETTERS, 409, 403), writes=True
    ),
    "mine/": Address(to(SIGNED_IN, 200, 403)),
    "mine/slip/": Address(to(SIGNED_IN, 405, 405), to(SIGNED_IN, 422, 403), writes=True),
    "mine/details/": Address(to(SIGNED_IN, 200, 403), to(SIGNED_IN, 422, 403), writes=True),
    "mine/data.zip": Address(to(SIGNED_IN, 200, 403)),
    "mine/erase/": Address(to(SIGNED_IN, 200, 403), to(SIGNED_IN, 422, 403), writes=True),
    "mine/erased/": Address(to(SIGNED_IN, 200, 200)),
    "here-as/": Address(to(set(WHO), 405, 405), to(set(WHO), 302, 302), writes=True),
}
