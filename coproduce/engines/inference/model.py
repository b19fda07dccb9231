"""The whole analysis of a survey: both models, what differs, who does what, and what follows.

Takes a survey's columns and a plan (what a SPEC file says), gives one result. The record
holds the plan and the digest of the answers, but no answers: they are people's, and
whoever holds the file can run it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from coproduce.engines.inference.arrays import Floats
from coproduce.engines.inference.descriptives import by_group, interval, ratio
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.difference import Difference, compare
from coproduce.engines.inference.fitted import Outcome, fit
from coproduce.engines.inference.latent_classes import ClassOptions, segments
from coproduce.engines.inference.plan import Asked, Plan
from coproduce.engines.inference.predictors import Predictors
from coproduce.engines.inference.scales import reliability
from coproduce.engines.inference.strategies import CAUTION, suggestions
from coproduce.engines.inference.survey import Column, Survey, Variable
from coproduce.engines.inference.told import Words, difference_told, model_told, short, wald_told
from coproduce.engines.kernel import BadInput, Place, Problem, Record, Seed, input_digest, plain

METHOD = "inference/model"


@dataclass(frozen=True)
class Analysis:
    """The result, its record, and what should be known with it."""

    result: Mapping[str, Any]
    record: Record
    warnings: tuple[str, ...]


def analyse(columns: Mapping[str, Column], plan: Plan) -> Analysis:
    """The analysis that ``plan`` asks for.

    Raises:
        BadInput: for whatever makes it impossible, with the plan's key.
    """
    design = _design(columns, plan)
    survey = Survey(columns, plan.rules, missing=plan.missing, weight=design.weight, source=plan.source)
    covariates = [survey.variable(name) for name in plan.covariates]
    predictors = Predictors(tuple(each.covariate() for each in covariates))
    warnings: list[str] = []
    fitted = [
        (asked, fit(_outcome(asked, survey, plan), predictors, design, source=plan.source))
        for asked in plan.outcomes
    ]
    labels = _labels(predictors, covariates)
    roles = _roles(predictors, covariates)
    people = {
        term.name: covariates[term.covariate].rule.people for term in predictors.terms if term.level < 0
    }
    by_term = {term: role for role, term in roles.items()}
    words = Words(labels, by_term, people)
    models = [model_told(asked, model, words, warnings) for asked, model in fitted]
    compared = compare(fitted[0][1], fitted[1][1]) if len(fitted) == 2 else None
    rows = (
        np.unique(np.concatenate([model.rows for _, model in fitted]))
        if fitted
        else np.zeros(0, dtype=np.int64)
    )
    made = [survey.variable(name) for name in (*plan.covariates, *(each.variable for each in plan.outcomes))]
    result = {
        "title": plan.title,
        "people": len(design.weight),
        "n": len(rows),
        "n_effective": short(design.n_effective(design.weight[rows])),
        "weighted": bool(plan.weight),
        "design": {
            "strata": len(design.fraction), "psus": design.psus, "degrees": design.degrees,
            "effect": short(design.effect), "singleton": design.singleton,
        },
        "answers": _answers(survey, made),
        "scales": _scales(survey, made, design, warnings),
        "models": models,
        "difference": difference_told(compared, labels),
        "difference_joint": wald_told(compared.joint) if compared else None,
        "outcomes_compared": [asked.name for asked, _ in fitted] if compared else [],
        "expected": _expected(plan, models, roles, compared),
        "descriptives": _descriptives(plan, survey, design),
        "segments": _segments(plan, survey, design),
        "strategies": suggestions(models, roles),
        "caution": CAUTION,
    }  # fmt: skip
    record = Record(
        method=METHOD,
        options=plain(plan),
        seed=plan.seed if plan.segment_items else None,
        input_sha256=_digest(columns),
        data={"people": len(design.weight)},
    )
    return Analysis(result, record, tuple(warnings))


def _design(columns: Mapping[str, Column], plan: Plan) -> Design:
    problems = [
        Problem(
            Place(plan.source, key=f"design.{key}"),
            f"the data has no column “{name}”; give one that it has",
            "column-unknown",
        )
        for key, name in (
            ("weight", plan.weight),
            ("strata", plan.strata),
            ("psu", plan.psu),
            ("fraction", plan.fraction),
        )
        if name and name not in columns
    ]
    if problems or not columns:
        raise BadInput(problems or [Problem(Place(plan.source), "the data has no columns", "empty")])
    n = len(next(iter(columns.values())).codes)
    if n == 0:
        raise BadInput.one("nobody answered: the data has no rows below its first line", source=plan.source)

    def numbers(name: str) -> Floats | None:
        return _numbers(columns[name]) if name else None

    def names(name: str) -> list[str] | None:
        return np.asarray(columns[name].texts)[columns[name].codes].tolist() if name else None

    return Design.of(
        numbers(plan.weight), n=n, strata=names(plan.strata), psus=names(plan.psu),
        fractions=numbers(plan.fraction), singleton=plan.singleton, source=plan.source,
    )  # fmt: skip


def _numbers(column: Column) -> Floats:
    values = np.full(len(column.texts), np.nan)
    for at, text in enumerate(column.texts):
        try:
            values[at] = float(text)
        except ValueError:
            continue
    return values[column.codes]


def _digest(columns: Mapping[str, Column]) -> str:
    """Of the answers as a bag of rows: the order of people does not matter."""
    names = sorted(columns)
    texts = [np.asarray(columns[name].texts, dtype=object)[columns[name].codes] for name in names]
    rows = sorted(sha256("\x1f".join(row).encode()).hexdigest() for row in zip(*texts, strict=True))
    return input_digest({"columns": names, "rows": input_digest(rows)})


def _outcome(asked: Asked, survey: Survey, plan: Plan) -> Outcome:
    variable = survey.variable(asked.variable)
    values = np.where(variable.answered, variable.values, np.nan)
    place = Place(plan.source, key=asked.name)
    if asked.model == "linear":
        there = values[np.isfinite(values)]
        low = variable.rule.low if variable.rule.low is not None else float(there.min(initial=0.0))
        high = variable.rule.high if variable.rule.high is not None else float(there.max(initial=1.0))
        return Outcome(asked.name, values, (), "linear", asked.link, low, high)
    levels = variable.levels or asked.levels or _whole_levels(values, place)
    with np.errstate(invalid="ignore"):
        odd = np.isfinite(values) & ((values != np.round(values)) | (values < 0) | (values >= len(levels)))
    if odd.any():
        text = (
            f"answers must be the whole numbers 0 to {len(levels) - 1} here, and {int(odd.sum()):,} are not; "
            'map them, or take model = "linear"'
        )
        raise BadInput([Problem(place, text, "outcome-values")])
    if asked.model == "binary" and len(levels) != 2:
        raise BadInput(
            [Problem(place, f"yes or no has two answers, and this has {len(levels)}", "outcome-values")]
        )
    return Outcome(asked.name, values, tuple(levels), asked.model, asked.link)


def _whole_levels(values: Floats, place: Place) -> tuple[str, ...]:
    there = np.unique(values[np.isfinite(values)])
    if not len(there) or len(there) > 25 or (there != np.round(there)).any() or there[0] < 0:
        text = (
            'its values are not a few whole numbers from 0; give levels, map them, or take model = "linear"'
        )
        raise BadInput([Problem(place, text, "outcome-values")])
    return tuple(str(at) for at in range(max(int(there[-1]) + 1, 2)))


def _labels(predictors: Predictors, covariates: Sequence[Variable]) -> dict[str, str]:
    found = {}
    for term in predictors.terms:
        label = covariates[term.covariate].rule.label or covariates[term.covariate].rule.name
        found[term.name] = (
            label if term.level < 0 else f"{label}: {covariates[term.covariate].levels[term.level]}"
        )
    return found


def _roles(predictors: Predictors, covariates: Sequence[Variable]) -> dict[str, str]:
    """The term that stands for each role: that of a number, or the only step of a kind with two levels."""
    found: dict[str, str] = {}
    for at, variable in enumerate(covariates):
        own = [term.name for term in predictors.terms if term.covariate == at]
        if variable.rule.role and len(own) == 1:
            found[variable.rule.role] = own[0]
    return found


def _expected(
    plan: Plan, models: Sequence[Mapping[str, Any]], roles: Mapping[str, str], compared: Difference | None
) -> list[dict[str, Any]]:
    """What earlier studies found, as the SPEC states it (``"collective.age" = "-"``), and whether it is found here."""
    found = []
    by_name = {name: model for model in models for name in (model["outcome"], model["kind"])}
    for key, sign in plan.expected.items():
        where, _, role = key.partition(".")
        term = roles.get(role, role)
        if where == "difference" and compared is not None and term in compared.terms:
            entry = compared.margins[compared.terms.index(term)]
            low, high = entry.low, entry.high
        elif where in by_name and any(each["name"] == term for each in by_name[where]["terms"]):
            low, high = next(each["ame_ci"] for each in by_name[where]["terms"] if each["name"] == term)
        else:
            text = "this names no outcome and covariate of the plan; write outcome.role, or difference.role"
            raise BadInput([Problem(Place(plan.source, key=f"expected.{key}"), text, "expected")])
        seen = "+" if low > 0 else "-" if high < 0 else "0"
        found.append({"what": key, "term": term, "expected": sign, "found": seen, "confirmed": seen == sign})
    return found


def _answers(survey: Survey, made: Sequence[Variable]) -> list[dict[str, Any]]:
    """Who has a value in each variable used and its parts, and why the others have none."""
    queue, told = list(made), {}
    first = {variable.rule.name for variable in made}
    while queue:
        variable = queue.pop(0)
        rule = variable.rule
        if rule.name in told:
            continue
        told[rule.name] = {
            "variable": rule.name, "label": rule.label or rule.name, "column": rule.column or None,
            "n": int(variable.answered.sum()), "missing": dict(variable.reasons), "in_model": rule.name in first,
        }  # fmt: skip
        queue += [survey.variable(name) for name in (*rule.sum, *rule.mean, *rule.first) if name not in told]
    return list(told.values())


def _scales(
    survey: Survey, made: Sequence[Variable], design: Design, warnings: list[str]
) -> list[dict[str, Any]]:
    """Alpha and omega of each variable that adds up or averages three items or more of few whole steps."""
    found: list[dict[str, Any]] = []
    for rule in dict.fromkeys(variable.rule.name for variable in made):
        own = survey.variable(rule).rule
        names = own.sum or own.mean
        items = [survey.variable(name).values for name in names]
        if len(items) < 3 or not all(_steps(values) for values in items):
            continue
        try:
            told = reliability(items, design.weight)
        except BadInput as refusal:
            warnings.append(f"{own.label or rule}: no reliability, {refusal}")
            continue
        found.append(
            {
                "variable": rule, "label": own.label or rule, "items": list(names), "n": told.n,
                "alpha": short(told.alpha), "omega": _rounded(told.omega),
                "loadings": [_rounded(value) for value in told.loadings],
            }
        )  # fmt: skip
    return found


def _steps(values: Floats) -> bool:
    there = np.unique(values[np.isfinite(values)])
    return 2 <= len(there) <= 11 and bool((there == np.round(there)).all())


def _rounded(value: float) -> float:
    """Four digits: what a search found is not sure beyond."""
    return round(float(value), 4)


def _descriptives(plan: Plan, survey: Survey, design: Design) -> list[dict[str, Any]]:
    found = []
    for asked in plan.outcomes:
        variable = survey.variable(asked.variable)
        values = np.where(variable.answered, variable.values, np.nan)
        share = asked.model != "linear"
        if share:
            with np.errstate(invalid="ignore"):
                values = np.where(np.isfinite(values), (values > 0).astype(np.float64), np.nan)
        whole = ratio(design, values, np.isfinite(values))
        value, se = float(whole.values[0]), float(whole.errors(design)[0])
        total = [short(end) for end in interval(value, se, design, share=share)]
        rows = []
        for name in plan.groups:
            groups = survey.variable(name)
            if not groups.levels:
                text = "people are grouped by kinds; give it levels, or bands of a number"
                raise BadInput([Problem(Place(plan.source, key=name), text, "group-levels")])
            rows += [
                {
                    "by": name, "by_label": groups.rule.label or name, "group": each.group, "n": each.n,
                    "value": short(each.value), "se": short(each.se),
                    "ci": None if each.low is None or each.high is None else [short(each.low), short(each.high)],
                    "held_back": each.held_back,
                }
                for each in by_group(design, values, groups.covariate(), share=share)
            ]  # fmt: skip
        found.append(
            {
                "outcome": asked.name, "label": asked.label or asked.name, "measure": "at all" if share else "mean",
                "n": int(np.isfinite(values).sum()), "value": short(value), "se": short(se), "ci": total,
                "groups": rows,
            }
        )  # fmt: skip
    return found


def _segments(plan: Plan, survey: Survey, design: Design) -> dict[str, Any] | None:
    if not plan.segment_items:
        return None
    items = [survey.variable(name) for name in plan.segment_items]
    codes = [np.where(each.answered, each.values, -1).astype(np.int64) for each in items]
    found = segments(codes, design.weight, Seed(plan.seed), ClassOptions(plan.segment_classes))
    return {
        "items": [{"name": each.rule.name, "label": each.rule.label or each.rule.name} for each in items],
        "classes": [
            {
                "share": short(share),
                "chances": [[short(chance) for chance in table[at].tolist()] for table in found.chances],
            }
            for at, share in enumerate(found.shares.tolist())
        ],
        "bic": {str(count): short(value) for count, value in found.bic.items()},
        "entropy": short(found.entropy),
        "starts_agreed": found.agreed,
    }
