"""The stages of a recipe, each for itself."""

from __future__ import annotations

from typing import Any

from coproduce.catalogue.recipe import words as w
from coproduce.catalogue.recipe.faults import Faults, listed
from coproduce.catalogue.recipe.values import Due, Lasts, RecipeStep, Sort, Split, Take, Times
from coproduce.formats.toml_places import Path

_GIVES_ROLLS = (
    "survey", "draw", "gathering", "ballot", "pledge", "rota", "inspection", "journey", "ideas",
    "body",
)  # fmt: skip
MOST_TIMES = 100


def read_steps(table: dict[str, Any], faults: Faults) -> tuple[RecipeStep, ...]:
    """Every ``[[step]]`` as a value."""
    found = faults.tables(table, (), "step")
    if not found:
        faults.add(("step",), "missing", "is missing; a way of working has at least one [[step]]")
    return tuple(_step(one, ("step", place), faults) for place, one in enumerate(found))


def _step(table: dict[str, Any], path: Path, faults: Faults) -> RecipeStep:
    faults.known(table, path, tuple(RecipeStep.__dataclass_fields__))
    tool = faults.text(table, path, "instrument")
    faults.one_of(tool, (*path, "instrument"), w.INSTRUMENTS, "unknown-instrument")
    return RecipeStep(
        name=faults.slug(table, path, "name"),
        instrument=tool,
        text=faults.words(table, path, "text", most=120),
        about=faults.words(table, path, "about", required=False),
        admits=_admits(table, path, faults),
        lasts=_lasts(table, path, faults),
        after=faults.texts(table, path, "after"),
        overlaps=faults.flag(table, path, "overlaps"),
        times=_times(table, path, faults),
        split=_split(table, path, faults),
        when=_when(table, path, faults),
        inside=faults.text(table, path, "inside", required=False),
        takes=tuple(
            _take(one, (*path, "takes", place), faults)
            for place, one in enumerate(faults.tables(table, path, "takes"))
        ),
        gives=_gives(table, path, faults),
        set=faults.table(table, path, "set"),
        sort=_sort(table, path, faults, tool),
        protects=faults.texts(table, path, "protects"),
        fates=_fates(table, path, faults),
        promise=_promise(table, path, faults),
        duty=faults.text(table, path, "duty", required=False, most=300),
        decides=faults.text(table, path, "decides", required=False, most=40),
    )


def _admits(table: dict[str, Any], path: Path, faults: Faults) -> str:
    value = faults.text(table, path, "admits")
    if not value.startswith("roll:"):
        faults.one_of(value, (*path, "admits"), (*w.ADMITS, "roll:NAME"), "unknown-admits")
    return value


def _lasts(table: dict[str, Any], path: Path, faults: Faults) -> Lasts:
    value = faults.text(table, path, "lasts")
    if value == w.UNTIL_CLOSED:
        return Lasts(None)
    match = w.LASTS.fullmatch(value)
    if match and int(match[1]):
        return Lasts(int(match[1]) * (24 if match[2].startswith("day") else 1))
    if value:
        text = f"“{value}” must be a time such as “3 hours” or “28 days”, or “{w.UNTIL_CLOSED}”"
        faults.add((*path, "lasts"), "unknown-time", text)
    return Lasts(24)


def _times(table: dict[str, Any], path: Path, faults: Faults) -> Times | None:
    if "times" not in table:
        return None
    here = (*path, "times")
    found = faults.table(table, path, "times")
    faults.known(found, here, ("from", "to"))
    least = faults.count(found, here, "from", least=0, most=MOST_TIMES)
    most = faults.count(found, here, "to", most=MOST_TIMES)
    if least > most:
        faults.add(here, "times", "must not go from more to fewer")
    return Times(least, most)


def _split(table: dict[str, Any], path: Path, faults: Faults) -> Split | None:
    if "split" not in table:
        return None
    here = (*path, "split")
    found = faults.table(table, path, "split")
    faults.known(found, here, ("by", "when"))
    return Split(faults.word(found, here, "by", ("area",)), faults.text(found, here, "when", required=False))


def _when(table: dict[str, Any], path: Path, faults: Faults) -> str:
    value = faults.text(table, path, "when", required=False, most=40)
    word = value.removeprefix("not ")
    if value and not word.startswith("$") and word not in w.WHEN:
        text = f"“{value}” is not a condition; use {listed(w.WHEN)}, “not” before one, or a $question"
        faults.add((*path, "when"), "unknown-when", text)
    return value


def _take(table: dict[str, Any], path: Path, faults: Faults) -> Take:
    faults.known(table, path, ("port", "from", "where", "freeze"))
    port = faults.text(table, path, "port")
    faults.one_of(port, (*path, "port"), w.PORTS, "unknown-port")
    where = faults.text(table, path, "where", required=False)
    faults.one_of(where, (*path, "where"), w.WHERE, "unknown-where")
    if where and port != "items":
        faults.add((*path, "where"), "where-not-items", "goes with items only")
    return Take(port, faults.text(table, path, "from"), where, faults.flag(table, path, "freeze"))


def _gives(table: dict[str, Any], path: Path, faults: Faults) -> dict[str, str]:
    here = (*path, "gives")
    found = faults.table(table, path, "gives")
    for port in found:
        faults.one_of(port, (*here, port), w.PORTS, "unknown-port")
    given = {port: faults.slug(found, here, port) for port in w.PORTS if port in found}
    kind = given.get("items", "")
    if kind in w.NEVER_ITEMS:
        faults.add(
            (*here, "items"), "never-an-item", f"“{kind}” must never be an item: {w.NEVER_ITEMS[kind]}"
        )
    else:
        faults.one_of(kind, (*here, "items"), w.ITEM_KINDS, "unknown-item")
    if "roll" in given and table.get("instrument") in set(w.INSTRUMENTS) - set(_GIVES_ROLLS):
        faults.add((*here, "roll"), "no-roll", f"{table['instrument']} cannot give a list of people")
    return given


def _sort(table: dict[str, Any], path: Path, faults: Faults, tool: str) -> Sort | None:
    if "sort" not in table:
        return None
    here = (*path, "sort")
    found = faults.table(table, path, "sort")
    faults.known(found, here, ("rows", "columns"))
    rows, columns = faults.texts(found, here, "rows"), faults.texts(found, here, "columns")
    if len(rows) < 2 or len(columns) < 2:
        faults.add(here, "sort", "needs two or more rows and two or more columns")
    if tool != "ideas":
        faults.add(here, "sort-not-ideas", "goes with the tool ideas only")
    return Sort(rows, columns)


def _fates(table: dict[str, Any], path: Path, faults: Faults) -> tuple[str, ...]:
    found = faults.texts(table, path, "fates")
    for place, fate in enumerate(found):
        faults.one_of(fate, (*path, "fates", place), w.FATES, "unknown-fate")
    return found


def _promise(table: dict[str, Any], path: Path, faults: Faults) -> Due:
    here = (*path, "promise")
    found = faults.table(table, path, "promise")
    faults.known(found, here, (*w.DUE_STAGES, "by"))
    days = {stage: faults.text(found, here, stage) for stage in w.DUE_STAGES if stage in found}
    for stage, value in days.items():
        if value and value != w.LATER and not w.DUE.fullmatch(value) and not w.END_OF.fullmatch(value):
            text = (
                f"“{value}” is not a promise; write “14 days after submission” (or opening, or closing), "
                f"“end of STAGE”, or “{w.LATER}”"
            )
            faults.add((*here, stage), "unknown-promise", text)
    by = faults.text(found, here, "by", required=False) or "lead"
    if not by.startswith("$"):
        faults.one_of(by, (*here, "by"), w.DUE_BY, "unknown-word")
    return Due(days, by)
