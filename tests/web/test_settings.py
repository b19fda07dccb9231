"""Settings: from the environment alone, documented, and refused in a sentence when wrong."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from coproduce.web.environment import SETTINGS, BadSetting, Environment
from coproduce.web.settings import database

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_is_documented_and_no_other() -> None:
    lines = (ROOT / "docs/settings.md").read_text().splitlines()
    documented = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert documented == [setting.name for setting in SETTINGS]


def test_a_missing_setting_has_its_default() -> None:
    found = Environment({})
    assert found.text("COPRODUCE_DATA") == "var"
    assert found.names("COPRODUCE_HOSTS") == ["localhost", "127.0.0.1", "[::1]"]
    assert found.yes("COPRODUCE_HTTPS") is False
    assert found.whole("COPRODUCE_UPLOAD_MB", least=1, most=256) == 16


@pytest.mark.parametrize("text", ["x", "-1", "0", "257", "1.5", "９", "99999999999"])
def test_a_wrong_number_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match=r"COPRODUCE_UPLOAD_MB is .*whole number from 1 to 256"):
        Environment({"COPRODUCE_UPLOAD_MB": text}).whole("COPRODUCE_UPLOAD_MB", least=1, most=256)


def test_a_wrong_word_an_unknown_name_and_a_short_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="must be yes or no"):
        Environment({"COPRODUCE_HTTPS": "perhaps"}).yes("COPRODUCE_HTTPS")
    with pytest.raises(BadSetting, match="COPRODUCE_UPLOADMB is not a setting"):
        Environment({"COPRODUCE_UPLOADMB": "3"})
    with pytest.raises(BadSetting, match="50 or more"):
        Environment({"COPRODUCE_SECRET_KEY": "short"}).secret("COPRODUCE_SECRET_KEY", tmp_path)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = Environment({}).secret("COPRODUCE_SECRET_KEY", folder)
    assert len(first) >= 50
    assert Environment({}).secret("COPRODUCE_SECRET_KEY", folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="no key can be kept"):
        Environment({}).secret("COPRODUCE_SECRET_KEY", tmp_path / "file" / "below")


def test_each_database_has_what_it_needs() -> None:
    lite = database("sqlite:///x.sqlite3")
    assert lite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert lite["ATOMIC_REQUESTS"] is False
    real = database("postgres://me@%2Frun%2Fpg/name")
    assert real["HOST"] == "/run/pg"
    assert real["CONN_HEALTH_CHECKS"] is True
    for url in ("mysql://x/y", "nonsense", "postgres"):
        with pytest.raises(BadSetting, match="DATABASE_URL"):
            database(url)


@pytest.mark.django_db
def test_sqlite_runs_as_it_was_asked_to() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on another database")
    found = {}
    with connection.cursor() as cursor:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize("start", [["-m", "coproduce.web", "check"], ["-c", "import coproduce.web.wsgi"]])
def test_a_wrong_setting_is_one_line_and_no_traceback(start: list[str], tmp_path: Path) -> None:
    environment = {**os.environ, "COPRODUCE_DATA": str(tmp_path), "COPRODUCE_KEEP_HOURS": "soon"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, *start], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("coproduce: COPRODUCE_KEEP_HOURS is 'soon'; it must be a whole number")
    assert len(done.stderr.splitlines()) == 1


def test_over_https_cookies_are_safe_and_the_connection_stays_so(tmp_path: Path) -> None:
    code = (
        "from coproduce.web import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 10**7, s.SECURE_SSL_REDIRECT)"
    )
    environment = {**os.environ, "COPRODUCE_DATA": str(tmp_path), "COPRODUCE_HTTPS": "yes"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["True"] * 4
