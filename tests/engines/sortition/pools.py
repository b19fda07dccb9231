"""Small pools whose panels can all be listed, and the leximin chances found by listing them."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from coproduce.engines.sortition.pool import Person, Pool, Quota


def crossed_pool(seed: int) -> Pool | None:
    """A pool of 6 to 11 people whose quotas follow one panel drawn from it: tight, and never contradictory."""
    chance = random.Random(seed)
    people, size, features = chance.randint(6, 11), chance.randint(2, 5), "abcd"[: chance.randint(2, 4)]
    values = ["xyz"[: chance.randint(2, 3)] for _ in features]
    pool = [
        Person(
            f"p{at:02d}",
            tuple(chance.choice(choices) for choices in values),
            chance.choice(["", "h1", "h2", "h3"]) if chance.random() < 0.4 else "",
        )
        for at in range(people)
    ]
    panel = chance.sample(pool, size)
    homes = [person.household for person in panel if person.household]
    if len(set(homes)) < len(homes):
        return None
    quotas = []
    for column, feature in enumerate(features):
        for value in values[column]:
            held = sum(person.values[column] == value for person in panel)
            room = chance.choice([0, 0, 0, 1])
            quotas.append(Quota(feature, value, max(0, held - room), held + room))
    return Pool(tuple(pool), tuple(features), tuple(quotas), size)


def all_panels(pool: Pool) -> list[tuple[int, ...]]:
    """Every panel of a small pool, by trying every choice of people."""
    return [
        chosen
        for chosen in combinations(range(len(pool.people)), pool.size)
        if _fits(pool, tuple(pool.people[at] for at in chosen))
    ]


def _fits(pool: Pool, people: tuple[Person, ...]) -> bool:
    homes = [person.household for person in people if person.household]
    return len(set(homes)) == len(homes) and all(
        quota.low <= count <= quota.high
        for quota, count in zip(pool.quotas, pool.counts(people), strict=True)
    )


def leximin_by_listing(panels: list[tuple[int, ...]], people: int) -> list[float]:
    """Leximin chances from the list of all panels, settling one level at a time by one program per person."""
    settled = {at: 0.0 for at in range(people) if not any(at in panel for panel in panels)}
    inside = np.zeros((people, len(panels)))
    for column, panel in enumerate(panels):
        inside[list(panel), column] = 1

    def best(costs, lowest):
        rows = [(np.append(-inside[at], 1), 0.0) for at in range(people) if at not in settled]
        rows += [(np.append(-inside[at], 0), 1e-9 - level) for at, level in settled.items()]
        found = linprog(
            -costs, [row for row, _ in rows], [right for _, right in rows],
            [np.append(np.ones(len(panels)), 0)], [1.0],
            bounds=[(0, None)] * len(panels) + [(lowest, None)],
        )  # fmt: skip
        return -found.fun

    while len(settled) < people:
        level = best(np.append(np.zeros(len(panels)), 1.0), None)
        still = [at for at in range(people) if at not in settled]
        stuck = [at for at in still if best(np.append(inside[at], 0.0), level - 1e-9) < level + 1e-6]
        settled |= dict.fromkeys(stuck, level)
    return [settled[at] for at in range(people)]
