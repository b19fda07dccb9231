"""``--replay``: derive a result again from its record alone, and say whether it is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from coproduce.cli.contract import DONE, WRONG, Answer
from coproduce.cli.files import read_input
from coproduce.engines.kernel import BadInput, Envelope, Record, canonical, parse_canonical


class Outcome(Protocol):
    """What an engine gives: its record, beside the result."""

    @property
    def record(self) -> Record:
        """What replays it."""
        ...


def replayed(
    path: str,
    *,
    replay: Callable[[Record], Outcome],
    envelope: Callable[[Outcome], Envelope],
) -> Answer:
    """The answer to ``--replay PATH``, where PATH holds what ``--json`` wrote.

    ``replay`` derives the outcome from the record; ``envelope`` makes of it what
    ``--json`` would print. Status 0 where both agree byte for byte, else 1 with
    the parts that differ.
    """
    data = read_input(path)
    try:
        written: Any = parse_canonical(data)
    except (ValueError, RecursionError) as error:
        raise BadInput.one(
            f"this is not JSON ({error}); give the file that --json wrote", source=path
        ) from None
    whole = isinstance(written, Mapping) and "record" in written
    if whole:
        Envelope.from_bytes(data, source=path)
    record = Record.from_plain(written["record"] if whole else written, source=path)
    again = envelope(replay(record))
    fresh = parse_canonical(again.to_bytes() if whole else again_record(again))
    parts = sorted(name for name in fresh.keys() | written.keys() if fresh.get(name) != written.get(name))
    if parts or canonical(fresh) != canonical(written):
        return Answer(
            f"{path}: DIFFERS. Derived again from the record, these parts come out otherwise: {', '.join(parts)}.",
            again, status=WRONG,
        )  # fmt: skip
    return Answer(
        f"{path}: the same. Derived again from the record alone, every byte agrees.", again, status=DONE
    )


def again_record(envelope: Envelope) -> bytes:
    """The record inside an envelope, as canonical JSON."""
    return canonical(envelope.record)
