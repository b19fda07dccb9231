"""The methods of inference, as the check suite of the house tries them."""

from __future__ import annotations

from typing import Any

from coproduce.engines.kernel.checks import Subject


def subjects() -> list[Subject[Any, Any]]:
    """One subject for each method."""
    return []
