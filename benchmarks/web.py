"""The site under load, with two server processes: pages of 10,000 ideas and of real elections, and votes cast by code.

``python benchmarks/web.py``. Builds what it needs in ``var/bench-web`` the first time (about a minute; remove the
folder to begin again) and writes docs/benchmarks/web.md. What is measured is kept beside it, database by database, so
a run that was stopped goes on where it was; ``--again`` measures all anew. The load of the machine is written down.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.load.visitors import Visitor, Waited, together  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks" / "web.md"
HOME = ROOT / "var" / "bench-web"
DATA = ROOT.parent / "shared" / "data" / "pabulib"
IDEAS, ALONE, CROWD, AT_ONCE = 10_000, 40, 240, 8
VOTES, VOTERS_AT_ONCE = 400, 16
THROUGHPUT = ("10,000 ideas: first page", "10,000 ideas: last page")
EXPORTS = ("10,000 ideas as CSV", "10,000 ideas as JSON")
ABOUT = """\
Made by `make bench-web`: `coproduce serve` with 2 server processes of 4 threads on {cores} processors, visitors on
the same machine. A page is asked for by one visitor after the other. *Processor* is what the server's processes used
for one request; it depends least on what else the machine was doing. The load of the machine was {load:.1f} at the
beginning (0 is idle, {cores} is full): where it is above the number of processors, times are longer and rates lower
than on a machine of its own."""
PAGES = """\
10,000 ideas with their promises, answers and some 37,000 acts of support; four real elections, brought in by
`coproduce import pabulib`. SQLite. Milliseconds."""
CASTING = """\
{votes} voters with a code from a card, {crowd} at once. *Preparing*: the code page, the code, the empty paper (three
requests). *Casting*: the request that sends the vote, with its token against forgery: checked, sealed, and written to
the disk with mark, act and audit before it is acknowledged. Milliseconds."""
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure what is not measured yet, then write the page."""
    if "--one" in sys.argv:
        print(json.dumps(measure(pages="--pages" in sys.argv)))
        return
    HOME.mkdir(parents=True, exist_ok=True)
    kept = HOME / "measured.json"
    found: dict[str, Any] = (
        json.loads(kept.read_text()) if kept.exists() and "--again" not in sys.argv else {}
    )
    for name, command, more in (
        ("SQLite", [], ["--pages"]),
        ("PostgreSQL", [str(ROOT / "scripts" / "with_postgresql.sh")], []),
    ):
        if name not in found:
            done = subprocess.run(
                [*command, sys.executable, __file__, "--one", *more],
                check=True, stdout=subprocess.PIPE, text=True, env=environment(name),
            )  # fmt: skip
            found[name] = json.loads(done.stdout.splitlines()[-1])
            kept.write_text(json.dumps(found))
    PAGE.write_text(page(found), encoding="utf-8")


def environment(name: str) -> dict[str, str]:
    """What the site is told: a demo in a folder of its own, two server processes, one proxy before it."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("COPRODUCE_", "DATABASE_URL"))
    }
    return {
        **kept, "COPRODUCE_DATA": str(HOME / name.lower()), "COPRODUCE_DEMO": "yes", "COPRODUCE_WORKERS": "2",
        "COPRODUCE_PROXIES": "1", "COPRODUCE_SECRET_KEY": "only-for-benchmarks-" * 4,
        "DJANGO_SETTINGS_MODULE": "coproduce.web.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


# --- one database ------------------------------------------------------------------------------


def measure(*, pages: bool) -> dict[str, Any]:
    """All figures of the database that the environment names; ``pages`` beside the votes."""
    figures: dict[str, Any] = {"load": os.getloadavg(), "cores": os.cpu_count()}
    if "postgres" in os.environ.get("DATABASE_URL", ""):
        durable()
        figures["pgbench"] = pgbench()
    run("-m", "coproduce", "demo")
    if pages:
        town = json.loads(run("-m", "benchmarks.load.town", "build", str(DATA), str(IDEAS)))
        figures |= {"imports": known_imports(town["imports"]), "pages": {}, "queries": {}}
        asked = json.loads(run("-m", "benchmarks.load.town", "queries", *town["pages"].values()))
        figures["queries"] = {name: asked[path] for name, path in town["pages"].items()}
    given = json.loads(run("-m", "benchmarks.load.town", "codes", str(VOTES + 2)))
    with serving() as (port, server):
        if pages:
            for name, path in town["pages"].items():
                figures["pages"][name] = one_page(port, server, path, name)
        figures["cast"] = votes(port, server, given)
    return figures


def run(*words: str) -> str:
    """A process with this interpreter, and the last line of what it prints."""
    done = subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return (done.stdout.splitlines() or [""])[-1]


def known_imports(fresh: dict[str, Any]) -> dict[str, Any]:
    """How long each import took, when it was made."""
    path = HOME / "imports.json"
    known: dict[str, Any] = (json.loads(path.read_text()) if path.exists() else {}) | fresh
    path.write_text(json.dumps(known))
    return known


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The site at a port; the port and the server's process id."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "coproduce", "serve"]
    server = subprocess.Popen(
        command,
        env={**os.environ, "COPRODUCE_LISTEN": f"127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        for _ in range(600):
            visitor = Visitor(port, "10.9.9.9")
            try:
                if visitor.ask("/health/")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("the site does not answer")
        for _ in range(20):
            Visitor(port, "10.9.9.9").ask("/projects/")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def processor(server: int) -> float:
    """Processor seconds that the server's processes have used."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    spent = 0
    for key in (str(server), *children):
        fields = Path(f"/proc/{key}/stat").read_text().rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / TICKS


def told(waited: Waited, spent: float) -> dict[str, float]:
    """The figures of one run, in milliseconds."""
    return {
        "p50": 1000 * waited.at(0.5), "p95": 1000 * waited.at(0.95), "p99": 1000 * waited.at(0.99),
        "rate": waited.rate, "processor": 1000 * spent / len(waited.seconds), "load": os.getloadavg()[0],
    }  # fmt: skip


def one_page(port: int, server: int, path: str, name: str) -> dict[str, Any]:
    """A page asked for by one visitor after the other; some also by a crowd."""
    alone = Visitor(port, "10.0.0.1")

    def ask() -> None:
        status, _ = alone.ask(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    ask()
    before = processor(server)
    waited = together([ask] * (5 if name in EXPORTS else ALONE), 1)
    found: dict[str, Any] = {"alone": told(waited, processor(server) - before)}
    if name in THROUGHPUT:
        crowd = [Visitor(port, f"10.0.1.{place}") for place in range(AT_ONCE)]

        def asked(visitor: Visitor) -> None:
            visitor.ask(path)

        before = processor(server)
        jobs = [lambda place=place: asked(crowd[place % AT_ONCE]) for place in range(CROWD)]
        waited = crowded(jobs)
        found["crowd"] = told(waited, processor(server) - before)
    return found


def crowded(jobs: list[Any]) -> Waited:
    """Each visitor of the crowd has her own thread: a connection is used by one at a time."""
    own = [jobs[place::AT_ONCE] for place in range(AT_ONCE)]
    seconds: list[float] = []

    def row(mine: list[Any]) -> None:
        for job in mine:
            began = time.perf_counter()
            job()
            seconds.append(time.perf_counter() - began)

    whole = together([lambda mine=mine: row(mine) for mine in own], AT_ONCE).whole
    return Waited(seconds, whole)


def votes(port: int, server: int, given: dict[str, Any]) -> dict[str, Any]:
    """Votes by code: first everybody puts her code on the table and opens the paper, then all send it."""
    vote, numbers = given["vote"], given["numbers"]
    voters = [Visitor(port, f"10.1.{place // 250}.{place % 250}") for place in range(VOTES)]
    tokens: dict[str, str] = {}

    def prepare(voter: Visitor, code: str) -> None:
        _, body = voter.ask("/vote-code/")
        status, _ = voter.ask("/vote-code/", [("csrfmiddlewaretoken", voter.token(body)), ("code", code)])
        _, body = voter.ask(f"{vote}paper/")
        tokens[voter.address] = voter.token(body)
        voter.leave()
        if status != 302:
            raise RuntimeError(f"the code was answered with {status}")

    def send(voter: Visitor, place: int) -> None:
        chosen = [numbers[(place + step) % len(numbers)] for step in range(1 + place % 3)]
        form = [("csrfmiddlewaretoken", tokens[voter.address]), ("go", "send")]
        status, _ = voter.ask(f"{vote}paper/", form + [("in", str(one)) for one in chosen])
        voter.leave()
        if status != 302:
            raise RuntimeError(f"a vote was answered with {status}")

    before = processor(server)
    ready = together(
        [
            lambda one=one, code=code: prepare(one, code)
            for one, code in zip(voters, given["codes"], strict=False)
        ],
        VOTERS_AT_ONCE,
    )
    middle = processor(server)
    sent = together([lambda one=one, at=at: send(one, at) for at, one in enumerate(voters)], VOTERS_AT_ONCE)
    return {"ready": told(ready, middle - before), "sent": told(sent, processor(server) - middle)}


def durable() -> None:
    """The throwaway server forgets safety for speed; a measured one may not."""
    psql = tool("psql")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        subprocess.run(
            [psql, "-q", os.environ["DATABASE_URL"], "-c", f"ALTER SYSTEM SET {setting} = on"], check=True
        )
    subprocess.run(
        [psql, "-q", os.environ["DATABASE_URL"], "-c", "SELECT pg_reload_conf()"],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def pgbench() -> dict[str, float]:
    """What pgbench's own transaction makes on this server, with 1 and 8 clients."""
    subprocess.run(
        [tool("pgbench"), "-q", "-i", "-s", "5", os.environ["DATABASE_URL"]], check=True, capture_output=True
    )
    rates = {}
    for clients in ("1", "8"):
        command = [tool("pgbench"), "-c", clients, "-j", clients[:1] if clients == "1" else "2", "-T", "5"]
        done = subprocess.run(
            [*command, os.environ["DATABASE_URL"]], check=True, capture_output=True, text=True
        )
        rates[clients] = float(re.search(r"tps = ([\d.]+)", done.stdout)[1])  # type: ignore[index]
    return rates


def tool(name: str) -> str:
    """A program of PostgreSQL's."""
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), ""
    )
    if not found:
        raise RuntimeError(f"{name} is not installed here")
    return found


# --- the page ----------------------------------------------------------------------------------


def page(found: dict[str, Any]) -> str:
    """The figures as a page."""
    lite = found["SQLite"]
    lines = [
        "# The site under load",
        "",
        ABOUT.format(cores=lite["cores"], load=lite["load"][0]),
        "",
        "## Pages",
        "",
        PAGES,
        "",
        "| Page | Questions to the database | p50 | p95 | p99 | Processor |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, one in lite["pages"].items():
        alone = one["alone"]
        cells = " | ".join(f"{alone[key]:.0f}" for key in ("p50", "p95", "p99", "processor"))
        lines.append(f"| {name} | {lite['queries'][name]} | {cells} |")
    lines += ["", f"{AT_ONCE} visitors at once, each asking again as soon as she has her answer:", ""]
    lines += ["| Page | Requests a second | p50 | p95 | p99 | Processor |", "|---|--:|--:|--:|--:|--:|"]
    lines += [row(name, lite["pages"][name]["crowd"]) for name in THROUGHPUT]
    lines += [
        "",
        "## Bringing elections in",
        "",
        "| Election | Seconds | Processor seconds |",
        "|---|--:|--:|",
    ]
    lines += [
        f"| {name} | {one['wall']:.1f} | {one['processor']:.1f} |" for name, one in lite["imports"].items()
    ]
    lines += ["", "## Votes", "", CASTING.format(votes=VOTES, crowd=VOTERS_AT_ONCE), ""]
    lines += ["| | Votes a second | p50 | p95 | p99 | Processor |", "|---|--:|--:|--:|--:|--:|"]
    for name, figures in found.items():
        for what, key in (("preparing", "ready"), ("casting", "sent")):
            one = figures["cast"][key]
            lines.append(row(f"{name}, {what} (load {one['load']:.1f})", one))
    one, eight = (found["PostgreSQL"]["pgbench"][clients] for clients in ("1", "8"))
    said = f"{one:,.0f} a second with one client, {eight:,.0f} with eight"
    lines += ["", f"pgbench's own transaction on the same PostgreSQL in the same run (fsync on): {said}.", ""]
    return "\n".join(lines)


def row(name: str, figures: dict[str, float]) -> str:
    """A line of rates."""
    cells = " | ".join(f"{figures[key]:.0f}" for key in ("p50", "p95", "p99", "processor"))
    return f"| {name} | {figures['rate']:.0f} | {cells} |"


if __name__ == "__main__":
    main()
