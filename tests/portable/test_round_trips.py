"""Backup, restore, move and verify over the whole demo borough: the digests are equal, or nothing was done."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


class Site:
    """A site of its own: a folder, a database, and the commands run as their user runs them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        folder.mkdir(exist_ok=True)

    def run(self, *words: str, status: int = 0) -> str:
        return self._python("-m", "coproduce", *words, status=status)

    def manage(self, *words: str) -> str:
        return self._python("-m", "coproduce.web", *words, status=0)

    def _python(self, *words: str, status: int) -> str:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("COPRODUCE_", "DJANGO_"))
        }
        env = {
            **kept,
            "DATABASE_URL": self.url,
            "COPRODUCE_DATA": str(self.folder),
            "COPRODUCE_DEMO": "yes",
            "COPRODUCE_SECRET_KEY": "only-for-tests-" * 4,
        }
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def digest(self) -> str:
        return self.run("verify", "--digests").split()[-6]

    def sql(self, *statements: str) -> None:
        script = (
            "import django; django.setup()\nfrom django.db import connection\n"
            f"with connection.cursor() as c:\n    [c.execute(s) for s in {list(statements)!r}]\n"
        )
        os_env = os.environ.get("DJANGO_SETTINGS_MODULE")
        os.environ["DJANGO_SETTINGS_MODULE"] = "coproduce.web.settings"
        try:
            env = {**os.environ, "DATABASE_URL": self.url, "COPRODUCE_DATA": str(self.folder)}
            subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, check=True)
        finally:
            if os_env:
                os.environ["DJANGO_SETTINGS_MODULE"] = os_env


def a_database(folder: Path, name: str) -> Site:
    """A fresh database of the kind that the tests run on, which no other process of the tests has."""
    if POSTGRES:
        name += os.environ.get("PYTEST_XDIST_WORKER", "")
        import psycopg
        from django.conf import settings

        there = settings.DATABASES["default"]
        with psycopg.connect(
            host=there["HOST"], user=there["USER"], dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        return Site(folder / name, f"{base}/{name}")
    return Site(folder / name, f"sqlite:///{folder / name / 'it.sqlite3'}")


def a_sqlite(folder: Path, name: str) -> Site:
    return Site(folder / name, f"sqlite:///{folder / name / 'it.sqlite3'}")


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole invented borough, made once."""
    site = a_database(tmp_path_factory.mktemp("borough"), "borough")
    site.manage("migrate", "--verbosity", "0")
    site.manage("demo")
    uploads = site.folder / "uploads" / "plans"
    uploads.mkdir(parents=True)
    (uploads / "hall.pdf").write_bytes(b"%PDF-1.7 a plan of the hall")
    return site


@pytest.fixture(scope="module")
def copy(borough: Site) -> Path:
    path = borough.folder / "copy.zip"
    said = borough.run("backup", str(path))
    assert "1 uploaded files" in said
    assert path.stat().st_mode & 0o077 == 0
    return path


# The mark makes these run on both databases; they make databases of their own.
pytestmark = pytest.mark.database


def test_a_copy_becomes_the_same_database_again(borough: Site, copy: Path, tmp_path: Path) -> None:
    again = a_database(tmp_path, "again")
    said = again.run("restore", str(copy))
    assert "Every digest is what it was" in said
    assert (again.folder / "uploads" / "plans" / "hall.pdf").read_bytes().startswith(b"%PDF")
    assert "holds" in again.run("verify", "--against", str(copy))
    other = tmp_path / "second.zip"
    again.run("backup", str(other))
    assert contents(other) == contents(copy)
    refused = again.run("restore", str(copy), status=3)
    assert "is not empty" in refused


def test_a_copy_travels_between_the_two_kinds(borough: Site, copy: Path, tmp_path: Path) -> None:
    if not POSTGRES:
        pytest.skip("there is one kind of database here; this runs with the tests on PostgreSQL")
    small = a_sqlite(tmp_path, "small")
    small.run("restore", str(copy))
    back = a_database(tmp_path, "back")
    said = small.run("move-to-postgres", "--to", back.url)
    assert "Every digest is the same on both" in said
    assert small.digest() == back.digest()
    assert "holds" in back.run("verify", "--against", str(copy))
    assert "is not empty" in small.run("move-to-postgres", "--to", back.url, status=3)
    assert "on PostgreSQL already" in back.run("move-to-postgres", "--to", back.url, status=3)


def test_a_damaged_copy_is_refused_and_leaves_the_database_empty(copy: Path, tmp_path: Path) -> None:
    site = a_database(tmp_path, "empty")
    whole = copy.read_bytes()
    faulty = {
        "cut.zip": whole[: len(whole) // 2],
        "no.zip": b"nothing of the kind",
        "none.zip": b"",
        "bit.zip": flipped(whole, within(copy, "tables/proceedings_act.jsonl")),
    }
    for name, data in faulty.items():
        (tmp_path / name).write_bytes(data)
        said = site.run("restore", str(tmp_path / name), status=3)
        assert said.startswith(str(tmp_path / name))
        assert "Traceback" not in said
    changed(copy, tmp_path / "row.zip", "tables/core_auditevent.jsonl", b'"screen"', b'"Screen"')
    assert "core_auditevent" in site.run("restore", str(tmp_path / "row.zip"), status=3)
    assert "there is no such file" in site.run("restore", str(tmp_path / "absent"), status=3)
    site.run("restore", str(copy))


def test_verify_finds_what_was_done_to_rows_that_nobody_may_change(copy: Path, tmp_path: Path) -> None:
    site = a_database(tmp_path, "tampered")
    site.run("restore", str(copy))
    off = (
        "ALTER TABLE core_auditevent DISABLE TRIGGER USER"
        if POSTGRES
        else 'DROP TRIGGER "coproduce_core_auditevent_u"'
    )
    on = "ALTER TABLE core_auditevent ENABLE TRIGGER USER" if POSTGRES else "SELECT 1"
    site.sql(off)
    assert "is missing" in site.run("verify", status=1)
    site.sql("UPDATE core_auditevent SET role = 'lead' WHERE seq = 7", on)
    site.manage("migrate", "--verbosity", "0")
    site.run("verify")
    assert "core_auditevent: the row 7 was changed" in site.run("verify", "--against", str(copy), status=1)


def contents(path: Path) -> dict[str, int]:
    """What a copy holds but the trail: taking a copy is itself written there."""
    with zipfile.ZipFile(path) as archive:
        return {
            info.filename: info.CRC
            for info in archive.infolist()
            if info.filename not in {"manifest.json", "tables/core_auditevent.jsonl"}
        }


def within(path: Path, name: str) -> int:
    """A byte in the middle of one packed table."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    return info.header_offset + 30 + len(name) + info.compress_size // 2


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def changed(source: Path, target: Path, name: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == name:
                assert old in data
                data = data.replace(old, new, 1)
            after.writestr(info.filename, data)
