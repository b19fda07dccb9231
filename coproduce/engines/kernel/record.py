"""What travels with every result, so that anyone can run it again.

``Record`` is what an engine returns beside its result; ``Envelope`` is the one
JSON shape of every command and every stored result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduce import __version__
from coproduce.engines.kernel.canonical import canonical, digest, parse_canonical, plain
from coproduce.engines.kernel.errors import BadInput
from coproduce.engines.kernel.problem import Place, Problem


@dataclass(frozen=True)
class Record:
    """Enough to derive a result again, in plain JSON values.

    Attributes:
        method: engine and method, ``"counting/equal-shares"``.
        options: every option in force, defaults included.
        seed: the seed's words, or None where there is no chance in the method.
        input_sha256: digest of the canonical input.
        data: what the engine needs to run again or to verify: the input itself
            where it may be published, the exact steps taken, certificates.
        version: the version of Coproduce that computed it.
    """

    method: str
    options: Mapping[str, Any]
    seed: str | None
    input_sha256: str
    data: Mapping[str, Any]
    version: str = __version__

    def to_bytes(self) -> bytes:
        """The record as canonical JSON; equal records have equal bytes."""
        return canonical(self)

    @classmethod
    def from_plain(cls, value: Any, *, source: str = "record") -> Record:
        """The record that ``value`` (parsed JSON) describes.

        Raises:
            BadInput: where a field is missing or of the wrong type; all faults at once.
        """
        return cls(**_checked(value, _RECORD_TYPES, source))

    @classmethod
    def from_bytes(cls, data: bytes, *, source: str = "record") -> Record:
        """``to_bytes`` read back; ``BadInput`` where the bytes are not a record."""
        return cls.from_plain(_parse(data, source), source=source)


@dataclass(frozen=True)
class Envelope:
    """The JSON of every command: what was asked, what came out, and how to check it."""

    method: str
    options: Mapping[str, Any]
    seed: str | None
    input_sha256: str
    version: str
    warnings: tuple[str, ...]
    result: Mapping[str, Any]
    record: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, record: Record, result: Any, warnings: tuple[str, ...] = ()) -> Envelope:
        """The envelope round ``result``, which may be anything ``plain`` takes."""
        return cls(
            method=record.method,
            options=plain(record.options),
            seed=record.seed,
            input_sha256=record.input_sha256,
            version=record.version,
            warnings=tuple(warnings),
            result=plain(result),
            record=plain(record),
        )

    def to_bytes(self) -> bytes:
        """The envelope as canonical JSON."""
        return canonical(self)

    @classmethod
    def from_bytes(cls, data: bytes, *, source: str = "record") -> Envelope:
        """``to_bytes`` read back; ``BadInput`` where the bytes are not an envelope."""
        found = _checked(_parse(data, source), _ENVELOPE_TYPES, source)
        return cls(**{**found, "warnings": tuple(found["warnings"])})


def input_digest(value: Any) -> str:
    """Digest of an engine's input, taken over its canonical JSON."""
    return digest(canonical(value))


_TEXT = (str,)
_RECORD_TYPES: dict[str, tuple[type, ...]] = {
    "method": _TEXT,
    "options": (dict,),
    "seed": (str, type(None)),
    "input_sha256": _TEXT,
    "data": (dict,),
    "version": _TEXT,
}
_ENVELOPE_TYPES: dict[str, tuple[type, ...]] = {
    **{name: types for name, types in _RECORD_TYPES.items() if name != "data"},
    "warnings": (list,),
    "result": (dict,),
    "record": (dict,),
}
_WORDS = {str: "text", dict: "an object", list: "a list", type(None): "null"}


def _parse(data: bytes, source: str) -> Any:
    try:
        return parse_canonical(data)
    except (ValueError, RecursionError) as error:
        raise BadInput.one(
            f"this is not JSON ({error}); give a file that --json wrote", source=source
        ) from None


def _checked(value: Any, types: Mapping[str, tuple[type, ...]], source: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInput.one("this is not a record; give a file that --json wrote", source=source)
    problems = [
        Problem(
            Place(source, key=name),
            f"should be {' or '.join(_WORDS[kind] for kind in kinds)}; take the file as --json wrote it",
            "record-field",
        )
        for name, kinds in types.items()
        if not isinstance(value.get(name, ...), kinds)
    ]
    if problems:
        raise BadInput(problems)
    return {name: value[name] for name in types}
