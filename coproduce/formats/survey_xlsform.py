"""A questionnaire as an XLSForm (``.xlsx``), the way forms are written for ODK, KoBo and others.

Needs the extra ``[surveys]`` (openpyxl comes with pyxform). The sheets ``survey``, ``choices`` and
``settings`` are those of the XLSForm standard; the columns ``way`` and ``missing`` and the
sheet ``notes`` are ours, and form tools pass them over.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.protocol import Faults
from coproduce.formats.survey_questionnaire import Choice, Item, Questionnaire, check

NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "da": "Dansk", "cs": "Čeština", "es": "Español"}
MISSING_EXTRA = "XLSForm files need openpyxl; install it with the extra: pip install coproduce[surveys]"


def read(data: bytes, *, name: str) -> Questionnaire | list[Problem]:
    """The questionnaire in ``data``, or every problem found."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        return [Problem(Place(name), MISSING_EXTRA, "extra")]
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 — damaged files raise whatever the reader stumbles on
        return [
            Problem(Place(name), f"this is not a sound Excel file ({error}); save it again as .xlsx", "xlsx")
        ]
    faults = Faults(name)
    sheets = {
        sheet: list(_rows(book[sheet]))
        for sheet in ("survey", "choices", "settings", "notes")
        if sheet in book.sheetnames
    }
    for needed in ("survey", "choices"):
        if needed not in sheets:
            faults.add("sheet", f"the sheet {needed} is missing; an XLSForm has it", key=needed)
    if faults:
        return faults.found()
    value = _questionnaire(sheets, faults)
    if not faults:
        check(value, faults)
    return faults.found() if faults else value


def write(value: Questionnaire) -> bytes:
    """The questionnaire as ``.xlsx``. Index rules are not in it.

    Raises:
        ImportError: without the extra ``[surveys]``.
    """
    openpyxl: Any = import_module("openpyxl")
    book = openpyxl.Workbook()
    survey, choices = book.active, book.create_sheet("choices")
    survey.title = "survey"
    labels = [_label(language) for language in value.languages]
    survey.append(["type", "name", *labels, "relevant", "way"])
    for group in value.groups:
        survey.append(
            ["begin_group", group or "questions", *[group or "questions"] * len(labels), None, None]
        )
        for item in value.items:
            if item.group == group:
                kind = (
                    f"select_one {item.scale}"
                    if item.kind == "choice"
                    else {"number": "integer"}.get(item.kind, "text")
                )
                relevant = f"${{{item.when[0]}}} = '{item.when[1]}'" if item.when else None
                survey.append(
                    [
                        kind,
                        item.name,
                        *(item.words[each] for each in value.languages),
                        relevant,
                        item.way or None,
                    ]
                )
        survey.append(["end_group"])
    choices.append(["list_name", "name", *labels, "missing"])
    for scale, answers in value.scales.items():
        for choice in answers:
            words = [choice.words.get(each) for each in value.languages]
            choices.append([scale, choice.code, *words, "yes" if choice.missing else None])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language"])
    main = value.languages[0]
    settings.append([value.title.get(main, value.name), value.name, value.version, _language(main)])
    notes = book.create_sheet("notes")
    notes.append(["what", *value.languages])
    notes.append(["title", *(value.title.get(each) for each in value.languages)])
    notes.append(["note", *(value.note.get(each) for each in value.languages)])
    notes.append(["source", value.source])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _language(code: str) -> str:
    return f"{NAMES.get(code, code)} ({code})"


def _label(code: str) -> str:
    return f"label::{_language(code)}"


def _rows(sheet: Any) -> Iterator[dict[str, str]]:
    head: list[str] = []
    for row in sheet.iter_rows(values_only=True):
        cells = ["" if cell is None else str(cell) for cell in row]
        if not head:
            head = cells
        elif any(cells):
            yield dict(zip(head, cells, strict=False))


def _questionnaire(sheets: Mapping[str, list[dict[str, str]]], faults: Faults) -> Questionnaire:
    head = [*dict.fromkeys(key for row in sheets["survey"] for key in row)]
    columns = {key.rpartition("(")[2].rstrip(")"): key for key in head if key.startswith("label")}
    languages = tuple(columns)

    def words(row: Mapping[str, str]) -> dict[str, str]:
        return {language: row[key] for language, key in columns.items() if row.get(key)}

    scales: dict[str, tuple[Choice, ...]] = {}
    for row in sheets["choices"]:
        made = Choice(row["name"], words(row), bool(row.get("missing")))
        scales[row["list_name"]] = (*scales.get(row["list_name"], ()), made)
    items: list[Item] = []
    group = ""
    for at, row in enumerate(sheets["survey"], 2):
        kind, _, scale = row.get("type", "").partition(" ")
        if kind in ("begin_group", "end_group"):
            group = row.get("name", "") if kind == "begin_group" else ""
        elif kind in ("select_one", "integer", "text"):
            plain = {"select_one": "choice", "integer": "number", "text": "text"}[kind]
            items.append(
                Item(
                    row["name"],
                    words(row),
                    plain,
                    scale,
                    group,
                    row.get("way", ""),
                    _when(row.get("relevant", "")),
                )
            )
        else:
            faults.add(
                "question-type",
                f"questions of type {kind} are not read; use select_one, integer or text",
                (at, 1),
            )
    settings = (sheets.get("settings") or [{}])[0]
    notes = {row.get("what", ""): row for row in sheets.get("notes", [])}
    title = {each: notes["title"][each] for each in languages if notes.get("title", {}).get(each)}
    note = {each: notes["note"][each] for each in languages if notes.get("note", {}).get(each)}
    return Questionnaire(
        settings.get("form_id", "survey"), settings.get("version", "1"), languages,
        title or {languages[0] if languages else "en": settings.get("form_title", "")}, scales, tuple(items), (), note,
        notes.get("source", {}).get(languages[0] if languages else "", ""),
    )  # fmt: skip


def _when(relevant: str) -> tuple[str, str] | None:
    item, equals, code = relevant.partition("} = ")
    return (item.removeprefix("${"), code.strip("'\"")) if equals else None
