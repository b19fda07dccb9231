"""All that other rooms may know of decisions."""

from __future__ import annotations

from coproduce.core.keeping import Keeper
from coproduce.decisions.actions import GOES_AHEAD, NewDecision, NewRuling, decide
from coproduce.decisions.keeping import Decisions
from coproduce.decisions.noticing import NoticeView, note, note_how, note_told, notices, notices_of
from coproduce.decisions.queries import DecisionView, RulingView, decisions, decisions_of_steps, told_of

KEEPER: Keeper = Decisions()

__all__ = [
    "GOES_AHEAD",
    "KEEPER",
    "DecisionView",
    "NewDecision",
    "NewRuling",
    "NoticeView",
    "RulingView",
    "decide",
    "decisions",
    "decisions_of_steps",
    "note",
    "note_how",
    "note_told",
    "notices",
    "notices_of",
    "told_of",
]
