"""Ways of counting in plain words, for people who have never heard of a voting rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce.report.counting.money import Purse

TITLES = {
    "equal-shares": "Equal shares",
    "exact-equal-shares": "Exact equal shares",
    "greedy": "The simple count",
    "greedy-score": "The simple count by points",
    "maximin-support": "Maximin support",
    "phragmen": "Phragmén’s method",
}
"""Rules by the names that residents read. A rule without one is called by its own."""

OPTIONS = {
    "rule": "Rule",
    "utility": "What a voter gains",
    "completion": "Money left over",
    "stop": "When shares stop growing",
    "ties": "Ties",
    "min_score": "Least score",
    "compare_greedy": "Comparison step",
}
"""Options by the names that the annex shows."""

TIES = {
    "lexicographic": "the one whose number comes first in the list",
    "most-votes": "the one with more votes",
    "lowest-cost": "the one that costs less",
    "highest-cost": "the one that costs more",
}
"""What a tie rule puts first."""


def title(result: Mapping[str, Any]) -> str:
    """The rule's name, at the start of a sentence."""
    rule = str(result["rule"])
    return TITLES.get(rule, rule.replace("-", " ").capitalize())


def named(result: Mapping[str, Any]) -> str:
    """The rule's name within a sentence."""
    found = title(result)
    return found[0].lower() + found[1:]


def in_short(result: Mapping[str, Any]) -> str:
    """What a rule does, following its name."""
    match result["rule"], result.get("utility"):
        case "equal-shares", _:
            return "gives every voter the same share of the money; supporters pay for an idea together."
        case "exact-equal-shares", _:
            return "gives every voter the same share; those who pay for an idea all pay the same."
        case "phragmen", _:
            return "lets every voter earn money at the same pace; supporters buy an idea as soon as they can."
        case "maximin-support", _:
            return "takes the idea with which the money spent rests most evenly on its supporters."
        case "greedy", "cardinality":
            return "takes the idea with most votes for its cost, then the next that fits, until the money is gone."
        case "greedy-score", _:
            return "takes the idea with most points, then the next that fits, until the money is gone."
        case "greedy", _:
            return "takes the idea with most votes, then the next that fits, until the money is gone."
        case _:
            return "is described in the documentation."


def explained(result: Mapping[str, Any], purse: Purse) -> str:
    """How the count went, with its figures."""
    if result["rule"] != "equal-shares":
        short = in_short(result)
        return f"It {short}"
    done = result.get("completion") or {}
    told = ["Every voter has the same share of the money"]
    if "first_share" in done:
        told[0] += f", {purse.said(done['first_share'])}"
    told[0] += "."
    told.append("An idea is funded when its supporters can pay for it together.")
    kind = str(done.get("kind", "none"))
    if "share" in done and done.get("steps"):
        limit = purse.said(result["budget"])
        told.append(
            f"Then the shares grow step by step, here to {purse.said(done['share'])}, "
            f"as long as what is funded fits in {limit}."
        )
    if kind.endswith("greedy"):
        told.append("What is left then goes to the ideas with most votes that still fit.")
    return " ".join(told)
