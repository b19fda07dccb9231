"""All that other rooms may know of the calendar."""

from __future__ import annotations

from coproduce.occasions.actions import arrange, ask, cancel, hand_on, note_attendance, offer, say
from coproduce.occasions.forgetting import KEEPER
from coproduce.occasions.queries import (
    calendar_of,
    clashes,
    occasions,
    occasions_of,
    opportunities_of,
    parts_of,
)
from coproduce.occasions.values import NewOccasion, NewOpportunity, OccasionView, OpportunityView, PartView

__all__ = [
    "KEEPER",
    "NewOccasion",
    "NewOpportunity",
    "OccasionView",
    "OpportunityView",
    "PartView",
    "arrange",
    "ask",
    "calendar_of",
    "cancel",
    "clashes",
    "hand_on",
    "note_attendance",
    "occasions",
    "occasions_of",
    "offer",
    "opportunities_of",
    "parts_of",
    "say",
]
