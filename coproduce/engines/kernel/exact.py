"""Exact numbers: votes and money are never floats.

A number is an ``int`` where it is whole and a ``Fraction`` otherwise. On the
wire (records, JSON) it is an integer or the string ``"p/q"`` in lowest terms,
so that reading and writing lose nothing.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

Exact = int | Fraction
"""A rational number: ``int`` where whole, ``Fraction`` otherwise."""

_WRITTEN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)|[+-]?\d+/\d*[1-9]\d*", re.ASCII)
_LONGEST = 4096


def exact(value: int | Fraction | str) -> Exact:
    """The exact number that ``value`` denotes.

    ``value`` may be a whole number, a fraction, or text such as ``"12"``,
    ``"12.50"`` or ``"25/2"``. Floats are not accepted: they have already lost
    what the text said.

    Raises:
        TypeError: for a float, a bool or any other type.
        ValueError: for text that is not a number in one of these forms.
    """
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, str)):
        raise TypeError(f"an exact number comes from int, Fraction or text, not {type(value).__name__}")
    if isinstance(value, str):
        text = value.strip()
        if len(text) > _LONGEST or not _WRITTEN.fullmatch(text):
            raise ValueError(f"not a number: {value[:60]!r}")
        value = Fraction(text)
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def exact_text(value: Exact) -> str:
    """``value`` as ``"p"`` or ``"p/q"`` in lowest terms; ``exact`` reads it back."""
    return str(value)


def decimal_text(value: Exact, places: int) -> str:
    """``value`` rounded half to even to ``places`` decimals (0 or more), for people to read.

    The rounding is done on the exact number, so no two machines can differ.
    """
    if places < 0:
        raise ValueError(f"places must be 0 or more, not {places}")
    scaled = round(Fraction(value) * 10**places)
    with localcontext() as context:
        context.prec = max(28, len(str(abs(scaled))) + places + 2)
        context.rounding = ROUND_HALF_EVEN
        return f"{Decimal(scaled).scaleb(-places):.{places}f}"
