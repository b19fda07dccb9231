"""Figures about fewer than five people are not shown, nor such that subtraction would show them.

If one group of several is too small, its figure could be had as the total less the others;
so then the next smallest group is held back with it.
"""

from __future__ import annotations

from collections.abc import Sequence

FEWEST = 5


def hidden(counts: Sequence[int], fewest: int = FEWEST) -> tuple[bool, ...]:
    """Which of the groups with ``counts`` people, which add up to a known total, are held back.

    Empty groups tell nothing about anybody and stay.
    """
    found = [0 < count < fewest for count in counts]
    while any(found) and _short(counts, found, fewest):
        left = [(count, at) for at, count in enumerate(counts) if count > 0 and not found[at]]
        if not left:
            break
        found[min(left)[1]] = True
    return tuple(found)


def _short(counts: Sequence[int], found: Sequence[bool], fewest: int) -> bool:
    """Whether what is held back would still be told by the total: one group alone, or too few people together."""
    held = [count for count, off in zip(counts, found, strict=True) if off]
    return len(held) == 1 or sum(held) < fewest
