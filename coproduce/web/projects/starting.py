"""A stage whose time has come is started by the first page that asks for it: the site is right without a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from coproduce.conduct.public import ensure_started
from coproduce.register.public import steps


class StartsStages:
    """Middleware: before a page with a ``step_id`` in its address, starts the stage if the clock has opened it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing on the way in or out."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Start it; what stands against starting is said by the page itself."""
        del request, view, args
        step_id = kwargs.get("step_id")
        step = steps([step_id]).get(step_id) if step_id else None
        if step:
            ensure_started(step)
