"""How the files look: sizes that read well, names that say something, nothing of one machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files

STOP, STOP_FOR_TESTS = 400, 600
SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "base"} | {
    "services",
    "manager",
    "managers",
    "misc",
}
PYTHON = [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]


def too_long(path: Path, lines: int) -> bool:
    """Whether a file of so many lines should become a folder named by verb or concept."""
    return lines > (STOP_FOR_TESTS if path.parts[0] == "tests" else STOP)


def says_nothing(path: Path) -> bool:
    """Whether a file or one of its folders has a name under which anything could be put."""
    return any(part.split(".")[0].strip("_") in SAY_NOTHING for part in path.parts)


def test_the_measures_find_a_fault() -> None:
    assert too_long(Path("coproduce/a.py"), 401)
    assert not too_long(Path("tests/test_a.py"), 600)
    assert says_nothing(Path("coproduce/core/utils.py"))
    assert says_nothing(Path("coproduce/helpers/x.py"))
    assert not says_nothing(Path("coproduce/database.py"))


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_no_file_is_too_long(path: Path) -> None:
    lines = len((ROOT / path).read_text("utf-8").splitlines())
    assert not too_long(path, lines), f"{path} has {lines} lines: make it a folder named by verb or concept"


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_every_file_has_a_name_that_says_something(path: Path) -> None:
    assert not says_nothing(path), f"{path}: name it by what it does"
