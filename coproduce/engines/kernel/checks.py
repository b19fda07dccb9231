"""The check suite that every method of every engine has to pass.

An engine describes each of its methods once, as a ``Subject``: how to run it, how
to shuffle and rename its input, which limits its result must keep. ``check_method``
then tries what every result in this house promises: the same answer for the same
input and seed, in whatever order and under whatever names the input comes; limits
kept; empty and single inputs answered or refused in a sentence; JSON and record
that lose nothing; a record from which the result can be derived again.

An engine's subjects stand in ``coproduce/engines/<engine>/subjects.py`` as
``subjects()``; the tests find them there, also to run them in fresh processes
under other hash seeds and thread counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from coproduce.engines.kernel.canonical import canonical, parse_canonical, plain
from coproduce.engines.kernel.errors import BadInput, EngineError, Infeasible, TieRefused
from coproduce.engines.kernel.record import Record
from coproduce.engines.kernel.seed import Draws, Seed

Input = TypeVar("Input")
Outcome = TypeVar("Outcome")
Rename = Callable[[str], str]

NEEDED_SAMPLES = ("empty", "single", "typical")


@dataclass(frozen=True)
class Subject(Generic[Input, Outcome]):
    """One method with fixed options and seed, and what the suite needs to try it.

    Attributes:
        name: engine and method as in ``Record.method``, with a variant after a
            colon where one method has several subjects: ``"counting/equal-shares:add-one"``.
        samples: inputs by name; ``empty``, ``single`` and ``typical`` must be among them.
        run: the method.
        result: what is published of an outcome, in any form that ``plain`` takes.
        record: the record of an outcome.
        replay: the outcome derived from a record alone.
        reordered: the same input with rows, people, ballots … in another order.
        relabelled: the same input with every id passed through a renaming.
        renamed: a plain result with every id passed through a renaming.
        breaches: the limits (budget, quota, range …) that an outcome breaks, in words; none if sound.
        chance: whether the method draws random numbers; then its record must hold the seed.
        tolerance: how far floats may differ under reordering and renaming; 0 for exact methods.
    """

    name: str
    samples: Mapping[str, Input]
    run: Callable[[Input], Outcome]
    result: Callable[[Outcome], Any]
    record: Callable[[Outcome], Record]
    replay: Callable[[Record], Outcome]
    reordered: Callable[[Input, Draws], Input]
    relabelled: Callable[[Input, Rename], Input]
    renamed: Callable[[Any, Rename], Any]
    breaches: Callable[[Input, Outcome], Iterable[str]]
    chance: bool = False
    tolerance: float = 0.0

    @property
    def method(self) -> str:
        """The method without the variant."""
        return self.name.partition(":")[0]


@dataclass(frozen=True)
class Failure:
    """One promise that a method broke."""

    subject: str
    check: str
    sample: str
    text: str

    def __str__(self) -> str:
        return f"{self.subject}, {self.check}, sample {self.sample}: {self.text}"


def check_method(subject: Subject[Any, Any]) -> list[Failure]:
    """Every promise that ``subject`` breaks; empty where it keeps them all."""
    missing = [name for name in NEEDED_SAMPLES if name not in subject.samples]
    if missing:
        return [Failure(subject.name, "samples", name, "this sample is missing") for name in missing]
    return [failure for sample in subject.samples for failure in _failures(subject, sample)]


def _failures(subject: Subject[Any, Any], sample: str) -> list[Failure]:
    found: list[Failure] = []
    for name, check in CHECKS.items():
        found += [
            Failure(subject.name, name, sample, text) for text in check(subject, subject.samples[sample])
        ]
        if found and name == "answers":
            break  # what breaks on a sample would only break the other checks too
    return found


def published(subject: Subject[Any, Any], value: Any) -> Any:
    """What the method says of ``value``: its plain result, or the refusal as ``{"refused": …}``."""
    try:
        return plain(subject.result(subject.run(value)))
    except (BadInput, Infeasible, TieRefused) as refusal:
        return {"refused": type(refusal).__name__, "text": str(refusal)}


def difference(left: Any, right: Any, tolerance: float, path: str = "result") -> str | None:
    """Where two plain values first differ, or None. Floats may differ by ``tolerance``, absolute or relative."""
    if isinstance(left, float) and isinstance(right, (int, float)) and not isinstance(right, bool):
        allowed = tolerance * max(1.0, abs(left), abs(right))
        return None if abs(left - right) <= allowed else f"{path}: {left!r} and {right!r}"
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return f"{path}: keys {sorted(left)} and {sorted(right)}"
        parts = ((left[key], right[key], f"{path}.{key}") for key in left)
    elif isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{path}: {len(left)} and {len(right)} entries"
        parts = (
            (one, other, f"{path}[{at}]") for at, (one, other) in enumerate(zip(left, right, strict=True))
        )
    else:
        return None if type(left) is type(right) and left == right else f"{path}: {left!r} and {right!r}"
    return next((found for one, other, at in parts if (found := difference(one, other, tolerance, at))), None)


def _deterministic(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    if canonical(published(subject, value)) != canonical(published(subject, value)):
        yield "two runs on the same input differ, byte for byte"


def _any_order(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    before = published(subject, value)
    for turn in range(3):
        shuffled = subject.reordered(value, Seed(f"check order {turn}").draws())
        found = difference(before, published(subject, shuffled), subject.tolerance)
        if found:
            yield f"the order of the input changes the result at {found}"
            return


def _any_names(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    # A prefix keeps the order of names, so that rules which order ties by name must still agree.
    rename: Rename = "n·{}".format
    before = published(subject, value)
    if "refused" in before:
        return
    found = difference(
        plain(subject.renamed(before, rename)),
        published(subject, subject.relabelled(value, rename)),
        subject.tolerance,
    )
    if found:
        yield f"the names in the input change the result at {found}"


def _limits(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    outcome = _outcome(subject, value)
    if outcome is not None:
        yield from subject.breaches(value, outcome)


def _answers(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    try:
        subject.run(value)
    except EngineError as refusal:
        if not str(refusal).strip():
            yield "refuses without a word"
    except Exception as error:  # noqa: BLE001 - any other error is the finding
        yield f"breaks with {type(error).__name__}: {error}"


def _json(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    outcome = _outcome(subject, value)
    if outcome is None:
        return
    result = plain(subject.result(outcome))
    if parse_canonical(canonical(result)) != result:
        yield "the result does not survive JSON"
    record = subject.record(outcome)
    if Record.from_bytes(record.to_bytes()).to_bytes() != record.to_bytes():
        yield "the record does not survive JSON"


def _record(subject: Subject[Any, Any], value: Any) -> Iterator[str]:
    outcome = _outcome(subject, value)
    if outcome is None:
        return
    record = subject.record(outcome)
    if record.method != subject.method:
        yield f"the record names the method {record.method!r}, not {subject.method!r}"
    if len(record.input_sha256) != 64:
        yield "the record lacks the digest of its input"
    if subject.chance and record.seed is None:
        yield "the method has chance in it and its record no seed"
    again = subject.replay(Record.from_bytes(record.to_bytes()))
    if canonical(subject.result(again)) != canonical(subject.result(outcome)):
        yield "the record derives another result"
    if subject.record(again).to_bytes() != record.to_bytes():
        yield "the record derives another record"


def _outcome(subject: Subject[Any, Any], value: Any) -> Any:
    try:
        return subject.run(value)
    except EngineError:
        return None


CHECKS: Mapping[str, Callable[[Subject[Any, Any], Any], Iterator[str]]] = {
    "answers": _answers,
    "deterministic": _deterministic,
    "any order": _any_order,
    "any names": _any_names,
    "limits": _limits,
    "json": _json,
    "record": _record,
}
"""Every check by name. Each yields what is wrong, in words."""
