"""The closed lists that a recipe may use. A word outside them is a fault, so that a slip of the pen is never a rule."""

from __future__ import annotations

import re

from coproduce.catalogue.kinds import KINDS

INSTRUMENTS = (
    "ideas", "dialogue", "ballot", "budget", "plan", "draw", "journey", "gathering", "body", "rota", "pledge",
    "inspection", "survey", "judgement", "answer", "delivery",
)  # fmt: skip
STAGES = (
    "commission.plan", "commission.prioritise", "commission.finance", "design", "deliver.manage",
    "deliver.perform", "assess",
)  # fmt: skip
LEVELS = ("individual", "collective", "mixed")
POWERS = ("telling", "asking", "shaping", "deciding", "yours")
SIDES = ("resident", "public", "partner")
PORTS = ("items", "roll", "result")
WHERE = ("not-withdrawn", "eligible", "selected", "accepted", "delivered")
WHEN = ("target-reached", "threshold-reached", "contested", "nobody-came")
"""What a stage may hang on, beside a yes-no question of the wizard. ``not`` before the word turns it round."""
ADMITS = ("anyone", "account", "residents", "token", "participants", "team")
COUNTS = ("givers", "nobody")
ENDS = ("stages", "yearly-look")
ASK_TYPES = ("text", "count", "money", "yes-no", "day", "choice", "organisation", "area")
DUE_STAGES = ("considered", "decided", "delivered", "assessed")
DUE_BY = ("lead", "proposer", "asked per item")
PERIODS = ("round", "turn", "month", "year")
FATES = ("elected", "not-elected", "stood-down", "nobody-came")
"""What became of somebody who stood, or of a topic nobody joined: "declined" is the wrong word for these."""
ITEM_KINDS = (
    "idea", "topic", "question", "candidate", "report", "theme", "action", "card", "project", "offer", "statement",
    "recommendation", "pain-point", "prototype", "finding", "motion", "request", "next-step", "rating",
)  # fmt: skip
NEVER_ITEMS = {
    "story": "stories stay with whoever told them",
    "person-report": "a report about a person never goes on the platform",
    "diet": "diet and health travel on the round sheet only",
    "key": "keys and door notes travel on the round sheet only",
    "vetting": "vetting is kept with the person's clearance, never shown",
    "plan": "a personal plan is seen by the person and those named",
}
KIND_KEYS = tuple(kind.key for kind in KINDS)

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
REFERENCE = re.compile(r"\$([a-z][a-z0-9_]*)")
LASTS = re.compile(r"(\d{1,4}) (hours?|days?)")
DUE = re.compile(r"\d{1,4} days after (submission|opening|closing)")
END_OF = re.compile(r"end of ([a-z][a-z0-9-]*)")
LATER = "asked per item"
UNTIL_CLOSED = "until closed"
