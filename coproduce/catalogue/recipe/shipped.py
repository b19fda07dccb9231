"""What comes with Coproduce: the files of the ways of working, and the gains as the study names them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coproduce.catalogue.recipe.values import Recipe

_HERE = "coproduce.catalogue"


@dataclass(frozen=True)
class Gain:
    """What a group may hope to gain: what screens call it, what to beware of, and one way to notice it."""

    key: str
    group: str
    name: str
    beware: str
    notice: str


@cache
def gains() -> Mapping[str, Gain]:
    """The nine gains of the study, by key, in its order."""
    table = tomllib.loads((files(_HERE) / "gains.toml").read_text("utf-8"))
    return {
        one["key"]: Gain(one["key"], one["group"], one["name"], one["beware"], one["notice"])
        for one in table["gain"]
    }


def recipe_files() -> Mapping[str, bytes]:
    """Every way of working that comes with Coproduce: the name of its file → its text, by name."""
    folder = files(_HERE) / "recipes"
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".toml")}
    return dict(sorted(found.items()))


def missing_tools(recipe: Recipe, existing: Collection[str]) -> tuple[str, ...]:
    """Tools that the recipe uses and that are not among ``existing``, in the order in which it needs them."""
    needed = dict.fromkeys(step.instrument for step in recipe.steps)
    return tuple(tool for tool in needed if tool not in existing)
