"""Nothing committed belongs to one machine or one network: no folder of somebody's, no address of a package index."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.repository.tree import files, text

# Written backwards, so that this file does not name what it looks for.
FOLDERS = [name[::-1] for name in ("krow", "toor", "emoh", "sresU", "pmt")]
HOSTS = [
    name[::-1]
    for name in (
        "gro.ipyp",
        "gro.detsohnohtyp",
        "gro.sjmpn",
        "moc.sjmpn",
        "moc.gkpnray",
        "gro.naibed.bed",
        "oi.setarc",
    )
]
ONE_MACHINE = re.compile(
    rf"(?<![\w.])/(?:{'|'.join(FOLDERS)})/|\b(?:{'|'.join(map(re.escape, HOSTS))})\b",
)
NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".gz", ".zip", ".sav", ".pdf"}
TEXTS = [path for path in files() if path.suffix not in NOT_TEXT]
LOCKS = [path for path in files() if path.suffix == ".txt" and "requirements" in str(path)]
NPM_LOCKS = [path for path in files() if path.name == "package-lock.json"]


def faults(content: str) -> list[str]:
    """Each line of a text that names a machine's folder or a package index."""
    return [line for line in content.splitlines() if ONE_MACHINE.search(line)]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("line", ["see {}x", "cd '{}alice/x'"])
def test_the_search_finds_a_folder(line: str, folder: str) -> None:
    planted = line.format(f"/{folder}/")
    assert faults(f"fine\n{planted}\n") == [planted]


@pytest.mark.parametrize("host", HOSTS)
def test_the_search_finds_an_index(host: str) -> None:
    assert faults(f"fine\nfrom https://files.{host}/simple\n") == [f"from https://files.{host}/simple"]


@pytest.mark.parametrize("line", ["frame/work/flow", "the root/ of it", "../home/x", "src/home/page.html"])
def test_the_search_leaves_ordinary_words_alone(line: str) -> None:
    assert faults(line) == []


@pytest.mark.parametrize("path", TEXTS, ids=str)
def test_no_file_names_a_machine_or_an_index(path: Path) -> None:
    assert faults(text(path)) == []


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_a_lock_has_hashes_and_no_addresses(path: Path) -> None:
    lines = text(path).splitlines()
    pinned = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
    assert pinned
    assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []
    assert [
        line for line in lines if "://" in line or line.startswith(("-i", "--index", "--extra", "--find"))
    ] == []


@pytest.mark.parametrize("path", NPM_LOCKS, ids=str)
def test_an_npm_lock_has_no_addresses(path: Path) -> None:
    packages = json.loads(text(path))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
