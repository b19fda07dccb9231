"""The gates close: what the style check and the import contracts forbid is found when it is planted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

PROGRAMS = Path(sys.executable).parent
PLANTED = {
    "coproduce/engines/toy_above/__init__.py": "",
    "coproduce/engines/kernel/planted.py": "import coproduce.engines.counting\nimport random\n",
    "coproduce/engines/counting/__init__.py": "",
    "coproduce/formats/__init__.py": "",
    "coproduce/formats/planted.py": "import django\nimport coproduce.engines.counting\nimport coproduce.web\n",
    "coproduce/report/__init__.py": "",
    "coproduce/web/__init__.py": "",
    "coproduce/people/__init__.py": "",
    "coproduce/people/models.py": "",
    "coproduce/people/public.py": "import coproduce.people.models\n",
    "coproduce/register/__init__.py": "import coproduce.people.public\nimport coproduce.people.models\n",
    "coproduce/instruments/__init__.py": "",
    "coproduce/instruments/ballot/__init__.py": "import coproduce.instruments.ideas.public\n",
    "coproduce/instruments/ballot/public.py": "",
    "coproduce/instruments/ideas/__init__.py": "",
    "coproduce/instruments/ideas/public.py": "",
    "coproduce/somewhere/__init__.py": "",
}


def style_faults(name: str, source: str) -> set[str]:
    """The codes of what ruff finds in a source, were it the file of that name."""
    done = subprocess.run(
        [PROGRAMS / "ruff", "check", "--output-format", "concise", "--stdin-filename", ROOT / name, "-"],
        input=source,
        capture_output=True,
        text=True,
        check=False,  # what it says is looked at, not whether it is content
        cwd=ROOT,
    )
    return set(re.findall(r": ([A-Z]+\d+) ", done.stdout))


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\n\nNOW = datetime.now()",
        "import random\n\nLUCK = random.random()",
        "import numpy as np\n\nLUCK = np.random.default_rng(1)",
        'import os\n\nHOME = os.environ["HOME"]',
        "from pathlib import Path\n\nHERE = Path()",
        "import time\n\nNOW = time.time()",
        "import logging\n\nLOG = logging.getLogger()",
    ],
)
def test_an_engine_may_not_know_hour_luck_or_machine(line: str) -> None:
    assert "TID251" in style_faults("coproduce/engines/counting/planted.py", f'"""Planted."""\n\n{line}\n')
    assert "TID251" not in style_faults("coproduce/core/planted.py", f'"""Planted."""\n\n{line}\n')


def test_yes_or_no_is_never_an_argument_by_place() -> None:
    source = '"""Planted."""\n\n\ndef count(exact: bool) -> None:\n    """Count."""\n'
    assert "FBT001" in style_faults("coproduce/engines/counting/planted.py", source)


def test_every_import_contract_breaks_when_its_fault_is_planted(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "coproduce",
        tmp_path / "coproduce",
        ignore=shutil.ignore_patterns("static", "templates", "__pycache__", "*.html"),
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/import_contracts.py", tmp_path / "scripts")
    for name, source in PLANTED.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        path = tmp_path / name
        path.write_text(source + (path.read_text("utf-8") if path.exists() else ""), "utf-8")
    done = subprocess.run(
        [PROGRAMS / "lint-imports", "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,  # what it says is looked at, not whether it is content
    )
    verdicts = dict(re.findall(r"(?m)^(\S.*) (KEPT|BROKEN)$", done.stdout))
    assert verdicts
    assert [name for name, verdict in verdicts.items() if verdict == "KEPT"] == []
    for found in (
        "- coproduce.somewhere",
        "- coproduce.engines.toy_above",
        "coproduce.formats.planted imports coproduce.engines.counting",
        "coproduce.register imports coproduce.people.models",
    ):
        assert found in done.stdout
    assert "coproduce.people.public:" not in done.stdout
