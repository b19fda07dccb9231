"""What a format is, and how it speaks of faults.

A format is a module with two functions::

    read(data: bytes, *, name: str) -> Value | list[Problem]
    write(value: Value) -> bytes

``read`` takes the bytes as they came and gives back a frozen value, or every
fault it found with line and column: a person mends a file once, not once per
fault. It never raises for what the bytes hold, and it never repairs in silence:
what is odd but usable becomes a warning on the value (``warnings``, problems
too). ``write`` gives bytes from which ``read`` makes an equal value.

Formats know no engine and no web. An engine says what it needs as a
``typing.Protocol`` of plain fields, and the value has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from coproduce.engines.kernel import BadInput, Place, Problem

MAX_LINE_BYTES = 10_000_000
"""The longest line that is read, in bytes."""

MAX_BYTES = 1_000_000_000
"""The largest input that is read, in bytes."""

MAX_LISTED = 10_000
"""How many problems one list holds; a last one then says how many more there are."""

V = TypeVar("V")
Spot = tuple[int, int] | Callable[[], tuple[int, int]]


class Format(Protocol[V]):
    """A format module, as ``load`` needs it."""

    def read(self, data: bytes, *, name: str) -> V | list[Problem]:
        """The value in ``data``, or every problem found. ``name`` is the file as the user knows it."""
        ...

    def write(self, value: V) -> bytes:
        """Bytes that ``read`` turns into an equal value."""
        ...


def load(module: Format[V], data: bytes, name: str) -> V:
    """The value that ``data`` holds, read by the format ``module``.

    Raises:
        BadInput: with every problem found, in order of place.
    """
    found = module.read(data, name=name)
    if isinstance(found, list):
        raise BadInput(found)
    return found


class Faults:
    """Problems of one input, gathered while it is read.

    A hostile file could hold millions; from ``MAX_LISTED`` on they are counted only.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._listed: list[Problem] = []
        self._more = 0

    def add(self, code: str, text: str, at: Spot = (0, 0), *, key: str = "") -> None:
        """Note one problem: a stable ``code``, and a sentence: what is wrong and how to mend it.

        ``at`` is line and column from 1, or a function that finds them; ``key`` names the
        place where there are no lines.
        """
        if self.full:
            self._more += 1
            return
        self._listed.append(Problem(Place(self.source, *(at() if callable(at) else at), key), text, code))

    @property
    def full(self) -> bool:
        """Whether further problems are only counted, so that no sentence need be made for them."""
        return len(self._listed) >= MAX_LISTED

    def __bool__(self) -> bool:
        return bool(self._listed)

    def found(self) -> list[Problem]:
        """All problems in order of place, the last one saying how many more there are, if any."""
        problems = sorted(self._listed)
        if self._more:
            text = f"{self._more} more problems are not listed; mend these first, then check the file again"
            last = problems[-1].place
            problems.append(Problem(Place(self.source, last.line, last.column + 1), text, "more-problems"))
        return problems


def shown(text: str, longest: int = 60) -> str:
    """``text`` in double quotes on one line, cut where it is long, for use in a sentence."""
    flat = "".join(char if char.isprintable() else "�" for char in text[: longest + 1])
    return f'"{flat[:longest]}…"' if len(text) > longest else f'"{flat}"'


def plural(count: int, one: str, many: str = "") -> str:
    """``1 project``, ``2 projects``: ``count`` with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
