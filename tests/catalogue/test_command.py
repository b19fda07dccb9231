"""``coproduce methods``: faults of all files together, one line each; a list of what comes with Coproduce."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coproduce.catalogue.public import method
from coproduce.cli.contract import main
from coproduce.cli.methods import built
from coproduce.conduct.registry import INSTRUMENTS
from tests.catalogue.test_recipes import SOUND


def test_sound_files_are_said_to_be_sound(tmp_path, capsys):
    path = tmp_path / "ours.toml"
    path.write_text(SOUND.replace("users.outcomes", "carers.a-break"), "utf-8")
    assert main(["methods", "check", str(path), "--gain", "carers.a-break"]) == 0
    assert capsys.readouterr().out.startswith("Sound: our-way 1 (design): Our way, 3 stages")


def test_faults_of_all_files_come_together(tmp_path, capsys):
    one, two, none = (tmp_path / name for name in ("one.toml", "two.toml", "none.toml"))
    one.write_text(SOUND.replace('"anyone"', '"citizens"'), "utf-8")
    two.write_text("key = ", "utf-8")
    assert main(["methods", "check", str(one), str(two), str(none)]) == 3
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert any(line.startswith(f"{one}:30:1: step[1].admits: ") for line in told)
    assert any(line.startswith(f"{none}: cannot be read") for line in told)


def test_the_list_names_what_is_not_built(capsys):
    assert main(["methods", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 21
    assert any(line.endswith("not built yet: pledge") == ("pledge" not in built()) for line in lines)


def test_tools_that_are_there_are_those_of_the_registry():
    assert built() == frozenset(INSTRUMENTS)


def test_checking_loads_no_django():
    code = "import sys, coproduce.cli.methods; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.django_db
def test_loading_adds_what_is_not_there(tmp_path, capsys):
    assert main(["methods", "load"]) == 0
    assert capsys.readouterr().out == "All are there already.\n"
    path = tmp_path / "ours.toml"
    path.write_text(SOUND, "utf-8")
    assert main(["methods", "load", str(path)]) == 0
    assert capsys.readouterr().out == "Loaded: our-way 1\n"
    path.write_text(SOUND.replace("Our way", "Another way"), "utf-8")
    assert main(["methods", "load", str(path)]) == 3
    assert main(["methods", "load", str(tmp_path / "none.toml")]) == 3
    other = tmp_path / "other.toml"
    other.write_text(SOUND.replace("our-way", "other-way"), "utf-8")
    assert main(["methods", "load", str(other), str(path)]) == 3
    assert method("other-way") is None
