"""All that other rooms may know of decisions."""

from __future__ import annotations

from coproduce.core.keeping import Keeper
from coproduce.decisions.actions import GOES_AHEAD, NewDecision, NewRuling, decide
from coproduce.decisions.keeping import Decisions
from coproduce.decisions.queries import DecisionView, RulingView, decisions_of_steps

KEEPER: Keeper = Decisions()

__all__ = [
    "GOES_AHEAD",
    "KEEPER",
    "DecisionView",
    "NewDecision",
    "NewRuling",
    "RulingView",
    "decide",
    "decisions_of_steps",
]
