"""What may be published of counted votes: so that no vote can be recognised, and it is said where one can be guessed.

A long ranking is a signature. With ten ideas there are three million orders: whoever buys votes names
one of them and looks for it in the published file. So a ranking or a sharing-out of points is
published only as far as at least five voters gave the same; the rest of it is cut. Ticks stay whole.

Where very few voted, or all alike, the result itself tells how they voted. No rule can hide that;
so it is said beside the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce.instruments.ballot.rules import FEW, Choice
from coproduce.instruments.ballot.settings import Settings

SHORT = 2
"""Rankings and sharings-out of so many ideas are too few to be a signature; they stay whole."""

Said = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Published:
    """Choices as they may be published, in their order, and how many of them were cut."""

    choices: tuple[Choice, ...]
    cut: int


def publishable(choices: Sequence[Choice], settings: Settings) -> Published:
    """Choices without signatures: every one longer than ``SHORT`` is shared by at least five voters.

    A vote held elsewhere is passed on as it came: it was published there.
    """
    if settings.box == "elsewhere" or settings.kind not in {"ordinal", "cumulative"}:
        return Published(tuple(choices), 0)
    said = [_in_order(choice, settings) for choice in choices]
    longest = max((len(one) for one in said), default=0)
    for length in range(longest, SHORT, -1):
        shared = Counter(said)
        said = [one[:-1] if len(one) == length and shared[one] < FEW else one for one in said]
    cut = sum(len(one) != len(choice.points) for one, choice in zip(said, choices, strict=True))
    return Published(tuple(Choice(dict(one)) for one in said), cut)


def reveals(voters: int, votes: Mapping[str, int]) -> list[str]:
    """In sentences, what a result tells of how people voted; ``votes`` counts for each idea who chose it."""
    if voters == 0:
        return []
    if voters < FEW:
        return [f"Fewer than {FEW} people voted. With so few, the result may tell how each of them voted."]
    if any(number == voters for number in votes.values()):
        return [
            "Everybody who voted chose the same idea, among others perhaps. So it is known of each that she did."
        ]
    return []


def record_for_all(envelope: Mapping[str, Any], *, cut: int) -> dict[str, Any]:
    """The record of a count as everybody may take it: without the ballots where they hold signatures."""
    told = dict(envelope)
    if cut:
        record = dict(told["record"])
        record["data"] = {name: value for name, value in record["data"].items() if name != "election"}
        record["withheld"] = (
            f"The ballots: {cut} of them rank or share out so much that they could be recognised. "
            "The team and whoever it appoints can count again."
        )
        told["record"] = record
    return told


def _in_order(choice: Choice, settings: Settings) -> Said:
    """What a choice says, the most important first: what is cut is what matters least to the voter."""
    way = 1 if settings.kind == "ordinal" else -1
    return tuple(sorted(choice.points.items(), key=lambda pair: (way * pair[1], pair[0])))
