"""Figures and kinds as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from coproduce.catalogue.public import Stage
from coproduce.ledger.granules import OTHER
from coproduce.ledger.rules import KIND, ON_CALL
from coproduce.report.numbers import money

PAID_FOR: Mapping[str, str] = {
    "residents": "Own time",
    "public": "Public money",
    "partner": "Own funds",
}


def kind_name(key: str) -> str:
    """What screens call a kind of input."""
    return "Other kinds, together" if key == OTHER else KIND[key].name


def stage_name(key: str) -> str:
    """What screens call one of the four Co's; a dash where none was said."""
    return str(Stage(key).label) if key else "–"


def amount(quantity: int | None, unit: str) -> str:
    """``412 hours``, ``£9,000``, ``24 sessions``; empty where it is not recorded."""
    if quantity is None:
        return ""
    sign, size = ("−" if quantity < 0 else ""), abs(quantity)
    if unit in {"minute", ON_CALL}:
        return sign + hours(size)
    if unit == "session":
        return f"{sign}{size:,} session{'' if size == 1 else 's'}"
    return f"{sign}{size:,}" if unit == "count" else sign + money(Fraction(size, 100), unit)


def hours(minutes: int) -> str:
    """Minutes as hours and minutes: ``412 hours``, ``1 hour 30 minutes``, ``20 minutes``."""
    whole, rest = divmod(minutes, 60)
    parts = []
    if whole:
        parts.append(f"{whole:,} hour{'' if whole == 1 else 's'}")
    if rest or not whole:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def ratio(value: Fraction) -> str:
    """Hours per hour, with one decimal: ``3.2``; below a tenth ``less than 0.1``."""
    tenths = round(value * 10)
    return f"{tenths // 10:,}.{tenths % 10}" if tenths else "less than 0.1"
