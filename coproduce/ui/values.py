"""The values that components draw. Plain words in, so that any room may fill them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

POWERS = (
    "We’re telling you",
    "We’re asking you",
    "We’re shaping it together",
    "We decide together",
    "You decide",
)
"""How much power, from least to most; each in the words of the page."""

TONES = ("plain", "go", "wait", "owed", "open")
"""What a tag means: nothing in particular, done, being considered, owed by the public side, open now."""


@dataclass(frozen=True)
class Promise:
    """The promise label that stands above the first button of whatever asks something of people.

    Attributes:
        power: 1 (we're telling you) to 5 (you decide).
        lines: what is fixed, what is open, who decides, you hear by, are you paid,
            what the public side puts in: question and answer.
        foot: the last word, in small print.
    """

    power: int
    lines: Sequence[tuple[str, str]]
    foot: str = "Taking part never changes the support that you or anyone else gets."


@dataclass(frozen=True)
class Stage:
    """A bead on the thread: ``state`` is ``done``, ``now`` or ``ahead``; ``link`` is its page, if any."""

    name: str
    notes: Sequence[str] = ()
    state: str = "ahead"
    link: str = ""


@dataclass(frozen=True)
class Fate:
    """What happened to something: a tag (word and tone), the thing, the reason."""

    word: str
    tone: str
    title: str
    text: str
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Card:
    """Something that is open now."""

    title: str
    text: str
    link: str
    link_words: str
    facts: Sequence[tuple[str, str]] = ()
    power: int = 0


@dataclass(frozen=True)
class Part:
    """One side's part: ``side`` is ``residents``, ``public`` or ``partner``; rows are (what, how much, note).

    How much may be empty: then it reads "not recorded yet", never zero.
    """

    title: str
    side: str
    rows: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Aloud:
    """One entry of a list that is read aloud: a name, a tag, sentences."""

    title: str
    word: str
    tone: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table of text; the first column names the row, ``figures`` are the columns that hold numbers."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[int] = ()
    foot: Sequence[str] = ()


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the front door to this page."""

    words: str
    link: str
