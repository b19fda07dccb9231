"""Progress on stderr, when a person is looking."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_WIDTH = 24
_EVERY = 0.1


def tracked(values: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """``values``, with a bar on stderr where that is a terminal and silence where it is not."""
    if not sys.stderr.isatty():
        yield from values
        return
    shown = 0.0
    for done, value in enumerate(values):
        if time.monotonic() - shown > _EVERY:
            shown = time.monotonic()
            _draw(done, total, label)
        yield value
    _draw(total, total, label)
    print(file=sys.stderr)


def _draw(done: int, total: int, label: str) -> None:
    filled = _WIDTH * done // max(total, 1)
    bar = "#" * filled + "." * (_WIDTH - filled)
    print(f"\r{label} [{bar}] {done} of {total}", end="", file=sys.stderr, flush=True)
