"""Which unknowns to try out first, ranked by what knowing them would be worth to the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.information import value_by_chance, value_of_knowing
from coproduce.engines.risk.portfolios import Portfolios
from coproduce.engines.risk.result import Experiment, RiskSummary
from coproduce.engines.risk.strategies import allowed, effect_about

Array = NDArray[np.float64]


def rank_experiments(
    portfolios: Portfolios, codes: Sequence[int], risks: Sequence[RiskSummary], seed: Seed
) -> tuple[Experiment, ...]:
    """Every likelihood, severity and effect that is judged, by the value of knowing it, highest first.

    The choice is between ``codes``. What is mostly unknown is a candidate whatever its value: its curve is too
    thin to say what a test would show.
    """
    nets = _expected(portfolios, codes)
    chance = value_by_chance(nets, seed.child("experiments"))
    perfect = float(nets.max(axis=0).mean() - nets.mean(axis=1).max())
    known = {risk.id: risk for risk in risks}
    found = []
    for about, question, name, draws, share, state in _unknowns(portfolios, known):
        value = 0.0
        if draws is not None:
            value = value_of_knowing(portfolios.pooled(draws), nets, chance)
        of_all = min(1.0, value / perfect) if perfect > 0 else 0.0
        found.append(Experiment(about, question, name, value, of_all, share, state))
    found = [one for one in found if one.value > 0 or one.status == "unknown"]
    return tuple(
        sorted(found, key=lambda one: (one.status != "unknown", -one.value, -one.unknown_share, one.about))
    )


def neighbours(portfolios: Portfolios, put_forward: Sequence[int], budget: float | None) -> list[int]:
    """What is put forward, each of it with one option added or left out, and each option alone: as far as allowed.

    A portfolio that looks poor today may be the best once more is known, so the frontier alone would not do.
    """
    single = [1 << at for at in range(len(portfolios.options))]
    near = [code ^ one for code in put_forward for one in single]
    codes = dict.fromkeys([*put_forward, *single, *near])
    return [
        code
        for code in codes
        if code in put_forward
        or (allowed(code, portfolios.excluded) and (budget is None or portfolios.cost(code) <= budget))
    ]


def _expected(portfolios: Portfolios, codes: Sequence[int]) -> Array:
    """Each portfolio's expected net outcome given the world of each draw of the pooled sample."""
    found = np.zeros((len(codes), portfolios.simulation.worlds.total))
    simulation = replace(portfolios.simulation, believed=True)
    kept: dict[tuple[int, int], Array] = {}
    for row, code in enumerate(codes):
        for at, bits in enumerate(portfolios.touching):
            key = (at, code & bits)
            if key not in kept:
                outturns = simulation.outturns(portfolios.blocks[at], key[1])
                total = np.zeros(simulation.worlds.total)
                for outturn in outturns:
                    for meant in outturn.expected:
                        total += meant
                kept[key] = portfolios.pooled(total)
            found[row] += kept[key]
    return found


def _unknowns(
    portfolios: Portfolios, known: Mapping[str, RiskSummary]
) -> Iterator[tuple[str, str, str, Array | None, float, str]]:
    simulation = portfolios.simulation
    weights = portfolios.weights
    for risk in simulation.study.risks:
        draws, summary = simulation.draws[risk.id], known[risk.id]
        if not draws.view.owners:
            yield risk.id, "likelihood", risk.name, None, summary.unknown_share, summary.status
            continue
        for question, value in (("likelihood", draws.likelihood()), ("severity", draws.severity(0))):
            drawn = value if isinstance(value, np.ndarray) else None
            if drawn is not None or question == "likelihood":
                yield risk.id, question, risk.name, drawn, summary.unknown_share, summary.status
    seen: set[str] = set()
    for option in portfolios.options:
        for effect in option.action.effects:
            about = effect_about(option.action, effect)
            if about in seen:
                continue
            seen.add(about)
            pool = simulation.worlds.views.pool(about, "effect", f"effect:{effect.on}")
            share = _unknown_share([at for at, _ in pool.owners], [at for at, _ in pool.silent], weights)
            share = 0.0 if pool.given else share
            state = "known" if len(pool.tables) and share <= 0.5 else "unknown"
            yield (
                about,
                "effect",
                option.action.name,
                simulation.levers.drawn(option.action, effect),
                share,
                state,
            )


def _unknown_share(knowing: Sequence[int], silent: Sequence[int], weights: Sequence[float]) -> float:
    """Weighted share of "do not know" among those asked; groups that were not asked are left out."""
    total = share = 0.0
    for at, weight in enumerate(weights):
        asked = knowing.count(at) + silent.count(at)
        if asked:
            total += weight
            share += weight * silent.count(at) / asked
    return share / total if total > 0 else 1.0
