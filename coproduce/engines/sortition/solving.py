"""From a pool to a portfolio: the first phase, which needs no chance and is published.

The second phase, the draw, is in ``drawing``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from coproduce.engines.kernel import BadInput, Infeasible, Place, Problem, Record, Seed
from coproduce.engines.sortition.classes import Classes, classes
from coproduce.engines.sortition.conflicts import Move, conflict, relaxed, smallest_relaxation
from coproduce.engines.sortition.legacy import Habit, legacy
from coproduce.engines.sortition.lots import Panel, panels_of_people
from coproduce.engines.sortition.optimum import FAIR, Optimum, optimum
from coproduce.engines.sortition.pool import Pool
from coproduce.engines.sortition.portfolio import Comparison, Portfolio, QuotaLine

QUOTAS = "the quotas leave no room for this person"
HOUSEHOLD = "shares a household with someone who is seated"
METHODS = (*FAIR, "legacy")


@dataclass(frozen=True)
class Options:
    """How to solve.

    Attributes:
        method: ``leximin``, ``maximin``, ``nash`` or ``legacy``.
        panels: how many equally likely panels are published.
        flex: move quotas within their flexible ranges where no panel meets them as they are.
        compare: how many runs of the legacy habit are put beside the result; 0 for none.
        seed: words for the runs of the legacy habit; the other methods use no chance.
        id, address: the columns by which the lists were read, kept for those who verify.
    """

    method: str = "leximin"
    panels: int = 1000
    flex: bool = False
    compare: int = 0
    seed: str = "legacy"
    id: str = ""
    address: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problems = []
        if self.method not in METHODS:
            problems.append(_problem("method", f"there is no method {self.method!r}; choose one of: "
                                     + ", ".join(METHODS)))  # fmt: skip
        if not 1 <= self.panels <= 100_000:
            problems.append(
                _problem("panels", f"from 1 to 100,000 panels can be published, not {self.panels}")
            )
        if not 0 <= self.compare <= 100_000:
            problems.append(
                _problem("compare", f"from 0 to 100,000 runs can be compared, not {self.compare}")
            )
        if problems:
            raise BadInput(problems)


def solve(pool: Pool, options: Options | None = None) -> Portfolio:
    """The portfolio of a pool.

    Raises:
        Infeasible: where no panel meets the quotas; its reasons name a minimal conflicting
            set and the smallest relaxation.
    """
    options = options or Options()
    model = classes(pool)
    moves: tuple[Move, ...] = ()
    if options.method == "legacy":
        return _by_habit(model, options)
    best = optimum(model, options.method)
    if best is None and options.flex:
        found = smallest_relaxation(model)
        if found is not None:
            moves = found
            model = classes(relaxed(pool, moves))
            best = optimum(model, options.method)
    if best is None:
        raise conflict(model).error(pool)
    panels = panels_of_people(model, best.mixture, options.panels)
    beside = legacy(model, options.compare, Seed(options.seed)) if options.compare else None
    return _portfolio(pool, model, options, panels, moves=moves, best=best, beside=beside)


def _by_habit(model: Classes, options: Options) -> Portfolio:
    habit = legacy(model, options.panels, Seed(options.seed))
    if len(habit.panels) < options.panels:
        raise Infeasible(
            f"the legacy habit found {len(habit.panels)} panels in {len(habit.panels) + habit.failed} runs and "
            "gave up; use leximin, which finds panels wherever there are any"
        )
    return _portfolio(model.pool, model, options, list(habit.panels))


def _portfolio(
    pool: Pool,
    model: Classes,
    options: Options,
    panels: list[Panel],
    *,
    moves: tuple[Move, ...] = (),
    best: Optimum | None = None,
    beside: Habit | None = None,
) -> Portfolio:
    people = tuple(person.id for person in pool.people)
    cannot = dict.fromkeys(model.blocked, HOUSEHOLD)
    times = Counter(at for panel in panels for at in panel)
    chances = [times[at] / len(panels) for at in range(len(people))]
    if best is not None:
        chances = [0.0] * len(people)
        for members, chance in zip(model.members, best.chances.tolist(), strict=True):
            for at in members:
                chances[at] = float(f"{chance:.12g}")
        cannot |= {at: QUOTAS for group in best.shut for at in model.members[group]}
    comparison = None
    if beside is not None:
        seen = Counter(at for panel in beside.panels for at in panel)
        comparison = Comparison(
            tuple(seen[at] for at in range(len(people))), len(beside.panels), beside.failed
        )
    blank = Record(f"sortition/{options.method}", {}, None, pool.sha256, {})
    found = Portfolio(
        record=blank,
        people=people,
        seated=tuple(person.id for person in pool.seated),
        size=pool.size,
        panels=tuple(panels),
        chances=tuple(chances),
        cannot=tuple(sorted(cannot.items())),
        quotas=_quota_lines(pool, model, panels),
        bounds=() if best is None else best.bounds,
        gap=0.0 if best is None else best.gap,
        moves=moves,
        comparison=comparison,
    )
    chance = options.method == "legacy" or options.compare > 0
    settings = {
        "method": options.method,
        "size": pool.size,
        "panels": options.panels,
        "flex": options.flex,
        "compare": options.compare,
        "id": options.id,
        "address": list(options.address),
    }
    seed = options.seed if chance else None
    return replace(found, record=replace(blank, options=settings, seed=seed, data=found.data()))


def _quota_lines(pool: Pool, model: Classes, panels: list[Panel]) -> tuple[QuotaLine, ...]:
    place = {(quota.feature, quota.value): at for at, quota in enumerate(pool.quotas)}
    of_person = [
        [place[pair] for pair in zip(pool.features, person.values, strict=True)] for person in pool.people
    ]
    seated = pool.counts(pool.seated)
    fewest, most = [pool.size] * len(place), [0] * len(place)
    for panel in panels:
        count = Counter(at for person in panel for at in of_person[person])
        for at, already in enumerate(seated):
            fewest[at] = min(fewest[at], count[at] + already)
            most[at] = max(most[at], count[at] + already)
    return tuple(
        QuotaLine(quota.feature, quota.value, quota.low, quota.high, inside, fewest[at], most[at])
        for at, (quota, inside) in enumerate(zip(model.pool.quotas, pool.counts(pool.people), strict=True))
    )


def _problem(key: str, text: str) -> Problem:
    return Problem(Place("options", key=key), text, "option")
