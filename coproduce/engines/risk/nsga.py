"""Beyond fourteen options: a search instead of trying every portfolio.

NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002) as pymoo has it, on the very same
evaluation of a portfolio. It needs the extra ``coproduce[frontier]``; without it the
method refuses in a sentence. A search may miss portfolios on the frontier; how
little is measured in the benchmarks. Its numbers come from the seed; a later pymoo may
take another path.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import EngineError, Infeasible, Seed
from coproduce.engines.risk.portfolios import Evaluated, Portfolios, tail, weighted
from coproduce.engines.risk.strategies import allowed

POPULATION = 100
GENERATIONS = 60


def searched(
    portfolios: Portfolios,
    budget: float | None,
    seed: Seed,
    *,
    population: int = POPULATION,
    generations: int = GENERATIONS,
) -> Evaluated:
    """All allowed portfolios that the search has looked at, today among them, in the order of their bits."""
    try:
        from pymoo.algorithms.moo.nsga2 import NSGA2
        from pymoo.core.problem import Problem as Search
        from pymoo.operators.crossover.pntx import TwoPointCrossover
        from pymoo.operators.mutation.bitflip import BitflipMutation
        from pymoo.operators.sampling.rnd import BinaryRandomSampling
        from pymoo.optimize import minimize
    except ImportError:
        raise EngineError(
            f"{len(portfolios.options)} options are too many to try every mix of them; "
            "install coproduce[frontier] for a search, or leave some out"
        ) from None
    seen: dict[int, tuple[NDArray[np.float64], float, float]] = {}
    count = len(portfolios.options)

    def look(code: int) -> tuple[float, float, float, float]:
        if code not in seen:
            seen[code] = (portfolios.means(code), tail(portfolios.years(code)), portfolios.cost(code))
        means, cvar, cost = seen[code]
        over = max(0.0, cost - budget) if budget is not None else 0.0
        over += 0.0 if allowed(code, portfolios.excluded) else 1.0
        return -float(weighted(means[None, :], portfolios.weights)[0]), -cvar, cost, over

    class Mixes(Search):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(n_var=count, n_obj=3, n_ieq_constr=1, xl=0, xu=1, vtype=bool)

        def _evaluate(self, x: Any, out: dict[str, Any], *_: object, **__: object) -> None:
            rows = [look(_code(row)) for row in np.asarray(x, dtype=bool)]
            out["F"] = np.array([row[:3] for row in rows])
            out["G"] = np.array([[row[3]] for row in rows])

    algorithm = NSGA2(
        pop_size=population,
        sampling=BinaryRandomSampling(),
        crossover=TwoPointCrossover(),
        mutation=BitflipMutation(),
        eliminate_duplicates=True,
    )
    minimize(Mixes(), algorithm, ("n_gen", generations), seed=seed.draws().below(2**31), verbose=False)
    look(0)
    codes = sorted(
        code
        for code, (_, _, cost) in seen.items()
        if allowed(code, portfolios.excluded) and (budget is None or cost <= budget)
    )
    if not codes:
        raise Infeasible("no portfolio keeps within the budget")
    return Evaluated(
        np.array(codes, dtype=np.int64),
        np.array([seen[code][0] for code in codes]),
        np.array([seen[code][1] for code in codes]),
        np.array([seen[code][2] for code in codes]),
    )


def _code(row: NDArray[np.bool_]) -> int:
    return sum(1 << at for at, taken in enumerate(row) if taken)
