"""All that other rooms may know of decisions."""

from __future__ import annotations

from coproduce.decisions.actions import GOES_AHEAD, NewDecision, NewRuling, decide
from coproduce.decisions.queries import DecisionView, RulingView, decisions_of_steps

__all__ = [
    "GOES_AHEAD",
    "DecisionView",
    "NewDecision",
    "NewRuling",
    "RulingView",
    "decide",
    "decisions_of_steps",
]
