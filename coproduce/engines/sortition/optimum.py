"""The best lottery of a pool by a method, and the proof that it is the best.

First the relaxation's chances; then panels whose mean they are. Where these are found the
relaxation's bounds are the proof. Where not, column generation, whose bounds rest on the
relaxation as far as it reaches and on integer programs beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.sortition.bounds import Bound
from coproduce.engines.sortition.classes import Classes
from coproduce.engines.sortition.generation import Panels, raise_lowest, raise_product, reach
from coproduce.engines.sortition.herding import Herd
from coproduce.engines.sortition.leximin import leximin
from coproduce.engines.sortition.maximin import maximin
from coproduce.engines.sortition.mixture import Mixture, mixture_with_mean
from coproduce.engines.sortition.nash import nash
from coproduce.engines.sortition.relaxation import Target, room
from coproduce.engines.sortition.solver import Numbers

FAIR: Mapping[str, Callable[[Classes, NDArray[np.bool_]], Target]] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
}
"""The methods that optimise, by name."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best lottery over panels of classes.

    Attributes:
        mixture: panels of classes with probabilities.
        chances: of each class, per person; 0 for those that no panel can contain.
        shut: the classes that no panel can contain.
        bounds: the proof, in the order in which chances were settled.
        gap: by how much the chances reached may at most stay behind the bounds.
    """

    mixture: Mixture
    chances: Numbers
    shut: tuple[int, ...]
    bounds: tuple[Bound, ...]
    gap: float


def optimum(model: Classes, method: str) -> Optimum | None:
    """The best lottery by ``method`` (a key of ``FAIR``), or None where no panel exists at all."""
    space = room(model)
    if space is None:
        return None
    able = space.able
    target = FAIR[method](model, able)
    panels = Panels(model)
    mixture = _mixture(model, able, method, target, panels)
    if mixture is not None:
        return _optimum(model, able, method, mixture, target.bounds)
    reached = panels.cover(able)
    if not reached.any():
        return None
    if (reached != able).any():
        # Fewer can be drawn than the relaxation knows: without them it may be right.
        narrower = replace(model, cap=np.where(reached, model.cap, 0))
        target = FAIR[method](narrower, reached)
        mixture = _mixture(narrower, reached, method, target, panels)
        if mixture is not None:
            return _optimum(model, reached, method, mixture, target.bounds)
    if method == "nash":
        mixture, bounds = raise_product(panels, reached)
    else:
        mixture, bounds = raise_lowest(panels, reached, once=method == "maximin")
    return _optimum(model, reached, method, mixture, bounds)


def _mixture(
    model: Classes, able: NDArray[np.bool_], method: str, target: Target, panels: Panels
) -> Mixture | None:
    """Panels with the relaxation's chances; those found on the way are added to ``panels``."""
    if method == "maximin":
        return reach(panels, able, target.bounds[0], Herd(model, target.counts).grow)
    mixture, found = mixture_with_mean(model, target.counts)
    for panel in found:
        panels.add(panel)
    return mixture


def _optimum(
    model: Classes, able: NDArray[np.bool_], method: str, mixture: Mixture, bounds: tuple[Bound, ...]
) -> Optimum:
    mean = mixture.mean()
    chances = np.where(able, mean / model.size, 0.0)
    if method == "nash":
        people = model.size[able]
        reached = float(np.exp(np.add.reduce(people * np.log(chances[able])) / people.sum()))
        gap = bounds[0].level - reached
    else:
        gap = max(bound.level - min(chances[list(bound.settled)].tolist()) for bound in bounds)
    shut = tuple(np.nonzero(~able)[0].tolist())
    return Optimum(mixture, chances, shut, bounds, max(0.0, float(gap)))
