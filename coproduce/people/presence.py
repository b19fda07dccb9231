"""Who sits before the screen: a person signed in, as what she is here today, or a voting code in hand.

A role is chosen for each joint project. Anybody may be a resident, a person who uses a service or a carer; what needs
an organisation behind it (staff, manager, councillor, with a charity) needs somebody who confirmed it.

All of it lies in her session and goes with it. A code is kept as the keyed digest under which
the roll knows it; the code itself is never written down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from coproduce.catalogue.public import Role
from coproduce.core import Actor
from coproduce.people.models import Person
from coproduce.people.queries import may_be

PERSON, _ROLE, _CODE = "person", "role", "code"


class Presence:
    """Middleware: puts ``request.presence`` beside each request, for ``core.actor_of``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Somebody who was erased meanwhile is signed out by it."""
        request.presence = present(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Within a joint project she is what she said for it."""
        del view, args
        route = request.resolver_match.route if request.resolver_match else ""
        if "slug" in kwargs and route.startswith("projects/") and kwargs["slug"] in _said(request):
            request.presence = present(request, kwargs["slug"])  # type: ignore[attr-defined]


def present(request: HttpRequest, project: str = "") -> Actor:
    """The actor that a session stands for, within a joint project; never starts one.

    A role that is not hers, or no longer, is left out: it is asked for again with every request.
    """
    session = request.session
    person = session.get(PERSON)
    if person and not Person.objects.filter(pk=person, erased_on__isnull=True).exists():
        session.flush()
        person = None
    key = UUID(person) if person else None
    said = _said(request)
    role = said.get(project) or said.get("", "")
    return Actor(person_id=key, role=role if may_be(key, role) else "", code=session.get(_CODE, ""))


def _said(request: HttpRequest) -> dict[str, str]:
    """What she said she is here as: by the joint project's name in its address; under an empty one for all others."""
    said = request.session.get(_ROLE)
    return said if isinstance(said, dict) else {"": said or ""}


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


def be_here_as(request: HttpRequest, role: str, *, project: str = "") -> None:
    """What she is here as today, in one joint project or everywhere; an unknown word or none leaves it unsaid."""
    said = {**_said(request), project: role if role in Role.values else ""}
    kept = {key: word for key, word in said.items() if word}
    if kept:
        request.session[_ROLE] = kept
    else:
        request.session.pop(_ROLE, None)
    request.presence = present(request, project)  # type: ignore[attr-defined]


def hold_code(request: HttpRequest, code_hash: str) -> None:
    """She has put a voting code on the table. A code in another hand before is gone with its session."""
    request.session.cycle_key()
    request.session[_CODE] = code_hash
    request.presence = present(request)  # type: ignore[attr-defined]


def put_code_away(request: HttpRequest) -> None:
    """The code is out of hand again: the next one at this screen starts afresh."""
    request.session.pop(_CODE, None)
    request.presence = present(request)  # type: ignore[attr-defined]
