"""How the people were sampled, and what that does to every margin of error.

A survey rarely asks people one by one out of a hat: it draws streets or districts
(primary sampling units, PSUs) within strata and weighs who was hard to reach. The
variance of any estimate that is smooth in weighted totals then comes from how much the
PSUs of one stratum differ in their contribution to it (Taylor linearisation: Binder
1983, "On the variances of asymptotically normal estimators from complex surveys";
Särndal, Swensson and Wretman 1992, section 5.5). Every estimate of this engine carries
those contributions, so that any two can be compared though they share people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr, stdtrit

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.kernel import BadInput, Place, Problem

Singleton = Literal["refuse", "certainty", "centre"]
SINGLETONS: tuple[Singleton, ...] = ("refuse", "certainty", "centre")


@dataclass(frozen=True, eq=False)
class Design:
    """Weights, strata and PSUs of ``n`` people.

    Attributes:
        weight: (n,) above 0: how many people each stands for, up to a factor.
        psu: (n,) PSU of each, from 0.
        psu_stratum: (P,) stratum of each PSU, from 0.
        fraction: (H,) share of each stratum's PSUs that was drawn, 0 where the stratum is large.
        singleton: what a stratum with one PSU does: refused on making; ``certainty``: adds no
            variance; ``centre``: differs from the mean over all PSUs.
    """

    weight: Floats
    psu: Ints
    psu_stratum: Ints
    fraction: Floats
    singleton: Singleton = "refuse"

    @classmethod
    def of(
        cls,
        weight: Floats | None = None,
        *,
        n: int = 0,
        strata: Sequence[object] | None = None,
        psus: Sequence[object] | None = None,
        fractions: Floats | None = None,
        singleton: Singleton = "refuse",
        source: str = "",
    ) -> Design:
        """The design of ``n`` people; weights 1, one stratum and a PSU for each person where nothing is said.

        PSUs are nested: the same number in two strata is two PSUs. ``fractions`` says for each
        person what share of its stratum's PSUs was drawn.

        Raises:
            BadInput: for weights that are not above 0 and finite, and strata with one PSU.
        """
        weight = np.ones(n) if weight is None else np.asarray(weight, dtype=np.float64)
        count = len(weight)
        problems = _weight_faults(weight, source)
        stratum_names, stratum = _codes(strata, count)
        psu, psu_stratum = _nested(psus, stratum, count)
        sizes = np.bincount(psu_stratum, minlength=len(stratum_names))
        if singleton == "refuse":
            problems += [
                Problem(
                    Place(source, key=f"stratum {stratum_names[at]}"),
                    "only one sampling unit was drawn here, so nothing says how much units differ; join the stratum "
                    'with a similar one, or set singleton = "centre" (cautious) or "certainty"',
                    "psu-single",
                )
                for at in np.flatnonzero(sizes == 1).tolist()
            ]
        fraction = np.zeros(len(stratum_names))
        if fractions is not None:
            fraction[stratum] = fractions
            if count and not (
                np.isfinite(fraction).all() and (fraction >= 0).all() and (fraction <= 1).all()
            ):
                problems.append(
                    Problem(
                        Place(source, key="fraction"), "a drawn share lies from 0 to 1; mend it", "fraction"
                    )
                )
        if problems:
            raise BadInput(problems)
        return cls(weight, psu, psu_stratum, fraction, singleton)

    @property
    def psus(self) -> int:
        """How many PSUs there are."""
        return len(self.psu_stratum)

    @property
    def degrees(self) -> int:
        """Degrees of freedom: PSUs less strata, at least 1."""
        return max(1, self.psus - len(self.fraction))

    @property
    def effect(self) -> float:
        """Kish's design effect of the weights: n Σw² / (Σw)² (Kish 1965, section 11.7)."""
        return float(len(self.weight) * np.square(self.weight).sum() / self.weight.sum() ** 2)

    def n_effective(self, weight: Floats | None = None) -> float:
        """(Σw)² / Σw²: as many people asked without weights would tell as much."""
        found = self.weight if weight is None else weight
        return float(found.sum() ** 2 / np.square(found).sum()) if len(found) else 0.0

    def covariance(self, totals: Floats) -> Floats:
        """The covariance (k × k) of estimates whose contributions by PSU are ``totals`` (P × k)."""
        strata = len(self.fraction)
        sizes = np.bincount(self.psu_stratum, minlength=strata).astype(np.float64)
        sums = np.zeros((strata, totals.shape[1]))
        for column in range(totals.shape[1]):
            sums[:, column] = np.bincount(self.psu_stratum, weights=totals[:, column], minlength=strata)
        centre = sums / np.maximum(sizes, 1)[:, None]
        scale = np.zeros(strata)
        several = sizes > 1
        scale[several] = (1 - self.fraction[several]) * sizes[several] / (sizes[several] - 1)
        if self.singleton == "centre":
            centre[~several] = totals.mean(axis=0) if len(totals) else 0.0
            scale[~several] = 1 - self.fraction[~several]
        away = (totals - centre[self.psu_stratum]) * np.sqrt(scale)[self.psu_stratum][:, None]
        return np.asarray(away.T @ away)

    def p_value(self, z: Floats) -> Floats:
        """Two-sided p of ``z`` under Student's t with the design's degrees of freedom."""
        return np.asarray(2 * stdtr(self.degrees, -np.abs(z)))

    def critical(self, level: float = 0.95) -> float:
        """The multiple of a standard error that bounds an interval of ``level``."""
        return float(stdtrit(self.degrees, 0.5 + level / 2))


def _weight_faults(weight: Floats, source: str) -> list[Problem]:
    bad = np.flatnonzero(~(np.isfinite(weight) & (weight > 0)))
    if not len(bad):
        return []
    rows = ", ".join(str(at + 1) for at in bad[:5].tolist()) + (" …" if len(bad) > 5 else "")
    text = (
        f"{len(bad):,} weights are zero, negative or missing (answers {rows}); "
        "a weight says how many people somebody stands for: mend them, or leave these people out"
    )
    return [Problem(Place(source, key="weight"), text, "weight")]


def _codes(names: Sequence[object] | None, count: int) -> tuple[list[str], Ints]:
    if names is None:
        return ["all"], np.zeros(count, dtype=np.int64)
    found, codes = np.unique(np.asarray(names), return_inverse=True)
    return [str(name) for name in found.tolist()], np.asarray(codes, dtype=np.int64).reshape(-1)


def _nested(psus: Sequence[object] | None, stratum: Ints, count: int) -> tuple[Ints, Ints]:
    if psus is None:
        return np.arange(count, dtype=np.int64), stratum
    names, own = _codes(psus, count)
    key = stratum * max(1, len(names)) + own
    found, codes = np.unique(key, return_inverse=True)
    return np.asarray(codes, dtype=np.int64).reshape(-1), found // max(1, len(names))
