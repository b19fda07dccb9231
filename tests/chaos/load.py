"""People who write while the site is being killed, and remember what they were told."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from tests.chaos.browser import Answer, Browser, Lost
from tests.fuzz.forms import read

_REFERENCE = re.compile(r'class="cp-ref">\s*([0-9A-Z ]{12,16})\s*<')


@dataclass(frozen=True)
class World:
    """Where people write: addresses, voting codes, and the word with which the lead signs in."""

    port: int
    ideas: str
    vote: str
    ledger: str
    idea_numbers: tuple[int, ...]
    vote_numbers: tuple[int, ...]
    codes: tuple[str, ...]
    lead: str


@dataclass
class Told:
    """What people were told, by kind: what was acknowledged, and what nobody knows of."""

    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, where: dict[str, list[str]], kind: str, key: str) -> None:
        """Remember one."""
        with self.lock:
            where.setdefault(kind, []).append(key)

    def heard(self, kind: str, key: str, answer: Answer) -> bool:
        """Whether an answer says that it is done; anything else is counted."""
        if answer.status == 302:
            self.note(self.acknowledged, kind, key)
            return True
        with self.lock:
            self.refused[f"{kind} {answer.status}"] += 1
            if answer.status >= 500:
                self.errors.append(f"{kind} {key}: {answer.status}")
        return False


class Crowd:
    """Threads that write until they are told to stop."""

    def __init__(self, world: World, *, seed: int, writers: int = 2) -> None:
        self.world, self.told, self.over = world, Told(), threading.Event()
        self._codes = iter(world.codes)
        self._lock = threading.Lock()
        deeds = (self._idea, self._support, self._vote, self._record)
        self._threads = [
            threading.Thread(
                target=self._work, args=(deed, random.Random(f"{seed}:{number}:{deed.__name__}"))
            )
            for number in range(writers)
            for deed in deeds
        ]

    def begin(self) -> None:
        """Everybody begins."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Everybody finishes what she is at."""
        self.over.set()
        for thread in self._threads:
            thread.join(120)

    def _work(self, deed: Callable[[Browser, random.Random], None], chance: random.Random) -> None:
        while not self.over.is_set():
            try:
                deed(Browser(self.world.port, chance), chance)
            except Lost:
                time.sleep(0.2)
            time.sleep(chance.uniform(0.0, 0.05))

    def _idea(self, browser: Browser, _: random.Random) -> None:
        title = f"Bench {uuid4().hex[:12]}"
        form = browser.form(browser.get(f"{self.world.ideas}new/"), "new/")
        self._once(
            "idea", title, browser, lambda: browser.send(form, title=title, body="So that one can rest")
        )

    def _support(self, browser: Browser, chance: random.Random) -> None:
        number = chance.choice(self.world.idea_numbers)
        form = browser.form(browser.get(f"{self.world.ideas}{number}/"), "support/")
        self._once("support", uuid4().hex, browser, lambda: browser.send(form))

    def _vote(self, browser: Browser, chance: random.Random) -> None:
        with self._lock:
            code = next(self._codes, "")
        if not code:
            time.sleep(0.5)
            return
        choice = [str(number) for number in chance.sample(self.world.vote_numbers, k=2)]

        def cast() -> Answer:
            browser.send(browser.form(browser.get("/vote-code/"), "vote-code/"), code=code)
            form = browser.form(browser.get(f"{self.world.vote}paper/"), "paper/")
            form.fields = {"csrfmiddlewaretoken": form.fields["csrfmiddlewaretoken"]}
            return browser.send(form, **{"in": choice, "go": "send"})

        # A vote that was cast again is the same voter's vote: trying again is what people do.
        self._again("vote", code, cast)

    def _record(self, browser: Browser, chance: random.Random) -> None:
        key, came = str(uuid4()), str(chance.randrange(2, 30))

        def write() -> Answer:
            if "coproduce_visit" not in browser.cookies:
                page = browser.get("/sign-in/")
                browser.send(browser.form(page, "sign-in/demo/"), who=self.world.lead)
            page = browser.get(self.world.ledger)
            found = [one for one in read(page.address, page.text).forms if "key" in one.fields]
            if not found:
                raise Lost(f"{page.status} {page.address} has no form")
            return browser.send(found[0], key=key, came=came, each="1:30")

        self._again("record", key, write)

    def _once(self, kind: str, key: str, browser: Browser, send: Callable[[], Answer]) -> None:
        try:
            answer = send()
        except Lost:
            self.told.note(self.told.unknown, kind, key)
            return
        if self.told.heard(kind, key, answer):
            found = _REFERENCE.search(browser.get(answer.location).text)
            if found:
                with self.told.lock:
                    self.told.references.append(found[1])

    def _again(self, kind: str, key: str, send: Callable[[], Answer]) -> None:
        """Try until an answer comes: sent twice must be done once."""
        for _ in range(30):
            try:
                self.told.heard(kind, key, send())
            except Lost:
                time.sleep(0.4)
                continue
            return
        self.told.note(self.told.unknown, kind, key)
