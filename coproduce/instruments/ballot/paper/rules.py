"""What holds for sheets of paper: how a reading is typed, when two agree, when the sums do.

A sheet is typed as it lies there, with the keys of a number pad: ``3 5 9`` for three ticks, ``3 5*``
where the fifth has the boost, ``3/4 5/6`` for points, the numbers in their order where ideas are
ranked, ``-2`` for a sheet that does not count, by the number of its reason. It is settled when two
different clerks have read the same, and more than read anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from coproduce.core import Problem
from coproduce.instruments.ballot.rules import Choice, check_choice
from coproduce.instruments.ballot.settings import Settings, problem
from coproduce.proceedings.public import ItemView

REASONS: dict[str, str] = {
    "blank": "Nothing is marked on it",
    "too-many": "More is marked than may be",
    "too-few": "Less is marked than must be",
    "unclear": "What is meant cannot be told",
    "named": "It says whose it is",
    "not-ours": "It is not a ballot of this vote",
}
"""Why a sheet is not counted. Told with the result, in these words; typed by its place in this list."""

MISSING: dict[str, str] = {
    "taken": "Taken away and not brought back",
    "not-posted": "Sent out by post and not sent back",
    "destroyed": "Damaged and thrown away",
}
"""Why a sheet that was handed out will not come back."""

MOST_SHEETS = 1_000
_TICK = re.compile(r"(\d{1,9})(\*?)")
_POINTS = re.compile(r"(\d{1,9})[/=:](\d{1,9})")


@dataclass(frozen=True)
class Reading:
    """What a clerk read on a sheet: a choice, or the reason why it does not count."""

    choice: Choice | None = None
    spoilt: str = ""


def read_line(text: str, settings: Settings, items: Sequence[ItemView]) -> Reading | list[Problem]:
    """A sheet as it was typed, or what is wrong with the line."""
    typed = text.strip()
    if typed.startswith("-"):
        number = typed.removeprefix("-").strip()
        reasons = list(REASONS)
        if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(reasons):
            return Reading(spoilt=reasons[int(number) - 1])
        return [problem("line", f"Type -1 to -{len(reasons)} for a sheet that does not count")]
    choice = _choice(typed, settings)
    if choice is None:
        return [problem("line", f"“{typed[:30]}” cannot be read. Type it like {example(settings)}")]
    problems = check_choice(choice, settings, items)
    return problems or Reading(choice)


def write_line(reading: Reading, settings: Settings) -> str:
    """A reading as one types it."""
    if reading.spoilt:
        return f"-{list(REASONS).index(reading.spoilt) + 1}"
    choice = reading.choice or Choice()
    if settings.kind == "cumulative":
        return " ".join(f"{number}/{points}" for number, points in sorted(choice.points.items()))
    if settings.kind == "ordinal":
        return " ".join(str(number) for number in sorted(choice.points, key=lambda one: choice.points[one]))
    return " ".join(f"{number}{'*' * (number == choice.boost)}" for number in sorted(choice.points))


def example(settings: Settings) -> str:
    """A line as it should look."""
    if settings.kind == "cumulative":
        return "3/4 5/6 (idea 3 has 4 points, idea 5 has 6)"
    if settings.kind == "ordinal":
        return "5 3 9 (idea 5 first, then 3, then 9)"
    return "3 5* 9 (the star is the boost)" if settings.boost else "3 5 9"


def settled(readings: Mapping[UUID, Reading]) -> Reading | None:
    """What a sheet says, by clerk: what two or more have read alike and more than read anything else."""
    kinds = Counter(_key(reading) for reading in readings.values())
    ranked = kinds.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return next(reading for reading in readings.values() if _key(reading) == ranked[0][0])


def differ(readings: Iterable[Reading]) -> bool:
    """Whether clerks have read different things."""
    return len({_key(reading) for reading in readings}) > 1


@dataclass(frozen=True)
class Balance:
    """The sums of the sheets of a vote.

    Attributes:
        issued: handed out and not brought back blank.
        returned: counted into batches.
        missing: written down as not coming back.
        entered: settled and valid; ``spoilt``: settled and not, by reason.
        open_batches: labels of the batches that are not closed.
        marked: voters marked off at the desk.
    """

    issued: int = 0
    returned: int = 0
    missing: int = 0
    entered: int = 0
    spoilt: Mapping[str, int] = field(default_factory=dict)
    open_batches: tuple[str, ...] = ()
    marked: int = 0

    @property
    def used(self) -> bool:
        """Whether there is any paper in this vote."""
        return bool(self.issued or self.returned or self.missing or self.marked)

    @property
    def spoilt_total(self) -> int:
        """Sheets that do not count."""
        return sum(self.spoilt.values())

    @property
    def unaccounted(self) -> int:
        """Handed out, and neither come back nor written down as missing; below 0 where too many came back."""
        return self.issued - self.returned - self.missing


def check_balance(balance: Balance) -> list[Problem]:
    """What stands against counting the sheets, in sentences; empty where all is settled."""
    found = [problem("paper", f"The batch “{label}” is not closed yet") for label in balance.open_batches]
    found += check_issued(balance)
    if balance.unaccounted > 0:
        found.append(
            problem(
                "paper",
                f"{balance.issued} sheets were handed out, {balance.returned} came back and {balance.missing} are "
                f"missing. Find the other {balance.unaccounted}, or write down that they will not come back",
            )
        )
    if not balance.open_batches and balance.returned != balance.entered + balance.spoilt_total:
        found.append(problem("paper", "Not every sheet that came back is settled"))
    if balance.entered > balance.marked:
        more = balance.entered - balance.marked
        found.append(
            problem(
                "paper",
                f"The sheets hold {more} more vote{'s' if more != 1 else ''} than people were marked off. Mark off who "
                "was forgotten, or find the sheets that are not of this vote",
            )
        )
    return found


def check_issued(balance: Balance) -> list[Problem]:
    """More sheets cannot come back than were handed out."""
    if balance.unaccounted >= 0:
        return []
    text = (
        f"{balance.returned} sheets came back and {balance.missing} are missing, but only {balance.issued} were handed "
        "out. Count the pile again, or write down the sheets that were handed out"
    )
    return [problem("paper", text)]


def _choice(typed: str, settings: Settings) -> Choice | None:
    parts = typed.replace(",", " ").replace(";", " ").split()
    if settings.kind == "cumulative":
        pairs = [_POINTS.fullmatch(part) for part in parts]
        if not pairs or not all(pairs) or not _unlike([pair[1] for pair in pairs if pair]):
            return None
        return Choice({int(pair[1]): int(pair[2]) for pair in pairs if pair})
    ticks = [_TICK.fullmatch(part) for part in parts]
    if not ticks or not all(ticks) or not _unlike([tick[1] for tick in ticks if tick]):
        return None
    numbers = [int(tick[1]) for tick in ticks if tick]
    boosts = [int(tick[1]) for tick in ticks if tick and tick[2]]
    if len(boosts) > 1 or (boosts and settings.kind == "ordinal"):
        return None
    if settings.kind == "ordinal":
        return Choice({number: place for place, number in enumerate(numbers, 1)})
    return Choice(dict.fromkeys(numbers, 1), boosts[0] if boosts else 0)


def _unlike(numbers: Sequence[str]) -> bool:
    return len({int(number) for number in numbers}) == len(numbers)


def _key(reading: Reading) -> tuple[object, ...]:
    if reading.choice is None:
        return ("spoilt", reading.spoilt)
    return ("choice", tuple(sorted(reading.choice.points.items())), reading.choice.boost)
