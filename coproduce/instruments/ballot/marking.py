"""Marking a ballot paper without script: the paper travels with the voter, and nothing of it is kept here.

Each press sends the whole paper along; the answer is the paper as it now stands. So a half-marked
vote is in no session and no database, and what nobody sent in nobody can find.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings as site
from django.http import QueryDict

from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.ballot.settings import Settings
from coproduce.proceedings.public import ItemView

_DIGITS = 9
_MOST_NOISE = 900


@dataclass(frozen=True)
class Paper:
    """A ballot paper being marked: project number → points (1 for a tick, the place where ranked), and the boost."""

    points: Mapping[int, int]
    boost: int = 0

    def choice(self) -> Choice:
        """The paper as a vote."""
        return Choice(dict(self.points), self.boost)


def read(data: QueryDict, settings: Settings, numbers: frozenset[int]) -> Paper:
    """The paper as it was sent: fields ``in`` (chosen), ``p<number>`` (points or place), ``boost``.

    What no honest paper holds (letters, ideas of another vote) is left out.
    """
    if settings.kind in {"cumulative", "ordinal"}:
        found = {number: _whole(data.get(f"p{number}", "")) for number in sorted(numbers)}
        points = {number: value for number, value in found.items() if value}
    else:
        points = {number: 1 for text in data.getlist("in") if (number := _whole(text)) in numbers}
    boost = _whole(data.get("boost", ""))
    return Paper(points, boost if boost in points else 0)


def press(paper: Paper, data: QueryDict, numbers: frozenset[int]) -> Paper:
    """The paper after “Choose” or “Take out” was pressed."""
    added, taken = _whole(data.get("add", "")), _whole(data.get("out", ""))
    points = dict(paper.points)
    if added in numbers:
        points[added] = 1
    points.pop(taken, None)
    return replace(paper, points=points, boost=paper.boost if paper.boost in points else 0)


def by_lot(items: Sequence[ItemView], voter: str) -> list[ItemView]:
    """The order of the ideas on a paper: by lot, another one for each voter, the same whenever she looks."""

    def lot(item: ItemView) -> bytes:
        return hmac.new(
            site.SECRET_KEY.encode(), f"paper:{voter}:{item.id}".encode(), hashlib.sha256
        ).digest()

    return sorted(items, key=lot)


def noise() -> str:
    """Letters of random number and kind for every page on which a paper is marked.

    Pages differ in length by what is marked on them, which whoever watches the line could measure,
    encrypted or not. This hides the difference, and no compression takes it out.
    """
    return secrets.token_urlsafe(secrets.randbelow(_MOST_NOISE))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
