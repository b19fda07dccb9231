"""A questionnaire as data: items, scales and index rules in several languages, as TOML.

One value from which all forms are made (XLSForm, LimeSurvey, DDI, SPSS, paper), so that a
question has one name and one set of codes wherever it is asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduce.engines.kernel import Problem
from coproduce.formats import text
from coproduce.formats.protocol import Faults
from coproduce.formats.toml_places import Places

KINDS = ("choice", "number", "text")
RULES = ("mean", "sum-100")


@dataclass(frozen=True)
class Choice:
    """One answer of a scale; ``missing`` where it is none (don't know, rather not say)."""

    code: str
    words: Mapping[str, str]
    missing: bool = False


@dataclass(frozen=True)
class Item:
    """One question. ``when`` (item, code): asked only of those who gave that answer there."""

    name: str
    words: Mapping[str, str]
    kind: str = "choice"
    scale: str = ""
    group: str = ""
    way: str = ""
    when: tuple[str, str] | None = None


@dataclass(frozen=True)
class Index:
    """Items made into one figure by a rule: their ``mean``, or their sum from 0 to 100."""

    name: str
    rule: str
    items: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire. ``languages[0]`` is the main one."""

    name: str
    version: str
    languages: tuple[str, ...]
    title: Mapping[str, str]
    scales: Mapping[str, tuple[Choice, ...]]
    items: tuple[Item, ...]
    indices: tuple[Index, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of items, in order."""
        return tuple(dict.fromkeys(item.group for item in self.items))


def read(data: bytes, *, name: str) -> Questionnaire | list[Problem]:
    """The questionnaire in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    content = found.decode("utf-8")
    try:
        told = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        faults.add("toml", f"this is not TOML: {error}; mend the line")
        return faults.found()
    return _Reading(told, Places.of(content), faults).questionnaire()


def check(value: Questionnaire, faults: Faults) -> None:
    """What is wrong with a questionnaire, whichever file it came from."""
    names = [item.name for item in value.items]
    for item in value.items:
        if names.count(item.name) > 1:
            faults.add("item-twice", f"the item {item.name} stands twice; rename one", key=item.name)
        if item.kind == "choice" and item.scale not in value.scales:
            faults.add(
                "scale-unknown", f"the scale {item.scale or '(none)'} is not given; add it", key=item.name
            )
        for language in value.languages:
            if not item.words.get(language):
                faults.add("words", f"the question has no words in {language}; add them", key=item.name)
        if item.when and item.when[0] not in names:
            faults.add("when", f"it depends on {item.when[0]}, which is not asked; mend it", key=item.name)
    for index in value.indices:
        for each in index.items:
            if each not in names:
                faults.add("index", f"the index uses {each}, which is not asked; mend it", key=index.name)


def write(value: Questionnaire) -> bytes:
    """The questionnaire as TOML."""
    lines = [
        f"name = {_q(value.name)}", f"version = {_q(value.version)}", f"source = {_q(value.source)}",
        f"languages = [{', '.join(map(_q, value.languages))}]", "", "[title]", *_words(value.title),
    ]  # fmt: skip
    if value.note:
        lines += ["", "[note]", *_words(value.note)]
    for scale, choices in value.scales.items():
        lines += ["", f"[scales.{_q(scale)}]", "choices = ["]
        for choice in choices:
            parts = [
                f"code = {_q(choice.code)}",
                *_words(choice.words),
                *(["missing = true"] if choice.missing else []),
            ]
            lines.append(f"  {{ {', '.join(parts)} }},")
        lines.append("]")
    for item in value.items:
        lines += [
            "",
            "[[items]]",
            f"name = {_q(item.name)}",
            f"kind = {_q(item.kind)}",
            f"scale = {_q(item.scale)}",
        ]
        lines += [f"group = {_q(item.group)}", f"way = {_q(item.way)}", *_words(item.words)]
        if item.when:
            lines.append(f"when = {{ item = {_q(item.when[0])}, code = {_q(item.when[1])} }}")
    for index in value.indices:
        lines += ["", "[[indices]]", f"name = {_q(index.name)}", f"rule = {_q(index.rule)}"]
        lines += [f"items = [{', '.join(map(_q, index.items))}]", *_words(index.words)]
    return ("\n".join(lines) + "\n").encode("utf-8")


class _Reading:
    def __init__(self, told: Mapping[str, Any], places: Places, faults: Faults) -> None:
        self.told, self.places, self.faults = told, places, faults
        self.languages = tuple(str(each) for each in told.get("languages", ()) if isinstance(each, str))

    def questionnaire(self) -> Questionnaire | list[Problem]:
        for key in ("name", "version", "languages", "title", "items"):
            if not self.told.get(key):
                self.faults.add("key-missing", f"{key} is missing; every questionnaire has it", key=key)
        if self.faults:
            return self.faults.found()
        value = Questionnaire(
            name=str(self.told["name"]),
            version=str(self.told["version"]),
            languages=self.languages,
            title=self.words(self.told["title"]),
            note=self.words(self.told.get("note", {})),
            source=str(self.told.get("source", "")),
            scales={key: self.scale(key, each) for key, each in dict(self.told.get("scales", {})).items()},
            items=tuple(self.item(at, each) for at, each in enumerate(self.told["items"])),
            indices=tuple(self.index(at, each) for at, each in enumerate(self.told.get("indices", []))),
        )
        if not self.faults:
            check(value, self.faults)
        return self.faults.found() if self.faults else value

    def words(self, told: Any) -> dict[str, str]:
        return {
            each: str(told[each]) for each in self.languages if isinstance(told, Mapping) and each in told
        }

    def scale(self, key: str, told: Any) -> tuple[Choice, ...]:
        choices = told.get("choices", []) if isinstance(told, Mapping) else []
        found = tuple(
            Choice(str(each.get("code", "")), self.words(each), bool(each.get("missing")))
            for each in choices
            if isinstance(each, Mapping)
        )
        codes = [each.code for each in found]
        if len(found) < 2 or "" in codes or len(set(codes)) < len(codes):
            text_ = "a scale has at least two choices, each with a code of its own; mend it"
            self.faults.add("scale", text_, self.places.spot(("scales", key)), key=key)
        return found

    def item(self, at: int, told: Mapping[str, Any]) -> Item:
        kind = str(told.get("kind", "choice"))
        spot = self.places.spot(("items", at))
        name = str(told.get("name", ""))
        if not name.isidentifier() or not name.isascii():
            self.faults.add("item-name", "an item has a name of letters, digits and _; mend it", spot)
        if kind not in KINDS:
            self.faults.add("item-kind", f"kind is one of {', '.join(KINDS)}; mend it", spot)
        when = told.get("when")
        depends = (
            (str(when["item"]), str(when["code"]))
            if isinstance(when, Mapping) and {"item", "code"} <= set(when)
            else None
        )
        return Item(
            name, self.words(told), kind, str(told.get("scale", "")), str(told.get("group", "")),
            str(told.get("way", "")), depends,
        )  # fmt: skip

    def index(self, at: int, told: Mapping[str, Any]) -> Index:
        rule = str(told.get("rule", ""))
        if rule not in RULES:
            self.faults.add(
                "index-rule", f"rule is one of {', '.join(RULES)}; mend it", self.places.spot(("indices", at))
            )
        items = tuple(str(each) for each in told.get("items", []))
        return Index(str(told.get("name", "")), rule, items, self.words(told))


def _words(words: Mapping[str, str]) -> list[str]:
    return [f"{language} = {_q(each)}" for language, each in words.items()]


def _q(value: str) -> str:
    return (
        '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    )
