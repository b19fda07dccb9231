"""The book on both databases: writing as people do, importing, reading, verifying. Writes docs/benchmarks/ledger.md.

``python benchmarks/ledger.py [POSTINGS]`` (default 200,000). PostgreSQL is made for the purpose, with fsync on; pgbench
runs beside it where it is installed. The load of the machine at the time is written down with the figures.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks" / "ledger.md"
SECONDS = 6


def main() -> None:
    """Measure on both, one after the other, and write the page."""
    postings = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    found = {}
    for name, command in (
        ("SQLite", []),
        ("PostgreSQL", [str(ROOT / "scripts" / "with_postgresql.sh")]),
    ):
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ, "COPRODUCE_DATA": folder, "COPRODUCE_SECRET_KEY": "only-for-benchmarks-" * 4,
                "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "coproduce.web.settings",
            }  # fmt: skip
            environment.pop("DATABASE_URL", None)
            done = subprocess.run(
                [*command, sys.executable, __file__, "--measure", str(postings)],
                env=environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
        found[name] = json.loads(done.stdout.splitlines()[-1])
        print(name, found[name], flush=True)
    PAGE.write_text(page(found), encoding="utf-8")


# --- one database ------------------------------------------------------------------------------


def measure(postings: int) -> dict[str, Any]:
    """All figures of the database that DATABASE_URL names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = on")
            cursor.execute("SELECT pg_reload_conf()")
        time.sleep(1)
    people, project = prepare()
    figures: dict[str, Any] = {"load": os.getloadavg()[0], "cores": os.cpu_count()}
    if connection.vendor == "postgresql":
        figures["pgbench"] = pgbench()
    figures["one"] = writing([(people, project, 0)])
    figures["eight"] = writing([(people, project, worker) for worker in range(1, 9)])
    figures["import"] = filling(people, project, postings)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM ledger_posting")
        figures["postings"] = cursor.fetchone()[0]
    figures |= reading(people)
    figures["load after"] = os.getloadavg()[0]
    return figures


def prepare() -> tuple[dict[str, Any], Any]:
    """A joint project of a service, and who works in it."""
    sys.path.insert(0, str(ROOT))
    from tests.ledger.books import a_service
    from tests.standing import Standing

    standing = Standing()
    project = standing.project()
    return {"bob": standing.bob, "alice": standing.alice, "service": a_service(standing)}, project


def writing(workers: list[tuple[Any, Any, int]]) -> dict[str, float]:
    """Entries with an attestation and audit events, as the form writes them, by so many processes at once."""
    from django.db import connections

    connections.close_all()
    with multiprocessing.get_context("fork").Pool(len(workers)) as pool:
        lists = pool.map(_write, workers)
    times = sorted(one for part, _ in lists for one in part)
    return {
        "cpu ms": 1000 * sum(cpu for _, cpu in lists) / len(times),
        "per second": len(times) / SECONDS,
        "p50 ms": 1000 * statistics.median(times),
        "p99 ms": 1000 * times[int(len(times) * 0.99)],
    }


def _write(work: tuple[Any, Any, int]) -> tuple[list[float], float]:
    from django.db import transaction

    from coproduce.core import now
    from coproduce.ledger.public import Gift, Record, attest, post

    people, project, worker = work
    times, number, ends = [], 0, time.perf_counter() + SECONDS
    cpu = time.process_time()
    while (began := time.perf_counter()) < ends:
        number += 1
        gift = Gift(
            "time-active", 120, "resident", people=9, service_id=people["service"], stage="deliver.perform"
        )
        record = Record("bench", f"{worker}-{number}", now().date(), [gift], project.id)
        with transaction.atomic():
            made = post(record, by=people["bob"])
            attest(made.id, 120, by=people["alice"])
        times.append(time.perf_counter() - began)
    return times, time.process_time() - cpu


def filling(people: dict[str, Any], project: Any, postings: int) -> dict[str, float]:
    """Import until there are so many postings, 2,000 records at a time, every check on."""
    from datetime import timedelta

    from coproduce.core import now
    from coproduce.ledger.public import Gift, Record, post_many

    today, rates, busy, made, number = now().date(), [], [], 0, 0
    while made < postings:
        records = []
        for _ in range(2_000):
            number += 1
            gift = Gift("time-active", 60 + number % 90, "resident", people=9, service_id=people["service"],
                        stage="deliver.perform")  # fmt: skip
            day = today - timedelta(days=number % 700)
            records.append(Record("sheet", str(number), day, [gift], project.id))
        began, cpu = time.perf_counter(), time.process_time()
        post_many(records, by=people["bob"])
        rates.append(8_000 / (time.perf_counter() - began))
        busy.append(8_000 / (time.process_time() - cpu))
        made += 8_000
    return {
        "postings per second": statistics.median(rates),
        "slowest": min(rates),
        "per cpu second": statistics.median(busy),
    }


def reading(people: dict[str, Any]) -> dict[str, float]:
    """Checkpoints, one balance, the whole book on two sides, and verify."""
    from coproduce.ledger.models import Account
    from coproduce.ledger.public import balances, rebuild_checkpoints, verify

    began = time.perf_counter()
    rebuild_checkpoints(by=people["alice"])
    figures = {"checkpoints s": time.perf_counter() - began}
    largest = Account.objects.get(role="given", unit="minute", service_id=people["service"]).pk
    figures["balance ms"] = 1000 * _median(lambda: balances([largest]))
    figures["whole book ms"] = 1000 * _median(balances)
    began = time.perf_counter()
    found = verify()
    figures["verify s"] = time.perf_counter() - began
    if found.faults:
        raise SystemExit(f"the book does not hold: {found.faults}")
    return figures


def _median(deed: Any) -> float:
    times = []
    for _ in range(9):
        began = time.perf_counter()
        deed()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def pgbench() -> dict[str, float] | None:
    """What pgbench's own transaction makes on this server, 1 and 8 clients; None where it is not installed."""
    found = shutil.which("pgbench") or next(
        (str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/pgbench")), None
    )
    if found is None:
        return None
    address = os.environ["DATABASE_URL"]
    subprocess.run([found, "-q", "-i", "-s", "5", address], check=True, capture_output=True)
    rates = {}
    for clients in (1, 8):
        done = subprocess.run(
            [found, "-c", str(clients), "-j", "2", "-T", "5", address],
            check=True,
            capture_output=True,
            text=True,
        )
        rates[str(clients)] = float(re.search(r"tps = ([\d.]+)", done.stdout)[1])  # type: ignore[index]
    return rates


# --- the page ----------------------------------------------------------------------------------

HEAD = """# Figures of the book

Made by `benchmarks/ledger.py`: SQLite in WAL with synchronous=FULL, PostgreSQL with fsync on, {cores} cores.
An entry is a header, four postings, an attestation and two audit events in one transaction. Look at the load
first: above the number of cores, others were working on the same machine, and the times are that much longer.
Processor time of our own process does not depend on them; on SQLite it holds the database's work too."""

ROWS = (
    ("one entry with attestation and audit, 1 worker, per second", lambda f: f["one"]["per second"], "≥ 120"),
    ("the same, processor time of our process for each, ms", lambda f: f["one"]["cpu ms"], ""),
    ("the same, p99, ms", lambda f: f["one"]["p99 ms"], "≤ 75"),
    ("the same with 8 workers, per second", lambda f: f["eight"]["per second"], "≥ 300"),
    ("the same with 8 workers, p99, ms", lambda f: f["eight"]["p99 ms"], "≤ 75"),
    (
        "import with every check on, postings per second",
        lambda f: f["import"]["postings per second"],
        "≥ 5,000",
    ),
    (
        "the same, for each second of our processor time",
        lambda f: f["import"]["per cpu second"],
        "",
    ),
    ("postings in the book for what follows", lambda f: f["postings"], "1,000,000"),
    ("rebuild all checkpoints, s", lambda f: f["checkpoints s"], ""),
    ("balance of the largest account, ms", lambda f: f["balance ms"], "≤ 5"),
    ("whole book, both sides, ms", lambda f: f["whole book ms"], "≤ 250"),
    ("verify, s", lambda f: f["verify s"], "≤ 10"),
    ("load of the machine before and after", lambda f: (f["load"], f["load after"]), ""),
)


def page(found: dict[str, dict[str, Any]]) -> str:
    """The figures as a page."""
    lines = [
        *HEAD.format(cores=found["SQLite"]["cores"]).splitlines(),
        "",
        "| What | SQLite | PostgreSQL | To reach |",
        "|---|---|---|---|",
    ]
    for name, read, wanted in ROWS:
        both = " | ".join(_written(read(found[database])) for database in ("SQLite", "PostgreSQL"))
        lines.append(f"| {name} | {both} | {wanted} |")
    beside = found["PostgreSQL"].get("pgbench")
    if beside:
        text = f"{beside['1']:.0f}/s with 1 client, {beside['8']:.0f}/s with 8"
        lines += ["", f"pgbench in the same run, its own transaction: {text}."]
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_written(one) for one in value)
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        main()
