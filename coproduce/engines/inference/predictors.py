"""What may go with an outcome: numbers, and kinds that people belong to.

A model's terms are listed, never written as a formula: a number gives one term, a kind
with *k* levels gives *k* − 1, each against the level to compare with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coproduce.engines.inference.arrays import Bools, Floats, Ints
from coproduce.engines.kernel import BadInput, Place, Problem

BLOCK = 4096
MOST_DISTINCT = 128
MOST_CELLS = 1 << 22


@dataclass(frozen=True, eq=False)
class Covariate:
    """One covariate of ``n`` people.

    Attributes:
        name: as the SPEC calls it.
        values: (n,) numbers with NaN for no answer; for a kind, codes from 0 with −1 for none.
        levels: names of a kind's levels; empty for a number.
        reference: the level that others are compared with.
    """

    name: str
    values: Floats | Ints
    levels: tuple[str, ...] = ()
    reference: int = 0

    @property
    def answered(self) -> Bools:
        """Who gave an answer that counts."""
        return np.asarray(self.values >= 0) if self.levels else np.isfinite(self.values)

    @property
    def two_valued(self) -> bool:
        """Whether a number has the values 0 and 1 only, so that its effect is a step and not a slope."""
        if self.levels:
            return False
        found = self.values[self.answered]
        return bool(len(found) and np.isin(found, (0.0, 1.0)).all())


@dataclass(frozen=True)
class Term:
    """One column of the model: ``column`` of ``covariate``'s ``level`` (−1 for a number); ``step`` if 0 or 1."""

    name: str
    covariate: int
    level: int
    step: bool


@dataclass(frozen=True, eq=False)
class Predictors:
    """The covariates of one model."""

    covariates: tuple[Covariate, ...]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The columns, in order."""
        found: list[Term] = []
        for at, covariate in enumerate(self.covariates):
            if covariate.levels:
                found += [
                    Term(f"{covariate.name}: {level}", at, code, step=True)
                    for code, level in enumerate(covariate.levels)
                    if code != covariate.reference
                ]
            else:
                found.append(Term(covariate.name, at, -1, covariate.two_valued))
        return tuple(found)

    @property
    def names(self) -> tuple[str, ...]:
        """The terms' names."""
        return tuple(term.name for term in self.terms)

    def group(self, column: int) -> list[int]:
        """The columns of the covariate that ``column`` belongs to."""
        own = self.terms[column].covariate
        return [at for at, term in enumerate(self.terms) if term.covariate == own]

    def answered(self, n: int) -> Bools:
        """Who answered all of them."""
        found = np.ones(n, dtype=np.bool_)
        for covariate in self.covariates:
            found &= covariate.answered
        return found

    def matrix(self, rows: Ints) -> Floats:
        """The columns (len(rows) × p) for the people ``rows``, without a constant."""
        found = np.empty((len(rows), len(self.terms)))
        for column, term in enumerate(self.terms):
            values = self.covariates[term.covariate].values[rows]
            found[:, column] = values if term.level < 0 else values == term.level
        return found

    def keys(self, rows: Ints) -> tuple[Ints, int] | None:
        """A number for each kind of person among ``rows`` and how many there may be; None where too many."""
        key, size = np.zeros(len(rows), dtype=np.int64), 1
        for covariate in self.covariates:
            if covariate.levels:
                codes, count = np.asarray(covariate.values[rows], dtype=np.int64), len(covariate.levels)
            else:
                found = covariate.values[rows]
                if len(np.unique(found[:2048])) > MOST_DISTINCT:
                    return None
                distinct, codes = np.unique(found, return_inverse=True)
                count = len(distinct)
            size *= max(1, count)
            if size > MOST_CELLS:
                return None
            key = key * count + codes
        return key, size


def check_columns(names: tuple[str, ...], X: Floats, weight: Floats, source: str) -> None:
    """Refuse columns that do not vary, or that the others already tell.

    Raises:
        BadInput: one problem for each such term.
    """
    total = weight.sum()
    mean = weight @ X / total
    gram = np.zeros((X.shape[1], X.shape[1]))
    for start in range(0, len(X), BLOCK):
        part = X[start : start + BLOCK] - mean
        gram += part.T @ (part * weight[start : start + BLOCK, None])
    gram /= total
    spread = np.sqrt(np.maximum(np.diag(gram), 0.0))
    constant = spread <= 1e-12 * np.maximum(1.0, np.abs(mean))
    problems = [
        Problem(
            Place(source, key=names[at]),
            "everybody has the same answer here, so it can tell nothing; leave it out",
            "covariate-constant",
        )
        for at in np.flatnonzero(constant).tolist()
    ]
    kept: list[int] = []
    for at in np.flatnonzero(~constant).tolist():
        if kept:
            own = gram[np.ix_(kept, kept)] / np.outer(spread[kept], spread[kept])
            cross = gram[kept, at] / (spread[kept] * spread[at])
            share = np.linalg.lstsq(own, cross, rcond=None)[0]
            if 1 - float(share @ cross) < 1e-9:
                others = ", ".join(names[kept[i]] for i in np.flatnonzero(np.abs(share) > 1e-6).tolist())
                text = f"this is already told by {others}, so their parts cannot be told apart; leave one out"
                problems.append(Problem(Place(source, key=names[at]), text, "collinear"))
                continue
        kept.append(at)
    if problems:
        raise BadInput(problems)
