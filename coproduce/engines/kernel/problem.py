"""What is wrong with an input, where, and how to mend it: one clear sentence each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in an input.

    ``source`` is the file or form as the user knows it. ``line`` and ``column``
    count from 1; 0 means that the place has none. ``key`` names a field, a TOML
    key or a form field, where lines say less than names.
    """

    source: str = ""
    line: int = 0
    column: int = 0
    key: str = ""

    def __str__(self) -> str:
        """``file:line:column`` or ``file:key`` or ``file``."""
        if self.line:
            return f"{self.source}:{self.line}:{self.column or 1}"
        return f"{self.source}:{self.key}" if self.key else self.source


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of an input.

    ``code`` is a stable name for programs (``"cost-negative"``); ``text`` is the
    sentence for people: what is wrong and how to mend it, without the place.
    Problems sort by place, as a reader goes through a file.
    """

    place: Place
    text: str
    code: str = "problem"

    def __str__(self) -> str:
        """``file:line:column: what is wrong and how to mend it``."""
        return f"{self.place}: {self.text}" if str(self.place) else self.text
