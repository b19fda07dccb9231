"""“You will hear by …” as a recipe writes it, turned into days.

The words are a closed list: ``N days after submission``, ``N days after opening``, ``N days
after closing``, ``end of STAGE``, and ``asked per item`` (said later, one by one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from coproduce.register.public import StepView

_AFTER = re.compile(r"(\d{1,4}) days after (submission|opening|closing)")
_END = re.compile(r"end of ([a-z][a-z0-9-]*)")
LATER = "asked per item"


def is_promise(words: str) -> bool:
    """Whether these words are of the closed list."""
    return words == LATER or bool(_AFTER.fullmatch(words) or _END.fullmatch(words))


def promised_days(step: StepView, steps: Sequence[StepView], on: date) -> dict[str, date]:
    """For something handed in at ``step`` on a day: each stage of its fate → the day promised.

    ``steps`` are the stages of the joint project. A promise that hangs on a day which nobody has
    set yet is left out, and made when that day is set.
    """
    by_name = {other.name: other for other in steps}
    found: dict[str, date] = {}
    for stage, words in (step.promise or {}).items():
        day = _day(words, step, by_name, on)
        if day:
            found[stage] = day
    return found


def _day(words: str, step: StepView, by_name: dict[str, StepView], on: date) -> date | None:
    if match := _AFTER.fullmatch(words):
        moment = {"submission": None, "opening": step.opens, "closing": step.closes}[match[2]]
        start = on if match[2] == "submission" else (timezone.localdate(moment) if moment else None)
        return start + timedelta(days=int(match[1])) if start else None
    if (match := _END.fullmatch(words)) and (other := by_name.get(match[1])) and other.closes:
        return timezone.localdate(other.closes)
    return None
