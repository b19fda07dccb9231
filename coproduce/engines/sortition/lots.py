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
from scipy.sparse import csr_array

from coproduce.engines.sortition.classes import Classes, Counts
from coproduce.engines.sortition.mixture import Mixture
from coproduce.engines.sortition.solver import Numbers

Panel = tuple[int, ...]
SWAPS = 400
FRONT = 20
REST = 12


def panels_of_people(model: Classes, mixture: Mixture, number: int) -> list[Panel]:
    """``number`` panels, as sorted positions in ``pool.people``, whose mean is near the mixture's."""
    picked = _chosen(mixture, model.size, number)
    return sorted(_seated(model, mixture.panels, picked))


def _chosen(mixture: Mixture, size: Counts, number: int) -> list[int]:
    """Which panels of classes are taken, one for each lot.

    One by one, each the panel that makes the squared error of the people's chances least;
    then panels are exchanged to make the largest errors smaller.
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


def _exchanged(dense: Counts, panels: csr_array, owed: Numbers, size: Counts, picked: list[int]) -> list[int]:
    """Panels exchanged, one for one, for what lowers the fourth powers of what people are owed.

    It goes on when nothing helps any more, without turning back at once, and keeps the best it met
    (tabu search: F. Glover, "Tabu search, part I", ORSA Journal on Computing 1, 1989).
    """
    counts = np.bincount(picked, minlength=len(dense))
    least = float(np.abs(owed / size).max())
    kept = counts.copy()
    free = np.zeros(len(dense), dtype=np.int64)
    for turn in range(SWAPS):
        gain = np.asarray(panels @ (owed / size) ** 3)
        # Those that most need to go, and those that would help most in their stead.
        leaving = np.nonzero((counts > 0) & (free <= turn))[0]
        coming = np.nonzero(free <= turn)[0]
        out = leaving[np.argsort(gain[leaving], kind="stable")[:FRONT]]
        inn = coming[np.argsort(-gain[coming], kind="stable")[:FRONT]]
        if not len(out) or not len(inn):
            break
        change = dense[out][:, None, :] - dense[inn][None, :, :]
        squared = ((owed + change) / size) ** 2
        after = np.add.reduce(size * squared * squared, axis=-1)
        after[out[:, None] == inn[None, :]] = np.inf
        place = int(np.argmin(after))
        one, other = out[place // len(inn)], inn[place % len(inn)]
        owed = owed + dense[one] - dense[other]
        counts[one] -= 1
        counts[other] += 1
        free[[one, other]] = turn + REST
        worst = float(np.abs(owed / size).max())
        if worst < least - 1e-9:
            least, kept = worst, counts.copy()
    return np.repeat(np.arange(len(dense)), kept).tolist()


def _seated(model: Classes, panels: Counts, picked: list[int]) -> list[Panel]:
    """People for the classes of each panel: the least used first, never two of a household."""
    people = model.pool.people
    used = np.zeros(len(people), dtype=np.int64)
    shared = _shared(model)
    found = []
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
