"""What somebody types to come in: her address, then the code that we sent to it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

_MOST = 254


class AddressForm(RequestLoginCodeForm):
    """An e-mail address. Says nothing of whether it is known here."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label="Your e-mail address",
            help_text="We send you a code to type on the next page. There is no password.",
            max_length=_MOST,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Type your e-mail address",
                "invalid": "Write an address like name@example.org",
                "max_length": f"An e-mail address has at most {_MOST} characters",
            },
        )

    @property
    def user(self) -> Any:
        """Who has this address; None for a newcomer. Only after it was found sound."""
        return self._user


class CodeForm(ConfirmLoginCodeForm):
    """The code from the letter."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="The code from our e-mail",
            help_text="Spaces, dashes and capitals do not matter.",
            max_length=60,
            widget=forms.TextInput(
                attrs={"class": "cp-code", "autocomplete": "one-time-code", "spellcheck": "false"}
            ),
            error_messages={
                "required": "Type the code from our e-mail",
                "max_length": "That is too long to be the code. Check it letter by letter",
            },
        )
