"""A fitted model in plain values: what JSON, pages and other programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coproduce.engines.inference.arrays import Floats
from coproduce.engines.inference.difference import Difference, Entry, entries
from coproduce.engines.inference.fitted import Fitted
from coproduce.engines.inference.linearised import Wald
from coproduce.engines.inference.margins import averaged, effects, levels_averaged
from coproduce.engines.inference.parallel_lines import ParallelLines, parallel_lines
from coproduce.engines.inference.partial_proportional import free
from coproduce.engines.inference.plan import Asked
from coproduce.engines.kernel import Infeasible

VIOLATED = 0.01
"""Below this p the parallel-lines assumption is called broken and the covariate freed for comparison."""


@dataclass(frozen=True)
class Words:
    """What terms are called, by name: labels, roles, and the people who have more of them."""

    labels: Mapping[str, str]
    roles: Mapping[str, str]
    people: Mapping[str, str]


def model_told(asked: Asked, model: Fitted, words: Words, warnings: list[str]) -> dict[str, Any]:
    """One model as the result tells it."""
    design = model.design
    raw, margins = entries(model.coefficients, design), entries(effects(model), design)
    terms = [
        {
            "name": name, "label": words.labels[name], "role": words.roles.get(name, ""),
            "people": words.people.get(name, ""),
            "step": term.step, "coef": short(one.value), "se": short(one.se),
            "z": short(one.value / one.se if one.se else 0.0), "ci": _ci(one), "p": short(one.p),
            "ame": short(two.value), "ame_se": short(two.se), "ame_ci": _ci(two),
        }
        for name, term, one, two in zip(model.predictors.names, model.predictors.terms, raw, margins, strict=True)
    ]  # fmt: skip
    lines = parallel_lines(model)
    broken = [name for name, test in (lines.by_covariate if lines else ()) if test and test.p < VIOLATED]
    return {
        "outcome": asked.name,
        "label": asked.label or asked.name,
        "kind": asked.kind,
        "family": model.outcome.family,
        "link": model.outcome.link,
        "levels": list(model.outcome.levels),
        "n": model.n,
        "n_effective": short(design.n_effective(design.weight[model.rows])),
        "cells": len(model.units.y),
        "loglik": short(model.loglik),
        "terms": terms,
        "thresholds": [short(value) for value in model.cuts.tolist()],
        "shares": _shares(model),
        "predicted": _predicted(model),
        "parallel_lines": _lines(lines, broken),
        "partial": _partial(model, broken, warnings),
    }


def _lines(lines: ParallelLines | None, broken: Sequence[str]) -> dict[str, Any] | None:
    if lines is None:
        return None
    return {
        "joint": wald_told(lines.joint),
        "by_covariate": [{"name": name, "test": wald_told(test)} for name, test in lines.by_covariate],
        "broken": list(broken),
    }


def _partial(model: Fitted, broken: Sequence[str], warnings: list[str]) -> list[dict[str, Any]]:
    """The freed coefficients by step, where a covariate broke the parallel lines."""
    names = [covariate.name for covariate in model.predictors.covariates]
    columns = [at for at, term in enumerate(model.predictors.terms) if names[term.covariate] in broken]
    if not columns:
        return []
    try:
        estimate, what = free(model, columns)
    except Infeasible as refusal:
        warnings.append(f"{model.outcome.name}: {refusal}")
        return []
    return [
        {
            "name": model.predictors.names[column],
            "step": step + 1,
            "coef": short(entry.value),
            "se": short(entry.se),
            "ci": _ci(entry),
        }
        for (step, column), entry in zip(what, entries(estimate, model.design), strict=True)
        if step >= 0 and column >= 0
    ]


def _shares(model: Fitted) -> list[dict[str, Any]]:
    """The probability of each answer, averaged over people."""
    if model.outcome.family == "linear":
        return []
    found = entries(levels_averaged(model, model.units.X).chances(), model.design)
    return [
        {"level": level, "share": short(entry.value), "ci": _ci(entry)}
        for level, entry in zip(model.outcome.levels, found, strict=True)
    ]


def _predicted(model: Fitted) -> list[dict[str, Any]]:
    """The expected answer scaled 0–1 with one covariate set and all else as it is: levels, or low and high tenths."""
    found: list[dict[str, Any]] = []
    for at, covariate in enumerate(model.predictors.covariates):
        columns = [place for place, term in enumerate(model.predictors.terms) if term.covariate == at]
        if covariate.levels:
            points = [
                (level, [float(model.predictors.terms[place].level == code) for place in columns])
                for code, level in enumerate(covariate.levels)
            ]
        else:
            own = model.units.X[:, columns[0]]
            ends = (0.0, 1.0) if covariate.two_valued else _tenths(own, model.units.weight)
            points = [(f"{value:g}", [value]) for value in ends]
        for name, values in points:
            X = model.units.X.copy()
            X[:, columns] = values
            entry = entries(averaged(model, X), model.design)[0]
            found.append(
                {"covariate": covariate.name, "at": name, "value": short(entry.value), "ci": _ci(entry)}
            )
    return found


def _tenths(values: Floats, weight: Floats) -> tuple[float, float]:
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    low, high = np.searchsorted(share, (0.1, 0.9))
    return float(values[order][low]), float(values[order][min(high, len(values) - 1)])


def difference_told(found: Difference | None, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """The difference between two models, term by term."""
    if found is None:
        return []
    return [
        {
            "term": name, "label": labels[name], "scale": "average marginal effect on outcomes scaled 0 to 1",
            "diff": short(one.value), "se": short(one.se), "ci": _ci(one), "p": short(one.p),
            "raw": {"diff": short(two.value), "se": short(two.se), "ci": _ci(two), "p": short(two.p)},
        }
        for name, one, two in zip(found.terms, found.margins, found.raw, strict=True)
    ]  # fmt: skip


def wald_told(test: Wald | None) -> dict[str, Any] | None:
    """A joint test as the result tells it."""
    return (
        None
        if test is None
        else {"f": short(test.f), "df": [test.numerator, test.denominator], "p": short(test.p)}
    )


def _ci(entry: Entry) -> list[float | None]:
    return [short(entry.low), short(entry.high)]


def short(value: float | None) -> float | None:
    """``value`` with ten digits: what is beyond them differs between machines."""
    return None if value is None or not np.isfinite(value) else float(f"{value:.10g}")
