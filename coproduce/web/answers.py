"""Every answer that is not the page asked for: errors and refusals, in the look, with a sentence.

A program that asks for JSON gets the same code and sentence as JSON.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from coproduce.core import Refusal, deed

TITLES = {
    400: "We could not read that request",
    403: "You cannot open this page",
    404: "There is no page here",
    405: "This page is opened in another way",
    410: "This has been removed",
    413: "That is too large for us",
    422: "Something has to be put right first",
    429: "A little slower, please",
    500: "Something went wrong on our side",
}


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page (or JSON) that words ``refusal``."""
    try:
        text = render_to_string(f"refusals/{refusal.code}.html", dict(refusal.params))
    except TemplateDoesNotExist:
        text = render_to_string("refusals/unworded.html", {"code": refusal.code})
    return _page(request, refusal.status, re.sub(r"\s+", " ", text).strip(), refusal.code)


@deed("site.refuse")
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: an old page, or cookies switched off."""
    return answer(request, Refusal("form-expired"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400."""
    return answer(request, Refusal("bad-request", status=400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    return answer(request, Refusal("forbidden"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404."""
    return answer(request, Refusal("not-found", status=404))


def failed(request: HttpRequest) -> HttpResponse:
    """Django's 500. Asks nothing of the database or the session: they may be what failed."""
    return answer(request, Refusal("failed", status=500))


def _page(request: HttpRequest, status: int, text: str, code: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"status": status, "code": code, "text": text}, status=status)
    context: dict[str, Any] = {"title": TITLES.get(status, TITLES[400]), "text": text, "status": status}
    return render(request, "errors/error.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept
