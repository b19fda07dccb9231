"""``coproduce methods``: check recipes of ways of working, list those that come with Coproduce, load them.

Checking and listing need no database: an agency writes a recipe of its own, checks it, and loads it when it is sound.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from pkgutil import iter_modules

from coproduce import instruments
from coproduce.catalogue.recipe import Recipe, check, gains, missing_tools, read, recipe_files
from coproduce.cli.contract import Answer
from coproduce.cli.platform import set_up
from coproduce.engines.kernel import BadInput, Place, Problem

OWN_OUTPUT = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``check FILE…``, ``list`` and ``load [FILE…]``."""
    own = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    checking = own.add_parser("check", help="every fault of these recipes", allow_abbrev=False)
    checking.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a recipe (docs/recipes.md)")
    checking.add_argument(
        "--gain",
        metavar="KEY",
        action="append",
        default=[],
        help="a gain of your own that the recipes may name",
    )
    loading = own.add_parser("load", help="put them into the site's database", allow_abbrev=False)
    loading.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="recipes of your own; without any, those that come with it",
    )
    own.add_parser("list", help="the ways of working that come with Coproduce", allow_abbrev=False)


def run(arguments: argparse.Namespace) -> Answer:
    """Raises ``BadInput`` with the faults of all files together."""
    if arguments.what == "list":
        found = [read(data, name=name) for name, data in recipe_files().items()]
        return Answer("\n".join(_line(one) for one in sorted(found, key=lambda one: (one.stage, one.key))))
    if arguments.what == "load":
        return _loaded(arguments.files)
    return _checked(arguments.files, arguments.gain)


def _loaded(paths: list[Path]) -> Answer:
    by = set_up()
    # The tables can be imported only once Django stands.
    from django.db import transaction

    from coproduce.catalogue.public import load_catalogue, load_method

    if not paths:
        new = load_catalogue(by=by).methods
        return Answer(
            "\n".join(f"Loaded: {key} {version}" for key, version in new) or "All are there already."
        )
    texts = {path: _bytes(path) for path in paths}
    with transaction.atomic():
        done = [load_method(data, name=str(path), by=by) for path, data in texts.items()]
    return Answer("\n".join(f"Loaded: {one.key} {one.version}" for one in done))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput.one(f"cannot be read: {error.strerror}", source=str(path)) from None


def _checked(paths: list[Path], own: list[str]) -> Answer:
    sound: list[Recipe] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found = check(path.read_bytes(), name=str(path), gains={*gains(), *own})
        except OSError as error:
            found = [Problem(Place(str(path)), f"cannot be read: {error.strerror}", "unreadable")]
        if isinstance(found, list):
            problems += found
        else:
            sound.append(found)
    if problems:
        raise BadInput(problems)
    return Answer("\n".join(f"Sound: {_line(one)}" for one in sound))


def built() -> frozenset[str]:
    """The tools there are: each is a package, found without loading it, since tools need a database."""
    return frozenset(one.name for one in iter_modules(instruments.__path__) if one.ispkg)


def _line(recipe: Recipe) -> str:
    missing = missing_tools(recipe, built())
    waits = f"; not built yet: {', '.join(missing)}" if missing else ""
    count = len(recipe.steps)
    stages = f"{count} stage{'' if count == 1 else 's'}"
    return f"{recipe.key} {recipe.version} ({recipe.stage}): {recipe.name()}, {stages}{waits}"
