"""Parallel lines: whether one coefficient is enough for all steps of an ordered answer.

The cumulative model says that a covariate moves "ever" and "often" by the same amount.
Brant (1990, "Assessing proportionality in the proportional odds model for ordinal
logistic regression") fits each step as a yes-or-no of its own and asks whether their
coefficients agree. Here those fits share their influence by sampling unit, so the test
holds under the survey's design.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference import ordinal
from coproduce.engines.inference.fitted import Fitted
from coproduce.engines.inference.linearised import Linearised, Wald, wald


@dataclass(frozen=True)
class ParallelLines:
    """The joint test, and one for each covariate by name; None where a step could not be fitted alone."""

    joint: Wald | None
    by_covariate: tuple[tuple[str, Wald | None], ...]


def parallel_lines(model: Fitted) -> ParallelLines | None:
    """The test for ``model``; None for outcomes with fewer than three answers."""
    levels = len(model.outcome.levels)
    if model.outcome.family != "ordinal" or levels < 3 or not len(model.beta):
        return None
    steps = [_step(model, above) for above in range(1, levels)]
    whole = [each for each in steps if each is not None]
    names = [covariate.name for covariate in model.predictors.covariates]
    if len(whole) < len(steps):
        return ParallelLines(None, tuple((name, None) for name in names))
    columns = list(range(len(model.beta)))
    by_covariate = tuple(
        (
            name,
            wald(
                _contrast(whole, [c for c in columns if model.predictors.terms[c].covariate == at]),
                model.design,
            ),
        )
        for at, name in enumerate(names)
    )
    return ParallelLines(wald(_contrast(whole, columns), model.design), by_covariate)


def _contrast(steps: list[Linearised], columns: list[int]) -> Linearised:
    """Coefficients of each later step less those of the first."""
    first = steps[0].pick(*columns)
    parts = [step.pick(*columns).minus(first) for step in steps[1:]]
    return Linearised(
        np.concatenate([each.values for each in parts]), np.hstack([each.totals for each in parts])
    )


def _step(model: Fitted, above: int) -> Linearised | None:
    """The coefficients of "at least ``above``" as a yes or no."""
    units = model.units
    y = (units.y >= above).astype(np.int64)
    found = ordinal.fit(units.X, y, units.weight, levels=2, link=model.outcome.link)
    if not found.settled:
        return None
    influence = ordinal.influence(units, y, found)
    return Linearised(found.beta, influence[:, 1:])
