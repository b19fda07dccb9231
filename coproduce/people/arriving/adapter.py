"""Where django-allauth meets our persons: whoever is let in by it is somebody here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from coproduce.people.accounts import account_of
from coproduce.people.presence import sign_in


class Adapter(DefaultAccountAdapter):
    """Our words, our persons."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "This is not the code in our latest e-mail. Check it letter by letter",
        "too_many_login_attempts": "That was too often. Wait ten minutes, then ask for a new code",
        "rate_limited": "That was too often. Wait ten minutes, then try again",
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """From here on this browser acts as the person behind ``user``."""
        sign_in(request, account_of(user))
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Her own page."""
        return reverse(settings.LOGIN_REDIRECT_URL)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether somebody who is not here yet may come."""
        return bool(settings.COPRODUCE_SIGN_UP)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say in their own words what was done."""
