"""Reading a survey's files for the verbs: CSV or SPSS, with the dictionary beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coproduce.cli.files import read_input
from coproduce.engines.kernel import BadInput, Place

if TYPE_CHECKING:
    from coproduce.formats.spec import Spec
    from coproduce.formats.survey_data import SurveyData


def read_answers(path: str, dictionary: Path | None = None) -> SurveyData:
    """The answers in ``path``, by its ending SPSS or CSV; with the labels of ``dictionary``.

    Raises:
        BadInput: with every problem of the files.
    """
    from coproduce.formats import load, survey_data, survey_dictionary, survey_sav

    sav = str(path).lower().endswith((".sav", ".zsav"))
    answers = cast("SurveyData", load(survey_sav if sav else survey_data, read_input(path), str(path)))
    if dictionary is not None:
        answers = answers.told(load(survey_dictionary, read_input(dictionary), str(dictionary)).columns)
    return answers


def dictionary_path(spec: Spec, data: str) -> Path | None:
    """Where the SPEC's dictionary is: beside the data, or else beside the SPEC."""
    if not spec.dictionary:
        return None
    beside = Path(data).parent / spec.dictionary
    return beside if beside.exists() else Path(spec.source).parent / spec.dictionary


@contextmanager
def placed(spec: Spec) -> Iterator[None]:
    """Problems that name a key of the SPEC get its line."""
    try:
        yield
    except BadInput as refusal:
        raise BadInput(
            [
                replace(problem, place=_placed(problem.place, spec))
                if problem.place.source in (spec.source, "") and not problem.place.line
                else problem
                for problem in refusal.problems
            ]
        ) from None


def _placed(place: Place, spec: Spec) -> Place:
    line, column = spec.place(place.key.partition(":")[0])
    return Place(spec.source, line, column, place.key)
