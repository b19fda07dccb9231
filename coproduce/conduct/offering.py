"""Whether a way of working can be run here today, or only be put on the register until its tools are built.

A way runs when, with the stages left out that need a tool which does not exist yet, what is left still hangs
together: every stage gets what it needs, and every tool accepts its settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coproduce.catalogue.public import Ask, MethodView, missing_tools
from coproduce.conduct.beginning import Beginning, planned
from coproduce.conduct.registry import INSTRUMENTS, exists
from coproduce.core import BadInput, now

_SOMEBODY = UUID(int=1)
_SAMPLES: dict[str, Any] = {"text": "…", "money": 1_000_00, "count": 10, "yes-no": False}


@dataclass(frozen=True)
class Offer:
    """What can be begun today.

    Attributes:
        without: stages that must be left out, because their tool is not built yet.
        missing: those tools.
        problems: what stands against running the rest; empty where it runs.
    """

    without: frozenset[str]
    missing: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def runs(self) -> bool:
        """Whether a joint project can be run here in this way."""
        return not self.problems


def offer(method: MethodView) -> Offer:
    """What of a way of working can be begun today; nothing is changed."""
    recipe = method.recipe
    without = frozenset(step.name for step in recipe.steps if not exists(step.instrument))
    missing = missing_tools(recipe, INSTRUMENTS)
    if len(without) == len(recipe.steps):
        return Offer(without, missing, ("None of its tools is built yet",))
    answers = {ask.name: _sample(ask) for ask in recipe.questions}
    trial = Beginning(method, "…", _SOMEBODY, now(), answers=answers, without=without)
    try:
        planned(trial)
    except BadInput as refused:
        return Offer(without, missing, tuple(problem.text for problem in refused.problems))
    return Offer(without, missing, ())


def _sample(ask: Ask) -> Any:
    if ask.default is not None:
        return ask.default
    if ask.type == "day":
        return now().date()
    if ask.type == "choice":
        return ask.choices[0]
    return _SAMPLES.get(ask.type, _SOMEBODY)
