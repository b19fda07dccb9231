"""TOML → recipe, or all its faults at once: first each value for itself, then how the stages hang together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from coproduce.catalogue.recipe import words as w
from coproduce.catalogue.recipe.faults import Faults
from coproduce.catalogue.recipe.graph import hang_together
from coproduce.catalogue.recipe.shipped import gains as shipped_gains
from coproduce.catalogue.recipe.stages import read_steps
from coproduce.catalogue.recipe.values import Ask, Asked, Guide, Part, Recipe, Steering, Wrong
from coproduce.engines.kernel import BadInput, Place, Problem, digest
from coproduce.formats.toml_places import Places

LARGEST = 200_000
TOP = (
    "key", "version", "stage", "level", "power", "counts", "ends", "gains", "sources", "text", "asks", "ask",
    "steering", "guide", "step",
)  # fmt: skip
GUIDE_TEXTS = ("fits", "not_for", "residents", "public", "on_paper", "you_would_know")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read(data: bytes, *, name: str, gains: Collection[str] | None = None) -> Recipe:
    """The recipe in ``data``.

    ``gains`` are the keys of gains that it may name: those that come with Coproduce, unless said otherwise.

    Raises:
        BadInput: with every fault, each with file, line and key.
    """
    found = check(data, name=name, gains=gains)
    if isinstance(found, list):
        raise BadInput(found)
    return found


def check(data: bytes, *, name: str, gains: Collection[str] | None = None) -> Recipe | list[Problem]:
    """As ``read``, with the faults as a list."""
    if len(data) > LARGEST:
        text = f"this file is larger than {LARGEST:,} bytes, too large for a recipe"
        return [Problem(Place(name), text, "too-large")]
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
        table = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return [Problem(Place(name, line, 1), "this is not UTF-8 text; save the file as UTF-8", "not-utf-8")]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at else (0, 0)
        return [
            Problem(Place(name, line, column), f"this is not TOML: {_AT.sub('', str(error))}", "not-toml")
        ]
    faults = Faults(name, Places.of(text))
    known = frozenset(shipped_gains()) if gains is None else frozenset(gains)
    recipe = _recipe(table, faults, known, digest(data))
    hang_together(recipe, table, faults)
    return sorted(faults.problems) or recipe


def stored(source: str) -> Recipe:
    """A recipe that was sound when it was loaded, as it stands: later rules never break a running joint project."""
    table = tomllib.loads(source.replace("\r\n", "\n"), parse_float=Decimal)
    return _recipe(table, Faults("", Places("")), table["gains"], digest(source.encode()))


def _recipe(table: dict[str, Any], faults: Faults, gains: Collection[str], hashed: str) -> Recipe:
    faults.known(table, (), TOP)
    named = faults.texts(table, (), "gains")
    for place, gain in enumerate(named):
        faults.one_of(gain, ("gains", place), gains, "unknown-gain")
    if not named:
        faults.add(("gains",), "missing", "is missing; name at least one gain that people hope for")
    texts = faults.table(table, (), "text")
    if "en" not in texts:
        faults.add(("text",), "missing-english", "has no English name and summary; add [text.en]")
    asks = faults.table(table, (), "asks")
    faults.known(asks, ("asks",), w.SIDES)
    return Recipe(
        key=faults.slug(table, (), "key"),
        version=faults.count(table, (), "version"),
        stage=faults.word(table, (), "stage", w.STAGES),
        level=faults.word(table, (), "level", w.LEVELS),
        power=faults.word(table, (), "power", w.POWERS, "asking"),
        counts=faults.word(table, (), "counts", w.COUNTS, "givers"),
        ends=faults.word(table, (), "ends", w.ENDS, "stages"),
        gains=named,
        sources=faults.texts(table, (), "sources"),
        text={language: _title(texts, language, faults) for language in sorted(texts)},
        asks={side: _asked(asks, side, faults) for side in w.SIDES if side in asks},
        questions=tuple(
            _ask(one, place, faults) for place, one in enumerate(faults.tables(table, (), "ask"))
        ),
        steering=_steering(table, faults),
        guides=_guides(table, faults),
        steps=read_steps(table, faults),
        digest=hashed,
    )


def _title(texts: dict[str, Any], language: str, faults: Faults) -> dict[str, str]:
    path = ("text", language)
    found = faults.table(texts, ("text",), language)
    faults.known(found, path, ("name", "summary"))
    return {
        "name": faults.text(found, path, "name", most=120),
        "summary": faults.text(found, path, "summary", most=400),
    }


def _asked(asks: dict[str, Any], side: str, faults: Faults) -> Asked:
    path = ("asks", side)
    table = faults.table(asks, ("asks",), side)
    faults.known(table, path, ("kinds", "hours_per_person", "hours_per_100_people", "parts", "text"))
    kinds = faults.texts(table, path, "kinds")
    for place, kind in enumerate(kinds):
        faults.one_of(kind, (*path, "kinds", place), w.KIND_KEYS, "unknown-kind")
    parts = []
    for place, part in enumerate(faults.tables(table, path, "parts")):
        here = (*path, "parts", place)
        faults.known(part, here, ("who", "hours", "per"))
        parts.append(
            Part(
                faults.words(part, here, "who", most=120), faults.hours(part, here, "hours"),
                faults.word(part, here, "per", w.PERIODS, "round"),
            )
        )  # fmt: skip
    return Asked(
        kinds,
        faults.hours(table, path, "hours_per_person") if "hours_per_person" in table else None,
        faults.hours(table, path, "hours_per_100_people") if "hours_per_100_people" in table else None,
        tuple(parts),
        faults.words(table, path, "text", required=False),
    )


def _ask(table: dict[str, Any], place: int, faults: Faults) -> Ask:
    path = ("ask", place)
    faults.known(table, path, ("name", "type", "text", "default", "choices"))
    name = faults.text(table, path, "name", most=40)
    if name and not w.REFERENCE.fullmatch(f"${name}"):
        faults.add((*path, "name"), "not-a-name", f"“{name}” must be small letters, digits and underscores")
    kind = faults.word(table, path, "type", w.ASK_TYPES)
    choices = faults.texts(table, path, "choices")
    if (kind == "choice") != bool(choices):
        faults.add(
            (*path, "choices"), "choices", "a question of type choice needs choices, and no other does"
        )
    default = table.get("default")
    if default is not None and not _is_answer(default, kind, choices):
        faults.add((*path, "default"), "wrong-default", f"is no answer to a question of type {kind}")
    return Ask(name, kind, faults.words(table, path, "text", most=200), default, choices)


def _is_answer(value: Any, kind: str, choices: Collection[str]) -> bool:
    if kind == "yes-no":
        return isinstance(value, bool)
    if kind in ("count", "money"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str) and (kind != "choice" or value in choices)


def _steering(table: dict[str, Any], faults: Faults) -> Steering | None:
    if "steering" not in table:
        return None
    path = ("steering",)
    found = faults.table(table, (), "steering")
    faults.known(found, path, ("people", "hours", "text"))
    people = found.get("people")
    sound = isinstance(people, list) and len(people) == 2 and all(type(one) is int for one in people)
    if not sound or people is None or not 1 <= people[0] <= people[1] <= 100:
        faults.add((*path, "people"), "not-people", "must be two whole numbers, least and most: [5, 12]")
        people = [1, 1]
    return Steering(
        (people[0], people[1]), faults.hours(found, path, "hours"),
        faults.words(found, path, "text", required=False),
    )  # fmt: skip


def _guides(table: dict[str, Any], faults: Faults) -> dict[str, Guide]:
    found = faults.table(table, (), "guide")
    return {language: _guide(found, language, faults) for language in sorted(found)}


def _guide(guides: dict[str, Any], language: str, faults: Faults) -> Guide:
    path = ("guide", language)
    table = faults.table(guides, ("guide",), language)
    faults.known(table, path, tuple(Guide.__dataclass_fields__))
    wrong = []
    for place, one in enumerate(faults.tables(table, path, "wrong")):
        here = (*path, "wrong", place)
        faults.known(one, here, ("goes", "safeguard"))
        wrong.append(Wrong(faults.text(one, here, "goes"), faults.text(one, here, "safeguard")))
    record = faults.texts(table, path, "record")
    for key, told in (("record", record), ("wrong", wrong)):
        if not told:
            faults.add((*path, key), "missing", "is missing; say at least one thing")
    texts = {key: faults.text(table, path, key) for key in GUIDE_TEXTS}
    return Guide(record=record, wrong=tuple(wrong), **texts)
