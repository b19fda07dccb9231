"""How the choice hangs on whose beliefs count: over all weights, and without any one group.

SMAA (Lahdelma, Hokkanen and Salminen 1998) turned on the weights of groups: draw them
uniformly from all weights that add to one, and note how often each portfolio has
the highest expected net outcome. A portfolio that is best for few weights is the
choice of few. Nothing is simulated again: an expected outcome is a weighted sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.frontier import first, regret
from coproduce.engines.risk.portfolios import Evaluated

Array = NDArray[np.float64]

WEIGHTINGS = 10_000
CHUNK = 500


def uniform_weights(seed: Seed, groups: int, count: int = WEIGHTINGS) -> Array:
    """``count`` weightings of ``groups``, uniform on the simplex: spacings of exponentials that add to one."""
    waits = -np.log(seed.uniforms(count, groups))
    return np.asarray(waits / waits.sum(axis=1, keepdims=True))


def acceptability(evaluated: Evaluated, seed: Seed, count: int = WEIGHTINGS) -> Array:
    """For each portfolio the share of all weightings under which it has the highest expected net outcome.

    Among equal portfolios the cheapest, smallest, earliest is counted.
    """
    found = np.zeros(len(evaluated.codes))
    # A mean over groups is highest at a portfolio that no other beats for every group: few of them, so try only those.
    rows = _unbeaten(evaluated)
    weights = uniform_weights(seed, evaluated.means.shape[1], count)
    ranked = sorted(
        rows,
        key=lambda row: (
            evaluated.cost[row],
            int(evaluated.codes[row]).bit_count(),
            int(evaluated.codes[row]),
        ),
    )
    means = evaluated.means[ranked]
    for start in range(0, count, CHUNK):
        part = weights[start : start + CHUNK]
        values = np.zeros((len(part), len(ranked)))
        for group in range(means.shape[1]):
            values += part[:, group, None] * means[None, :, group]
        wins = np.bincount(values.argmax(axis=1), minlength=len(ranked))
        found[ranked] += wins
    return found / count


@dataclass(frozen=True)
class WithoutGroup:
    """What the choices would be if one group's judgements were left out."""

    group: int
    most_gain: int
    least_worst_regret: int
    changes_most_gain: bool
    changes_least_worst_regret: bool


def leave_one_out(
    evaluated: Evaluated, weights: Sequence[float], fit: NDArray[np.bool_]
) -> list[WithoutGroup]:
    """For each group, the most gain and the least worst regret of the others alone. Empty for a single group."""
    groups = evaluated.means.shape[1]
    if groups < 2:
        return []
    rows = np.flatnonzero(fit)
    losses = regret(evaluated)
    gain = int(evaluated.codes[first(evaluated, evaluated.net(weights), rows)])
    least = int(evaluated.codes[first(evaluated, -losses.max(axis=1), rows)])
    found = []
    for left_out in range(groups):
        kept = [0.0 if group == left_out else weight for group, weight in enumerate(weights)]
        total = sum(kept)
        if total <= 0:
            kept, total = [0.0 if group == left_out else 1.0 for group in range(groups)], float(groups - 1)
        other_gain = int(
            evaluated.codes[first(evaluated, evaluated.net([one / total for one in kept]), rows)]
        )
        others = np.delete(losses, left_out, axis=1)
        other_least = int(evaluated.codes[first(evaluated, -others.max(axis=1), rows)])
        found.append(
            WithoutGroup(left_out, other_gain, other_least, other_gain != gain, other_least != least)
        )
    return found


def _unbeaten(evaluated: Evaluated) -> list[int]:
    means = evaluated.means
    order = np.argsort(-means.sum(axis=1), kind="stable")
    kept: list[int] = []
    for row in order:
        ahead = means[kept]
        if not kept or not np.any(np.all(ahead >= means[row], axis=1) & np.any(ahead > means[row], axis=1)):
            kept.append(int(row))
    return kept
