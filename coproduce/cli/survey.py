"""``coproduce survey``: before and after the models: forms, weights, power, experiments frozen.

``form`` turns a questionnaire into the files that form tools read, ``weight`` makes a sample look
like its area, ``power`` says whether an experiment could tell, ``plan`` freezes one.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coproduce.cli.contract import Answer, add_output_arguments
from coproduce.cli.files import read_input
from coproduce.engines.kernel import BadInput, Envelope, Place, Problem, Record, input_digest, plain

OWN_OUTPUT = True
FORMS = ("xlsform", "limesurvey", "ddi", "sav", "paper", "toml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs of ``survey``."""
    verbs = parser.add_subparsers(dest="deed", metavar="DEED", required=True)
    form = verbs.add_parser(
        "form", help="a questionnaire as a file for form tools, or on paper", allow_abbrev=False
    )
    form.add_argument(
        "survey", metavar="SURVEY", help="a questionnaire (TOML), or the name of one that comes along"
    )
    form.add_argument("--to", choices=FORMS, required=True, help="what to make of it")
    form.add_argument("--language", default="", help="of the paper form (the questionnaire's first)")
    form.add_argument("--out", metavar="FILE", type=Path, required=True, help="the file to write")
    weight = verbs.add_parser("weight", help="weights that meet the margins of an area", allow_abbrev=False)
    weight.add_argument("data", metavar="DATA", help="answers (CSV or .sav) with the columns of the margins")
    weight.add_argument("margins", metavar="MARGINS", help="CSV: variable,level,share (or people)")
    weight.add_argument("--weight", default="", metavar="COLUMN", help="weights to begin with (1 each)")
    weight.add_argument("--trim", type=float, metavar="TIMES", help="no weight above so many times the mean")
    weight.add_argument(
        "--weights", metavar="FILE", type=Path, help="write the answers with a column raked_weight"
    )
    add_output_arguments(weight)
    for name, said in (
        ("power", "how many people an experiment needs"),
        ("plan", "write down an experiment; freeze it"),
    ):
        trial = verbs.add_parser(name, help=said, allow_abbrev=False)
        trial.add_argument("--base", type=float, required=True, help="share doing it now, 0 to 1")
        trial.add_argument("--hoped", type=float, required=True, help="share hoped for, 0 to 1")
        trial.add_argument(
            "--alpha", type=float, default=0.05, help="chance of seeing what is not there (0.05)"
        )
        trial.add_argument("--power", type=float, default=0.8, help="chance of seeing what is there (0.8)")
        trial.add_argument(
            "--cluster", type=int, default=1, help="people in each cluster, where clusters are drawn (1)"
        )
        trial.add_argument(
            "--icc", type=float, default=0.0, help="how alike people of one cluster are, 0 to 1 (0)"
        )
        trial.add_argument(
            "--per-arm", type=int, required=name == "plan", help="people that you can ask in each arm"
        )
        if name == "plan":
            trial.add_argument("--title", required=True, help="what is tried")
            trial.add_argument("--outcome", required=True, help="the one question that decides")
            trial.add_argument("--seed", required=True, help="public words from which arms are drawn")
            trial.add_argument("--freeze", metavar="FILE", type=Path, help="write the plan and its digest")
        add_output_arguments(trial)


def run(arguments: argparse.Namespace) -> Answer:
    """The verb that was asked for."""
    deeds = {"form": _form, "weight": _weight, "power": _power, "plan": _plan}
    return deeds[arguments.deed](arguments)


def _form(arguments: argparse.Namespace) -> Answer:
    from coproduce.formats import (
        load,
        survey_ddi,
        survey_limesurvey,
        survey_questionnaire,
        survey_sav,
        survey_xlsform,
    )

    path = Path(arguments.survey)
    if not path.suffix:
        path = Path(__file__).resolve().parent.parent / "catalogue" / "surveys" / f"{arguments.survey}.toml"
    form = load(survey_questionnaire, read_input(path), str(path))
    language = arguments.language or form.languages[0]
    if language not in form.languages:
        raise BadInput.one(f"it is in {', '.join(form.languages)}; choose one of these", source="--language")
    out = Path(arguments.out)
    arguments.out = None
    try:
        match arguments.to:
            case "xlsform":
                data = survey_xlsform.write(form)
            case "limesurvey":
                data = survey_limesurvey.write(form)
            case "ddi":
                data = survey_ddi.write(form)
            case "sav":
                data = survey_sav.write(survey_sav.empty(form, language))
            case "paper":
                from coproduce.report.survey_form import page

                data = page(form, language).to_html()
            case _:
                data = survey_questionnaire.write(form)
    except ImportError:
        raise BadInput.one(
            "this form needs the extra: pip install coproduce[surveys]", code="extra", source="--to"
        ) from None
    said = f"{out}: {len(form.items)} questions in {' and '.join(form.languages)}, version {form.version}"
    return Answer(said, files={out: data})


def _weight(arguments: argparse.Namespace) -> Answer:
    import numpy as np

    from coproduce.cli.survey_files import read_answers
    from coproduce.engines.inference.raking import Margin, rake, trim
    from coproduce.formats import load, survey_data, survey_margins
    from coproduce.formats.survey_data import SurveyColumn, SurveyData

    answers = read_answers(arguments.data)
    told = load(survey_margins, read_input(arguments.margins), arguments.margins)
    problems = [
        Problem(
            Place(arguments.margins, line, 1),
            f"the data has no column {name}; give one that it has",
            "column",
        )
        for name, line in told.lines.items()
        if name not in answers.columns
    ]
    if arguments.weight and arguments.weight not in answers.columns:
        problems.append(
            Problem(Place("--weight"), f"the data has no column {arguments.weight}; give one", "column")
        )
    if problems:
        raise BadInput(problems)
    margins = []
    for name, levels in told.margins.items():
        column = answers.columns[name]
        place = np.array(
            [list(levels).index(text) if text in levels else -1 for text in column.texts], dtype=np.int64
        )
        margins.append(Margin(name, tuple(levels), place[column.codes], np.array(list(levels.values()))))
    start = np.ones(len(answers))
    if arguments.weight:
        start = np.array([float(cell or "nan") for cell in answers.columns[arguments.weight].cells()])
    found = rake(start, margins, source=arguments.margins)
    if arguments.trim:
        found = trim(found, margins, most=arguments.trim)
    result = {
        "people": len(answers), "rounds": found.rounds, "gap": found.gap, "design_effect": found.effect,
        "n_effective": found.n_effective, "smallest": float(found.weight.min() / found.weight.mean()),
        "largest": float(found.weight.max() / found.weight.mean()), "trimmed": found.trimmed,
        "margins": {name: dict(levels) for name, levels in told.margins.items()},
    }  # fmt: skip
    files = {}
    if arguments.weights:
        raked = SurveyColumn.of([f"{value:.8g}" for value in found.weight.tolist()])
        files[arguments.weights] = survey_data.write(SurveyData({**answers.columns, "raked_weight": raked}))
    options = {"weight": arguments.weight, "trim": arguments.trim}
    text = (
        f"{len(answers):,} people weighted to {len(margins)} margins in {found.rounds} rounds.\n"
        f"Weights run from {result['smallest']:.2f} to {result['largest']:.2f} times their mean.\n"
        f"Design effect {found.effect:.2f}: they tell as much as {found.n_effective:,.0f} people would without weights."
    )
    return Answer(text, _envelope("inference/raking", options, result), files=files)


def _power(arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.inference.power import needed, power, smallest_seen

    trial = _trial(arguments)
    wanted = needed(trial)
    result: dict[str, Any] = plain(wanted)
    told = [
        f"Each arm needs {wanted.per_arm:,} people to see a rise from {trial.base:.0%} to {trial.hoped:.0%}."
    ]
    if trial.cluster > 1:
        told.append(
            f"That is {wanted.clusters_per_arm:,} clusters in each arm; "
            f"drawing clusters costs {wanted.effect:.2f} times the people."
        )
    if arguments.per_arm:
        if arguments.per_arm < 1:
            raise BadInput.one("there must be at least one person in each arm", source="--per-arm")
        reached, smallest = power(trial, arguments.per_arm), smallest_seen(trial, arguments.per_arm)
        result |= {"power": reached, "smallest_rise": smallest}
        told.append(
            f"With {arguments.per_arm:,} people in each arm such a rise is seen in {reached:.0%} of experiments;"
        )
        told.append(
            f"the smallest rise seen with a chance of {trial.power:.0%} is {smallest * 100:.1f} in 100."
        )
        if reached < trial.power:
            told.append(
                "That is too few: most councils alone are. Join with others, or ask a smaller question."
            )
    return Answer(
        "\n".join(told), _envelope("inference/power", plain(trial) | {"per_arm": arguments.per_arm}, result)
    )


def _plan(arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.inference.experiment import ExperimentPlan, foresee

    plan = ExperimentPlan(
        arguments.title, arguments.outcome, _trial(arguments), arguments.per_arm, arguments.seed
    )
    seen = foresee(plan)
    result = {"plan": plain(plan), "digest": plan.digest, "foresight": plain(seen)}
    envelope = _envelope("inference/experiment", plain(plan), result)
    told = [plan.title, seen.text, f"Digest of the plan: {plan.digest}"]
    files = {}
    if arguments.freeze:
        files[arguments.freeze] = envelope.to_bytes() + b"\n"
        told.append(f"Frozen in {arguments.freeze}. Publish the digest before you ask anybody.")
    return Answer("\n".join(told), envelope, files=files)


def _trial(arguments: argparse.Namespace) -> Any:
    from coproduce.engines.inference.power import Trial

    return Trial(
        arguments.base, arguments.hoped, arguments.alpha, arguments.power, arguments.cluster, arguments.icc
    )


def _envelope(method: str, options: Any, result: Any) -> Envelope:
    record = Record(method, plain(options), None, input_digest(plain(result)), {})
    return Envelope.of(record, result)
