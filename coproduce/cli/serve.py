"""``coproduce serve``: the site, made ready and served by gunicorn in this process's place.

What it needs is said by the environment alone (docs/settings.md), so that a service file, a container
and a person at a keyboard start the same thing. Static files are served by the site itself.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys

from coproduce.cli.contract import Answer
from coproduce.cli.platform import prepare
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True
_ANY = {"", "0.0.0.0", "::"}  # noqa: S104 - recognised, so that a name one can open is printed
_HERE = {"127.0.0.1", "::1", "localhost"}
_SLOW_SECONDS = "120"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: where it listens and with how many processes is said by the environment."""
    parser.epilog = (
        "Settings: DATABASE_URL, COPRODUCE_DATA, COPRODUCE_LISTEN, COPRODUCE_WORKERS (docs/settings.md)."
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Make ready, print the address, become the server. Does not come back."""
    del arguments
    prepare()
    from django.conf import settings

    where: str = settings.COPRODUCE_LISTEN
    address = address_of(where, settings.ALLOWED_HOSTS, secure=settings.SESSION_COOKIE_SECURE)
    print(f"Coproduce: {address}", flush=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    server = [
        sys.executable, "-m", "gunicorn", "--bind", where, "--workers", str(settings.COPRODUCE_WORKERS),
        "--threads", str(settings.COPRODUCE_THREADS), "--timeout", _SLOW_SECONDS, "--log-level", "warning",
        "--worker-tmp-dir", str(settings.DATA), "coproduce.web.wsgi",
    ]  # fmt: skip
    os.execv(sys.executable, server)  # noqa: S606 - our own interpreter, no shell
    raise AssertionError("the server has taken this process's place")


def address_of(where: str, names: list[str], *, secure: bool = False) -> str:
    """The address to open in a browser for ``host:port`` or ``unix:/path``.

    Raises:
        BadInput: where ``where`` is neither, or something else listens there.
    """
    if where.startswith("unix:/"):
        return where
    host, colon, port = where.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and port.isascii() and port.isdigit() and 1 <= int(port) <= 65_535):
        text = f"{where!r} is not a place to listen; write host:port, as 127.0.0.1:8000, or unix:/path"
        raise BadInput.one(text, source="COPRODUCE_LISTEN")
    _check_free(host, int(port))
    shown = host
    if host in _HERE:
        shown = "localhost"
    elif host in _ANY:
        shown = next((name for name in names if name not in {"*", *_HERE, "[::1]"}), "localhost").lstrip(".")
    if ":" in shown:
        shown = f"[{shown}]"
    return f"https://{shown}/" if secure else f"http://{shown}:{port}/"


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            text = f"nothing can listen at {host}:{port} ({error.strerror}); say another place"
            raise BadInput.one(text, source="COPRODUCE_LISTEN") from None
