"""Reading a page as a browser does: where its links lead, and which fields each of its forms sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit


@dataclass
class Form:
    """A form: where it sends to, how, each field with a value that a browser would send, and its file fields."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes it one form and not another."""
        return (self.method, self.action, tuple(sorted(self.fields)))


class Reader(HTMLParser):
    """Links and forms of one page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, set[str](), list[Form]()
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a form, or a field of one."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self._link(said["href"])
        elif tag == "form":
            here = urlsplit(urljoin(self.address, said.get("action") or self.address))
            self._form = Form(here.path, said.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, said)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form or of a list of choices."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, tag: str, said: dict[str, Any]) -> None:
        assert self._form is not None
        name = said.get("name", "")
        if tag == "option" and self._select:
            self._form.fields[self._select].append(said.get("value", ""))
        elif not name:
            return
        elif said.get("type") == "file":
            self._form.files.append(name)
        elif tag in {"input", "textarea", "button"}:
            self._form.fields.setdefault(name, []).append(said.get("value", ""))
        elif tag == "select":
            self._select = name
            self._form.fields.setdefault(name, [])

    def _link(self, href: str) -> None:
        there = urlsplit(urljoin(self.address, href))
        if not there.netloc and there.path.startswith("/") and not there.path.startswith("/static/"):
            self.links.add(there.path + (f"?{there.query}" if there.query else ""))


def read(address: str, html: str) -> Reader:
    """Read a page."""
    found = Reader(address)
    found.feed(html)
    return found
