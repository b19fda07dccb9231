"""All that other rooms may know of the catalogue."""

from __future__ import annotations

from coproduce.catalogue.actions import Loaded, add_gain, load_catalogue, load_method, retire_method
from coproduce.catalogue.kinds import KINDS, Kind
from coproduce.catalogue.queries import (
    AreaView,
    GainView,
    MethodView,
    areas,
    gains_of,
    method,
    methods,
    methods_by_co,
)
from coproduce.catalogue.recipe import Ask, Guide, Recipe, RecipeStep, missing_tools
from coproduce.catalogue.recipe.values import say
from coproduce.catalogue.words import (
    GROUP_OF_ROLE,
    Co,
    Group,
    Level,
    Port,
    Power,
    Role,
    Side,
    Stage,
    Strategy,
)

__all__ = [
    "GROUP_OF_ROLE",
    "KINDS",
    "AreaView",
    "Ask",
    "Co",
    "GainView",
    "Group",
    "Guide",
    "Kind",
    "Level",
    "Loaded",
    "MethodView",
    "Port",
    "Power",
    "Recipe",
    "RecipeStep",
    "Role",
    "Side",
    "Stage",
    "Strategy",
    "add_gain",
    "areas",
    "gains_of",
    "load_catalogue",
    "load_method",
    "method",
    "methods",
    "methods_by_co",
    "missing_tools",
    "retire_method",
    "say",
]
