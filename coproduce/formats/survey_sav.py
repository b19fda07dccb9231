"""A survey's answers as an SPSS file (``.sav``), with questions, labels and missing codes.

Needs the extra ``[surveys]`` (pyreadstat). Codes that the file declares as missing by the
user are kept as they are, with their labels as reasons: read the plain way they would
become blanks, and refusals would vanish.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.survey_data import SurveyColumn, SurveyData

if TYPE_CHECKING:
    from coproduce.formats.survey_questionnaire import Questionnaire

MISSING_EXTRA = "SPSS files need pyreadstat; install it with the extra: pip install coproduce[surveys]"


def read(data: bytes, *, name: str) -> SurveyData | list[Problem]:
    """The answers in ``data``, or the problem found."""
    try:
        import pyreadstat
    except ImportError:
        return [Problem(Place(name), MISSING_EXTRA, "extra")]
    with tempfile.NamedTemporaryFile(suffix=".sav") as stream:
        stream.write(data)
        stream.flush()
        try:
            table, meta = pyreadstat.read_sav(stream.name, user_missing=True, output_format="dict")
        except Exception as error:  # noqa: BLE001 — the reader raises plain exceptions of its own for damaged files
            text = f"this is not a sound SPSS file ({str(error).splitlines()[0]}); save it again as .sav"
            return [Problem(Place(name), text, "sav")]
    return SurveyData({each: _column(each, table[each], meta) for each in meta.column_names})


def write(value: SurveyData) -> bytes:
    """The answers as ``.sav``; columns whose cells are all numbers become numbers.

    Raises:
        ImportError: without the extra ``[surveys]``.
    """
    from importlib import import_module

    import pyreadstat

    pandas: Any = import_module("pandas")  # comes with pyreadstat

    frame: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    missing: dict[str, Any] = {}
    for each, column in value.columns.items():
        numeric = all(_is_number(text) for text in column.texts if text)
        cells = column.cells()
        frame[each] = [float(cell) if cell else None for cell in cells] if numeric else cells
        if numeric and (column.answers or column.missing):
            labels[each] = {
                float(code): label for code, label in {**column.answers, **column.missing}.items()
            }
        if numeric and column.missing:
            missing[each] = [float(code) for code in column.missing][:3]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(frame), str(path),
            column_labels=[column.label or each for each, column in value.columns.items()],
            variable_value_labels=labels, missing_ranges=missing,
        )  # fmt: skip
        return path.read_bytes()


def empty(form: Questionnaire, language: str) -> SurveyData:
    """Nobody's answers yet: the columns of a questionnaire with labels and missing codes in ``language``."""
    nothing = SurveyColumn.of([])
    return SurveyData(
        {
            item.name: SurveyColumn(
                nothing.codes,
                nothing.texts,
                item.words[language],
                {
                    each.code: each.words[language]
                    for each in form.scales.get(item.scale, ())
                    if not each.missing
                },
                {each.code: each.words[language] for each in form.scales.get(item.scale, ()) if each.missing},
            )
            for item in form.items
        }
    )


def _column(name: str, cells: Any, meta: Any) -> SurveyColumn:
    column = SurveyColumn.of([_text(cell) for cell in cells])
    labels = {_text(code): label for code, label in meta.variable_value_labels.get(name, {}).items()}
    ranges = meta.missing_ranges.get(name, [])
    codes = {*labels, *column.texts} - {""}
    missing = {
        code: labels.get(code, "declared as missing")
        for code in sorted(codes)
        if _is_number(code) and any(each["lo"] <= float(code) <= each["hi"] for each in ranges)
    }
    answers = {code: label for code, label in labels.items() if code not in missing}
    label = meta.column_names_to_labels.get(name) or ""
    return SurveyColumn(column.codes, column.texts, "" if label == name else label, answers, missing)


def _text(cell: Any) -> str:
    if cell is None or cell != cell:  # noqa: PLR0124 — NaN is what differs from itself
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
