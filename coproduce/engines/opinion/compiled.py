"""One way to compile a loop, so that every loop keeps the same promises.

numba turns a loop over plain arrays into machine code. Compiled loops here run on
one thread and in a fixed order, so a sum has the same bytes whatever the number of
threads; sums that may be regrouped say so, and are regrouped the same way each time
on one machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """``loop`` as machine code, its sums in the order written."""
    return _compile(loop, regroup=False)


def regrouped(loop: Loop) -> Loop:
    """``loop`` as machine code whose sums may be split over vector lanes (fixed on one machine)."""
    return _compile(loop, regroup=True)


def _compile(loop: Loop, *, regroup: bool) -> Loop:
    options: dict[str, Any] = {"nogil": True, "fastmath": {"reassoc", "nsz"} if regroup else False}
    try:
        return cast(Loop, numba.njit(cache=True, **options)(loop))
    except RuntimeError:
        # No folder may be written, so there is nowhere to keep the machine code for the next start.
        return cast(Loop, numba.njit(**options)(loop))
