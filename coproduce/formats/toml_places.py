"""Where each key of a TOML file stands.

``tomllib`` gives values without their places, and a person mends a file by line and
column. So the text is walked once more: it is known to be sound TOML then, and only
keys and the starts of values matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""A key's way from the top: ``("risks", 0, "bearers")``."""

Spot = tuple[int, int]


@dataclass
class Places:
    """Line and column (from 1) of every key, table head and entry of an array."""

    text: str
    _at: int = 0
    _found: dict[Path, Spot] = field(default_factory=dict)
    _counts: dict[Path, int] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Places:
        """The places of ``text``, which ``tomllib`` has read."""
        found = cls(text)
        found._lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        found._document()
        return found

    def spot(self, path: Path) -> Spot:
        """Where ``path`` stands, or the nearest thing around it that does; (0, 0) for nothing."""
        while path:
            if path in self._found:
                return self._found[path]
            path = path[:-1]
        return (0, 0)

    def _document(self) -> None:
        table: Path = ()
        while self._skip(newlines=True):
            start = self._at
            if self.text.startswith("[[", self._at):
                self._at += 2
                key = self._inside(self._keys())
                self._counts[key] = self._counts.get(key, -1) + 1
                table = (*key, self._counts[key])
                self._note(table, start)
                self._found.setdefault(key, self._place(start))
                self._to("]]")
            elif self.text[self._at] == "[":
                self._at += 1
                table = self._inside(self._keys())
                self._note(table, start)
                self._to("]")
            else:
                self._pair(table)

    def _inside(self, keys: Path) -> Path:
        """``keys`` with the count of the last table wherever one of them is an array of tables."""
        found: Path = ()
        for place, key in enumerate(keys):
            found = (*found, key)
            if found in self._counts and place < len(keys) - 1:
                found = (*found, self._counts[found])
        return found

    def _pair(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._keys())
        self._note(path, start)
        self._to("=")
        self._skip()
        self._value(path)

    def _value(self, path: Path) -> None:
        char = self.text[self._at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._at += 1
            for count in self._entries("]"):
                self._note((*path, count), self._at)
                self._value((*path, count))
        elif char == "{":
            self._at += 1
            for _ in self._entries("}"):
                self._pair(path)
        else:
            while self._at < len(self.text) and self.text[self._at] not in ",]}\n#":
                self._at += 1

    def _entries(self, close: str) -> Iterator[int]:
        count = 0
        while self._skip(newlines=True) and self.text[self._at] != close:
            if self.text[self._at] == ",":
                self._at += 1
                continue
            yield count
            count += 1
        self._at += 1

    def _keys(self) -> Path:
        keys: list[str] = []
        while True:
            self._skip()
            if self.text[self._at] in "\"'":
                start = self._at
                self._string()
                keys.append(self.text[start + 1 : self._at - 1])
            else:
                start = self._at
                while self.text[self._at].isalnum() or self.text[self._at] in "-_":
                    self._at += 1
                keys.append(self.text[start : self._at])
            self._skip()
            if self.text[self._at] != ".":
                return tuple(keys)
            self._at += 1

    def _string(self) -> None:
        mark = self.text[self._at]
        long = self.text.startswith(mark * 3, self._at)
        self._at += 3 if long else 1
        close = mark * 3 if long else mark
        while not self.text.startswith(close, self._at):
            self._at += 2 if self.text[self._at] == "\\" and mark == '"' else 1
        self._at += len(close)
        while long and self.text.startswith(mark, self._at):
            # A long string may end with up to two quotes of its own.
            self._at += 1

    def _skip(self, *, newlines: bool = False) -> bool:
        """Pass over spaces and, with ``newlines``, over line ends and comments; whether anything follows."""
        while self._at < len(self.text):
            char = self.text[self._at]
            if char in " \t" or (newlines and char in "\r\n"):
                self._at += 1
            elif char == "#":
                end = self.text.find("\n", self._at)
                self._at = len(self.text) if end < 0 else end
                if not newlines:
                    return True
            else:
                return True
        return False

    def _to(self, mark: str) -> None:
        self._at = self.text.index(mark, self._at) + len(mark)

    def _note(self, path: Path, at: int) -> None:
        self._found[path] = self._place(at)

    def _place(self, at: int) -> Spot:
        low, high = 0, len(self._lines)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._lines[middle] <= at else (low, middle)
        return low + 1, at - self._lines[low] + 1
