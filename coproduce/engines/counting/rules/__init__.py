"""One file per published rule, and the table of them.

A new rule is a module with ``elect`` and ``losses`` (see ``contest``) and one line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from coproduce.engines.counting.contest import Rule
from coproduce.engines.kernel import BadInput


class Entry(NamedTuple):
    """Where a rule lives, and what it is in one line for lists."""

    module: str
    summary: str


_HERE = "coproduce.engines.counting.rules"

RULES: dict[str, Entry] = {
    "greedy": Entry(f"{_HERE}.greedy", "most gain per cost first, as long as the money lasts"),
    "greedy-score": Entry(f"{_HERE}.greedy_score", "highest score first, as long as the money lasts"),
    "equal-shares": Entry(f"{_HERE}.equal_shares", "every voter has the same share; supporters pay together"),
    "exact-equal-shares": Entry(
        f"{_HERE}.exact_equal_shares", "equal shares in which all who pay, pay the same"
    ),
    "maximin-support": Entry(
        f"{_HERE}.maximin_support", "costs rest as evenly as can be on those who chose them"
    ),
    "phragmen": Entry(
        f"{_HERE}.phragmen", "voters earn at one pace; what supporters can first pay for is bought"
    ),
}


def rule_named(name: str) -> Rule:
    """The rule of that name, loaded now.

    Raises:
        BadInput: where there is none.
    """
    if name not in RULES:
        raise BadInput.one(
            f"there is no rule {name!r}; choose one of: {', '.join(RULES)}", code="rule", key="rule"
        )
    return cast(Rule, import_module(RULES[name].module))
