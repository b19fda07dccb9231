"""Many elections at once: the same work for a process each, here or on a Dask cluster.

A file's bytes and the options go out, its envelope comes back; so a cluster needs no
access to our files, and whoever counts gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from coproduce.cli.count_table import money_text
from coproduce.cli.files import read_input
from coproduce.cli.progress import tracked
from coproduce.engines.counting import BallotRules, Options, count
from coproduce.engines.kernel import (
    BadInput,
    EngineError,
    Envelope,
    Place,
    Problem,
    Record,
    exact,
    input_digest,
)

Done = list[tuple[str, Envelope]]


@dataclass(frozen=True)
class Work:
    """What is to be done with each file: the options, whether its header adds to them, which ballots count."""

    options: Options
    header: bool = True
    rules: BallotRules | None = None


def counted(path: str, data: bytes, work: Work) -> bytes | list[Problem]:
    """The envelope of one election as bytes, or what is wrong with it. Runs in whatever process is told to."""
    from coproduce.cli.count import made
    from coproduce.formats import load, pabulib

    try:
        table = load(pabulib, data, path)
        election, options, warnings = made(table, path, work.options, header=work.header, rules=work.rules)
        return count(election, options).envelope(warnings).to_bytes()
    except BadInput as refusal:
        return list(refusal.problems)
    except EngineError as refusal:
        return [Problem(Place(path), str(refusal), "refused")]


def results(
    paths: Sequence[str], work: Work, *, jobs: int | None = None, scheduler: str | None = None
) -> tuple[Done, list[Problem]]:
    """Envelopes in the order of ``paths``, and every problem of the files that could not be counted."""
    done: Done = []
    problems: list[Problem] = []
    with _executor(jobs, scheduler) as executor:
        waiting = []
        for path in paths:
            try:
                waiting.append((path, executor.submit(counted, path, read_input(path), work)))
            except BadInput as refusal:
                problems += refusal.problems
        for path, future in tracked(waiting, total=len(waiting), label="counting"):
            found = future.result()
            if isinstance(found, bytes):
                done.append((path, Envelope.from_bytes(found, source=path)))
            else:
                problems += found
    return done, problems


def line(path: str, envelope: Envelope) -> str:
    """One election in one line."""
    result = envelope.result
    spent = money_text(exact(result["cost"]), "")
    budget = money_text(exact(result["budget"]), result["currency"])
    content = result["properties"]["share_with_a_funded_project"]
    return (
        f"{path}: {len(result['selected'])} of {len(result['projects'])} funded, {spent} of {budget}, "
        f"{result['voters']:,} voters, {float(content):.1%} with a funded project"
    )


def envelope_of(done: Done, options: Options) -> Envelope:
    """One envelope round all of them; its record holds theirs."""
    record = Record(
        method=f"counting/{options.rule}",
        options=options.to_plain(),
        seed=options.seed,
        input_sha256=input_digest([envelope.input_sha256 for _, envelope in done]),
        data={"records": [envelope.record for _, envelope in done]},
    )
    return Envelope.of(record, {"elections": [{"file": path, **envelope.result} for path, envelope in done]})


@contextmanager
def _executor(jobs: int | None, scheduler: str | None) -> Iterator[Executor]:
    if scheduler:
        with _client(scheduler) as client:
            yield client.get_executor()
        return
    # A fresh process each: compiled loops and threads do not survive a fork.
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        yield pool


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise BadInput.one(
            "a cluster needs Dask; install coproduce with the extra [dask]", source="--scheduler"
        ) from None
    try:
        return Client(scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BadInput.one(
            f"there is no Dask scheduler at {scheduler}: {error}", source="--scheduler"
        ) from None
