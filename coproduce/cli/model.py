"""``coproduce model``: survey answers and a SPEC → two models side by side, and what differs.

Sentences first: what goes with doing things alone, with doing them together, and with the
difference. The record holds the plan and a digest of the answers, but nobody's answers.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coproduce.cli.contract import Answer
from coproduce.cli.files import read_input
from coproduce.engines.kernel import Envelope

if TYPE_CHECKING:
    from coproduce.engines.inference.model import Analysis


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument("data", metavar="DATA", help="answers: a CSV file, or an SPSS file (.sav)")
    parser.add_argument("spec", metavar="SPEC", help="what is asked of them: a TOML file")


def run(arguments: argparse.Namespace) -> Answer:
    """The analysis that the SPEC asks for."""
    from coproduce.cli.survey_files import dictionary_path, placed, read_answers
    from coproduce.engines.inference.model import analyse
    from coproduce.engines.inference.plan import Plan
    from coproduce.formats import load, spec

    asked = load(spec, read_input(arguments.spec), arguments.spec)
    answers = read_answers(arguments.data, dictionary_path(asked, arguments.data))
    with placed(asked):
        found = analyse(answers.columns, Plan.of(asked))
    envelope = _envelope(found, tuple(str(problem) for problem in answers.warnings))

    def page() -> bytes:
        from coproduce.report.inference import page as report

        return report(envelope, about=asked.about).to_html()

    return Answer(_told(envelope), envelope, page)


def _envelope(found: Analysis, warnings: tuple[str, ...]) -> Envelope:
    return Envelope.of(found.record, found.result, (*found.warnings, *warnings))


def _told(envelope: Envelope) -> str:
    from coproduce.report.inference import sentences

    result: dict[str, Any] = dict(envelope.result)
    told = [result["title"], "", sentences.basis(result), ""]
    told += sentences.findings(result)
    told += sentences.expected(result)
    told += [f"Note: {warning}" for warning in envelope.warnings]
    for model in result["models"]:
        told += [
            "",
            f"{model['label']} ({model['family']}, {model['n']:,} people): effect on a scale of 0 to 1",
        ]
        told += [
            f"  {term['label']:<52.52} {term['ame']:+.4f}  ({term['ame_ci'][0]:+.4f} to {term['ame_ci'][1]:+.4f})"
            for term in model["terms"]
        ]
    if result["difference"]:
        told += ["", f"Difference, {result['outcomes_compared'][0]} less {result['outcomes_compared'][1]}:"]
        told += [
            f"  {row['label']:<52.52} {row['diff']:+.4f}  ({row['ci'][0]:+.4f} to {row['ci'][1]:+.4f})"
            for row in result["difference"]
        ]
    told += ["", sentences.missing(result), "", result["caution"]]
    return "\n".join(told)
