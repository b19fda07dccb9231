"""One way to write a value as bytes, so that equal values have equal digests.

Canonical JSON here is: UTF-8, keys sorted by code point, no spaces, no escapes
beyond those JSON demands, rationals as ``"p/q"``, no NaN and no infinity. It
follows RFC 8785 in spirit (sorted keys, minimal escapes); numbers differ in
that integers may be longer than a double holds.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any


def plain(value: Any) -> Any:
    """``value`` as nothing but dicts, lists, text, ints, floats, bools and None.

    Dataclasses become dicts of their fields, enums their values, fractions
    their text; numpy scalars and arrays become Python numbers and lists.

    Raises:
        ValueError: for a float that is not finite, or a key that is not text.
        TypeError: for a type that has no plain form (a set, say: it has no order).
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a record holds finite numbers only, not {value}")
        return float(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(entry) for entry in value]
    tolist = getattr(value, "tolist", None)
    if tolist is not None:
        return plain(tolist())
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise ValueError(f"keys of a record are text, not {type(key).__name__}: {key!r}")
    return {key: plain(entry) for key, entry in value.items()}


def canonical(value: Any) -> bytes:
    """``value`` as canonical JSON bytes, without a line end. See ``plain`` for what it takes."""
    return json.dumps(
        plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")


def parse_canonical(data: bytes) -> Any:
    """What ``canonical`` wrote, in plain values.

    Raises:
        ValueError: where the bytes are not JSON, repeat a key, or hold NaN or infinity.
    """
    return json.loads(
        data.decode("utf-8", "surrogatepass"),
        object_pairs_hook=_unique_keys,
        parse_constant=_no_constant,
    )


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not allowed")


def digest(data: bytes) -> str:
    """SHA-256 of ``data`` (FIPS 180-4) as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
