"""``coproduce risk``: a study of judgements → risks, mixes of actions, resilience, experiments.

``coproduce risk form STUDY.toml --out FOLDER`` writes the sheets on which people judge,
and the CSV into which their answers are typed.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coproduce.cli.contract import Answer, add_output_arguments
from coproduce.cli.files import read_input
from coproduce.cli.replay import replayed
from coproduce.engines.kernel import BadInput, Envelope, Place, Problem, Seed

if TYPE_CHECKING:
    from coproduce.engines.risk.result import Calculus, Outcome
    from coproduce.engines.risk.values import Study
    from coproduce.formats.study import StudyFile

OWN_OUTPUT = True
FORM = "form"
WHAT_IF = "given on the command line, to see what it changes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument(
        "words",
        metavar="[form] STUDY",
        nargs="*",
        help="a study file (TOML); after 'form', only sheets are written",
    )
    parser.add_argument(
        "--weights", metavar="GROUP=W,…", help="weights of groups instead of the study's, made to add up to 1"
    )
    parser.add_argument("--reason", metavar="TEXT", default=WHAT_IF, help="why these weights, for the record")
    parser.add_argument(
        "--draws", metavar="N", type=int, default=200_000, help="years that are drawn (200000)"
    )
    parser.add_argument(
        "--seed", metavar="WORDS", default="coproduce", help="words from which random numbers come"
    )
    parser.add_argument(
        "--judgements",
        metavar="FILE",
        type=Path,
        help="a CSV of judgements instead of the one the study names",
    )
    parser.add_argument("--replay", metavar="FILE", help="derive again what --json wrote, and compare")
    add_output_arguments(parser)


def run(arguments: argparse.Namespace) -> Answer:
    """The calculus, the sheets, or a replay."""
    from coproduce.engines.risk.calculus import replay

    if arguments.replay:
        return replayed(
            arguments.replay, replay=replay, envelope=lambda found: envelope_of(cast("Outcome", found))
        )
    words = list(arguments.words)
    form = len(words) == 2 and words[0] == FORM
    if len(words) != 1 + form:
        raise BadInput.one(
            "give one study file (TOML), or 'form' and one study file", source="risk", key="STUDY"
        )
    return _form(words[1], arguments) if form else _calculated(words[0], arguments)


def _calculated(path: str, arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.risk.calculus import Options, calculate

    if arguments.draws < 100:
        raise BadInput.one("give 100 draws or more", source="--draws", code="draws")
    study = _weighted(read_study(path, arguments.judgements), arguments)
    outcome = calculate(study, Seed.of(arguments.seed), Options(draws=arguments.draws))
    envelope = envelope_of(outcome)

    def page() -> bytes:
        from coproduce.report.risk import page as report

        return report(plain_envelope(envelope)).to_html()

    return Answer(_told(outcome.result, outcome.warnings), envelope, page)


def envelope_of(outcome: Outcome) -> Envelope:
    """The JSON of an outcome."""
    return Envelope.of(outcome.record, outcome.result, outcome.warnings)


def plain_envelope(envelope: Envelope) -> Mapping[str, object]:
    """What the page is drawn from: the envelope in plain values, without the record."""
    return {name: value for name, value in vars(envelope).items() if name != "record"}


def read_study(path: str, judgements: Path | None = None) -> Study:
    """The sound study in a file, with the judgements beside it.

    Raises:
        BadInput: every fault of form and meaning in both files, with file, line and key.
    """
    from coproduce.engines.risk.reading import study_of
    from coproduce.engines.risk.soundness import problems as meaning_of
    from coproduce.formats.study import inspect

    found, problems = inspect(read_input(path), name=path)
    if found is None:
        raise BadInput(problems)
    found, more = _with_judgements(found, path, judgements)
    study = study_of(found)
    taken = {(one.place.source, one.place.line, one.place.column) for one in (*problems, *more)}
    for problem in found.placed(meaning_of(study)):
        place = problem.place
        # What is faulty in form is told once; and answers that could not be read are not missing.
        told = (place.source, place.line, place.column) in taken
        if not told and not (more and problem.code in ("nobody", "weight-silent")):
            problems.append(problem)
    problems += more
    if problems:
        raise BadInput(problems)
    return study


def _with_judgements(found: StudyFile, path: str, given: Path | None) -> tuple[StudyFile, list[Problem]]:
    from coproduce.formats.study import read_judgements

    if given is None and not found.judgements_file:
        return found, []
    source = given or Path(path).parent / found.judgements_file
    try:
        data = read_input(source)
    except BadInput as refusal:
        key = "judgements_file"
        place = Place(str(source)) if given else found.places[key]
        texts = [f"{'' if given else f'{key}: '}{one.text} ({source})" for one in refusal.problems]
        return found, [Problem(place, text, "file") for text in texts]
    judged, faults = read_judgements(data, str(source))
    return found.with_judgements(judged, str(source)), faults.found()


def _weighted(study: Study, arguments: argparse.Namespace) -> Study:
    if not arguments.weights:
        return study
    weights: dict[str, float] = {}
    problems = []
    names = [group.id for group in study.groups]
    for part in arguments.weights.split(","):
        name, mark, text = part.partition("=")
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not mark or not 0 <= value < float("inf"):
            problems.append(
                Problem(Place("--weights", key=part), "write GROUP=NUMBER, the number 0 or more", "weight")
            )
        elif name.strip() not in names:
            text = f"there is no group {name.strip()!r}; known: {', '.join(names)}"
            problems.append(Problem(Place("--weights", key=name), text, "unknown-group"))
        weights[name.strip()] = value
    total = sum(weights.values())
    if not problems and total <= 0:
        problems.append(Problem(Place("--weights"), "give at least one group a weight above 0", "weight"))
    if problems:
        raise BadInput(problems)
    return replace(
        study,
        weights=tuple(weights.get(name, 0.0) / total for name in names),
        weights_reason=arguments.reason,
    )


def _form(path: str, arguments: argparse.Namespace) -> Answer:
    from coproduce.formats.study import inspect, write_judgements
    from coproduce.report.risk_form import form

    folder: Path | None = arguments.out
    if folder is None:
        raise BadInput.one("say where the sheets go: --out FOLDER", source="risk form", key="--out")
    if folder.is_file():
        raise BadInput.one("this is a file; name a folder", source=str(folder))
    if arguments.json or arguments.html:
        raise BadInput.one("sheets go into a folder; leave --json and --html out", source="risk form")
    found, problems = inspect(read_input(path), name=path)
    if found is None or problems:
        raise BadInput(problems)
    _refuse_unfit_for_a_form(found)
    made = form(found.plain)
    folder.mkdir(parents=True, exist_ok=True)
    arguments.out = None
    files = {folder / name: page.to_html() for name, page in made.sheets.items()}
    files[folder / "judgements.csv"] = write_judgements(made.rows)
    return Answer(
        f"{len(made.sheets)} sheets and judgements.csv written to {folder}. Print the sheets; type the "
        f"answers "
        "into the CSV, a copy of its rows for each person; name it in the study as judgements_file.",
        files=files,
    )


def _refuse_unfit_for_a_form(found: StudyFile) -> None:
    """Refuse what is unsound about the questions; that nobody has answered them yet is the point of a form."""
    from coproduce.engines.risk.reading import study_of
    from coproduce.engines.risk.soundness import problems as meaning_of

    problems = [
        problem
        for problem in found.placed(meaning_of(study_of(found)))
        if problem.code not in ("nobody", "weight-silent", "weights-reason")
    ]
    if problems:
        raise BadInput(problems)


def _told(result: Calculus, warnings: tuple[str, ...]) -> str:
    names = {action.id: action.name for action in result.actions}
    why: dict[int, list[str]] = {}
    for reason, place in result.choices.items():
        why.setdefault(place, []).append(reason.replace("_", " "))
    found = [result.title or "A study of risks", ""]
    found += [f"Note: {warning}" for warning in warnings]
    off = result.off_register
    if off.chance is not None:
        found.append(
            f"Of a kind not on this list: about {off.chance:.0%} of the next harmful events ({off.events} "
            f"logged)."
        )
    found += ["", "Points a year for people (harms below nought), worst twentieth of years, cost:"]
    for place, reasons in sorted(why.items()):
        mix = result.portfolios[place]
        actions = ", ".join(names[name] for name in mix.actions) or "as today"
        found.append(f"  {mix.net:8.1f} {mix.cvar:8.1f} {mix.cost:10,.0f}  {', '.join(reasons)}: {actions}")
    unknown = [risk.name for risk in result.risks if risk.status == "unknown"]
    if unknown:
        found += ["", f"Mostly unknown, and so outside any ranking: {', '.join(unknown)}."]
    return "\n".join(found)
