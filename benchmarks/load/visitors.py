"""Visitors of a site: so many at once, each with a connection that stays open; what they waited, in seconds."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """A browser without a screen: one connection, its cookies, an address of its own behind the proxy."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: Sequence[tuple[str, str]] = ()) -> tuple[int, bytes]:
        """Status and body; follows no redirection."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self._connection.request("POST", path, urlencode(form).encode(), headers)
        else:
            self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    def token(self, body: bytes) -> str:
        """The token of a page's form."""
        found = TOKEN.search(body)
        if found is None:
            raise RuntimeError("a form without a token")
        return found[1].decode()

    def leave(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection:
            self._connection.close()
        self._connection = None


@dataclass(frozen=True)
class Waited:
    """How long each request took, and how long all of them together."""

    seconds: list[float]
    whole: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.whole

    def at(self, share: float) -> float:
        """The time within which this share of requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def together(jobs: Sequence[Callable[[], None]], at_once: int) -> Waited:
    """Do all jobs, ``at_once`` of them at a time; each is timed. The first failure is raised."""
    waiting, seconds, failed = list(reversed(jobs)), [], []
    lock = threading.Lock()

    def work() -> None:
        while not failed:
            with lock:
                if not waiting:
                    return
                job = waiting.pop()
            began = time.perf_counter()
            try:
                job()
            except Exception as problem:  # noqa: BLE001 - told by whoever waits for us
                failed.append(problem)
                return
            took = time.perf_counter() - began
            with lock:
                seconds.append(took)

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Waited(seconds, time.perf_counter() - began)
