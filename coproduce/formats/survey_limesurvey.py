"""A questionnaire as LimeSurvey's tab-separated survey file, which needs no keys of its database.

A line for each group, question and answer in each language (LimeSurvey manual, "Tab
separated value survey structure"). Scales have no name there: questions with the same
answers share one again when the file is read.
"""

from __future__ import annotations

from coproduce.engines.kernel import Problem
from coproduce.formats import text
from coproduce.formats.protocol import Faults
from coproduce.formats.survey_questionnaire import Choice, Item, Questionnaire, check

HEAD = (
    "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other",
    "default", "same_default",
)  # fmt: skip
TYPES = {"choice": "L", "number": "N", "text": "S"}
_KINDS = {letter: kind for kind, letter in TYPES.items()}
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"))


def read(data: bytes, *, name: str) -> Questionnaire | list[Problem]:
    """The questionnaire in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    lines = found.decode("utf-8").split("\n")
    head = [_bare(cell) for cell in lines[0].split("\t")]
    missing = [
        each for each in ("class", "type/scale", "name", "relevance", "text", "language") if each not in head
    ]
    if missing:
        faults.add(
            "head",
            f"the first line lacks the columns {', '.join(missing)}; export it as tab-separated",
            (1, 1),
        )
        return faults.found()
    rows = [
        (at, dict(zip(head, (_bare(cell) for cell in line.split("\t")), strict=False)))
        for at, line in enumerate(lines[1:], 2)
        if line.strip()
    ]
    value = _questionnaire(rows, faults)
    if not faults:
        check(value, faults)
    return faults.found() if faults else value


def write(value: Questionnaire) -> bytes:
    """The questionnaire as a tab-separated survey file. Index rules are not in it."""
    main = value.languages[0]
    rows = [_row("S", name="sid", text="1"), _row("S", name="language", text=main)]
    if len(value.languages) > 1:
        rows.append(_row("S", name="additional_languages", text=" ".join(value.languages[1:])))
    rows += [
        _row("S", name="coproduce_name", text=value.name),
        _row("S", name="coproduce_version", text=value.version),
    ]
    rows += [_row("S", name="coproduce_source", text=value.source)]
    for language in value.languages:
        rows.append(_row("SL", name="surveyls_title", text=value.title.get(language, ""), language=language))
        rows.append(
            _row("SL", name="surveyls_welcometext", text=value.note.get(language, ""), language=language)
        )
    for language in value.languages:
        for group in value.groups:
            rows.append(_row("G", type="G", name=group, relevance="1", language=language))
            for item in value.items:
                if item.group == group:
                    rows += _question(item, value, language)
    return ("\ufeff" + "\n".join(["\t".join(HEAD), *rows]) + "\n").encode("utf-8")


def _question(item: Item, value: Questionnaire, language: str) -> list[str]:
    relevance = f'({item.when[0]}.NAOK == "{item.when[1]}")' if item.when else "1"
    rows = [
        _row("Q", type=TYPES[item.kind], name=item.name, relevance=relevance, text=item.words[language],
             help=item.way, language=language)
    ]  # fmt: skip
    for choice in value.scales.get(item.scale, ()):
        code = f"{choice.code}m" if choice.missing else choice.code
        rows.append(_row("A", type="0", name=code, text=choice.words.get(language, ""), language=language))
    return rows


def _row(kind: str, **cells: str) -> str:
    told = {"class": kind, "type/scale": cells.pop("type", ""), **cells}
    return "\t".join(_escaped(told.get(each, "")) for each in HEAD)


def _questionnaire(rows: list[tuple[int, dict[str, str]]], faults: Faults) -> Questionnaire:
    settings = {row["name"]: row["text"] for _, row in rows if row.get("class") == "S"}
    languages = (settings.get("language", "en"), *settings.get("additional_languages", "").split())
    said: dict[str, dict[str, str]] = {"surveyls_title": {}, "surveyls_welcometext": {}}
    items: dict[str, dict[str, object]] = {}
    answers: dict[str, dict[str, dict[str, str]]] = {}
    group, current = "", ""
    for at, row in rows:
        kind, language = row.get("class"), row.get("language") or languages[0]
        if kind == "SL" and row["name"] in said and row["text"]:
            said[row["name"]][language] = row["text"]
        elif kind == "G":
            group = row["name"]
        elif kind == "Q":
            current = row["name"]
            if row["type/scale"] not in _KINDS:
                faults.add(
                    "question-type",
                    f"questions of type {row['type/scale']} are not read; use L, N or S",
                    (at, 1),
                )
            entry = items.setdefault(current, {"row": row, "group": group, "words": {}})
            entry["words"][language] = row["text"]  # type: ignore[index]
            answers.setdefault(current, {})
        elif kind == "A":
            answers.setdefault(current, {}).setdefault(row["name"], {})[language] = row["text"]
    scales: dict[str, tuple[Choice, ...]] = {}
    made = []
    for name, entry in items.items():
        line: dict[str, str] = entry["row"]  # type: ignore[assignment]
        choices = tuple(
            Choice(code.removesuffix("m"), words, code.endswith("m")) for code, words in answers[name].items()
        )
        scale = next((key for key, each in scales.items() if each == choices), name) if choices else ""
        if choices:
            scales.setdefault(scale, choices)
        words: dict[str, str] = entry["words"]  # type: ignore[assignment]
        made.append(
            Item(name, words, _KINDS.get(line["type/scale"], "text"), scale, str(entry["group"]), line.get("help", ""),
                 _when(line["relevance"]))
        )  # fmt: skip
    return Questionnaire(
        settings.get("coproduce_name", "survey"), settings.get("coproduce_version", "1"), languages,
        said["surveyls_title"], scales, tuple(made), (), said["surveyls_welcometext"],
        settings.get("coproduce_source", ""),
    )  # fmt: skip


def _when(relevance: str) -> tuple[str, str] | None:
    inside = relevance.strip("()")
    item, equals, code = inside.partition(".NAOK == ")
    return (item, code.strip('"')) if equals else None


def _escaped(cell: str) -> str:
    for plain, escaped in _ESCAPES:
        cell = cell.replace(plain, escaped)
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if cell.startswith('"') else cell


def _bare(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    found, at = [], 0
    while at < len(cell):
        pair = cell[at : at + 2]
        plain = {"\\\\": "\\", "\\t": "\t", "\\n": "\n"}.get(pair)
        found.append(plain or cell[at])
        at += 2 if plain else 1
    return "".join(found)
