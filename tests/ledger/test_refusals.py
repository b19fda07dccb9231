"""Every refusal of the book and of the calendar has its sentence, and the sentence can be said."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2] / "coproduce"
CODES = sorted(
    {
        code
        for room in ("ledger", "occasions")
        for path in (ROOT / room).rglob("*.py")
        for code in re.findall(r'Refusal\(\s*"([a-z-]+)"', path.read_text())
    }
)
PARAMS = {
    "kind": "Travel", "hours": 8, "most": 400, "key": "k", "title": "Visit", "through": date(2026, 6, 30),
    "starts": datetime(2026, 6, 30, 10, tzinfo=UTC),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_its_sentence(code):
    said = render_to_string(f"refusals/{code}.html", PARAMS)
    assert said.strip().endswith((".", "?"))
    assert "{{" not in said
    if code == "ledger-locked":
        assert "30 June 2026" in said
