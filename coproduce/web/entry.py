"""How people come in and how letters go out, read from the environment.

A code by e-mail is always there. Passkeys and an OpenID Connect provider are added where they are switched on,
and only then are their packages needed.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from coproduce.web.environment import BadSetting, Environment

_SMTP_PORTS = {"smtp": 587, "smtps": 465}


class Entry:
    """What is switched on besides codes by e-mail.

    Raises:
        BadSetting: where what is switched on lacks a package or a setting.
    """

    def __init__(self, env: Environment) -> None:
        self.passkeys = env.yes("COPRODUCE_PASSKEYS")
        self.openid = env.text("COPRODUCE_OPENID")
        self.apps: list[str] = []
        self.providers: dict[str, Any] = {}
        if self.passkeys:
            _needs("fido2", "COPRODUCE_PASSKEYS", "passkeys")
            self.apps.append("allauth.mfa")
        if self.openid:
            for package in ("requests", "jwt", "oauthlib"):
                _needs(package, "COPRODUCE_OPENID", "openid")
            self.apps += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
            self.providers = {"openid_connect": {"APPS": [_provider(env, self.openid)]}}


def _provider(env: Environment, address: str) -> dict[str, Any]:
    if urlsplit(address).scheme != "https":
        raise BadSetting(f"COPRODUCE_OPENID is {address!r}; it must be an address that begins with https://")
    for name in ("COPRODUCE_OPENID_CLIENT", "COPRODUCE_OPENID_SECRET"):
        if not env.text(name):
            raise BadSetting(f"COPRODUCE_OPENID is given, so {name} must be given too")
    return {
        "provider_id": "openid",
        "name": env.text("COPRODUCE_OPENID_NAME"),
        "client_id": env.text("COPRODUCE_OPENID_CLIENT"),
        "secret": env.text("COPRODUCE_OPENID_SECRET"),
        "settings": {"server_url": address},
    }


def _needs(package: str, setting: str, extra: str) -> None:
    if find_spec(package) is None:
        raise BadSetting(f"{setting} needs more packages; install coproduce[{extra}]")


def mail(env: Environment, data: Path) -> dict[str, Any]:
    """How letters go out: to an SMTP server, or into files that the operator can read.

    Raises:
        BadSetting: where ``COPRODUCE_MAIL`` is no address of an SMTP server.
    """
    given = env.text("COPRODUCE_MAIL")
    plain: dict[str, Any] = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend", "FILES": data / "mail",
        "HOST": "localhost", "PORT": 25, "USER": "", "PASSWORD": "", "TLS": False, "SSL": False,
    }  # fmt: skip
    if not given:
        return plain
    wrong = BadSetting(
        "COPRODUCE_MAIL must be written smtp://user:password@host:587 (or smtps:// for port 465)"
    )
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _SMTP_PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise wrong
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "FILES": None,
        "HOST": parts.hostname,
        "PORT": port or _SMTP_PORTS[parts.scheme],
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "TLS": parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1"),
        "SSL": parts.scheme == "smtps",
    }
