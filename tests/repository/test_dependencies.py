"""Each dependency says why it is there, in docs/dependencies.md, and the lists of dependencies agree."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.repository.tree import files, text

LISTS = [path for path in files() if path.suffix == ".in" and path.parts[0] == "requirements"]
PROJECT = tomllib.loads(text(Path("pyproject.toml")))["project"]
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def canonical(requirement: str) -> str:
    """The name of a distribution as package indexes compare it."""
    name = re.split(r"[\[<>=~!; ]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(content: str) -> set[str]:
    """The distributions that a list of requirements names, options and comments left out."""
    lines = (line.partition("#")[0].strip() for line in content.splitlines())
    return {canonical(line) for line in lines if line and not line.startswith("-")}


def npm_packages() -> set[str]:
    """What the style sheets are made with."""
    found: set[str] = set()
    for path in files():
        if path.name == "package.json":
            package = json.loads(text(path))
            found |= set(package.get("dependencies", {})) | set(package.get("devDependencies", {}))
    return found


def explained() -> set[str]:
    """What has a row in docs/dependencies.md."""
    return {canonical(name) for name in ROW.findall(text(Path("docs/dependencies.md")))}


def test_a_list_is_read_as_pip_reads_it() -> None:
    assert requirements("# why\n-r base.in\npsycopg[binary]\nDjango>=5.2,<5.3 # x\nflit_core\n") == {
        "psycopg",
        "django",
        "flit-core",
    }


@pytest.mark.parametrize("path", LISTS, ids=str)
def test_each_dependency_says_why(path: Path) -> None:
    assert sorted(requirements(text(path)) - explained()) == []


def test_each_npm_package_says_why() -> None:
    assert sorted({canonical(name) for name in npm_packages()} - explained()) == []


def test_no_row_is_left_over() -> None:
    wanted = {canonical(name) for name in npm_packages()}
    for path in LISTS:
        wanted |= requirements(text(path))
    assert sorted(explained() - wanted) == []


def test_the_package_asks_for_what_is_locked() -> None:
    assert {canonical(name) for name in PROJECT["dependencies"]} == requirements(
        text(Path("requirements/base.in"))
    )


def test_the_extras_are_locked_for_the_tests() -> None:
    extras = {canonical(name) for names in PROJECT["optional-dependencies"].values() for name in names}
    assert sorted(extras - requirements(text(Path("requirements/dev.in")))) == []


@pytest.mark.parametrize("path", LISTS, ids=str)
def test_the_lock_holds_what_its_list_asks_for(path: Path) -> None:
    locked = requirements(re.sub(r"(?m)^ .*$|\\$", "", text(path.with_suffix(".txt"))))
    assert sorted(requirements(text(path)) - locked) == []
