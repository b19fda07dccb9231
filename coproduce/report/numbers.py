"""How numbers are written for people.

A figure on a page is read aloud in a hall, so it is rounded openly, carries its unit
and says when nothing is known. Rounding is done on exact numbers: a vote total or a
sum of money never passes through a float on its way to the page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from coproduce.engines.kernel import decimal_text, exact

Figure = int | float | Fraction | Decimal | str
"""A number as results hold it: whole, exact (also as the text ``"p/q"``), or a float of an estimate."""

Write = Callable[[Figure], str]
"""A way of writing a figure, e.g. ``number`` or ``lambda value: money(value, "GBP")``."""

NOT_RECORDED = "not recorded yet"
MINUS = "\N{MINUS SIGN}"
_NARROW = "\N{NO-BREAK SPACE}"

_BEFORE = {"GBP": "£", "EUR": "€", "USD": "$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$"}
_AFTER = {"PLN": "zł", "CZK": "Kč", "HUF": "Ft", "SEK": "kr", "NOK": "kr", "DKK": "kr", "RON": "lei"}
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def fraction(value: Figure) -> Fraction:
    """``value`` as an exact fraction; a float counts as the binary number that it is.

    Raises:
        ValueError: for text that is no number and for a float that is not finite.
    """
    if isinstance(value, (float, Decimal)):
        if not math.isfinite(value):
            raise ValueError(f"not a finite number: {value}")
        return Fraction(value)
    return Fraction(exact(value))


def number(value: Figure, places: int | None = None) -> str:
    """``value`` with thousands set off: ``1240`` → ``"1,240"``.

    ``places`` fixes the decimals. Without it a whole number has none and any other number
    keeps three digits that matter (``0.0123``, ``4.56``, ``78.9``, ``1,235``).
    """
    found = fraction(value)
    if places is None:
        places = 0 if found.denominator == 1 else _places(found)
        text = decimal_text(found, places)
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = decimal_text(found, places)
    return _set(text)


def money(value: Figure, currency: str = "", places: int | None = None) -> str:
    """A sum of money: ``money(18000, "GBP")`` → ``"£18,000"``, ``money("382/10", "GBP")`` → ``"£38.20"``.

    Whole sums have no decimals and others two, unless ``places`` says so. ``currency`` is an
    ISO 4217 code; a code without a sign of its own is written after the sum; none, nothing.
    """
    found = fraction(value)
    digits = (0 if found.denominator == 1 else 2) if places is None else places
    text = _set(decimal_text(abs(found), digits))
    sign = MINUS if found < 0 and text.strip("0.,") else ""
    code = currency.strip().upper()
    if code in _BEFORE:
        return f"{sign}{_BEFORE[code]}{text}"
    after = _AFTER.get(code, currency.strip())
    return f"{sign}{text}{_NARROW}{after}" if after else f"{sign}{text}"


def percent(value: Figure, places: int = 0) -> str:
    """A share from 0 to 1 as ``"24%"``.

    One that would round to all or nothing is ``"under 1%"`` or ``"over 99%"``.
    """
    found = fraction(value)
    step = Fraction(1, 10**places)
    text = decimal_text(found * 100, places)
    if found > 0 and not text.strip("0."):
        return f"under {_set(decimal_text(step, places))}%"
    if found < 1 and Fraction(text) >= 100:
        return f"over {_set(decimal_text(100 - step, places))}%"
    return f"{_set(text)}%"


def in_hundred(value: Figure) -> str:
    """A share from 0 to 1 as people: ``"24 in 100"``."""
    return f"{number(fraction(value) * 100, 0)} in 100"


def span(low: Figure, high: Figure, write: Write = number) -> str:
    """A range: ``"20 to 38"``; one figure where both ends read the same."""
    first, last = write(low), write(high)
    return first if first == last else f"{first} to {last}"


def estimate(value: Figure, low: Figure, high: Figure, write: Write = number) -> str:
    """A figure with its range: ``"28 (20 to 38)"``."""
    return f"{write(value)} ({span(low, high, write)})"


def about(value: Figure, write: Write = number) -> str:
    """``value`` with "about" before it where writing it rounds it."""
    text = write(value)
    digits = "".join(letter for letter in text.replace(MINUS, "-") if letter in "-0123456789.")
    try:
        same = Fraction(digits.strip(".")) == fraction(value)
    except ValueError:
        same = False
    return text if same else f"about {text}"


def known(value: Figure | None, write: Write = number) -> str:
    """``value`` written, or "not recorded yet" for None: never 0, never a dash."""
    return NOT_RECORDED if value is None else write(value)


def plural(count: int, one: str, many: str = "") -> str:
    """``plural(1, "vote")`` → ``"1 vote"``, ``plural(1240, "person", "people")`` → ``"1,240 people"``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def in_words(count: int) -> str:
    """Counts up to ten in words, as they are read out; larger ones in digits."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else number(count)


def listed(names: Sequence[str], most: int = 0) -> str:
    """``"a, b and c"``; with ``most`` above 0, at most so many and then how many others."""
    shown = list(names)
    if most and len(shown) > most + 1:
        shown = [*shown[:most], f"{number(len(names) - most)} others"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _places(value: Fraction) -> int:
    size = abs(value)
    places = 2
    while size >= 10 and places > 0:
        size /= 10
        places -= 1
    while 0 < size < 1 and places < 12:
        size *= 10
        places += 1
    return places


def _set(text: str) -> str:
    """Thousands set off, a true minus sign, and no minus before zero."""
    sign, digits = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    groups = f"{int(whole):,}"
    return (sign if digits.strip("0.") else "") + groups + point + rest
