"""A way of working as data: which stages, with which tool, taking what from which stage, asking what of whom.

A recipe is a TOML file (docs/recipes.md). Here it becomes frozen values, or every fault it has, each
with file, line and key. Nothing here knows Django: an agency checks its own recipe on the command line,
without a database. Only ``conduct`` can say whether the tools accept the settings.
"""

from coproduce.catalogue.recipe.checking import check, read, stored
from coproduce.catalogue.recipe.shipped import Gain, gains, missing_tools, recipe_files
from coproduce.catalogue.recipe.values import (
    Ask,
    Asked,
    Due,
    Guide,
    Hours,
    Lasts,
    Part,
    Recipe,
    RecipeStep,
    Sort,
    Split,
    Steering,
    Take,
    Times,
    Wrong,
)

__all__ = [
    "Ask",
    "Asked",
    "Due",
    "Gain",
    "Guide",
    "Hours",
    "Lasts",
    "Part",
    "Recipe",
    "RecipeStep",
    "Sort",
    "Split",
    "Steering",
    "Take",
    "Times",
    "Wrong",
    "check",
    "gains",
    "missing_tools",
    "read",
    "recipe_files",
    "stored",
]
