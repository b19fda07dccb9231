"""Settings come from the environment and nowhere else; a wrong one is refused in one sentence.

Each setting is declared once, in ``SETTINGS``, with what it means and its
default. ``docs/settings.md`` is checked against that list by a test.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadSetting(Exception):
    """A setting that cannot be used: which one, what is wrong, how to mend it."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name, what it means, and the value it has when it is not given."""

    name: str
    meaning: str
    default: str = ""


SETTINGS = (
    Setting("DATABASE_URL", "the database: sqlite:///path or postgres://user:password@host/name"),
    Setting("COPRODUCE_DATA", "folder for the database file and the generated key", "var"),
    Setting(
        "COPRODUCE_SECRET_KEY", "50 or more random characters; made and kept in COPRODUCE_DATA if not given"
    ),
    Setting(
        "COPRODUCE_HOSTS", "names under which the site is reached, with commas", "localhost,127.0.0.1,[::1]"
    ),
    Setting("COPRODUCE_HTTPS", "yes where the site is reached over HTTPS: secure cookies, HSTS", "no"),
    Setting("COPRODUCE_PROXIES", "how many of your own proxies stand before the site", "0"),
    Setting("COPRODUCE_PLACE", "the line under the name: whose site this is", "Public services, together"),
    Setting("COPRODUCE_WORRIED", "whom to call when worried about someone, one sentence", ""),
    Setting("COPRODUCE_PHONE", "the telephone number for help, printed on ballots and cards", ""),
    Setting("COPRODUCE_LENT_KEYS", "keys lent to a laptop in a hall; 'coproduce hall serve' gives them", ""),
    Setting("COPRODUCE_DEMO", "yes for a demo: one click signs in as an invented person", "no"),
    Setting(
        "COPRODUCE_MAIL",
        "how e-mail goes out: smtp://user:password@host:587; files in COPRODUCE_DATA/mail if not given",
    ),
    Setting("COPRODUCE_MAIL_FROM", "the address that e-mail comes from", "coproduce@localhost"),
    Setting(
        "COPRODUCE_SIGN_UP", "yes where everybody may sign in, no where only those who were invited", "yes"
    ),
    Setting(
        "COPRODUCE_LISTEN", "where the server listens: host:port, or unix:/path of a socket", "127.0.0.1:8000"
    ),
    Setting("COPRODUCE_WORKERS", "how many server processes; as many as there are processors", "2"),
    Setting("COPRODUCE_THREADS", "how many requests each server process takes at once", "4"),
    Setting("COPRODUCE_LOG_REQUESTS", "yes for a line in the log for each request", "no"),
    Setting("COPRODUCE_UPLOAD_MB", "largest file that a visitor may bring, in megabytes", "16"),
    Setting("COPRODUCE_KEEP_HOURS", "after how many hours what a visitor brought is removed", "24"),
    Setting(
        "COPRODUCE_UPLOADS_PER_HOUR",
        "how often one address may bring a file or count again in an hour",
        "120",
    ),
    Setting(
        "COPRODUCE_COUNT_SECONDS",
        "after how many seconds the count of a file that a visitor brought is given up; 0: never",
        "60",
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Environment:
    """Reads the settings from a mapping (``os.environ`` unless told otherwise)."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values
        unknown = sorted(
            name for name in self._values if name.startswith("COPRODUCE_") and name not in _BY_NAME
        )
        if unknown:
            raise BadSetting(
                f"{unknown[0]} is not a setting of this version; the settings are listed in docs/settings.md"
            )

    def text(self, name: str) -> str:
        """The setting as it was given, without spaces around it; its default where it is missing or empty."""
        return self._values.get(name, "").strip() or _BY_NAME[name].default

    def names(self, name: str) -> list[str]:
        """A list with commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def yes(self, name: str) -> bool:
        """Yes or no."""
        word = self.text(name).lower()
        if word not in {"yes", "no", "1", "0", "true", "false"}:
            raise BadSetting(f"{name} is {word!r}; it must be yes or no")
        return word in {"yes", "1", "true"}

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise BadSetting(f"{name} is {text!r}; it must be a whole number from {least} to {most}")
        return int(text)

    def secret(self, name: str, folder: Path) -> str:
        """The secret key: given, or made once and kept in ``folder`` where only the owner can read it."""
        given = self.text(name)
        if given:
            if len(given) < 50:
                raise BadSetting(
                    f"{name} has {len(given)} characters; it must have 50 or more, chosen at random"
                )
            return given
        path = folder / "secret-key"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return path.read_text().strip()
            with os.fdopen(handle, "w") as file:
                key = secrets.token_urlsafe(50)
                file.write(key)
            return key
        except OSError as error:
            raise BadSetting(
                f"no key can be kept in {folder} ({error.strerror}); give {name}, "
                "or a COPRODUCE_DATA that can be written"
            ) from None
