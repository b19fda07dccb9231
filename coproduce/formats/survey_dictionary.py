"""A survey's dictionary as CSV: for each column its question and what the codes mean.

Three columns, whatever their heads say: name, question, answers; the answers as
``5 - Excellent, 4 - Good, 9 - Don't know``. Codes whose words say that somebody did not
know, refused, or was not asked are no answers, and the reason is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coproduce.engines.kernel import Problem
from coproduce.formats import delimited, text
from coproduce.formats.protocol import Faults, plural

_CODE = re.compile(r"(?:^|,)\s*(-?\d+)\s*[-–=:]\s*")
_NO_ANSWER = re.compile(
    r"\b(don.?t know|do not know|not sure|refused|prefer not|no answer|not applicable|not asked|missing)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dictionary:
    """(question, answers by code, reasons by code that is no answer) for each column."""

    columns: Mapping[str, tuple[str, Mapping[str, str], Mapping[str, str]]]
    warnings: tuple[Problem, ...] = ()


def read(data: bytes, *, name: str) -> Dictionary | list[Problem]:
    """The dictionary in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    columns: dict[str, tuple[str, Mapping[str, str], Mapping[str, str]]] = {}
    for at, row in enumerate(delimited.rows(found, faults, delimiter=",")):
        if row.blank or at == 0:
            continue
        if len(row.fields) != 3:
            told = (
                f"this line has {plural(len(row.fields), 'cell')}; it needs three: column, question, answers"
            )
            faults.add("row-width", told, (row.line, 1))
            continue
        key, question, answers = (each.strip() for each in row.fields)
        labels = _labels(answers)
        missing = {code: _reason(label) for code, label in labels.items() if _NO_ANSWER.search(label)}
        columns[key] = (
            question,
            {code: label for code, label in labels.items() if code not in missing},
            missing,
        )
    return faults.found() if faults else Dictionary(columns, tuple(warnings.found()) if warnings else ())


def write(value: Dictionary) -> bytes:
    """The dictionary as CSV."""
    rows = [["column", "question", "answers"]]
    for key, (question, answers, missing) in value.columns.items():
        rows.append(
            [key, question, ", ".join(f"{code} - {label}" for code, label in {**answers, **missing}.items())]
        )
    return delimited.write_rows(rows, delimiter=",").encode("utf-8")


def _labels(answers: str) -> dict[str, str]:
    parts = _CODE.split(answers)
    if len(parts) < 3:
        return {}
    return {code: label.strip().rstrip(",") for code, label in zip(parts[1::2], parts[2::2], strict=True)}


def _reason(label: str) -> str:
    return label.strip().lower().replace("’", "'")
