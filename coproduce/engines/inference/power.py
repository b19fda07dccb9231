"""Would an experiment even be able to tell? Power and sample size for two arms.

For two shares p and q the number of people in each arm is
(z₁₋α/₂ + z_power)² (p(1 − p) + q(1 − q)) / (p − q)², unpooled (Fleiss, Levin and Paik 2003,
chapter 4); where whole clusters (streets, schools) are drawn into arms, times the design effect
1 + (m − 1) ρ (Donner and Klar 2000), with the clusters rounded up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from coproduce.engines.kernel import BadInput, Place, Problem


@dataclass(frozen=True)
class Trial:
    """A comparison of two arms that is thought of.

    Attributes:
        base, hoped: share doing it without and with the offer, both between 0 and 1.
        alpha: how often a difference may be seen where there is none (two-sided).
        power: how often the hoped difference shall be seen.
        cluster: people in each cluster; 1 where people are drawn one by one.
        icc: how alike people of one cluster are, from 0 to 1 (intra-cluster correlation).
    """

    base: float
    hoped: float
    alpha: float = 0.05
    power: float = 0.8
    cluster: int = 1
    icc: float = 0.0

    def __post_init__(self) -> None:
        problems = [
            Problem(Place(key=name), f"{value:g} does not lie between 0 and 1; mend it", "share")
            for name, value in (
                ("base", self.base), ("hoped", self.hoped), ("alpha", self.alpha), ("power", self.power)
            )
            if not 0 < value < 1
        ]  # fmt: skip
        if self.base == self.hoped:
            problems.append(
                Problem(Place(key="hoped"), "equal shares cannot be told apart; hope for more", "share")
            )
        if self.cluster < 1 or not 0 <= self.icc <= 1:
            text = "clusters hold at least one person and their likeness lies from 0 to 1; mend them"
            problems.append(Problem(Place(key="cluster"), text, "cluster"))
        if problems:
            raise BadInput(problems)

    @property
    def effect(self) -> float:
        """Design effect of drawing clusters."""
        return 1 + (self.cluster - 1) * self.icc


@dataclass(frozen=True)
class Needed:
    """People and clusters in each arm."""

    per_arm: int
    clusters_per_arm: int
    effect: float


def needed(trial: Trial) -> Needed:
    """How many people each arm needs."""
    spread = trial.base * (1 - trial.base) + trial.hoped * (1 - trial.hoped)
    times = float(ndtri(1 - trial.alpha / 2) + ndtri(trial.power))
    people = times**2 * spread / (trial.hoped - trial.base) ** 2 * trial.effect
    clusters = math.ceil(people / trial.cluster - 1e-9)
    per_arm = clusters * trial.cluster
    return Needed(per_arm, clusters, trial.effect)


def power(trial: Trial, per_arm: int) -> float:
    """How often the hoped difference is seen with ``per_arm`` people in each arm."""
    spread = trial.base * (1 - trial.base) + trial.hoped * (1 - trial.hoped)
    error = math.sqrt(spread * trial.effect / per_arm)
    limit = float(ndtri(1 - trial.alpha / 2))
    away = abs(trial.hoped - trial.base) / error
    return float(ndtr(away - limit) + ndtr(-away - limit))


def smallest_seen(trial: Trial, per_arm: int) -> float:
    """The smallest rise above ``base`` that ``per_arm`` people in each arm can tell with the wanted power.

    1 − ``base`` where not even everybody doing it could be told.
    """
    low, high = 0.0, 1 - trial.base
    times = float(ndtri(1 - trial.alpha / 2) + ndtri(trial.power))

    def told(rise: float) -> bool:
        q = trial.base + rise
        error = math.sqrt((trial.base * (1 - trial.base) + q * (1 - q)) * trial.effect / per_arm)
        return rise >= times * error

    if not told(high):
        return high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if told(middle) else (middle, high)
    return high
