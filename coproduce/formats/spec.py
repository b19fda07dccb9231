"""SPEC.toml: what is asked of a survey, in a file that people can read and check.

``[design]`` names weights, strata and sampling units; ``[missing]`` says which codes are no
answer and why; ``[variables.NAME]`` makes each variable of a column or of other
variables; ``[outcomes.NAME]`` (one or two) and ``[model]`` say what is explained by what.
``docs/formats/spec.md`` shows every key.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from coproduce.engines.kernel import Problem
from coproduce.formats import text
from coproduce.formats.protocol import Faults
from coproduce.formats.toml_places import Places

TOP = {"title": "text", "about": "text", "dictionary": "text", "seed": "text"}
TABLES = ("design", "missing", "variables", "outcomes", "model", "segments", "expected")
DESIGN = {"weight": "text", "strata": "text", "psu": "text", "fraction": "text", "singleton": "text"}
VARIABLE = {
    "label": "text", "column": "text", "map": "numbers by code", "levels": "texts by code",
    "missing": "texts by code", "sum": "texts",
    "mean": "texts", "first": "texts", "bands_of": "text", "bands": "numbers", "least": "whole", "low": "number",
    "high": "number", "per": "number", "standardise": "yes or no", "reference": "text", "role": "text",
    "people": "text",
}  # fmt: skip
OUTCOME = {
    "variable": "text",
    "label": "text",
    "kind": "text",
    "model": "text",
    "link": "text",
    "levels": "texts",
}
MODEL = {"covariates": "texts", "groups": "texts"}
SEGMENTS = {"items": "texts", "classes": "wholes"}
CHOICES = {
    "singleton": ("refuse", "certainty", "centre"),
    "kind": ("individual", "collective", "other"),
    "model": ("ordinal", "binary", "linear"),
    "link": ("logit", "probit"),
}
SOURCES = ("column", "sum", "mean", "first", "bands_of")
SIGNS = ("+", "-", "0")


@dataclass(frozen=True)
class SpecVariable:
    """``[variables.NAME]``; the fields mean what the engine's ``Rule`` says."""

    name: str
    label: str = ""
    column: str = ""
    map: Mapping[str, float] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    sum: tuple[str, ...] = ()
    mean: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    bands_of: str = ""
    bands: tuple[float, ...] = ()
    least: int = 0
    low: float | None = None
    high: float | None = None
    per: float = 1.0
    standardise: bool = False
    reference: str = ""
    role: str = ""
    people: str = ""


@dataclass(frozen=True)
class SpecOutcome:
    """``[outcomes.NAME]``."""

    name: str
    variable: str
    label: str = ""
    kind: str = "other"
    model: str = "ordinal"
    link: str = "logit"
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spec:
    """A SPEC file."""

    title: str
    outcomes: tuple[SpecOutcome, ...]
    covariates: tuple[str, ...]
    rules: tuple[SpecVariable, ...]
    about: str = ""
    dictionary: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)
    weight: str = ""
    strata: str = ""
    psu: str = ""
    fraction: str = ""
    singleton: str = "refuse"
    groups: tuple[str, ...] = ()
    segment_items: tuple[str, ...] = ()
    segment_classes: tuple[int, ...] = (1, 2, 3, 4)
    seed: str = "coproduce"
    expected: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    places: Places | None = field(default=None, compare=False, repr=False)

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of what a problem's ``key`` speaks of; (0, 0) where it is not in the file."""
        if self.places is None:
            return (0, 0)
        parts = tuple(key.split("."))
        for path in (parts, ("variables", *parts), ("outcomes", *parts), ("expected", key)):
            spot = self.places.spot(path)
            if spot != (0, 0) and (
                path[:1] == parts[:1] or len(path) < 2 or self.places.spot(path[:1]) != spot
            ):
                return spot
        return (0, 0)


def read(data: bytes, *, name: str) -> Spec | list[Problem]:
    """The SPEC in ``data``, or every problem found."""
    faults, warnings = Faults(name), Faults(name)
    found = text.decode(data, faults, warnings)
    if found is None or faults:
        return faults.found()
    content = found.decode("utf-8")
    try:
        told = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        faults.add("toml", f"this is not TOML: {error}; mend the line", _spot_of(str(error)))
        return faults.found()
    return _Reading(Places.of(content), faults).spec(told, name)


def write(value: Spec) -> bytes:
    """The SPEC as TOML; ``read`` makes an equal value of it."""
    lines = [f"{key} = {_toml(getattr(value, key))}" for key in TOP if getattr(value, key)]
    lines += ["", "[design]"] + [
        f"{key} = {_toml(getattr(value, key))}" for key in DESIGN if getattr(value, key)
    ]
    lines += _table("missing", value.missing)
    for rule in value.rules:
        lines += _table(f"variables.{_key(rule.name)}", _told(rule, VARIABLE, SpecVariable(rule.name)))
    for outcome in value.outcomes:
        lines += _table(
            f"outcomes.{_key(outcome.name)}", _told(outcome, OUTCOME, SpecOutcome(outcome.name, ""))
        )
    lines += _table("model", {"covariates": value.covariates, "groups": value.groups})
    if value.segment_items:
        lines += _table("segments", {"items": value.segment_items, "classes": value.segment_classes})
    lines += _table("expected", value.expected)
    return ("\n".join(lines).strip() + "\n").encode("utf-8")


class _Reading:
    """One reading of a file, gathering its problems."""

    def __init__(self, places: Places, faults: Faults) -> None:
        self.places, self.faults = places, faults

    def fault(self, code: str, words: str, *path: str | int) -> None:
        self.faults.add(code, words, self.places.spot(tuple(path)), key=".".join(map(str, path)))

    def spec(self, told: dict[str, Any], name: str) -> Spec | list[Problem]:
        top = self.fields(told, TOP, (), ignore=TABLES)
        if not top.get("title"):
            self.fault("title", 'say in a title what this is about: title = "…"')
        design = self.fields(self.table(told, "design"), DESIGN, ("design",))
        rules = [self.variable(key, value) for key, value in self.table(told, "variables").items()]
        outcomes = [self.outcome(key, value) for key, value in self.table(told, "outcomes").items()]
        model = self.fields(self.table(told, "model"), MODEL, ("model",))
        segments = self.fields(self.table(told, "segments"), SEGMENTS, ("segments",))
        names = [rule.name for rule in rules]
        if not 1 <= len(outcomes) <= 2:
            self.fault(
                "outcomes", f"{len(outcomes)} outcomes stand here; name one, or two to compare", "outcomes"
            )
        if not model.get("covariates"):
            self.fault("covariates", 'name what may go with the outcomes: covariates = ["age", …]', "model")
        for key in ("covariates", "groups"):
            self.known(model.get(key, ()), names, "model", key)
        self.known(segments.get("items", ()), names, "segments", "items")
        for outcome in outcomes:
            self.known((outcome.variable,), names, "outcomes", outcome.name, "variable")
        for rule in rules:
            for key in ("sum", "mean", "first"):
                self.known(getattr(rule, key), names, "variables", rule.name, key)
            if rule.bands_of:
                self.known((rule.bands_of,), names, "variables", rule.name, "bands_of")
        self.circles(rules)
        expected = self.flat(self.table(told, "expected"))
        for key, sign in expected.items():
            if sign not in SIGNS:
                whole, parts = ("expected", key), ("expected", *key.split("."))
                at = max(whole, parts, key=self.places.spot)
                self.fault("expected", 'an expected sign is "+", "-" or "0"', *at)
        if self.faults:
            return self.faults.found()
        missing = {str(code): str(reason) for code, reason in self.table(told, "missing").items()}
        return Spec(
            outcomes=tuple(outcomes), covariates=model["covariates"], rules=tuple(rules), missing=missing,
            groups=model.get("groups", ()), segment_items=segments.get("items", ()),
            segment_classes=segments.get("classes", (1, 2, 3, 4)), expected=expected, source=name,
            places=self.places, **top, **design,
        )  # fmt: skip

    def table(self, told: Mapping[str, Any], key: str) -> dict[str, Any]:
        found = told.get(key, {})
        if isinstance(found, dict):
            return found
        self.fault("table", f"{key} is a table; write [{key}] on a line of its own", key)
        return {}

    def flat(self, told: Mapping[str, Any]) -> dict[str, str]:
        """``collective.age = "+"`` and ``[expected.collective]`` alike."""
        found: dict[str, str] = {}
        for key, value in told.items():
            if isinstance(value, dict):
                found |= {f"{key}.{inner}": str(each) for inner, each in value.items()}
            else:
                found[key] = str(value)
        return found

    def fields(
        self,
        told: Mapping[str, Any],
        kinds: Mapping[str, str],
        path: tuple[str, ...],
        ignore: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in told.items():
            if key in ignore:
                continue
            if key not in kinds:
                near = get_close_matches(key, [*kinds, *ignore], 1)
                hint = f"did you mean {near[0]}?" if near else f"known here are {', '.join(kinds)}"
                self.fault("key-unknown", f"there is no key {key} here; {hint}", *path, key)
                continue
            made = _value(kinds[key], value)
            if made is None:
                self.fault("value", f"{key} takes {_SAID[kinds[key]]}", *path, key)
            elif key in CHOICES and made not in CHOICES[key]:
                self.fault("value", f"{key} is one of {', '.join(CHOICES[key])}", *path, key)
            else:
                found[key] = made
        return found

    def variable(self, key: str, told: Any) -> SpecVariable:
        path = ("variables", key)
        if not isinstance(told, dict):
            self.fault("table", f"write [variables.{key}] and its keys below", *path)
            return SpecVariable(key)
        found = self.fields(told, VARIABLE, path)
        given = [source for source in SOURCES if found.get(source)]
        if len(given) != 1 and not set(told) - set(VARIABLE):
            words = (
                f"exactly one of {', '.join(SOURCES)} says where a variable comes from; here are {len(given)}"
            )
            self.fault("variable-source", words, *path)
        if found.get("map") and found.get("levels"):
            self.fault(
                "variable-source", "a variable has numbers (map) or kinds (levels), not both", *path, "levels"
            )
        if found.get("bands_of") and (
            len(found.get("bands", ())) < 2 or list(found["bands"]) != sorted(set(found["bands"]))
        ):
            self.fault("bands", "bands are at least two numbers that rise: bands = [18, 35, 65]", *path)
        if found.get("per") == 0:
            self.fault("value", "nothing can be divided by 0; give another number", *path, "per")
        reference, levels = found.get("reference"), found.get("levels")
        if reference and levels and reference not in levels.values():
            self.fault(
                "reference", f"“{reference}” is none of the levels; give one of them", *path, "reference"
            )
        return SpecVariable(key, **found)

    def outcome(self, key: str, told: Any) -> SpecOutcome:
        path = ("outcomes", key)
        if not isinstance(told, dict):
            self.fault("table", f"write [outcomes.{key}] and its keys below", *path)
            return SpecOutcome(key, "")
        found = self.fields(told, OUTCOME, path)
        if "variable" not in found and "variable" not in told:
            self.fault("outcome-variable", 'say which variable it is: variable = "…"', *path)
        return SpecOutcome(key, **{"variable": "", **found})

    def known(self, wanted: tuple[str, ...], names: list[str], *path: str) -> None:
        for at, each in enumerate(wanted):
            if each and each not in names:
                near = get_close_matches(each, names, 1)
                hint = f"did you mean {near[0]}?" if near else f"add [variables.{each}]"
                self.fault("variable-unknown", f"there is no variable {each}; {hint}", *path, at)

    def circles(self, rules: list[SpecVariable]) -> None:
        parts = {
            rule.name: (*rule.sum, *rule.mean, *rule.first, *filter(None, [rule.bands_of])) for rule in rules
        }

        def reached(name: str, seen: tuple[str, ...]) -> bool:
            return name in seen or any(reached(part, (*seen, name)) for part in parts.get(name, ()))

        for rule in rules:
            if any(rule.name == part or reached(part, (rule.name,)) for part in parts[rule.name]):
                self.fault(
                    "circle", "this variable is made of itself; break the circle", "variables", rule.name
                )


_SAID = {
    "text": "text in quotes", "texts": 'a list of texts: ["a", "b"]', "number": "a number", "whole": "a whole number",
    "numbers": "a list of numbers: [18, 35]", "wholes": "a list of whole numbers: [1, 2, 3]",
    "yes or no": "true or false", "numbers by code": "codes with numbers: { 1 = 1, 2 = 0 }",
    "texts by code": 'codes with names: { 1 = "own", 2 = "rent" }',
}  # fmt: skip


def _value(kind: str, value: Any) -> Any:
    """``value`` as ``kind``; None where it is another."""
    match kind:
        case "text":
            return value if isinstance(value, str) else None
        case "number":
            return _number(value)
        case "whole":
            return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
        case "yes or no":
            return value if isinstance(value, bool) else None
        case "numbers by code" | "texts by code":
            if not isinstance(value, dict):
                return None
            made = {
                str(code): _value("number" if kind[0] == "n" else "text", each)
                for code, each in value.items()
            }
            return None if None in made.values() else made
        case _:
            if not isinstance(value, list):
                return None
            entries = tuple(_value(kind[:-1], each) for each in value)
            return None if None in entries else entries


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) else None


def _spot_of(error: str) -> tuple[int, int]:
    _, _, rest = error.partition("(at line ")
    line, _, column = rest.rstrip(")").partition(", column ")
    return (int(line), int(column)) if line.isdigit() and column.isdigit() else (0, 0)


def _told(value: Any, kinds: Mapping[str, str], plain: Any) -> dict[str, Any]:
    return {key: getattr(value, key) for key in kinds if getattr(value, key) != getattr(plain, key)}


def _table(head: str, content: Mapping[str, Any]) -> list[str]:
    if not content:
        return []
    return ["", f"[{head}]"] + [f"{_key(key)} = {_toml(each)}" for key, each in content.items()]


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare and name else _toml(name)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
