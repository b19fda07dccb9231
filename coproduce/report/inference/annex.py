"""The annex of a survey's page: what a statistician asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce.report.blocks import Block, Details, Facts, Panel, Para
from coproduce.report.numbers import number, plural
from coproduce.report.table import Table, figures

Told = Mapping[str, Any]


def annex(told: Told) -> Panel:
    """Coefficients, thresholds, tests, raw differences, missing answers, design."""
    result = told["result"]
    blocks: list[Block] = [_design(told)]
    for model in result["models"]:
        blocks += _model(model)
    if result["difference"]:
        blocks += [
            Para(
                "The raw difference of coefficients is for the record only. Coefficients of two outcomes are not "
                "comparable: the same effect gives a smaller coefficient where what was not measured spreads more."
            ),
            Table.of(
                "Difference of the links, and raw difference of coefficients",
                ["Term", figures("Links, 0–1"), figures("p"), figures("Coefficients"), figures("p ")],
                [
                    [
                        row["label"], _with_se(row["diff"], row["se"]), _p(row["p"]),
                        _with_se(row["raw"]["diff"], row["raw"]["se"]), _p(row["raw"]["p"]),
                    ]
                    for row in result["difference"]
                ],
                notes=[_joint("All differences together", result["difference_joint"])],
            ),
        ]  # fmt: skip
    if result["scales"]:
        blocks.append(_scales(result))
    blocks.append(_answers(result))
    return Panel("For whoever wants to check", (Details("The technical annex", tuple(blocks), printed=True),))


def _drawn(design: Told) -> str:
    return (
        f"{plural(design['strata'], 'stratum', 'strata')}, {plural(design['psus'], 'sampling unit')}, "
        f"{number(design['degrees'])} degrees of freedom; a stratum with one unit: {design['singleton']}"
    )


def _design(told: Told) -> Facts:
    result, design = told["result"], told["result"]["design"]
    return Facts(
        (
            ("Design", _drawn(design)),
            ("Weights", f"design effect {number(design['effect'], 2)} (Kish)" if result["weighted"] else "none"),
            ("Variance", "Taylor linearisation over sampling units within strata"),
            ("Intervals", "95 %, Student's t"),
            ("Input", f"SHA-256 {told['input_sha256']}"),
            ("Version", f"Coproduce {told['version']}"),
        )
    )  # fmt: skip


def _model(model: Told) -> list[Block]:
    kind = model["family"] if model["family"] == "linear" else f"{model['family']}, {model['link']}"
    effective = number(round(model["n_effective"]))
    notes = [f"{number(model['n'])} people, effective {effective}; log-likelihood {model['loglik']:.2f}."]
    if model["thresholds"]:
        word = "Intercept" if model["family"] == "linear" else "Thresholds"
        notes.append(f"{word}: {', '.join(f'{value:.4f}' for value in model['thresholds'])}.")
    lines = model["parallel_lines"]
    if lines:
        notes.append(_joint("Parallel lines", lines["joint"]))
        if lines["broken"]:
            notes.append(
                f"One coefficient for all steps is too few for: {', '.join(lines['broken'])} (p < 0.01)."
            )
    found: list[Block] = [
        Table.of(
            f"“{model['label']}” ({kind})",
            ["Term", figures("Coefficient"), figures("z"), figures("p"), figures("Effect, 0–1")],
            [
                [
                    term["label"], _with_se(term["coef"], term["se"]), f"{term['z']:.2f}", _p(term["p"]),
                    _with_se(term["ame"], term["ame_se"]),
                ]
                for term in model["terms"]
            ],
            notes=notes,
        )
    ]  # fmt: skip
    if model["partial"]:
        found.append(
            Table.of(
                f"“{model['label']}”: coefficients free to differ by step (partial proportional odds)",
                ["Term", "Step", figures("Coefficient")],
                [
                    [
                        row["name"],
                        f"at least “{model['levels'][row['step']]}”",
                        _with_se(row["coef"], row["se"]),
                    ]
                    for row in model["partial"]
                ],
            )
        )
    return found


def _scales(result: Told) -> Table:
    rows = [
        [
            each["label"],
            number(len(each["items"])),
            f"{each['omega']:.2f}",
            f"{each['alpha']:.2f}",
            number(each["n"]),
        ]
        for each in result["scales"]
    ]
    note = "How far the items measure one thing: omega on polychoric correlations, alpha taking answers for numbers."
    return Table.of(
        "Scales",
        ["Scale", figures("Items"), figures("Omega"), figures("Alpha"), figures("People")],
        rows,
        notes=[note],
    )


def _answers(result: Told) -> Table:
    rows = [
        [
            each["label"],
            number(each["n"]),
            "; ".join(f"{reason}: {number(count)}" for reason, count in each["missing"].items()) or "nobody",
        ]
        for each in result["answers"]
    ]
    return Table.of(
        "Answers used, and why others are missing",
        ["Question", figures("Answers"), "Missing"],
        rows,
        phone="stack",
    )


def _with_se(value: float, se: float) -> str:
    return f"{value:+.4f} (±{se:.4f})"


def _p(value: float) -> str:
    return "<0.0001" if value < 0.0001 else f"{value:.4f}"


def _joint(name: str, test: Told | None) -> str:
    if test is None:
        return f"{name}: no test, there are too few sampling units or a step cannot be fitted alone."
    return f"{name}: F({test['df'][0]}, {test['df'][1]}) = {test['f']:.2f}, p {_p(test['p'])}."
