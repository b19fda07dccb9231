"""What officers fill in: a passphrase, a key off a sheet or out of a file; and a voter, to find her receipt."""

from __future__ import annotations

from typing import Any

from django import forms

from coproduce.instruments.ballot.keys import LEAST, LINES
from coproduce.instruments.ballot.opening import KeyInHand
from coproduce.ui.renderer import Form

_LARGEST = 20_000


def _secret(label: str, hint: str = "", *, new: bool = False) -> forms.CharField:
    fill = "new-password" if new else "off"
    return forms.CharField(
        label=label, help_text=hint, max_length=400, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": fill, "spellcheck": "false"}),
        error_messages={"required": "Type the passphrase"},
    )  # fmt: skip


class NewKeyForm(Form):
    """The passphrase of a new key, typed twice."""

    passphrase = _secret(
        "Choose a passphrase",
        f"At least {LEAST} letters. Four or five words that nobody guesses are good. Nobody can find it again for you.",
        new=True,
    )
    again = _secret("The same passphrase again", new=True)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        found = super().clean() or {}
        if {"passphrase", "again"} <= set(found) and found["passphrase"] != found["again"]:
            self.add_error("again", "The two are not the same. Type it again")
        return found


class KeyForm(Form):
    """A key as an officer brings it: the file or the lines of the sheet, and the passphrase."""

    file = forms.FileField(
        label="The key file", required=False, allow_empty_file=True, max_length=200,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )  # fmt: skip
    key = forms.CharField(
        label=f"Or the {LINES} lines from the sheet",
        help_text="Line by line, as printed. Spaces and capitals do not matter.",
        required=False, max_length=_LARGEST,
        widget=forms.Textarea(
            attrs={"rows": LINES, "class": "cp-keyfield", "autocomplete": "off", "spellcheck": "false"}
        ),
    )  # fmt: skip
    passphrase = _secret("The passphrase")

    def __init__(self, *args: Any, shown: KeyInHand | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown:
            self.fields["key"].initial = shown.text
            self.fields["passphrase"].widget = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields["passphrase"].initial = shown.passphrase

    def clean(self) -> dict[str, Any]:
        """One of the two must be there; a file goes before what was typed."""
        found = super().clean() or {}
        file = found.get("file")
        if file:
            found["key"] = file.read(_LARGEST).decode("utf-8", "replace")
        if not (found.get("key") or "").strip():
            self.add_error("key", "Bring the key file, or type the lines from the sheet")
        return found

    def in_hand(self) -> KeyInHand:
        """The key; only after ``is_valid``."""
        return KeyInHand(self.cleaned_data["key"], self.cleaned_data["passphrase"])


class GiveUpForm(Form):
    """Why a vote is called off; everybody reads it."""

    reason = forms.CharField(
        label="What happened, and what comes next?",
        help_text="Everybody who voted reads this. For example: the key to the box was lost in a burst pipe. "
        "We are sorry. The vote is held again from 1 March, and everybody gets a new card.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what happened and what comes next"},
    )


class ReceiptForm(Form):
    """A receipt that somebody looks up."""

    receipt = forms.CharField(
        label="Your receipt",
        help_text="Nine letters and numbers, for example 4R7-K2M-Q9T. It was shown when you voted.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "cp-code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the receipt"},
    )
