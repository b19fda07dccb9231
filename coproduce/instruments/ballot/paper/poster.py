"""The result as it hangs on the wall: the same sentences as on the page of the count, nothing to unfold."""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.instruments.ballot.compute import page_of
from coproduce.instruments.ballot.queries import Found
from coproduce.report.blocks import Aloud, Section, Words


@dataclass(frozen=True)
class Told:
    """One idea: its name and cost, and why it is funded or not."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What is funded, or what is not."""

    title: str
    answers: tuple[Told, ...]
    yes: bool


@dataclass(frozen=True)
class Poster:
    """A result in words."""

    title: str
    lead: str
    sections: tuple[Part, ...]


def poster(found: Found, name: str) -> Poster:
    """The result ``found`` of the vote ``name`` as a poster says it."""
    page = page_of(found.envelope, found.simple, name)
    parts = [
        Part(
            block.title,
            tuple(
                Told(answer.title, tuple(plain(words) for words in answer.sentences))
                for inner in block.blocks if isinstance(inner, Aloud) for answer in inner.answers
            ),
            yes=place == 0 and block.title == "Funded",
        )
        for place, block in enumerate(page.blocks) if isinstance(block, Section)
    ]  # fmt: skip
    return Poster(page.title, plain(page.lead), tuple(part for part in parts if part.answers))


def plain(words: Words) -> str:
    """Words without their marks."""
    if isinstance(words, str):
        return words
    if isinstance(words, tuple):
        return "".join(plain(one) for one in words)
    return words.text
