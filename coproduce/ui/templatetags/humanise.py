"""``{% load humanise %}``: figures as people read them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template

from coproduce.report.numbers import money as money_text

register = template.Library()


@register.filter
def thousands(value: int) -> str:
    """``12345`` as ``12,345``."""
    return f"{value:,}"


@register.filter
def money(value: int | None, currency: str) -> str:
    """Minor units as a sum: ``{{ 1800000|money:"GBP" }}`` is £18,000. Nothing where nothing is known."""
    return "" if value is None else money_text(Fraction(value, 100), currency)


@register.filter
def day(value: date | None) -> str:
    """A day as people say it: 12 July 2026."""
    return f"{value.day} {value:%B %Y}" if value else ""
