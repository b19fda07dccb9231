"""How an election may be counted, in the words of the page.

The words of the engine's options on the left, what a reader sees on the right: a
name, and a sentence that says what it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

RULES = {
    "equal-shares": (
        "Equal shares",
        "Every voter has the same share of the money. An idea is funded when its supporters can pay for it together.",
    ),
    "greedy": (
        "The simple count",
        "The idea with most votes first, then the next that fits, until the money is gone.",
    ),
}
UTILITIES = {
    "cost": ("What it costs", "A voter gains most from ideas that cost much. This is how cities use it."),
    "cardinality": ("One for each idea", "Every idea a voter chose counts the same, small or large."),
}
COMPLETIONS = {
    "add-one": (
        "Let the shares grow",
        "Every share grows by one unit of money at a time, as long as the result fits the budget.",
    ),
    "add-one,greedy": (
        "Let the shares grow, then the simple count",
        "Whatever is left after that goes to the next ideas with most votes.",
    ),
    "greedy": (
        "Go on with the simple count",
        "What is left goes to the ideas with most votes that still fit.",
    ),
    "none": ("Nothing", "The money is left over."),
}
STOPS = {
    "budget": ("Just before the budget is overspent", "The usual way."),
    "exhaustive": ("When nothing more fits", "May stop earlier, once every idea left is too dear."),
}
TIES = {
    "most-votes": ("The idea with more votes", "Then in the order of the file’s numbers."),
    "lowest-cost": ("The cheaper idea", "Then in the order of the file’s numbers."),
    "highest-cost": ("The dearer idea", "Then in the order of the file’s numbers."),
    "lexicographic": ("In the order of the file’s numbers", "The first by number."),
    "refuse": ("Neither: stop and say so", "People decide, not the count."),
}


@dataclass(frozen=True)
class Way:
    """One way of counting; the defaults are what most cities do."""

    rule: str = "equal-shares"
    utility: str = "cost"
    completion: str = "add-one"
    stop: str = "budget"
    ties: str = "most-votes"

    def to_plain(self) -> dict[str, str]:
        """Every choice by name."""
        return asdict(self)

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Way:
        """``to_plain`` read back."""
        return cls(**value)

    def words(self) -> str:
        """The way in a few words, for a sentence."""
        name = RULES[self.rule][0]
        if self.rule == "greedy":
            return name
        worth, left = UTILITIES[self.utility][0].lower(), COMPLETIONS[self.completion][0].lower()
        return f"{name}; worth: {worth}; money left over: {left}"


DEFAULT = Way()
