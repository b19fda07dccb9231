"""All that other rooms may know of the catalogue."""

from __future__ import annotations

from coproduce.catalogue.actions import Loaded, add_area, add_gain, load_catalogue, load_method, retire_method
from coproduce.catalogue.choosing import MONEY, Asked, Chosen, Fit, Wish, choose, resident_hours, wishes
from coproduce.catalogue.kinds import KINDS, Kind
from coproduce.catalogue.queries import (
    AreaView,
    GainView,
    MethodView,
    area_names,
    areas,
    areas_by_name,
    gains_of,
    method,
    methods,
    methods_by_co,
)
from coproduce.catalogue.recipe import Ask, Guide, Hours, Lasts, Recipe, RecipeStep, missing_tools
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
    "MONEY",
    "AreaView",
    "Ask",
    "Asked",
    "Chosen",
    "Co",
    "Fit",
    "GainView",
    "Group",
    "Guide",
    "Hours",
    "Kind",
    "Lasts",
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
    "Wish",
    "add_area",
    "add_gain",
    "area_names",
    "areas",
    "areas_by_name",
    "choose",
    "gains_of",
    "load_catalogue",
    "load_method",
    "method",
    "methods",
    "methods_by_co",
    "missing_tools",
    "resident_hours",
    "retire_method",
    "say",
    "wishes",
]
