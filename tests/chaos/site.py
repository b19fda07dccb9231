"""The site as it really runs, in processes that can be killed: gunicorn with two workers, and the work beside it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Site:
    """Web server and worker on the database that the environment names."""

    folder: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The log of both is one file."""
        self.log = (self.folder / "log").open("ab")

    def start(self) -> None:
        """Start both, and wait until pages come."""
        for name in ("web", "work"):
            self._start(name)
        self.wait()

    def stop(self) -> None:
        """Stop both, and whatever they started."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.log.close()

    def kill(self, name: str, number: int) -> str:
        """``kill -9`` of the worker beside, of the server itself, or of one of the processes that answer."""
        process = self.processes["work" if name == "work" else "web"]
        if name == "answering":
            children = _children(process.pid)
            if not children:
                return "nobody"
            os.kill(children[number % len(children)], signal.SIGKILL)
            return name
        if name == "web":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        self._start(name)
        return name

    def wait(self, seconds: float = 120) -> None:
        """Until the site answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/health/", headers={"Host": "localhost"})
                if connection.getresponse().status in {200, 503}:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.3)
            finally:
                connection.close()
        raise RuntimeError(f"the site does not answer; see {self.folder / 'log'}")

    def _start(self, name: str) -> None:
        words = {
            "web": ["-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4",
                    "--log-level", "warning", "--timeout", "120", "coproduce.web.wsgi"],
            "work": ["-m", "coproduce", "work", "--every", "1"],
        }[name]  # fmt: skip
        self.processes[name] = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == parent:
            found.append(int(stat.parent.name))
    return sorted(found)
