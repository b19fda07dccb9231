"""What the printed sheets of a vote say: ballots, code cards, box label, tally, poster. Values for templates.

A sheet carries nothing that could tell whose it is: no code, no number of its own. Ideas stand
under the numbers that clerks will type, in an order by lot; where each idea shall be on top
equally often, there is one sheet for each of those orders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from coproduce.core.codes import grouped, tidy
from coproduce.instruments.ballot.paper.rules import REASONS
from coproduce.instruments.ballot.settings import Settings
from coproduce.proceedings.public import ItemView, clock
from coproduce.register.public import InitiativeView, StepView

DRAWINGS: dict[str, tuple[str, ...]] = {
    "light": ("light", "lamp", "lantern"),
    "seat": ("bench", "seat", "shelter"),
    "evening": ("youth", "evening", "night"),
    "seesaw": ("see-saw", "seesaw"),
    "play": ("play", "swing", "slide"),
    "cycling": ("bike", "bicycle", "cycl"),
    "ride": ("bus", "minibus", "trips", "transport"),
    "growing": ("growing", "garden", "plant", "tree", "flower"),
    "heart": ("heart", "defibrillator", "first aid"),
    "cafe": ("café", "cafe", "repair", "tea"),
    "rest": ("break", "carer", "respite"),
}
"""Drawings that come with it, and words of an idea's name that ask for one. An idea without one shows its number."""

SIZES = {"normal": "Ballot", "large": "Ballot in large print", "picture": "Ballot with pictures"}
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Vote:
    """A vote as its sheets show it."""

    project: InitiativeView
    step: StepView
    rules: Settings
    items: Sequence[ItemView]
    place: str = ""
    phone: str = ""
    worried: str = ""

    @property
    def until(self) -> str:
        """Until when, in words; empty where it has no end."""
        return (
            clock(self.step.closes).replace(" am", "\u00a0am").replace(" pm", "\u00a0pm")
            if self.step.closes
            else ""
        )

    def context(self) -> dict[str, Any]:
        """What every sheet shows."""
        return {
            "project": self.project,
            "step": self.step,
            "rules": self.rules,
            "until": self.until,
            "place": self.place,
            "phone": self.phone,
            "worried": self.worried,
            "ticks": self.rules.kind in {"approval", "choose-1"},
            "tells": tells(self.rules),
            "column": column(self.rules),
        }


def orders(vote: Vote, *, each_on_top: bool) -> list[list[ItemView]]:
    """The orders in which ideas stand on ballots: by lot; with ``each_on_top`` one for each idea."""

    def lot(item: ItemView) -> bytes:
        return hashlib.sha256(f"sheet:{vote.step.id}:{item.id}".encode()).digest()

    first = sorted(vote.items, key=lot)
    turns = range(len(first)) if each_on_top else range(min(1, len(first)))
    return [first[turn:] + first[:turn] for turn in turns]


def ballots(vote: Vote, size: str, *, each_on_top: bool) -> dict[str, Any]:
    """A ballot in one of ``SIZES``."""
    sheets = [
        [{"item": item, "art": _art(item)} for item in items]
        for items in orders(vote, each_on_top=each_on_top)
    ]
    return {**vote.context(), "size": size, "kind": SIZES[size], "sheets": sheets}


def cards(vote: Vote, codes: Sequence[str], link: str) -> dict[str, Any]:
    """Cards with these codes; ``link`` is the page that takes a code. A phone that reads the square fills it in."""
    shown = [{"code": grouped(code), "qr": square(f"{link}#{tidy(code)}")} for code in codes]
    return {**vote.context(), "cards": shown, "link": link.split("://", 1)[-1].rstrip("/")}


def tally(vote: Vote) -> dict[str, Any]:
    """A sheet to count a batch by hand."""
    by_number = sorted(vote.items, key=lambda item: item.number)
    return {**vote.context(), "items": by_number, "reasons": list(REASONS.values())}


def square(text: str) -> SafeString:
    """A square code as a drawing, black on white, with its quiet border."""
    made = segno.make(text, error="m", micro=False)
    return mark_safe(made.svg_inline(border=2, dark="#000", light="#fff", omitsize=True))  # noqa: S308 - drawn from bits


def tells(rules: Settings) -> str:
    """What to do on the sheet, in one sentence."""
    if rules.kind == "cumulative":
        return f"You have {rules.points} points. Write how many you give to each idea you want."
    if rules.kind == "ordinal":
        return "Write 1 beside the idea you want most, 2 beside the next, and so on."
    most = 1 if rules.kind == "choose-1" else rules.most
    if not most:
        return "Tick the ideas you want."
    word = _WORDS[most] if most < len(_WORDS) else str(most)
    if most == 1:
        return "Tick one idea."
    return f"Tick {'exactly' if rules.least == most else 'up to'} {word} ideas."


def column(rules: Settings) -> str:
    """The heading above the boxes to mark."""
    if rules.kind == "cumulative":
        return "Points"
    if rules.kind == "ordinal":
        return "Place"
    most = 1 if rules.kind == "choose-1" else rules.most
    if not most:
        return "Tick"
    return f"Tick {'' if most in {1, rules.least} else 'up to '}{most}"


def _art(item: ItemView) -> str:
    name = item.title.casefold()
    for drawing, words in DRAWINGS.items():
        if any(word in name for word in words):
            return f"ballot/paper/pictures/{drawing}.html"
    return ""
