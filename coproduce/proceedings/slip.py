"""The slip: a reference shown once, on the page after the deed. Then nobody here can say it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

_KEY = "slip"


def keep_slip(request: HttpRequest, step_id: UUID, reference: str, said: str) -> None:
    """Lay a slip ready for the next page: the reference, and in a sentence what it is for."""
    request.session[_KEY] = {"step": str(step_id), "reference": reference, "said": said}


def take_slip(request: HttpRequest, step_id: UUID) -> dict[str, Any] | None:
    """The slip of this stage that lies ready, taken away as it is read; None where there is none (any more)."""
    found: dict[str, Any] | None = request.session.get(_KEY)
    if not found or found.get("step") != str(step_id):
        return None
    del request.session[_KEY]
    return found
