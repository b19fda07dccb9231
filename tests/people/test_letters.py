"""How letters go out: by the setting, refused in a sentence where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from coproduce.web.environment import BadSetting, Environment
from coproduce.web.letters import mail


def test_without_a_server_letters_are_files(tmp_path: Path) -> None:
    found = mail(Environment({}), tmp_path)
    assert found["BACKEND"].endswith("filebased.EmailBackend")
    assert found["FILES"] == tmp_path / "mail"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("smtp://me%40x:p%2Fw@mail.example", ("mail.example", 587, "me@x", "p/w", True, False)),
        ("smtps://mail.example", ("mail.example", 465, "", "", False, True)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_server_is_read_from_its_address(given: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = mail(Environment({"COPRODUCE_MAIL": given}), tmp_path)
    assert tuple(found[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "TLS", "SSL")) == expected


@pytest.mark.parametrize(
    "given", ["mail.example", "http://x", "smtp://", "smtp://x:99999", "smtp://x/path", "smtp://[x"]
)
def test_what_is_no_server_is_refused(given: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="must be written smtp://"):
        mail(Environment({"COPRODUCE_MAIL": given}), tmp_path)
