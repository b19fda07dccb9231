"""One arrival: an address, a code that was sent to it, and how often it was tried.

It lies in the browser's own session until the code is typed or its time is over. The pending
sign-in, its limits and its end are allauth's; that a newcomer gets a code too is ours.
"""

from __future__ import annotations

from typing import Any, Self

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponse

from coproduce.people.accounts import is_invited, open_account


class Arrival(LoginCodeVerificationProcess):
    """A sign-in by code, for people who are here and for those who come."""

    @classmethod
    def begin(cls, request: HttpRequest, email: str, user: Any) -> Self:
        """Send a code and remember in this browser what it was. ``user`` is None for a newcomer.

        Raises:
            OSError: where the letter cannot be sent.
        """
        clear_login(request)
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update({**cls.initial_state(user=user, email=email), "initiated_by_user": True})
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def under_way(cls, request: HttpRequest) -> Self | None:
        """The arrival that this browser has begun; None where there is none, or its time is over."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        return cls(stage=stage).abort_if_invalid() if stage else None

    @property
    def email(self) -> str:
        """Where the code went."""
        return str(self.state["email"])

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:  # noqa: FBT001, FBT002
        """The code; where nobody new may come, a letter that says so instead."""
        adapter = get_adapter()
        if self.user or is_invited(email) or adapter.is_open_for_signup(self.request):
            context = {"request": self.request, "code": self.generate_code()}
            adapter.send_mail("account/email/login_code", email, context)
        elif not skip_enumeration_mails:
            adapter.send_mail("account/email/unknown_account", email, {"request": self.request})

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Let her in. A code is good once."""
        self._user = self.user or open_account(self.email)
        response: HttpResponse = super().finish(redirect_url)
        if self.request.user.is_authenticated:
            self.request.session.pop("account_login", None)
        return response
