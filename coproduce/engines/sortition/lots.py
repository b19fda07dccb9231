"""From exact probabilities to a number of equally likely panels that can be drawn from an urn.

A thousand numbered panels can be printed, and one drawn with three balls. Rounding to so many
lots moves everybody's chance a little; the panels are chosen so that the largest move is small
(B. Flanigan, G. Kehne and A. D. Procaccia, "Fair sortition made transparent", NeurIPS 2021, on
how small it can be made). First class by class, then within each class person by person, the
least used first.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.mixture import Mixture
from coproduce.engines.sortition.solver import Numbers

Panel = tuple[int, ...]
SWAPS = 2000
FRONT = 24


def panels_of_people(model: Classes, mixture: Mixture, number: int) -> list[Panel]:
    """``number`` panels, as sorted positions in ``pool.people``, whose mean is near the mixture's."""
    picked = _chosen(mixture, model.size, number)
    return sorted(_seated(model, mixture.panels, picked))


def _chosen(mixture: Mixture, size: Counts, number: int) -> list[int]:
    """Which panels of classes are taken, one for each lot.

    One by one, each the panel that makes the squared error of the people's chances least;
    then panels are exchanged as long as that lowers the error, large ones above all.
    """
    panels = csr_array(mixture.panels.astype(float))
    importance = 1.0 / size
    squares = np.asarray((panels.multiply(panels)) @ importance)
    mean = mixture.mean()
    owed = np.zeros(len(size))
    picked = []
    for _ in range(number):
        owed += mean
        best = int(np.argmax(2.0 * (panels @ (importance * owed)) - squares))
        picked.append(best)
        owed -= mixture.panels[best]
    return _exchanged(mixture.panels, panels, owed, size, picked)


def _error(owed: NDArray[np.float64], size: Counts) -> NDArray[np.float64]:
    """The fourth powers of what each person is owed, added up: large ones count most."""
    return np.asarray(np.add.reduce(size * (owed / size) ** 4, axis=-1))


def _exchanged(dense: Counts, panels: csr_array, owed: Numbers, size: Counts, picked: list[int]) -> list[int]:
    counts = np.bincount(picked, minlength=len(dense))
    for _ in range(SWAPS):
        slope = 4.0 * (owed / size) ** 3
        gain = np.asarray(panels @ slope)
        taken = np.nonzero(counts)[0]
        # Those that most need to go, and those that would help most in their stead.
        out = taken[np.argsort(gain[taken], kind="stable")[:FRONT]]
        inn = np.argsort(-gain, kind="stable")[:FRONT]
        change = dense[out][:, None, :] - dense[inn][None, :, :]
        after = _error(owed + change, size)
        place = int(np.argmin(after))
        if after.flat[place] >= _error(owed, size) - 1e-12:
            break
        leaving, coming = out[place // len(inn)], inn[place % len(inn)]
        owed = owed + dense[leaving] - dense[coming]
        counts[leaving] -= 1
        counts[coming] += 1
    return np.repeat(np.arange(len(dense)), counts).tolist()


def _seated(model: Classes, panels: Counts, picked: list[int]) -> list[Panel]:
    """People for the classes of each panel: the least used first, never two of a household."""
    people = model.pool.people
    used = np.zeros(len(people), dtype=np.int64)
    shared = _shared(model)
    found = []
    # Spread over the list, so that like panels do not follow one another.
    for at in picked:
        panel: list[int] = []
        homes: set[str] = set()
        for group in np.nonzero(panels[at])[0].tolist():
            wanted = int(panels[at][group])
            for person in sorted(model.members[group], key=lambda one: (used[one], one)):
                if not wanted:
                    break
                home = people[person].household
                if home in shared:
                    if home in homes:
                        continue
                    homes.add(home)
                panel.append(person)
                used[person] += 1
                wanted -= 1
        found.append(tuple(sorted(panel)))
    return found


def _shared(model: Classes) -> set[str]:
    """The households with more than one member in the pool."""
    homes: dict[str, int] = defaultdict(int)
    for person in model.pool.people:
        if person.household:
            homes[person.household] += 1
    return {home for home, count in homes.items() if count > 1}
