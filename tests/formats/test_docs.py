"""The page of a format names every problem that it can report, and its example reads."""

from __future__ import annotations

import re
from pathlib import Path

from tests.formats.sample import value

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "formats" / "pabulib.md").read_text("utf-8")
SOURCES = [
    *(ROOT / "coproduce" / "formats" / "pabulib").glob("*.py"),
    *(ROOT / "coproduce" / "formats" / f"{name}.py" for name in ("text", "delimited", "protocol")),
]
CODE = re.compile(r'(?:\.add\(|fault\(\s*faults,\s*\w+,|return|return \()\s*"([a-z]+(?:-[a-z]+)*)",')


def test_every_code_stands_on_the_page() -> None:
    codes = {code for path in SOURCES for code in CODE.findall(path.read_text("utf-8"))}
    assert len(codes) > 30
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_the_example_reads() -> None:
    example = PAGE.split("```\n")[1]
    assert example.startswith("META\n")
    assert value(example).num_votes == 3
