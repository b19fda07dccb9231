"""``coproduce serve``, ``work`` and ``demo``: addresses, refusals in sentences, jobs that fail without stopping the rest."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from coproduce.cli import work
from coproduce.cli.contract import main
from coproduce.cli.serve import address_of
from coproduce.conduct.public import tick
from coproduce.engines.kernel import BadInput
from tests.standing import Standing


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "names", "secure", "shown"),
    [
        ("127.0.0.1", [], False, "http://localhost:{port}/"),
        ("0.0.0.0", ["localhost", "*", ".eastmere.example"], False, "http://eastmere.example:{port}/"),
        ("0.0.0.0", [], False, "http://localhost:{port}/"),
        ("127.0.0.1", [], True, "https://localhost/"),
    ],
)
def test_the_address_is_one_that_can_be_opened(host: str, names: list[str], secure: bool, shown: str) -> None:
    port = free_port()
    assert address_of(f"{host}:{port}", names, secure=secure) == shown.format(port=port)
    assert address_of("unix:/run/coproduce.sock", names) == "unix:/run/coproduce.sock"


@pytest.mark.parametrize("where", ["8000", "localhost", "localhost:0", "localhost:99999", "localhost:http"])
def test_a_place_to_listen_that_is_none_is_refused(where: str) -> None:
    with pytest.raises(BadInput, match="not a place to listen"):
        address_of(where, [])


def test_a_place_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput, match="nothing can listen at 127"):
            address_of(f"127.0.0.1:{taken.getsockname()[1]}", [])


@pytest.mark.django_db
def test_a_job_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        work, "JOBS", (work.Job("broken", "tests.cli.test_serving:broken", 60), *work.JOBS, work.Job("told", "tests.cli.test_serving:says", 60))
    )  # fmt: skip
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    done: dict[str, float] = {}
    assert work.turn(done) == ["broken"]
    assert "told: one thing done" in capsys.readouterr().out
    assert set(done) == {*(job.name for job in work.JOBS), "told"} - {"broken"}
    assert work.turn(done) == ["broken"], "what failed is tried again; what was done waits for its time"
    assert "told" not in capsys.readouterr().out


def broken() -> None:
    """A job that fails."""
    raise RuntimeError("no")


def says() -> str:
    """A job that has something to say."""
    return "one thing done"


@pytest.mark.django_db
def test_one_stage_that_fails_does_not_stop_the_others(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = standing.open_step(), standing.open_step()

    def started(step_id: object) -> list[object]:
        if step_id == bad.id:
            raise RuntimeError("no")
        return []

    monkeypatch.setattr("coproduce.conduct.moving.start", started)
    monkeypatch.setattr("coproduce.conduct.moving.due_to_start", lambda moment: [bad.id, good.id])
    done = tick()
    assert done.problems == {bad.id: ["RuntimeError"]}
    assert good.id in done.started


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """An environment with a folder and a database of its own, as a process is given it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COPRODUCE_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {**kept, "COPRODUCE_DATA": str(tmp_path), "COPRODUCE_WORKERS": "1"}


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that end with the test."""
    found: list[subprocess.Popen[str]] = []
    yield found
    for one in found:
        one.kill()
        one.communicate()


def begun(own: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """``coproduce WORDS`` as a process."""
    command = [sys.executable, "-m", "coproduce", *words]
    return subprocess.Popen(command, env=own, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_serve_makes_ready_and_answers_and_work_waits_for_it_and_stops_when_told(
    own: dict[str, str], started: list[subprocess.Popen[str]]
) -> None:
    port = free_port()
    worker = begun(own, "work")
    started.append(worker)
    assert worker.stdout is not None
    assert worker.stdout.readline().startswith("Waiting: database: the database is not up to date")
    server = begun({**own, "COPRODUCE_LISTEN": f"127.0.0.1:{port}"}, "serve")
    started.append(server)
    assert server.stdout is not None
    assert server.stdout.readline() == f"Coproduce: http://localhost:{port}/\n"
    assert worker.stdout.readline() == "Working. What falls due is done each minute.\n"
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/") as answer:
                assert answer.status == 200
                break
        except OSError:
            time.sleep(0.3)
    else:
        pytest.fail("the server never answered")
    for one in (worker, server):
        one.send_signal(signal.SIGTERM)
    assert worker.communicate(timeout=60)[0] == "Stopped.\n"
    assert worker.returncode == 0
    assert server.wait(timeout=60) == 0
    refused = subprocess.run(
        [sys.executable, "-m", "coproduce", "demo"], env=own, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 3
    assert refused.stderr.startswith("COPRODUCE_DEMO: this is not a demo")
    wrong = subprocess.run(
        [sys.executable, "-m", "coproduce", "serve"], env={**own, "COPRODUCE_WORKERS": "many"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert wrong.returncode == 3
    assert wrong.stderr.startswith("settings: COPRODUCE_WORKERS is 'many'")


def test_the_help_names_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {verb}" in said for verb in ("serve", "work", "demo"))
