"""``coproduce work``: what falls due by the clock, turn by turn, beside the site.

Truth lies in rows, not in a queue: each turn asks the database what is due and does it, and each deed
is done once however often it is tried. So a worker that dies loses nothing, two of them do no harm,
and a turn that fails is tried again with the next. The site itself is right without any of this.

What a turn does stands in ``JOBS``: one line for each.
"""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO
from types import FrameType
from typing import Any, NamedTuple

from coproduce.cli.contract import DONE, WRONG, Answer
from coproduce.cli.platform import configure, set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True
MINUTE, HOUR = 60, 3600

_log = logging.getLogger("coproduce.work")


class Job(NamedTuple):
    """Something to do again and again: its name, ``module:function``, and every how many seconds.

    The function takes nothing, opens its own transactions, and gives what it did in a few words (or
    nothing at all); it may fail.
    """

    name: str
    where: str
    seconds: int


JOBS = (
    Job("stages", "coproduce.cli.work:stages", MINUTE),
    Job("post", "coproduce.conduct.public:send_due", MINUTE),
    Job("envelopes", "coproduce.cli.work:envelopes", MINUTE),
    Job("sweep", "coproduce.cli.work:sweep", HOUR),
    # Last: that a whole turn was done is seen on the page of operations and by /health/.
    Job("turned", "coproduce.core.heartbeat:beat", MINUTE),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often, and whether only once."""
    parser.add_argument("--once", action="store_true", help="one turn, then stop: for a timer")
    parser.add_argument(
        "--every", metavar="SECONDS", type=int, default=MINUTE, help="how long a turn waits for the next (60)"
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Turn after turn, until SIGTERM or Ctrl-C: the job in hand is finished first."""
    configure()
    if arguments.once:
        set_up()
        return Answer("", status=WRONG if turn({}) else DONE)
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    _wait_for_database(stop)
    print("Working. What falls due is done each minute.", flush=True)
    done: dict[str, float] = {}
    while not stop.is_set():
        turn(done, stop)
        stop.wait(max(1, arguments.every))
    return Answer("Stopped.")


def _wait_for_database(stop: threading.Event) -> None:
    """A worker may be started before the database is there or made ready: it says so once, and waits."""
    said = False
    while not stop.is_set():
        try:
            set_up()
        except BadInput as refusal:
            if not said:
                print(f"Waiting: {refusal.problems[0]}", flush=True)
            said = True
            stop.wait(2)
        else:
            return


def turn(done: dict[str, float], stop: threading.Event | None = None) -> list[str]:
    """Do each job whose time has come; ``done`` keeps when each was done last. Returns the jobs that failed."""
    from django.db import close_old_connections, connections

    failed = []
    for job in JOBS:
        if stop and stop.is_set():
            break
        moment = datetime.now(UTC).timestamp()
        if moment - done.get(job.name, 0.0) < job.seconds - 1:
            continue
        close_old_connections()
        try:
            said = _function(job.where)()
        except Exception:  # noqa: BLE001 - whatever a job does, the others go on
            _log.exception("the job %r failed; it is tried again with the next turn", job.name)
            failed.append(job.name)
            connections.close_all()
            continue
        done[job.name] = moment
        if said:
            print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {job.name}: {said}", flush=True)
    return failed


def stages() -> str:
    """Start the stages that have opened, finish those that end by the clock."""
    ticked = import_module("coproduce.conduct.public").tick()
    for step_id, problems in ticked.problems.items():
        _log.warning("stage %s cannot go on: %s", step_id, "; ".join(problems))
    if not (ticked.started or ticked.concluded):
        return ""
    return f"{len(ticked.started)} started, {len(ticked.concluded)} finished"


def envelopes() -> str:
    """Wipe what is left of opened envelopes in the database's files, where the count could not at once."""
    from coproduce.core.actor import SYSTEM

    done = import_module("coproduce.instruments.ballot.public").wipe_due(by=SYSTEM)
    return "" if done else "what is left of opened envelopes is not wiped yet"


def sweep() -> None:
    """Remove what visitors brought and whose time is over."""
    from django.core.management import call_command

    call_command("sweep", stdout=StringIO())


def _function(where: str) -> Callable[[], Any]:
    module, _, name = where.partition(":")
    found: Callable[[], Any] = getattr(import_module(module), name)
    return found
