"""The fields of a study file: what each table holds, and how its values are read.

``SCHEMA`` is the published schema; ``docs/methods/risk/calculus/study-file.md`` shows it, and a
test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from coproduce.formats.protocol import Faults
from coproduce.formats.toml_places import Path, Places

DO_NOT_KNOW = "do not know"

TOP: dict[str, str] = {
    "title": "text!",
    "invented": "yes or no",
    "currency": "text",
    "budget": "number",
    "shock": "text",
    "correlation": "number",
    "weights": "numbers by group",
    "weights_reason": "text",
    "judgements_file": "text",
}
"""What stands above the tables. ``!``: must be there."""

SCHEMA: dict[str, dict[str, str]] = {
    "outcomes": {"id": "text!", "name": "text!", "ladder": "rungs!"},
    "groups": {"id": "text!", "name": "text!", "kind": "text!", "people": "number", "regret_limit": "number"},
    "activities": {"id": "text!", "name": "text!"},
    "risks": {
        "id": "text!",
        "name": "text!",
        "story": "text",
        "outcome": "text!",
        "bearers": "texts!",
        "per": "text",
        "sense": "text",
        "activity": "text",
        "needs": "text",
        "agent": "text",
        "likelihood": "points",
        "severity": "points",
        "share": "points",
        "months": "points",
        "sure": "number",
        "more_likely": "tables",
    },
    "more_likely": {"risk": "text!", "times": "points", "sure": "number"},
    "actions": {
        "id": "text!",
        "name": "text!",
        "strategy": "text!",
        "cost": "points",
        "doses": "numbers",
        "excludes": "texts",
        "effects": "tables",
    },
    "effects": {"on": "text!", "of": "text!", "effect": "points", "sure": "number"},
    "agents": {
        "id": "text!",
        "name": "text!",
        "kind": "text!",
        "least_level": "number",
        "longest_gap": "number",
        "promised": "number",
        "set_by": "text",
        "fall": "points",
        "plateau": "points",
        "recovery": "points",
        "adaptation": "points",
        "learning": "points",
        "sure": "number",
    },
    "stands_in": {"who": "text!", "for": "text!", "share": "points", "sure": "number"},
    "judgements": {
        "group": "text!",
        "person": "text!",
        "about": "text!",
        "bearer": "text",
        "round": "number",
        "sure": "number",
        "likelihood": "points",
        "severity": "points",
        "share": "points",
        "months": "points",
        "times": "points",
        "effect": "points",
        "fall": "points",
        "plateau": "points",
        "recovery": "points",
        "adaptation": "points",
        "learning": "points",
        "substitution": "points",
        "facilitator": "text",
    },
    "events": {"kind": "text!", "date": "text"},
    "reviews": {"risk": "text!", "happened": "number!", "tried": "number!", "date": "text"},
    "organisational": {"id": "text!", "name": "text!", "leads_to": "texts"},
}
"""Every table, its fields and their kinds. ``points``: ``[lowest, best, highest]``, one number, or "do not know"."""


@dataclass(frozen=True)
class Fields:
    """One table of the file, read field by field; faults are noted where they stand."""

    table: Mapping[str, Any]
    kind: str
    path: Path
    places: Places
    faults: Faults

    @property
    def schema(self) -> dict[str, str]:
        """What the table may hold."""
        return SCHEMA[self.kind] if self.kind else {**TOP, **dict.fromkeys(SCHEMA, "tables")}

    def check_names(self) -> None:
        """Note every field that the schema does not know, and every one that is missing."""
        for name in self.table:
            if name not in self.schema:
                near = get_close_matches(name, self.schema, 1)
                meant = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(self.schema)}"
                self.fault("unknown-key", f"there is no field {name!r} here{meant}", name)
        for name, kind in self.schema.items():
            if kind.endswith("!") and name not in self.table:
                self.faults.add(
                    "missing",
                    f"the field {name!r} is missing",
                    self.places.spot(self.path),
                    key=self.key(name),
                )

    def text(self, name: str) -> str:
        """A text, or empty."""
        value = self.table.get(name, "")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return value
        self.fault("not-text", "this should be text in quotes", name)
        return ""

    def texts(self, name: str) -> list[str]:
        """A list of texts; one text alone counts as a list of one."""
        value = self.table.get(name, [])
        if isinstance(value, str):
            return [value]
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return list(value)
        self.fault("not-texts", 'this should be a list of texts: ["one", "two"]', name)
        return []

    def number(self, name: str) -> float | None:
        """A finite number, or None."""
        value = self.table.get(name)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return value
        self.fault("not-a-number", "this should be a plain number", name)
        return None

    def numbers(self, name: str) -> list[float]:
        """A list of finite numbers."""
        value = self.table.get(name, [])
        if isinstance(value, list) and all(_number(one) for one in value):
            return [float(one) for one in value]
        self.fault("not-numbers", "this should be a list of numbers: [0.5, 1]", name)
        return []

    def points(self, name: str) -> tuple[float, float, float] | str | None:
        """Lowest, best, highest; or "do not know"; None where the field is absent or faulty."""
        value = self.table.get(name)
        if value is None:
            return None
        if isinstance(value, str) and value.strip().lower() == DO_NOT_KNOW:
            return DO_NOT_KNOW
        if _number(value):
            return float(value), float(value), float(value)
        if isinstance(value, list) and len(value) == 3 and all(_number(one) for one in value):
            return float(value[0]), float(value[1]), float(value[2])
        self.fault(
            "not-points", f'this should be [lowest, best, highest], one number, or "{DO_NOT_KNOW}"', name
        )
        return None

    def sure(self) -> float:
        """How sure, as a share; 0.9 where nothing is said."""
        value = self.number("sure")
        return 0.9 if value is None else value / 100

    def rungs(self, name: str) -> list[list[Any]]:
        """The rungs of a ladder: pairs of points and words."""
        value = self.table.get(name, [])
        good = isinstance(value, list) and all(
            isinstance(one, list) and len(one) == 2 and _number(one[0]) and isinstance(one[1], str)
            for one in value
        )
        if good:
            return [[float(points), words] for points, words in value]
        self.fault("not-a-ladder", 'a ladder is a list of rungs: [[0, "words"], [20, "words"], …]', name)
        return []

    def tables(self, name: str) -> list[Fields]:
        """The tables of an array, each with its names checked."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fault("not-tables", f"this should be tables, each begun with [[{name}]]", name)
            return []
        found = [
            Fields(one, name, (*self.path, name, at), self.places, self.faults)
            for at, one in enumerate(value)
        ]
        for one in found:
            one.check_names()
        return found

    def key(self, name: str = "") -> str:
        """The key as people write it: ``risks[2].bearers``."""
        found = ""
        for part in (*self.path, *([name] if name else [])):
            found += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if found else ''}{part}"
        return found

    def spot(self, name: str = "") -> tuple[int, int]:
        """Line and column of a field, or of the table."""
        return self.places.spot((*self.path, name) if name else self.path)

    def fault(self, code: str, text: str, name: str) -> None:
        """Note a fault of one field."""
        self.faults.add(code, text, self.spot(name), key=self.key(name))


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
