"""All that pages and commands may know of what moves a joint project."""

from __future__ import annotations

from coproduce.conduct.again import Again, again
from coproduce.conduct.beginning import Beginning, begin, planned
from coproduce.conduct.conditions import weigh
from coproduce.conduct.elections import Way, export_election, import_election
from coproduce.conduct.erasing import download, erase, foretell
from coproduce.conduct.inflow import WHERE
from coproduce.conduct.moving import Ticked, close, conclude, ensure_started, ready, start, tick
from coproduce.conduct.offering import Offer, offer
from coproduce.conduct.promising import move_promise, open_promises
from coproduce.conduct.registry import exists, instrument
from coproduce.conduct.repeating import hold_again
from coproduce.conduct.telling.announcing import letters_to_post, mark_posted, tell_everyone, tellings
from coproduce.conduct.telling.choosing import TROUBLES
from coproduce.conduct.telling.sending import send_due

__all__ = [
    "TROUBLES",
    "WHERE",
    "Again",
    "Beginning",
    "Offer",
    "Ticked",
    "Way",
    "again",
    "begin",
    "close",
    "conclude",
    "download",
    "ensure_started",
    "erase",
    "exists",
    "export_election",
    "foretell",
    "hold_again",
    "import_election",
    "instrument",
    "letters_to_post",
    "mark_posted",
    "move_promise",
    "offer",
    "open_promises",
    "planned",
    "ready",
    "send_due",
    "start",
    "tell_everyone",
    "tellings",
    "tick",
    "weigh",
]
