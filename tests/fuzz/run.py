"""The run: who asks, what is asked, and what must not have happened."""

from __future__ import annotations

import random
import re
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client

from tests.fuzz.forms import Form, read
from tests.fuzz.routes import compiled, filled, learn, routes
from tests.fuzz.values import HEADERS, KINDS, RAW, damaged, nearly, odd, real_files

_WRITES = re.compile(r'^\s*(?:INSERT INTO|DELETE FROM|INSERT OR \w+ INTO)\s+"?(\w+)"?', re.IGNORECASE)
MAY_GROW = {"django_session", "coproduce_cache", "sqlite_sequence"}
"""What a refusal may leave: that somebody was here, and how often."""


@dataclass
class Found:
    """What came of a run."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    faults: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    def fault(self, key: str, text: str) -> None:
        """Keep the first of each sort."""
        self.times[key] += 1
        self.faults.setdefault(key, text)


class Watch:
    """Which tables were written to; and whether a refusal left rows in them."""

    def __init__(self) -> None:
        self.touched: set[str] = set()
        self.counts: dict[str, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            self.touched.add(found[1])
        return execute(sql, params, many, context)

    def settle(self, refused: bool) -> list[str]:
        """Tables that changed although the answer was a refusal."""
        left = []
        for table in self.touched - MAY_GROW:
            number = self._count(table)
            if refused and number != self.counts.get(table, number):
                left.append(table)
            self.counts[table] = number
        self.touched.clear()
        return left

    def learn(self) -> None:
        """Count every table once."""
        for table in connection.introspection.table_names():
            if table not in MAY_GROW:
                self.counts[table] = self._count(table)

    def _count(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            return int(cursor.fetchone()[0])


class Fuzzer:
    """Asks, by chance from a seed."""

    def __init__(self, people: dict[str, Client], *, seed: int) -> None:
        self.people, self.chance, self.found = people, random.Random(seed), Found()
        self.routes, self.patterns = routes(), compiled()
        self.known: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {who: ["/"] for who in people}
        self.forms: dict[str, dict[Any, Form]] = {who: {} for who in people}
        self.files = real_files()
        self.watch = Watch()
        self._error = ""
        got_request_exception.connect(self._caught, weak=False, dispatch_uid=f"fuzz-{id(self)}")

    def run(self, number: int, *, every: Callable[[int], None] = lambda done: None) -> Found:
        """Look round as everybody first, then ask ``number`` times."""
        with connection.execute_wrapper(self.watch):
            for who in self.people:
                self._look_round(who)
            self.watch.learn()
            for done in range(1, number + 1):
                self._one()
                every(done)
        got_request_exception.disconnect(dispatch_uid=f"fuzz-{id(self)}")
        return self.found

    def _look_round(self, who: str, most: int = 90) -> None:
        """Follow links as somebody would who wants to see each kind of page once before any twice."""
        seen: set[str] = set()
        kinds: set[str] = set()
        while len(seen) < most and (ahead := [link for link in self.links[who] if link not in seen]):
            link = next((one for one in ahead if self._kind(one) not in kinds), ahead[0])
            seen.add(link)
            kinds.add(self._kind(link))
            if "sign-out" not in link:
                self._ask(who, "GET", link, {})

    def _kind(self, link: str) -> str:
        path = link.partition("?")[0].lstrip("/")
        return next((route for route, pattern in self.patterns.items() if pattern.fullmatch(path)), link)

    def _one(self) -> None:
        who = self.chance.choice(list(self.people))
        draw = self.chance.random()
        if draw < 0.45 and self.forms[who]:
            self._send_form(who, self.chance.choice(list(self.forms[who].values())))
        elif draw < 0.60:
            link = self.chance.choice(self.links[who])
            self._ask(who, "GET", self._bent(link), self._headers())
        elif draw < 0.92:
            self._ask_route(who)
        else:
            self._send_raw(who)

    def _ask_route(self, who: str) -> None:
        route = self.chance.choice(self.routes)
        method = self.chance.choice(
            ("GET",) * 9 + ("POST",) * 9 + ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
        )
        data = None
        if method == "POST":
            like = [form for form in self.forms[who].values() if form.method == "post"]
            data = self._values(self.chance.choice(like)) if like and self.chance.random() < 0.5 else {odd(self.chance)[:30] or "x": odd(self.chance)}  # fmt: skip
        self._ask(who, method, filled(route, self.known, self.chance), self._headers(), data)

    def _send_form(self, who: str, form: Form) -> None:
        address = form.action
        if self.chance.random() < 0.1:
            other = self.chance.choice(self.known.get("uuid") or ["0"])
            address = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", other, address)
        method = form.method.upper() if self.chance.random() < 0.97 else "GET"
        self._ask(who, method, address, self._headers(), self._values(form))

    def _send_raw(self, who: str) -> None:
        address = self.chance.choice([form.action for form in self.forms[who].values()] or ["/"])
        body, kind = self.chance.choice(RAW), self.chance.choice(KINDS)
        self._ask(who, "POST", address, {**self._headers(), "raw": kind}, body)

    def _values(self, form: Form) -> dict[str, Any]:
        share = self.chance.choice((0.0, 0.15, 0.5, 1.0))
        data: dict[str, Any] = {}
        for name, choices in form.fields.items():
            if name == "csrfmiddlewaretoken" or self.chance.random() < share / 8:
                continue
            sound = self.chance.choice(choices) if choices else ""
            if not sound and self.chance.random() < 0.6:
                sound = self.chance.choice(
                    ("Benches by the water", "12", "2026-12-01", "100", "on", "Because it helps")
                )
            data[name] = nearly(sound, self.chance) if self.chance.random() < share else sound
            if self.chance.random() < share / 10:
                data[name] = [data[name], odd(self.chance)] * self.chance.choice((1, 30))
        for name in form.files:
            data[name] = self._file()
        if self.chance.random() < share / 5 and data:
            data[self.chance.choice(list(data))] = self._file()
        if self.chance.random() < share / 5:
            data[odd(self.chance)[:50] or "more"] = odd(self.chance)
        return data

    def _file(self) -> SimpleUploadedFile:
        name, content = self.chance.choice(self.files)
        name = (
            name
            if self.chance.random() < 0.8
            else f"{odd(self.chance)[:80]}.x".replace("/", "-").replace("\x00", "-")
        )
        kind = self.chance.choice(("text/plain", "image/png", "application/octet-stream"))
        return SimpleUploadedFile(name, damaged(content, self.chance), kind)

    def _bent(self, link: str) -> str:
        path, mark, query = link.partition("?")
        if self.chance.random() < 0.5:
            name = self.chance.choice(
                ("page", "show", "q", "sort", "topic", "kind", "from", "until", "next", "lang", "as", "area")
            )
            query = f"{query}&{name}={re.sub(r'[#&]', '', odd(self.chance))[:3000]}"
        return f"{path}?{query}" if mark or query else path

    def _headers(self) -> dict[str, str]:
        return dict(self.chance.choice(HEADERS)) if self.chance.random() < 0.08 else {}

    def _ask(self, who: str, method: str, address: str, headers: dict[str, str], data: Any = None) -> None:
        client, found = self.people[who], self.found
        client.handler.enforce_csrf_checks = self.chance.random() < 0.04
        kept = client.cookies.output()
        self._error = ""
        raw = headers.pop("raw", None)
        try:
            if raw is not None:
                response = client.generic(method, address, data, content_type=raw, **headers)
            elif method == "POST":
                response = client.post(address, data or {}, **headers)
            elif method == "GET":
                response = client.get(address, {n: v for n, v in (data or {}).items() if isinstance(v, (str, list))}, **headers)  # fmt: skip
            else:
                response = client.generic(method, address, b"", **headers)
        except UnicodeEncodeError:
            return
        except Exception:  # noqa: BLE001 - whatever it is, it is a fault of the site
            found.fault(
                self._key(traceback.format_exc()),
                f"{who} {method} {address[:200]}\n{traceback.format_exc()[-1800:]}",
            )
            return
        found.asked += 1
        found.statuses[response.status_code] += 1
        if response.status_code < 400 and response.resolver_match:
            found.reached.add(response.resolver_match.route)
        if response.status_code >= 500:
            said = (
                str({name: str(value)[:80] for name, value in data.items()})
                if isinstance(data, dict)
                else repr(data)[:300]
            )
            found.fault(
                self._key(self._error), f"{who} {method} {address[:200]}\n{said[:900]}\n{self._error[-1800:]}"
            )
        refused = 400 <= response.status_code
        for table in self.watch.settle(refused):
            found.fault(
                f"left {table}",
                f"{who} {method} {address[:200]}: {response.status_code}, and {table} has other rows",
            )
        self._after(who, method, address, response, kept)

    def _after(self, who: str, method: str, address: str, response: Any, kept: str) -> None:
        client = self.people[who]
        if (
            method == "GET"
            and response.status_code < 400
            and response.get("Content-Type", "").startswith("text/html")
        ):
            page = read(address, b"".join(response).decode("utf-8", "replace"))
            for link in page.links:
                learn(link, self.patterns, self.known)
                if link not in self.links[who] and len(self.links[who]) < 500:
                    self.links[who].append(link)
            for form in page.forms:
                if len(self.forms[who]) < 400 and "sign-out" not in form.action:
                    self.forms[who].setdefault(form.key, form)
        if client.cookies.output() != kept and who != "nobody":
            # Whoever was signed out, or became somebody else, is herself again.
            client.cookies.load(kept.replace("Set-Cookie: ", ""))

    def _caught(self, **_: Any) -> None:
        self._error = traceback.format_exc()

    @staticmethod
    def _key(error: str) -> str:
        lines = [line.strip() for line in error.splitlines() if line.strip()]
        ours = [line for line in lines if line.startswith("File") and "/coproduce/" in line]
        return f"{ours[-1] if ours else '?'} | {lines[-1][:120] if lines else '?'}"
