"""Counting in a process of its own, which is given up when its time is over.

What a visitor brings can be as hard to count as she likes, and a thread that counts cannot be stopped. So
the count runs beside the server: one process for each server process, kept warm, that ends itself by an alarm
when the count takes longer than ``COPRODUCE_COUNT_SECONDS``, and by itself when nobody has asked it for a while.
One file is counted at a time; who comes meanwhile waits a little, and is then asked to come back.
"""

from __future__ import annotations

import copyreg
import pickle
import select
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from types import MappingProxyType
from typing import IO, Any

from coproduce.core import Refusal, Refused
from coproduce.engines.kernel import EngineError
from coproduce.formats.pabulib import PabulibFile
from coproduce.web.trycount import compute
from coproduce.web.trycount.compute import Counted
from coproduce.web.trycount.ways import Way

WAIT_SECONDS = 10
IDLE_SECONDS = 600

_turn = threading.Lock()
_beside: list[subprocess.Popen[bytes]] = []


def _as_it_was(rows: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(rows)


# An election holds mappings that nobody can change, and those do not travel by themselves.
copyreg.pickle(MappingProxyType, lambda rows: (_as_it_was, (dict(rows),)))


def count(election: PabulibFile, way: Way, *, seconds: float) -> Counted:
    """``compute.count``, given up after ``seconds``; with 0, here and for as long as it takes.

    Raises:
        EngineError: as ``compute.count``; and where the time is over.
        Refused: ``trycount-busy`` (503) where others are being served for longer than one cares to wait.
    """
    if not seconds:
        return compute.count(election, way)
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise Refused(Refusal("trycount-busy", status=503))
    try:
        answer = _asked(pickle.dumps((election, way, seconds)))
    finally:
        _turn.release()
    if answer is None:
        raise EngineError(
            f"the count was given up after {seconds:g} seconds; the command ‘coproduce count’ takes its time over it"
        )
    if isinstance(answer, EngineError):
        raise answer
    found: Counted = answer
    return found


def _asked(question: bytes) -> Any:
    """The answer of the process beside us; None where its time was over. One that has gone is replaced, once."""
    for fresh in (False, True):
        if fresh or not _beside or _beside[0].poll() is not None:
            _begin()
        child = _beside[0]
        if child.stdin is None or child.stdout is None:
            raise AssertionError("the process was begun with both pipes")
        with suppress(OSError):
            _send(child.stdin, question)
            answer = _received(child.stdout)
            if answer is not None or child.wait() == -signal.SIGALRM:
                return answer
    return None


def _begin() -> None:
    while _beside:
        old = _beside.pop()
        old.kill()
        old.communicate()
    command = [sys.executable, "-m", "coproduce.web.trycount.apart"]
    pipe = subprocess.PIPE
    _beside.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True))


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "big") + message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    """The next message; None at the end. Both ends of the pipe are ours."""
    length = int.from_bytes(pipe.read(8), "big")
    return pickle.loads(pipe.read(length)) if length else None  # noqa: S301


def main() -> None:
    """Answer questions until the asker has gone or has not asked for a while."""
    asks, answers = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asks], [], [], IDLE_SECONDS)[0]:
        question = _received(asks)
        if question is None:
            return
        election, way, seconds = question
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            answer: Any = compute.count(election, way)
        except EngineError as refusal:
            answer = EngineError(str(refusal))
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(answers, pickle.dumps(answer))


if __name__ == "__main__":
    main()
