"""The slip: a reference shown once, on the page after the deed. Then nobody here can say it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

_KEY = "slip"


def keep_slip(request: HttpRequest, step_id: UUID, reference: str, said: str, *, receipt: str = "") -> None:
    """Lay a slip ready for the next page: the reference, in a sentence what it is for, and a vote's receipt."""
    request.session[_KEY] = {"step": str(step_id), "reference": reference, "said": said, "receipt": receipt}


def take_slip(request: HttpRequest, step_id: UUID) -> dict[str, Any] | None:
    """The slip of this stage that lies ready, taken away as it is read; None where there is none (any more)."""
    found: dict[str, Any] | None = request.session.get(_KEY)
    if not found or found.get("step") != str(step_id):
        return None
    del request.session[_KEY]
    return found
