"""Answers as they were given, and the rules that make variables of them.

Nothing is recoded in silence: each rule is data, and for each variable the reasons why
people have no value (refused, did not know, was not asked, code without a rule) are
counted and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from coproduce.engines.inference.arrays import Bools, Floats, Ints
from coproduce.engines.inference.predictors import Covariate
from coproduce.engines.kernel import BadInput, Place, Problem

BLANK = "left blank"
OUT_OF_RANGE = "outside the range"
PART_MISSING = "a part is missing"


class Column(Protocol):
    """One column of a survey's file."""

    @property
    def codes(self) -> Ints:
        """(n,) the place of each cell's text in ``texts``."""

    @property
    def texts(self) -> Sequence[str]:
        """The different texts of its cells; "" for a blank."""

    @property
    def missing(self) -> Mapping[str, str]:
        """Texts that are no answer, with the reason, as the file or its dictionary says."""


@dataclass(frozen=True)
class Rule:
    """How one variable comes about; exactly one of ``column``, ``sum``, ``mean``, ``first`` and ``bands_of`` is set.

    Attributes:
        column: the file's column; ``map`` gives codes their values, ``levels`` their kinds, ``missing`` the
            reason why a code is no answer in this column.
        sum, mean: variables to add up or average; ``least`` of them must have a value (all, where 0).
        first: variables of which the first with a value counts (halves of a split ballot).
        bands_of: a variable cut at ``bands``: from each one up to the next.
        low, high: values outside are no answer.
        per: divide by this, so that a step of 1 is, say, ten years.
        standardise: less the weighted mean, over the weighted standard deviation.
        reference: the level that others are compared with; the first, where empty.
        people: words for those who have more of it ("People who feel safe").
        role: what it stands for in the strategies: age, gender, efficacy, information, consultation …
    """

    name: str
    label: str = ""
    column: str = ""
    map: Mapping[str, float] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    sum: tuple[str, ...] = ()
    mean: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    bands_of: str = ""
    bands: tuple[float, ...] = ()
    least: int = 0
    low: float | None = None
    high: float | None = None
    per: float = 1.0
    standardise: bool = False
    reference: str = ""
    role: str = ""
    people: str = ""

    @classmethod
    def of(cls, told: Any) -> Rule:
        """The rule that ``told`` (any value with these fields) describes."""
        return cls(**{name: getattr(told, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, eq=False)
class Variable:
    """A variable of ``n`` people: values with NaN for none (codes and −1 where it has levels), and why none."""

    rule: Rule
    values: Floats
    levels: tuple[str, ...]
    reasons: Mapping[str, int]

    @property
    def answered(self) -> Bools:
        """Who has a value."""
        return np.asarray(self.values >= 0) if self.levels else np.isfinite(self.values)

    def covariate(self) -> Covariate:
        """It as a covariate."""
        reference = self.levels.index(self.rule.reference) if self.rule.reference in self.levels else 0
        return Covariate(self.rule.name, self.values, self.levels, reference)


class Survey:
    """Columns and rules; variables are made when asked for, each once."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        rules: Sequence[Rule],
        *,
        missing: Mapping[str, str],
        weight: Floats,
        source: str = "",
    ) -> None:
        self.columns, self.source, self.weight = columns, source, weight
        self._rules = {rule.name: rule for rule in rules}
        self._missing = missing
        self._made: dict[str, Variable] = {}

    def variable(self, name: str) -> Variable:
        """The variable ``name``.

        Raises:
            BadInput: for codes that the rule does not speak of, and for columns that are not there.
        """
        if name not in self._made:
            if name not in self._rules:
                raise BadInput(
                    [
                        self._problem(
                            name, "there is no such variable; add it under [variables]", "variable-unknown"
                        )
                    ]
                )
            self._made[name] = self._make(self._rules[name])
        return self._made[name]

    def _problem(self, key: str, text: str, code: str) -> Problem:
        return Problem(Place(self.source, key=key), text, code)

    def _make(self, rule: Rule) -> Variable:
        if rule.column:
            values, reasons = self._from_column(rule)
        elif rule.bands_of:
            return self._banded(rule)
        else:
            values, reasons = self._from_variables(rule)
        if rule.levels:
            return Variable(rule, values, tuple(dict.fromkeys(rule.levels.values())), reasons)
        outside = np.zeros(len(values), dtype=np.bool_)
        with np.errstate(invalid="ignore"):
            if rule.low is not None:
                outside |= values < rule.low
            if rule.high is not None:
                outside |= values > rule.high
        if outside.any():
            reasons[OUT_OF_RANGE] = int(outside.sum())
            values = np.where(outside, np.nan, values)
        values = values / rule.per
        return Variable(rule, self._standardised(values) if rule.standardise else values, (), reasons)

    def _standardised(self, values: Floats) -> Floats:
        use = np.isfinite(values)
        if not use.any():
            return values
        weight = self.weight[use]
        mean = float(np.average(values[use], weights=weight))
        spread = float(np.sqrt(np.average((values[use] - mean) ** 2, weights=weight)))
        return (values - mean) / (spread or 1.0)

    def _from_column(self, rule: Rule) -> tuple[Floats, dict[str, int]]:
        column = self.columns.get(rule.column)
        if column is None:
            near = ", ".join(sorted(name for name in self.columns if name[:3] == rule.column[:3])[:5])
            hint = f" (there are {near})" if near else ""
            text = f"the data has no column “{rule.column}”{hint}; give it as the file's first line does"
            raise BadInput([self._problem(rule.name, text, "column-unknown")])
        values = np.full(len(column.texts), -1.0 if rule.levels else np.nan)
        counts = np.bincount(column.codes, minlength=len(column.texts))
        reasons: dict[str, int] = {}
        unknown: list[str] = []
        kinds = list(dict.fromkeys(rule.levels.values()))
        known = {**column.missing, **self._missing, **rule.missing}
        for at, text in enumerate(column.texts):
            if text in rule.levels:
                values[at] = kinds.index(rule.levels[text])
            elif text in rule.map:
                values[at] = rule.map[text]
            elif not text or text in known:
                reason = known.get(text, BLANK)
                reasons[reason] = reasons.get(reason, 0) + int(counts[at])
            elif rule.map or rule.levels:
                unknown.append(text)
            else:
                try:
                    values[at] = float(text)
                except ValueError:
                    unknown.append(text)
        if unknown:
            shown = ", ".join(f"“{text}”" for text in unknown[:6]) + (" …" if len(unknown) > 6 else "")
            text = (
                f"the column {rule.column} holds {shown}, for which there is no rule; "
                "give each a value under map or levels, or a reason under [missing]"
            )
            raise BadInput([self._problem(rule.name, text, "code-unknown")])
        return values[column.codes], dict(sorted(reasons.items()))

    def _from_variables(self, rule: Rule) -> tuple[Floats, dict[str, int]]:
        parts = [self.variable(name) for name in rule.sum or rule.mean or rule.first]
        if any(part.levels for part in parts) or not parts:
            text = "it is made of variables that are numbers; give it at least one, and none with levels"
            raise BadInput([self._problem(rule.name, text, "variable-parts")])
        stack = np.vstack([part.values for part in parts])
        there = np.isfinite(stack)
        filled = np.where(there, stack, 0.0)
        if rule.first:
            values = np.full(stack.shape[1], np.nan)
            for row in stack[::-1]:
                values = np.where(np.isfinite(row), row, values)
        else:
            count = there.sum(axis=0)
            enough = count >= (rule.least or len(parts))
            share = np.where(enough, filled.sum(axis=0) / np.maximum(count, 1), np.nan)
            values = share * len(parts) if rule.sum else share
        lost = int((~np.isfinite(values)).sum())
        return values, ({PART_MISSING: lost} if lost else {})

    def _banded(self, rule: Rule) -> Variable:
        of = self.variable(rule.bands_of)
        raw = of.values * of.rule.per
        edges = np.asarray(rule.bands)
        codes = np.digitize(raw, edges) - 1
        outside = np.isfinite(raw) & (codes < 0)
        codes = np.where(np.isfinite(raw), codes, -1)
        names = [f"{low:g} to {high - 1:g}" for low, high in pairwise(edges)]
        reasons = dict(of.reasons)
        if outside.any():
            reasons[OUT_OF_RANGE] = reasons.get(OUT_OF_RANGE, 0) + int(outside.sum())
        return Variable(rule, codes.astype(np.float64), (*names, f"{edges[-1]:g} or over"), reasons)
