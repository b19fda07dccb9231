"""Who does something: a value that rules can be asked about without a web request.

A visitor without an account is known only by a secret in her session, and only once
she has left something with us: who merely reads gets no cookie. What we store is the
digest of the secret, so a copy of the database does not open anyone's session. Who is
signed in, as what, or with which voting code in hand is put beside the request by the
room that knows people (``request.presence``).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest

from coproduce.engines.kernel import digest

_KEY = "visitor"


@dataclass(frozen=True)
class Actor:
    """Whoever acts.

    Attributes:
        visitor: digest of the session's secret (64 hexadecimal digits), or empty
            for someone who has left nothing with us.
        person_id: the person signed in; None for a visitor, a holder of a code, or the system.
        role: what the person is here as, chosen for the joint project and checked per deed.
        organisation_id: for whom the person acts, where that matters.
        on_behalf_id: the person spoken for, under a proxy.
        channel: how it reaches us: screen, paper, phone, import, system.
        clerk_id: who enters what came on paper or by phone.
        code: keyed digest of the voting code in hand, for somebody without an account.
    """

    visitor: str = ""
    person_id: UUID | None = None
    role: str = ""
    organisation_id: UUID | None = None
    on_behalf_id: UUID | None = None
    channel: str = "screen"
    clerk_id: UUID | None = None
    code: str = ""

    @property
    def known(self) -> bool:
        """Whether anything can belong to this actor."""
        return bool(self.visitor or self.person_id or self.code)


SYSTEM = Actor(channel="system")
"""The system itself: the clock, an import, the demo."""


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind ``request``; never starts a session."""
    secret = request.session.get(_KEY, "")
    present: Actor = getattr(request, "presence", None) or Actor()
    return replace(present, visitor=digest(secret.encode())) if secret else present


def visit(request: HttpRequest) -> Actor:
    """The actor behind ``request``, given a secret of her own if she has none yet. Sets a cookie."""
    if _KEY not in request.session:
        request.session[_KEY] = secrets.token_urlsafe(32)
    return actor_of(request)
