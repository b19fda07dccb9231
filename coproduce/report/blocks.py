"""What a page is made of: words, and blocks of them.

Every text in a block is plain text: it is escaped when the page is written, so it may
come from anyone. Where a sentence needs a bold word or a term explained, it is a
tuple of texts and spans: ``("It cost ", Strong("£5,800"), ".")``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from coproduce.report.chart import Chart
from coproduce.report.table import Table


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    text: str
    span: ClassVar[str] = "strong"


@dataclass(frozen=True)
class Soft:
    """Words in the soft voice."""

    text: str
    span: ClassVar[str] = "soft"


@dataclass(frozen=True)
class Missing:
    """What nobody has written down yet, dotted underline."""

    text: str = "not recorded yet"
    span: ClassVar[str] = "missing"


@dataclass(frozen=True)
class Term:
    """A term where it first stands, in bold; its meaning follows in brackets."""

    text: str
    meaning: str = ""
    span: ClassVar[str] = "term"


@dataclass(frozen=True)
class Code:
    """Something to type, or a file's name."""

    text: str
    span: ClassVar[str] = "code"


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: an anchor, a path of the same site, ``https:``, ``mailto:`` or ``tel:``.

    Raises:
        ValueError: for any other address, so that no script can hide in one.
    """

    text: str
    href: str
    span: ClassVar[str] = "link"

    def __post_init__(self) -> None:
        plain = all(letter > " " for letter in self.href)
        start = self.href.startswith(("#", "/", "./", "https://", "http://", "mailto:", "tel:"))
        if not plain or not start or self.href.startswith("//"):
            raise ValueError(f"not an address that a page may lead to: {self.href[:60]!r}")


Span = Strong | Soft | Missing | Term | Code | Link
Words = str | Span | tuple[str | Span, ...]
"""A text, or texts and spans one after another."""

TagTone = Literal["", "go", "wait", "owed", "open"]


@dataclass(frozen=True)
class Tag:
    """A word with a shape: done (``go``), being thought about (``wait``), late (``owed``), ``open``, or plain."""

    text: str
    tone: TagTone = ""


@dataclass(frozen=True)
class Para:
    """A paragraph; ``voice`` ``lead`` is the large one below a heading, ``soft`` the small grey one."""

    words: Words
    voice: Literal["", "lead", "soft"] = ""
    kind: ClassVar[str] = "para"


@dataclass(frozen=True)
class Bullets:
    """A list; ``ordered`` numbers it."""

    items: tuple[Words, ...]
    ordered: bool = False
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Answer:
    """One answer that is read aloud: what it is about, a tag, and a sentence or two."""

    title: str
    sentences: tuple[Words, ...]
    tag: Tag | None = None


@dataclass(frozen=True)
class Aloud:
    """Answers to read aloud, one below the other."""

    answers: tuple[Answer, ...]
    kind: ClassVar[str] = "aloud"


@dataclass(frozen=True)
class Figure:
    """A chart with its table.

    Attributes:
        chart: the chart.
        table: where its table stands: ``beside`` it, ``below`` it, ``folded`` away below (it prints
            nevertheless), or ``apart``, elsewhere on the page.
        heading: the heading in place of the chart's title; empty for none.
    """

    chart: Chart
    table: Literal["beside", "below", "folded", "apart"] = "beside"
    heading: str | None = None
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class KeyFigure:
    """One big figure and what it counts. ``value`` None is "not recorded yet"."""

    value: str | None
    words: str


@dataclass(frozen=True)
class KeyFigures:
    """Up to four big figures side by side."""

    figures: tuple[KeyFigure, ...]
    kind: ClassVar[str] = "keyfigures"


@dataclass(frozen=True)
class Facts:
    """Pairs of a short name and what it is."""

    pairs: tuple[tuple[str, Words], ...]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Stage:
    """A bead on the thread: ``done``, ``now`` or ahead (empty)."""

    title: str
    note: str = ""
    state: Literal["", "done", "now"] = ""


@dataclass(frozen=True)
class Stages:
    """A thread with beads."""

    stages: tuple[Stage, ...]
    kind: ClassVar[str] = "stages"


@dataclass(frozen=True)
class Command:
    """A line to type at a terminal, to check or repeat something."""

    text: str
    kind: ClassVar[str] = "command"


@dataclass(frozen=True)
class Download:
    """A file to take: a button on the site, hidden in print. ``href`` as in ``Link``."""

    text: str
    href: str
    kind: ClassVar[str] = "download"

    def __post_init__(self) -> None:
        Link(self.text, self.href)


@dataclass(frozen=True)
class Details:
    """Something for those who want it, folded away: an annex. ``printed`` opens it, so that it prints."""

    summary: str
    blocks: tuple[Block, ...]
    printed: bool = False
    kind: ClassVar[str] = "details"


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading of its own."""

    title: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "section"


@dataclass(frozen=True)
class Sheet:
    """A white sheet, for the side column."""

    title: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "sheet"


@dataclass(frozen=True)
class Panel:
    """A sandy panel across the page, for example "Check it yourself"."""

    title: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "panel"


@dataclass(frozen=True)
class Two:
    """Two columns side by side; on a phone the left one first."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    kind: ClassVar[str] = "two"


Block = (
    Para
    | Bullets
    | Aloud
    | Figure
    | Table
    | KeyFigures
    | Facts
    | Stages
    | Command
    | Download
    | Details
    | Section
    | Sheet
    | Panel
    | Two
)
