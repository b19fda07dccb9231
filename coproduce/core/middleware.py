"""What stands before every page: the size of what comes in, headers, and the deed.

The words of an answer are not ours: ``settings.COPRODUCE_ANSWER`` names the
function ``(request, refusal) → response`` that words a refusal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from coproduce.core.deeds import deed_of
from coproduce.core.refusal import Refusal, Refused

Next = Callable[[HttpRequest], HttpResponseBase]

_log = logging.getLogger("coproduce.core")
_CHUNK = 1 << 16
_SENSORS = (
    "accelerometer",
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
_NOT_ALLOWED = ", ".join(f"{sensor}=()" for sensor in _SENSORS)


class BodyLimit:
    """Refuses a request that is larger than the site takes, before anything parses it.

    A browser that is still sending when the answer comes shows a broken connection
    instead of our sentence. So up to four times the limit is read and thrown away first.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let it through, or answer 413."""
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return _answer(request, Refusal("bad-request", status=400))
        limit = settings.COPRODUCE_BODY_LIMIT
        if length <= limit:
            return self.get_response(request)
        left = min(length, 4 * limit)
        while left > 0 and (taken := request.read(min(_CHUNK, left))):
            left -= len(taken)
        response = _answer(
            request, Refusal("too-large", {"megabytes": settings.COPRODUCE_UPLOAD_MB}, status=413)
        )
        response["Connection"] = "close"
        return response


class Headers:
    """Headers that no Django setting covers: no camera, no microphone, no place; pages kept out of shared caches."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the headers that it does not set itself."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", _NOT_ALLOWED)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "private, no-store")
        return response


class DeedMiddleware:
    """Answers no page that has not declared its deed, and words every refusal that a view raises."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Words the one refusal that Django gives without a page: the wrong method."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            worded = _answer(request, Refusal("wrong-method", status=405))
            worded["Allow"] = response.get("Allow", "")
            return worded
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Go on where the view has a deed; 403 and a line in the log where it has none."""
        if deed_of(view) is not None:
            return None
        _log.error("no deed is declared for %s; nobody may open it", request.path)
        return _answer(request, Refusal("no-deed"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Word what a rule refused; any other failure is Django's."""
        return _answer(request, exception.refusal) if isinstance(exception, Refused) else None


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    word: Callable[[HttpRequest, Refusal], HttpResponse] = import_string(settings.COPRODUCE_ANSWER)
    return word(request, refusal)
