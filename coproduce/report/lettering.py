"""How much room words take, and how to break or shorten them.

Charts are drawn before anyone knows the reader's font or screen, so widths are
estimated, a little on the generous side, for the fonts of the look. What does not
fit is cut with "…"; the full text always stands in the table beside.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SIZE = 16
"""The size of letters in charts, in px."""

PHONE = 330
"""The width, in px, in which a chart's words must find room: a phone's column."""

_NARROW = frozenset("ijlItf.,:;!|'’()[]· /\\-r")
_WIDE = frozenset("mwMWQO@%—…£&")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """``text`` without the characters that no XML or HTML page may hold (each becomes U+FFFD)."""
    return _ILLEGAL.sub("\ufffd", text)


def width(text: str, *, size: float = SIZE, strong: bool = False) -> float:
    """About how wide ``text`` is, in px, when set in ``size`` px."""
    return sum(map(_ems, text)) * size * (1.08 if strong else 1.0)


@lru_cache(maxsize=4096)
def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.68 if letter.isupper() else 0.57


def shorten(text: str, room: float, *, strong: bool = False) -> str:
    """``text`` in at most ``room`` px, cut with "…" where it is longer."""
    if width(text, strong=strong) <= room:
        return text
    room -= width("…", strong=strong)
    used, kept = 0.0, []
    for letter in text:
        used += width(letter, strong=strong)
        if used > room:
            break
        kept.append(letter)
    return "".join(kept).rstrip(" ,;:·-–") + "…"


def wrap(text: str, room: float, *, lines: int = 2, strong: bool = False) -> list[str]:
    """``text`` broken into at most ``lines`` lines of ``room`` px each, the last one shortened.

    Breaks between words; a word wider than a line is broken where the line ends.
    """
    words = clean(text).split() or [""]
    done: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, strong=strong) <= room:
            line = longer
            continue
        if len(done) == lines - 1:
            return [*done, shorten(" ".join([longer, *words]), room, strong=strong)]
        if line:
            done.append(line)
            words.insert(0, word)
            line = ""
            continue
        head = _fitting(word, room, strong=strong)
        done.append(word[:head])
        words.insert(0, word[head:])
    return [*done, line] if line or not done else done


def _fitting(word: str, room: float, *, strong: bool) -> int:
    used = 0.0
    for place, letter in enumerate(word):
        used += width(letter, strong=strong)
        if used > room and place:
            return place
    return len(word)
