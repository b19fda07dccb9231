"""What the frame round every page needs to know, for every template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: whose site this is, and whom to call when worried about someone."""
    known = getattr(getattr(request, "presence", None), "person_id", None) is not None
    nav = [
        (words, reverse(name))
        for words, name in (*settings.COPRODUCE_NAV, settings.COPRODUCE_NAV_SELF[known])
    ]
    return {
        "place": settings.COPRODUCE_PLACE,
        "worried": settings.COPRODUCE_WORRIED,
        "keep_hours": settings.COPRODUCE_KEEP_HOURS,
        "nav": [{"words": words, "link": link, "here": request.path == link} for words, link in nav],
    }
