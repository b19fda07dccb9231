"""The two pages of coming in: your address, then the code."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.core import Limit, actor_of, deed, require, spend
from coproduce.people.arriving.forms import AddressForm, CodeForm
from coproduce.people.arriving.process import Arrival

_ASKS = Limit("sign-in-code", 120, 3600)
_TRIES = Limit("sign-in-try", 240, 3600)
_log = logging.getLogger("coproduce.people")


@deed("people.ask-for-code", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code to an address."""
    if actor_of(request).person_id:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return _asking(request, AddressForm())
    require(spend(_ASKS, request))
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _asking(request, form, status=422)
    try:
        Arrival.begin(request, form.cleaned_data["email"], form.user)
    except OSError:
        _log.exception("a code could not be sent")
        form.add_error(None, "We cannot send e-mail at the moment. Try again in a few minutes")
        return _asking(request, form, status=503)
    return redirect(_with_next(request, "account_confirm_login_code"))


@deed("people.type-code", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Type the code, and be in."""
    if actor_of(request).person_id:
        return redirect(settings.LOGIN_REDIRECT_URL)
    arrival = Arrival.under_way(request)
    if arrival is None:
        return _begin_again(request, "That code is no longer good. Ask for a new one.")
    if request.method != "POST":
        return _typing(request, arrival, CodeForm(code=arrival.code))
    require(spend(_TRIES, request))
    form = CodeForm(request.POST, code=arrival.code)
    if form.is_valid():
        return arrival.finish(get_next_redirect_url(request))
    if not arrival.record_invalid_attempt():
        return _begin_again(request, "That was wrong too often. Ask for a new code.")
    return _typing(request, arrival, form, status=422)


@deed("people.send-again", writes=True)
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Send a new code to the same address; the one before is no longer good."""
    require(spend(_ASKS, request))
    arrival = Arrival.under_way(request)
    if arrival is None or not arrival.can_resend:
        return _begin_again(request, "Begin again with your address.")
    try:
        arrival.resend()
    except OSError:
        _log.exception("a code could not be sent")
        messages.error(request, "We cannot send e-mail at the moment. Try again in a few minutes.")
    else:
        messages.success(request, "A new code is on its way. The one before no longer works.")
    return redirect(_with_next(request, "account_confirm_login_code"))


def _asking(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    return render(request, "people/ask.html", {"form": form, "next": _next(request)}, status=status)


def _typing(request: HttpRequest, arrival: Arrival, form: CodeForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "email": arrival.email, "again": arrival.can_resend, "next": _next(request),
    }  # fmt: skip
    return render(request, "people/type_code.html", context, status=status)


def _begin_again(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(_with_next(request, "account_login"))


def _next(request: HttpRequest) -> str:
    """Where she was going, if that is a page of ours."""
    return get_next_redirect_url(request) or ""


def _with_next(request: HttpRequest, name: str) -> str:
    going = _next(request)
    return f"{reverse(name)}?{urlencode({'next': going})}" if going else reverse(name)
