"""One model: an outcome on its covariates, whatever the scale of the outcome.

The three families share all that comes after: coefficients carry their influence by
sampling unit, so that errors, margins and differences are one computation for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coproduce.engines.inference import linear, ordinal
from coproduce.engines.inference.arrays import Bools, Floats, Ints
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.linearised import Linearised
from coproduce.engines.inference.links import LinkName
from coproduce.engines.inference.predictors import Predictors, check_columns
from coproduce.engines.inference.units import Units
from coproduce.engines.kernel import BadInput, Place, Problem

Family = Literal["ordinal", "binary", "linear"]
FAMILIES: tuple[Family, ...] = ("ordinal", "binary", "linear")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a model explains.

    Attributes:
        name: as the SPEC calls it.
        values: (n,) codes 0 … K − 1 of the answers from lowest to highest (for ``linear``, numbers); NaN for none.
        levels: the answers' names, at least two; for ``linear`` the lowest and the highest possible value.
        family: ``ordinal``, ``binary`` (two levels) or ``linear``.
        link: ``logit`` or ``probit``; unused where ``linear``.
    """

    name: str
    values: Floats
    levels: tuple[str, ...]
    family: Family = "ordinal"
    link: LinkName = "logit"
    low: float = 0.0
    high: float = 1.0

    @property
    def answered(self) -> Bools:
        """Who gave an answer that counts."""
        return np.isfinite(self.values)

    @property
    def width(self) -> float:
        """From the lowest to the highest answer, in the outcome's own units."""
        return self.high - self.low if self.family == "linear" else float(len(self.levels) - 1)


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted model: the outcome, its units, and the parameters (cuts or intercept first, then beta)."""

    outcome: Outcome
    predictors: Predictors
    design: Design
    units: Units
    rows: Ints
    parameters: Linearised
    inner: int
    loglik: float
    steps: int

    @property
    def cuts(self) -> Floats:
        """Thresholds (K − 1,); for ``linear`` the intercept alone."""
        return self.parameters.values[: self.inner]

    @property
    def beta(self) -> Floats:
        """Coefficients of the terms (p,)."""
        return self.parameters.values[self.inner :]

    @property
    def coefficients(self) -> Linearised:
        """Coefficients with their influence."""
        return self.parameters.pick(*range(self.inner, len(self.parameters.values)))

    @property
    def n(self) -> int:
        """How many people the model rests on."""
        return len(self.rows)


def fit(outcome: Outcome, predictors: Predictors, design: Design, *, source: str = "") -> Fitted:
    """Fit ``outcome`` on ``predictors``; people without one of the answers are outside the domain.

    Raises:
        BadInput: for too few people, answers nobody gave, terms that are constant or told by others, and
            outcomes that a term tells completely (separation).
    """
    use = outcome.answered & predictors.answered(len(outcome.values))
    rows = np.flatnonzero(use)
    _check(outcome, rows, len(predictors.terms), source)
    units = Units.of(predictors, outcome.values, rows, design)
    if predictors.terms:
        check_columns(predictors.names, units.X, units.weight, source)
    if outcome.family == "linear":
        parameters, loglik = linear.fit(units)
        return Fitted(outcome, predictors, design, units, rows, parameters, 1, loglik, 1)
    y = units.y.astype(np.int64)
    found = ordinal.fit(units.X, y, units.weight, levels=len(outcome.levels), link=outcome.link)
    if not found.settled:
        raise BadInput([_separated(outcome, predictors, units, found, source)])
    influence = ordinal.influence(units, y, found)
    values = np.concatenate((found.cuts, found.beta))
    return Fitted(
        outcome, predictors, design, units, rows, Linearised(values, influence), len(found.cuts),
        found.loglik, found.steps,
    )  # fmt: skip


def _check(outcome: Outcome, rows: Ints, terms: int, source: str) -> None:
    place = Place(source, key=outcome.name)
    needed = terms + max(2, len(outcome.levels))
    if len(rows) <= needed:
        text = (
            f"{len(rows)} people answered everything that this model asks; it needs more than {needed}. "
            "Leave covariates out, or ask more people"
        )
        raise BadInput([Problem(place, text, "too-few")])
    values = outcome.values[rows]
    if outcome.family == "linear":
        if np.ptp(values) == 0:
            raise BadInput(
                [Problem(place, "everybody gave the same answer; nothing can explain it", "one-answer")]
            )
        return
    counts = np.bincount(values.astype(np.int64), minlength=len(outcome.levels))
    problems = [
        Problem(
            place,
            f"nobody gave the answer “{outcome.levels[at]}” among those who answered the rest; "
            "join it with its neighbour in the SPEC",
            "category-empty",
        )
        for at in np.flatnonzero(counts == 0).tolist()
    ]
    if problems:
        raise BadInput(problems)


def _separated(
    outcome: Outcome, predictors: Predictors, units: Units, found: ordinal.Cumulative, source: str
) -> Problem:
    spread = units.X.std(axis=0)
    names = predictors.names
    worst = names[int(np.argmax(np.abs(found.beta) * spread))] if names else outcome.name
    text = (
        f"{worst} tells “{outcome.name}” completely for some people (separation), so no finite effect fits; "
        "join levels that few people gave, or leave it out"
    )
    return Problem(Place(source, key=worst), text, "separation")
