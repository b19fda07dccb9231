"""A questionnaire as a DDI-Codebook 2.5 document, as survey archives keep it.

Each item is a variable with its question, its categories (``missing="Y"`` where an answer is
none), and its concept; several languages stand beside one another as ``xml:lang``. Scales have
no name there: questions with the same answers share one again when the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.protocol import Faults
from coproduce.formats.survey_questionnaire import Choice, Index, Item, Questionnaire, check

SPACE = "ddi:codebook:2_5"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_N = f"{{{SPACE}}}"


def read(data: bytes, *, name: str) -> Questionnaire | list[Problem]:
    """The questionnaire in ``data``, or every problem found."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", data):
        return [
            Problem(
                Place(name), "it declares a document type, which is not read; remove that line", "doctype"
            )
        ]
    try:
        root = ET.fromstring(data)  # noqa: S314 — without a document type there are no entities to swell
    except ET.ParseError as error:
        line, column = error.position
        return [Problem(Place(name, line, column + 1), f"this is not sound XML ({error}); mend it", "xml")]
    if root.tag != f"{_N}codeBook":
        return [
            Problem(
                Place(name), f"this is no DDI-Codebook 2.5 document; its first element is {root.tag}", "ddi"
            )
        ]
    faults = Faults(name)
    value = _questionnaire(root)
    check(value, faults)
    return faults.found() if faults else value


def write(value: Questionnaire) -> bytes:
    """The questionnaire as DDI-Codebook 2.5."""
    ET.register_namespace("", SPACE)
    root = ET.Element(f"{_N}codeBook", {"version": "2.5", LANG: value.languages[0]})
    study = ET.SubElement(root, f"{_N}stdyDscr")
    citation = ET.SubElement(study, f"{_N}citation")
    titles = ET.SubElement(citation, f"{_N}titlStmt")
    main = value.languages[0]
    ET.SubElement(titles, f"{_N}titl", {LANG: main}).text = value.title.get(main, value.name)
    for language in value.languages[1:]:
        ET.SubElement(titles, f"{_N}parTitl", {LANG: language}).text = value.title.get(language, "")
    ET.SubElement(titles, f"{_N}IDNo").text = value.name
    versions = ET.SubElement(citation, f"{_N}verStmt")
    ET.SubElement(versions, f"{_N}version").text = value.version
    for language, words in value.note.items():
        ET.SubElement(citation, f"{_N}notes", {LANG: language, "type": "note"}).text = words
    if value.source:
        ET.SubElement(citation, f"{_N}notes", {"type": "source"}).text = value.source
    described = ET.SubElement(root, f"{_N}dataDscr")
    for group in value.groups:
        members = " ".join(f"V_{item.name}" for item in value.items if item.group == group)
        ET.SubElement(
            described, f"{_N}varGrp", {"ID": f"G_{group or 'questions'}", "name": group, "var": members}
        )
    for item in value.items:
        _variable(described, item, value)
    for index in value.indices:
        entry = ET.SubElement(
            described, f"{_N}var", {"ID": f"V_{index.name}_index", "name": index.name, "intrvl": "contin"}
        )
        for language, words in index.words.items():
            ET.SubElement(entry, f"{_N}labl", {LANG: language}).text = words
        derivation = ET.SubElement(
            entry, f"{_N}derivation", {"var": " ".join(f"V_{each}" for each in index.items)}
        )
        ET.SubElement(derivation, f"{_N}drvcmd", {"syntax": "coproduce"}).text = index.rule
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _variable(described: ET.Element, item: Item, value: Questionnaire) -> None:
    kind = "discrete" if item.kind == "choice" else "contin"
    entry = ET.SubElement(described, f"{_N}var", {"ID": f"V_{item.name}", "name": item.name, "intrvl": kind})
    for language, words in item.words.items():
        question = ET.SubElement(entry, f"{_N}qstn", {LANG: language})
        ET.SubElement(question, f"{_N}qstnLit").text = words
        if item.when:
            ET.SubElement(question, f"{_N}backward", {"qstn": f"{item.when[0]}={item.when[1]}"})
    for choice in value.scales.get(item.scale, ()):
        category = ET.SubElement(entry, f"{_N}catgry", {"missing": "Y" if choice.missing else "N"})
        ET.SubElement(category, f"{_N}catValu").text = choice.code
        for language, words in choice.words.items():
            ET.SubElement(category, f"{_N}labl", {LANG: language}).text = words
    if item.way:
        ET.SubElement(entry, f"{_N}concept").text = item.way
    ET.SubElement(entry, f"{_N}varFormat", {"type": "character" if item.kind == "text" else "numeric"})


def _questionnaire(root: ET.Element) -> Questionnaire:
    main = root.get(LANG, "en")
    title, note, source = {}, {}, ""
    for entry in (*root.iter(f"{_N}titl"), *root.iter(f"{_N}parTitl")):
        title[entry.get(LANG, main)] = entry.text or ""
    for entry in root.iter(f"{_N}notes"):
        if entry.get("type") == "source":
            source = entry.text or ""
        else:
            note[entry.get(LANG, main)] = entry.text or ""
    groups = {
        member.removeprefix("V_"): entry.get("name", "")
        for entry in root.iter(f"{_N}varGrp")
        for member in entry.get("var", "").split()
    }
    scales: dict[str, tuple[Choice, ...]] = {}
    items: list[Item] = []
    indices: list[Index] = []
    for entry in root.iter(f"{_N}var"):
        derivation = entry.find(f"{_N}derivation")
        name = entry.get("name", "")
        if derivation is not None:
            members = tuple(each.removeprefix("V_") for each in derivation.get("var", "").split())
            indices.append(Index(name, derivation.findtext(f"{_N}drvcmd", ""), members, _said(entry, main)))
            continue
        choices = tuple(
            Choice(each.findtext(f"{_N}catValu", ""), _said(each, main), each.get("missing") == "Y")
            for each in entry.iterfind(f"{_N}catgry")
        )
        scale = next((key for key, each in scales.items() if each == choices), name) if choices else ""
        if choices:
            scales.setdefault(scale, choices)
        words = {
            each.get(LANG, main): each.findtext(f"{_N}qstnLit", "") for each in entry.iterfind(f"{_N}qstn")
        }
        form = entry.find(f"{_N}varFormat")
        text = form is not None and form.get("type") == "character"
        backward = entry.find(f"{_N}qstn/{_N}backward")
        when = None
        if backward is not None:
            on, _, code = backward.get("qstn", "").partition("=")
            when = (on, code)
        kind = "choice" if choices else "text" if text else "number"
        items.append(
            Item(name, words, kind, scale, groups.get(name, ""), entry.findtext(f"{_N}concept", ""), when)
        )
    languages = tuple(dict.fromkeys([main, *title]))
    return Questionnaire(
        root.findtext(f".//{_N}IDNo", ""), root.findtext(f".//{_N}version", ""), languages, title, scales,
        tuple(items), tuple(indices), note, source,
    )  # fmt: skip


def _said(entry: ET.Element, main: str) -> Mapping[str, str]:
    return {each.get(LANG, main): each.text or "" for each in entry.iterfind(f"{_N}labl")}
