"""The methods of inference, as the check suite of the house tries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coproduce.engines.inference.arrays import Ints
from coproduce.engines.inference.model import METHOD, Analysis, analyse
from coproduce.engines.inference.plan import Asked, Plan
from coproduce.engines.inference.survey import Rule
from coproduce.engines.kernel import BadInput, Draws, Record, Seed
from coproduce.engines.kernel.checks import Rename, Subject


@dataclass(frozen=True, eq=False)
class Cells:
    """A column of a sample."""

    codes: Ints
    texts: tuple[str, ...]
    missing: Mapping[str, str]

    @classmethod
    def of(cls, cells: Iterable[object]) -> Cells:
        """The column that holds ``cells``; 9 is no answer."""
        words = [str(cell) for cell in cells]
        texts = tuple(sorted(set(words)))
        return cls(
            np.array([texts.index(word) for word in words], dtype=np.int64), texts, {"9": "did not know"}
        )


Sample = tuple[Mapping[str, Cells], Plan]


def subjects() -> list[Subject[Any, Any]]:
    """One subject for each method."""
    return [
        Subject(
            name=METHOD,
            samples={"empty": sample(0), "single": sample(1), "typical": sample(160)},
            run=lambda value: analyse(*value),
            result=lambda found: found.result,
            record=lambda found: found.record,
            replay=_again,
            reordered=_reordered,
            relabelled=_relabelled,
            renamed=_renamed,
            breaches=_breaches,
            chance=True,
            tolerance=1e-7,
        )
    ]


def sample(n: int) -> Sample:
    """``n`` invented people with weights, strata and sampling units."""
    seed = Seed("inference samples")
    draw = {
        name: seed.child(name).uniforms(n) for name in ("age", "trust", "alone", "together", "weight", "home")
    }
    age = np.round(18 + 60 * draw["age"])
    trust = np.floor(draw["trust"] * 5) + 1
    alone = np.digitize(draw["alone"] + age / 160 + trust / 30, (0.5, 0.9))
    together = np.digitize(draw["together"] + trust / 12, (0.55, 0.85))
    columns = {
        "age": [f"{value:g}" for value in age],
        "trust": ["9" if at % 17 == 3 else f"{value:g}" for at, value in enumerate(trust)],
        "alone": alone.tolist(),
        "together": together.tolist(),
        "home": [1 + int(value * 3) for value in draw["home"]],
        "weight": [f"{0.5 + value:.3f}" for value in draw["weight"]],
        "stratum": [at % 2 for at in range(n)],
        "unit": [at % 20 for at in range(n)],
    }
    plan = Plan(
        title="A sample",
        outcomes=(
            Asked("individual", "alone", "alone", "individual"),
            Asked("collective", "together", "together", "collective"),
        ),
        covariates=("age", "trust", "home"),
        rules=(
            Rule("age", column="age", per=10, role="age"),
            Rule("trust", column="trust", standardise=True, role="efficacy"),
            Rule("home", column="home", levels={"1": "own", "2": "rent", "3": "other"}),
            Rule("band", bands_of="age", bands=(18, 40, 60)),
            Rule("alone", column="alone"),
            Rule("together", column="together"),
        ),
        weight="weight",
        strata="stratum",
        psu="unit",
        groups=("band", "home"),
        segment_items=("alone", "together"),
        segment_classes=(1, 2),
        expected={"individual.age": "+", "difference.efficacy": "-"},
        seed="sample",
    )
    return {name: Cells.of(cells) for name, cells in columns.items()}, plan


def _again(record: Record) -> Analysis:
    """The analysis again: a record holds no answers, so the sample is found by its digest, as a file would be."""
    for n in (160, 1):
        try:
            found = analyse(*sample(n))
        except BadInput:
            continue
        if found.record.input_sha256 == record.input_sha256:
            return found
    raise BadInput.one("no sample has this digest", source="record")


def _reordered(value: Sample, draws: Draws) -> Sample:
    columns, plan = value
    order = np.array(draws.shuffled(range(len(columns["age"].codes))), dtype=np.int64)
    return {name: replace(column, codes=column.codes[order]) for name, column in columns.items()}, plan


def _relabelled(value: Sample, rename: Rename) -> Sample:
    columns, plan = value
    rules = tuple(replace(rule, column=rename(rule.column) if rule.column else "") for rule in plan.rules)
    design = replace(plan, weight=rename(plan.weight), strata=rename(plan.strata), psu=rename(plan.psu))
    return {rename(name): column for name, column in columns.items()}, replace(design, rules=rules)


def _renamed(result: Any, rename: Rename) -> Any:
    answers = [
        {**each, "column": rename(each["column"]) if each["column"] else None} for each in result["answers"]
    ]
    return {**result, "answers": answers}


def _breaches(_: Sample, found: Analysis) -> Iterable[str]:
    for model in found.result["models"]:
        total = sum(each["share"] for each in model["shares"])
        if abs(total - 1) > 1e-8:
            yield f"the shares of {model['outcome']} add up to {total}"
        for each in (*model["shares"], *model["predicted"]):
            value = each.get("share", each.get("value"))
            if not 0 <= value <= 1:
                yield f"an expected answer on a scale of 0 to 1 is {value}"
