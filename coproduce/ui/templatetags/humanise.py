"""``{% load humanise %}``: figures as people read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(value: int) -> str:
    """``12345`` as ``12,345``."""
    return f"{value:,}"
