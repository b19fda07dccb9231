"""A brake on what the public may do often: bring files, start counts.

A window of fixed length per address, kept in the shared cache (a database table,
so that all server processes see the same number). Why not a package: the kept
ones either count per process, want Redis, or bring decorators around whole
views, and this is one read and one write. Two requests in the same instant may
count as one: it is a brake, not a lock. Addresses are never stored, only a
keyed digest that is useless without the secret key and gone with the window.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from coproduce.core.clock import now
from coproduce.core.refusal import Refusal


@dataclass(frozen=True)
class Limit:
    """At most ``times`` per ``seconds`` for one address. A whole town hall may share an address: be generous."""

    name: str
    times: int
    seconds: int


def spend(limit: Limit, request: HttpRequest) -> Refusal | None:
    """Count one use; a refusal ``too-often`` (429) once the limit is used up."""
    instant = int(now().timestamp())
    window, passed = divmod(instant, limit.seconds)
    key = f"limit:{limit.name}:{window}:{_address_digest(request)}"
    used = cache.get(key, 0)
    if used >= limit.times:
        return Refusal("too-often", {"minutes": -(-(limit.seconds - passed) // 60)}, status=429)
    cache.set(key, used + 1, timeout=limit.seconds)
    return None


def _address_digest(request: HttpRequest) -> str:
    secret: bytes = settings.SECRET_KEY.encode()
    return hmac.new(secret, _address(request).encode(), hashlib.sha256).hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind ``COPRODUCE_PROXIES`` proxies, the one that the outermost of them saw."""
    proxies: int = settings.COPRODUCE_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(seen) >= proxies:
        return str(seen[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
