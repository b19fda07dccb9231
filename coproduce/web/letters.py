"""How letters go out, read from the environment: to an SMTP server, or into files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from coproduce.web.environment import BadSetting, Environment

_SMTP_PORTS = {"smtp": 587, "smtps": 465}


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
