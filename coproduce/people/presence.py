"""Who sits before the screen: a person signed in, as what she is here today, or a voting code in hand.

All of it lies in her session and goes with it. A code is kept as the keyed digest under which
the roll knows it; the code itself is never written down.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from coproduce.catalogue.public import Role
from coproduce.core import Actor
from coproduce.people.models import Person

PERSON, _ROLE, _CODE = "person", "role", "code"


class Presence:
    """Middleware: puts ``request.presence`` beside each request, for ``core.actor_of``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Somebody who was erased meanwhile is signed out by it."""
        request.presence = present(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def present(request: HttpRequest) -> Actor:
    """The actor that a session stands for; never starts one."""
    session = request.session
    person = session.get(PERSON)
    if person and not Person.objects.filter(pk=person, erased_on__isnull=True).exists():
        session.flush()
        person = None
    return Actor(
        person_id=UUID(person) if person else None,
        role=session.get(_ROLE, ""),
        code=session.get(_CODE, ""),
    )


def sign_in(request: HttpRequest, person_id: UUID, *, role: str = "") -> None:
    """From here on this browser acts as this person. The session gets a new name; a code in hand is put away."""
    request.session.cycle_key()
    for key in (_CODE, SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY):
        request.session.pop(key, None)
    request.session[PERSON] = str(person_id)
    be_here_as(request, role)


def sign_out(request: HttpRequest) -> None:
    """Nothing of her is left in this browser: person, role, code."""
    request.session.flush()


def be_here_as(request: HttpRequest, role: str) -> None:
    """What she is here as today; an unknown word or none leaves it unsaid."""
    if role in Role.values:
        request.session[_ROLE] = role
    else:
        request.session.pop(_ROLE, None)
    request.presence = present(request)  # type: ignore[attr-defined]


def hold_code(request: HttpRequest, code_hash: str) -> None:
    """She has put a voting code on the table. A code in another hand before is gone with its session."""
    request.session.cycle_key()
    request.session[_CODE] = code_hash
    request.presence = present(request)  # type: ignore[attr-defined]


def put_code_away(request: HttpRequest) -> None:
    """The code is out of hand again: the next one at this screen starts afresh."""
    request.session.pop(_CODE, None)
    request.presence = present(request)  # type: ignore[attr-defined]
