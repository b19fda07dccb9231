"""Collecting the faults of a TOML table while its values are read, each with line and key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from coproduce.catalogue.recipe.values import Hours, Words
from coproduce.catalogue.recipe.words import SLUG
from coproduce.engines.kernel import Place, Problem
from coproduce.formats.toml_places import Path, Places

NO_HOURS: Hours = (Decimal(0), Decimal(0), Decimal(0))
LONGEST_HOURS = 10_000


def listed(words: Collection[str]) -> str:
    """``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


class Faults:
    """Reads values out of tables; what does not fit is written down, and reading goes on with something harmless."""

    def __init__(self, source: str, places: Places) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._places = places

    def add(self, path: Path, code: str, text: str) -> None:
        """One fault at ``path``."""
        line, column = self._places.spot(path)
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        self.problems.append(
            Problem(Place(self.source, line, column, key), f"{key}: {text}" if key else text, code)
        )

    def table(self, parent: Mapping[str, Any], path: Path, key: str) -> dict[str, Any]:
        """A table, empty where there is none."""
        value = parent.get(key, {})
        if isinstance(value, dict):
            return value
        self.add((*path, key), "not-a-table", "must be a table, [name] or { name = … }")
        return {}

    def tables(self, parent: Mapping[str, Any], path: Path, key: str) -> list[dict[str, Any]]:
        """A list of tables, empty where there is none."""
        value = parent.get(key, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return value
        self.add((*path, key), "not-tables", f"must be a list of tables: [[{key}]] or [{{ … }}]")
        return []

    def known(self, table: Mapping[str, Any], path: Path, allowed: Collection[str]) -> None:
        """Every key that is not one of ``allowed``, with the one that was probably meant."""
        for key in table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                hint = f"; did you mean {near[0]}?" if near else f". Known are {', '.join(sorted(allowed))}"
                self.add((*path, key), "unknown-key", f"is not part of a recipe{hint}")

    def text(
        self, table: Mapping[str, Any], path: Path, key: str, *, required: bool = True, most: int = 2000
    ) -> str:
        """A text of at most ``most`` characters; empty where it may be missing and is."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.add((*path, key), "not-text", "must be text between quotation marks")
            return ""
        if required and not value.strip():
            self.add((*path, key), "missing", "is missing; write it in")
        if len(value) > most:
            self.add((*path, key), "too-long", f"is {len(value)} characters long; at most {most} fit")
        return " ".join(value.split())

    def slug(self, table: Mapping[str, Any], path: Path, key: str) -> str:
        """A name in small letters, digits and hyphens, up to 40 long."""
        value = self.text(table, path, key, most=40)
        if value and not SLUG.fullmatch(value):
            self.add(
                (*path, key), "not-a-name", f"“{value}” must be small letters, digits and single hyphens"
            )
        return value

    def word(
        self, table: Mapping[str, Any], path: Path, key: str, allowed: Collection[str], default: str = ""
    ) -> str:
        """A word of a closed list; ``default`` where it may be missing and is."""
        if key not in table and default:
            return default
        value = self.text(table, path, key)
        self.one_of(value, (*path, key), allowed)
        return value

    def one_of(self, value: str, path: Path, allowed: Collection[str], code: str = "unknown-word") -> bool:
        """Whether ``value`` is one of ``allowed``; a fault where not."""
        if not value or value in allowed:
            return bool(value)
        near = get_close_matches(value, allowed, 1)
        hint = f"did you mean {near[0]}?" if near else f"use {listed(allowed)}"
        self.add(path, code, f"“{value}” is not known here; {hint}")
        return False

    def texts(self, table: Mapping[str, Any], path: Path, key: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.add((*path, key), "not-texts", 'must be a list of texts: ["…", "…"]')
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def flag(self, table: Mapping[str, Any], path: Path, key: str) -> bool:
        """True or false; false where it is missing."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.add((*path, key), "not-a-flag", "must be true or false")
            return False
        return value

    def count(
        self, table: Mapping[str, Any], path: Path, key: str, *, least: int = 1, most: int = 1_000
    ) -> int:
        """A whole number from ``least`` to ``most``."""
        value = table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.add((*path, key), "not-a-count", f"must be a whole number from {least} to {most}")
            return least
        return value

    def hours(self, table: Mapping[str, Any], path: Path, key: str) -> Hours:
        """Low, usual and high hours, none below the one before."""
        value = table.get(key)
        sound = (
            isinstance(value, list)
            and len(value) == 3
            and all(isinstance(one, int | Decimal) and not isinstance(one, bool) for one in value)
        )
        if not sound or value is None or not 0 <= value[0] <= value[1] <= value[2] <= LONGEST_HOURS:
            self.add((*path, key), "not-hours", "must be three hours, low to high: [low, usual, high]")
            return NO_HOURS
        low, usual, high = (Decimal(one) for one in value)
        return low, usual, high

    def words(
        self,
        table: Mapping[str, Any],
        path: Path,
        key: str,
        *,
        required: bool = True,
        most: int = 2000,
    ) -> Words:
        """A text in each language: ``text.en = "…"``. English must be there."""
        found = self.table(table, path, key)
        if not found:
            if required:
                self.add((*path, key), "missing", f'is missing; write {key}.en = "…"')
            return {}
        if "en" not in found:
            self.add((*path, key, min(found)), "missing-english", "has no English text; add it under en")
        return {language: self.text(found, (*path, key), language, most=most) for language in sorted(found)}
