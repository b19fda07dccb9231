"""The log: one JSON object for each line, and no personal data in any of them.

An address, a name, a code can hide in whatever a program puts into a sentence: a path that somebody typed, the value in
a database's complaint. So a line holds the *template* of its sentence and, of its arguments, only numbers and ids; of a
failure the kind and the places in the code, never its words; of a request the name of its address
(``projects/<slug:slug>/``), never the address. The id of a request stands in its answer too (``X-Request-ID``):
somebody who rings can read it out.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_request: ContextVar[str] = ContextVar("request", default="")
_FIELDS = ("route", "method", "status", "ms")
_MOST_PLACES = 12
_SAFE = (bool, int, float, UUID, type(None))
_log = logging.getLogger("coproduce.requests")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Only what is in this list can be in a line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "said": str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        if numbers := _numbers(record.args):
            said["with"] = numbers
        if request := _request.get():
            said["request"] = request
        said |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if "status" not in said and isinstance(getattr(record, "status_code", None), int):
            said["status"] = record.status_code  # type: ignore[attr-defined]
        if record.exc_info and record.exc_info[0]:
            said["failure"] = record.exc_info[0].__name__
            places = traceback.extract_tb(record.exc_info[2])[-_MOST_PLACES:]
            said["places"] = [f"{one.filename}:{one.lineno} {one.name}" for one in places]
        return json.dumps(said, ensure_ascii=False)


def _numbers(arguments: Any) -> list[str | int | float | None]:
    """Numbers and ids; whatever else there was is only counted as a gap."""
    if not isinstance(arguments, tuple) or not any(isinstance(one, _SAFE) for one in arguments):
        return []
    return [
        one if isinstance(one, (int, float, type(None))) else str(one) if isinstance(one, UUID) else "…"
        for one in arguments
    ]


class RequestLog:
    """The outermost middleware: gives each request an id, and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its id."""
        name = secrets.token_hex(8)
        token, began = _request.set(name), time.monotonic()
        try:
            response = self.get_response(request)
            match = request.resolver_match
            _log.info("answered", extra={
                "route": match.route if match else "none", "method": _known(request.method),
                "status": response.status_code, "ms": round(1000 * (time.monotonic() - began)),
            })  # fmt: skip
        finally:
            _request.reset(token)
        response["X-Request-ID"] = name
        return response


def _known(method: str | None) -> str:
    """The method, where it is one; a stranger can send any word."""
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
