"""Every address of the site, from its resolver, filled with ids that are there, that belong elsewhere, or that are none."""

from __future__ import annotations

import random
import re
from urllib.parse import quote
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from tests.fuzz.values import odd

_PART = re.compile(r"<(?:(?P<kind>[a-z_]+):)?(?P<name>\w+)>")


def routes() -> list[str]:
    """Each address as it is declared, regular expressions apart."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, before + str(pattern.pattern))
            else:
                found.append(before + str(pattern.pattern))

    walk(get_resolver().url_patterns, "")
    return [route for route in sorted(set(found)) if "(?P" not in route]


def filled(route: str, known: dict[str, list[str]], chance: random.Random) -> str:
    """An address of this route; mostly with parts that exist somewhere."""

    def fill(part: re.Match[str]) -> str:
        kind, name = part["kind"] or "str", part["name"]
        if chance.random() < 0.85 and known.get(name):
            return chance.choice(known[name])
        if chance.random() < 0.6 and known.get(kind):
            return chance.choice(known[kind])
        if kind == "uuid":
            return str(UUID(int=chance.getrandbits(128)))
        if kind == "int":
            return str(chance.choice((0, 1, 2, 7, 13, 999, 10**18, 10**30)))
        return quote(odd(chance)[:200].replace("/", "") or "x", safe="")

    return "/" + _PART.sub(fill, route).replace("^", "").replace("$", "")


def learn(address: str, patterns: dict[str, re.Pattern[str]], known: dict[str, list[str]]) -> None:
    """Remember the parts of an address that somebody was led to."""
    path = address.partition("?")[0].lstrip("/")
    for route, pattern in patterns.items():
        if found := pattern.fullmatch(path):
            for part in _PART.finditer(route):
                for key in (part["name"], part["kind"] or "str"):
                    values = known.setdefault(key, [])
                    value = found[part["name"]]
                    if value not in values and len(values) < 400:
                        values.append(value)
            return


def compiled() -> dict[str, re.Pattern[str]]:
    """A regular expression for each route, that takes it apart."""
    return {
        route: re.compile("".join(
            f"(?P<{piece[1]}>[^/]+)" if isinstance(piece, tuple) else re.escape(piece) for piece in _pieces(route)
        ))
        for route in routes()
    }  # fmt: skip


def _pieces(route: str) -> list[str | tuple[str, str]]:
    found: list[str | tuple[str, str]] = []
    at = 0
    for part in _PART.finditer(route):
        found += [route[at : part.start()], (part["kind"] or "str", part["name"])]
        at = part.end()
    return [*found, route[at:]]
