"""Segments: kinds of people by what they do, as a weighted latent class model.

Lazarsfeld and Henry (1968): within a class answers are independent, so a class is its
size and its chance of each answer. EM (Goodman 1974) climbs the weighted likelihood from
several starts; people with the same answers are one pattern, so it runs on patterns. The
number of classes is the one with the lowest BIC, counting effective rather than asked people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.arrays import Floats, Ints
from coproduce.engines.kernel import BadInput, Seed

MOST_ROUNDS = 2000
STEADY = 1e-9
FLOOR = 1e-6


@dataclass(frozen=True)
class ClassOptions:
    """How many classes are tried, and how often each from another start."""

    classes: tuple[int, ...] = (1, 2, 3, 4)
    starts: int = 8


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes found, largest first.

    Attributes:
        shares: (C,) weighted share of people in each.
        chances: for each item (C × levels) the chance of each answer.
        bic: by number of classes tried.
        membership: (n, C) each person's chance of each class; NaN rows for people with no answer at all.
        entropy: how clearly people fall into one class: 1 clearly, 0 not at all.
        agreed: how many of the starts reached the same top.
    """

    shares: Floats
    chances: tuple[Floats, ...]
    loglik: float
    bic: dict[int, float]
    membership: Floats
    entropy: float
    agreed: int


def segments(
    items: Sequence[Ints], weight: Floats, seed: Seed, options: ClassOptions | None = None
) -> Classes:
    """Classes of people by their answers to ``items`` (each (n,) codes from 0, −1 for none).

    Raises:
        BadInput: for fewer than two items, or too few people.
    """
    options = options or ClassOptions()
    if len(items) < 2 or len(weight) < 10:
        raise BadInput.one("segments need at least two items and ten people", key="segments")
    answers = np.column_stack(items)
    patterns, index = np.unique(answers, axis=0, return_inverse=True)
    index = index.reshape(-1)
    known = np.asarray((patterns >= 0).any(axis=1), dtype=np.bool_)
    # Weights are scaled to the effective number of people, so that BIC does not see more than there are.
    scale = weight.sum() / np.square(weight).sum()
    mass = np.bincount(index, weights=weight, minlength=len(patterns)) * scale * known
    levels = [int(column.max()) + 1 for column in answers.T]
    hot = [
        np.asarray(patterns[:, at, None] == np.arange(count)[None, :]).astype(np.float64)
        for at, count in enumerate(levels)
    ]
    found: dict[int, tuple[float, Floats, tuple[Floats, ...], Floats, int]] = {}
    for count in options.classes:
        found[count] = _best(hot, mass, count, seed.child(count), options.starts if count > 1 else 1)
    total = mass.sum()
    bic = {
        count: -2 * best[0] + (count - 1 + count * sum(level - 1 for level in levels)) * float(np.log(total))
        for count, best in found.items()
    }
    chosen = min(bic, key=lambda count: (bic[count], count))
    loglik, shares, chances, post, agreed = found[chosen]
    order = np.lexsort((np.arange(chosen), -shares))
    post = post[:, order]
    with np.errstate(divide="ignore", invalid="ignore"):
        doubt = -np.nansum(np.where(post > 0, post * np.log(post), 0.0), axis=1)
    entropy = 1.0 if chosen == 1 else 1 - float(mass @ doubt) / (float(total) * float(np.log(chosen)))
    membership = np.where(known[index, None], post[index], np.nan)
    return Classes(
        shares[order], tuple(each[order] for each in chances), loglik, bic, membership, entropy, agreed
    )


def _best(
    hot: list[Floats], mass: Floats, count: int, seed: Seed, starts: int
) -> tuple[float, Floats, tuple[Floats, ...], Floats, int]:
    runs = [_climb(hot, mass, count, seed.child(start)) for start in range(starts)]
    best = max(runs, key=lambda run: run[0])
    agreed = sum(best[0] - run[0] < 1e-4 * (1 + abs(best[0])) for run in runs)
    return (*best, agreed)


def _climb(
    hot: list[Floats], mass: Floats, count: int, seed: Seed
) -> tuple[float, Floats, tuple[Floats, ...], Floats]:
    """EM from one start: each pattern begins with random chances of the classes."""
    post = seed.uniforms(len(mass), count)
    post /= post.sum(axis=1, keepdims=True)
    before, loglik = -np.inf, -np.inf
    shares, chances = np.zeros(count), tuple(np.zeros((count, each.shape[1])) for each in hot)
    for _ in range(MOST_ROUNDS):
        weighted = post * mass[:, None]
        shares = np.maximum(weighted.sum(axis=0) / mass.sum(), 1e-12)
        logs = np.broadcast_to(np.log(shares), post.shape).copy()
        made = []
        for each in hot:
            counts = weighted.T @ each + FLOOR
            chance = counts / counts.sum(axis=1, keepdims=True)
            logs += each @ np.log(chance).T
            made.append(chance)
        chances = tuple(made)
        top = logs.max(axis=1, keepdims=True)
        likely = np.exp(logs - top)
        sums = likely.sum(axis=1, keepdims=True)
        post = likely / sums
        loglik = float(mass @ (np.log(sums) + top)[:, 0])
        if loglik - before < STEADY * (1 + abs(loglik)):
            break
        before = loglik
    return loglik, shares, chances, post
