"""publiccode.yml says what catalogues of public software ask for (publiccode.yml standard 0.4)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import yaml

from tests.repository.tree import text

DESCRIBED: dict[str, Any] = yaml.safe_load(text(Path("publiccode.yml")))
PROJECT = tomllib.loads(text(Path("pyproject.toml")))["project"]
MUST = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "releaseDate",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}


def faults(described: dict[str, Any]) -> list[str]:
    """What the standard asks for and is missing or out of range."""
    found = [f"{key} is missing" for key in sorted(MUST - described.keys())]
    if described.get("developmentStatus") not in STATUSES:
        found.append("developmentStatus is none of the standard's")
    for language, words in described.get("description", {}).items():
        if not 0 < len(words.get("shortDescription", "")) <= 150:
            found.append(f"{language}: the short description has up to 150 characters")
        if not 150 <= len(words.get("longDescription", "")) <= 10_000:
            found.append(f"{language}: the long description has 150 to 10,000 characters")
        if not words.get("features"):
            found.append(f"{language}: no features")
    maintenance = described.get("maintenance", {})
    if maintenance.get("type") == "community" and not maintenance.get("contacts"):
        found.append("a community has contacts")
    return found


def test_faults_are_found() -> None:
    planted = {
        **DESCRIBED,
        "description": {"en": {"shortDescription": "x" * 151}},
        "maintenance": {"type": "community"},
    }
    del planted["url"]
    assert len(faults(planted)) == 5


def test_what_must_be_said_is_said() -> None:
    assert faults(DESCRIBED) == []


def test_it_says_the_same_as_the_package() -> None:
    assert DESCRIBED["legal"]["license"] == PROJECT["license"]
    assert DESCRIBED["name"].lower() == PROJECT["name"]
