"""Risks, groups and agents, described from the judgements alone: nothing here knows of portfolios."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.disagreement import disagreement
from coproduce.engines.risk.learning import beta_of, brier, crps
from coproduce.engines.risk.pooling import averaged_quantiles, expected_harm, group_weights, mixture_quantiles
from coproduce.engines.risk.result import AgentSummary, GroupBelief, Outcomes, Reviewed, RiskSummary
from coproduce.engines.risk.simulate import RiskDraws, Simulation
from coproduce.engines.risk.unknown import band, silent_bearers, status, unknown_share, unknown_shares
from coproduce.engines.risk.values import Risk, Study
from coproduce.engines.risk.views import RiskView, Views

Array = NDArray[np.float64]

CURVE = tuple(step / 20 for step in range(21))
BAND_POINTS = 40


def describe_outcomes(study: Study) -> tuple[Outcomes, ...]:
    """Each outcome with its ladder and the risks to it."""
    return tuple(
        Outcomes(
            outcome.id,
            outcome.name,
            outcome.ladder,
            tuple(risk.id for risk in study.risks if risk.outcome == outcome.id),
        )
        for outcome in study.outcomes
    )


def describe_risk(simulation: Simulation, views: Views, first_round: Views, risk: Risk) -> RiskSummary:
    """One risk as it stands today: pooled, by group, disputed, unknown; what needs an action as if it were taken."""
    draws = simulation.draws[risk.id]
    view, weights = draws.view, views.weights()
    shares = unknown_shares(view)
    beliefs, years = _beliefs(draws), _years(draws)
    knowing = (
        sorted({group for group, _ in view.owners}) if not view.given else list(range(len(views.judges)))
    )
    by_group = {group: _of_group(simulation, beliefs, group) for group in knowing}
    by_year = {group: np.sort(_of_group(simulation, years, group)) for group in knowing}
    spread = disagreement(by_group, weights) if not view.given else disagreement({}, weights)
    by_row = group_weights(view.owners, weights) if view.owners else np.zeros(0)
    harms = _summed(view)
    return RiskSummary(
        id=risk.id,
        name=risk.name,
        story=risk.story,
        outcome=risk.outcome,
        bearers=risk.bearers,
        per=risk.per,
        sense=risk.sense,
        needs=risk.needs,
        agent=risk.agent,
        expected=expected_harm(view, weights),
        likelihood=tuple(mixture_quantiles(view.likelihood, by_row)),
        severity=tuple(mixture_quantiles(harms, by_row)),
        severity_by_bearer={
            bearer: tuple(mixture_quantiles(table, by_row))
            for bearer, table in zip(risk.bearers, view.severity, strict=True)
        },
        likelihood_averaged=tuple(averaged_quantiles(view.likelihood, by_row)),
        curve=_curve(beliefs) if view.owners else (),
        per_group=tuple(
            _belief((views, first_round), view, group, by_group.get(group), shares[group])
            for group in range(len(views.judges))
        ),
        between_share=spread.between_share,
        distance=spread.distance,
        apart=tuple(views.judges[at] for at in spread.apart) if spread.apart else (),
        unknown_share=unknown_share(shares, weights),
        silent_bearers=tuple(silent_bearers(view, views)),
        partial_answers=len(views.partial(risk)),
        band=band(by_year, shares, weights, _points(by_year, risk)),
        status=status(view, views, weights),
    )


def describe_agents(study: Study) -> tuple[AgentSummary, ...]:
    """Each agent with its limits; nobody to stand in, and a provider that is alone, are weaknesses of the design."""
    providers = [agent for agent in study.agents if agent.kind == "providers"]
    found = []
    for agent in study.agents:
        weaknesses = []
        if not any(link.agent == agent.id for link in study.substitutions):
            weaknesses.append("nobody-stands-in")
        if agent.kind == "providers" and len(providers) == 1:
            weaknesses.append("single-provider")
        if (
            agent.promised is not None
            and agent.longest_gap is not None
            and agent.promised > agent.longest_gap
        ):
            weaknesses.append("promise-too-late")
        found.append(
            AgentSummary(
                id=agent.id,
                name=agent.name,
                kind=agent.kind,
                least_level=agent.least_level,
                longest_gap=agent.longest_gap,
                promised=agent.promised,
                weaknesses=tuple(weaknesses),
            )
        )
    return tuple(found)


def describe_reviews(simulation: Simulation, views: Views) -> tuple[Reviewed, ...]:
    """Every review in the study: forecasts scored, the likelihood brought up to date."""
    found = []
    for review in views.study.reviews:
        view = simulation.draws[review.risk].view
        if not view.owners:
            continue
        chances = np.asarray(simulation.draws[review.risk].likelihood()) * np.ones(simulation.worlds.total)
        weights = views.weights()
        parts = {group: _of_group(simulation, chances, group) for group in range(len(views.judges))}
        mean = sum(weights[group] * float(part.mean()) for group, part in parts.items())
        variance = sum(weights[group] * float(((part - mean) ** 2).mean()) for group, part in parts.items())
        before = beta_of(mean, variance)
        knowing = sorted({group for group, _ in view.owners}) if not view.given else []
        share = review.happened / review.tried
        found.append(
            Reviewed(
                risk=review.risk,
                happened=review.happened,
                tried=review.tried,
                before=before.quantiles(),
                now=before.after(review.happened, review.tried).quantiles(),
                brier={views.judges[at]: brier(parts[at], review.happened, review.tried) for at in knowing},
                crps={views.judges[at]: crps(parts[at], share) for at in knowing},
            )
        )
    return tuple(found)


def _beliefs(draws: RiskDraws) -> Array:
    if not draws.view.owners:
        return np.zeros(draws.worlds.total)
    total = np.asarray(draws.likelihood() * _severity(draws) * draws.extent())
    return np.array(np.broadcast_to(total, (draws.worlds.total,)))


def _severity(draws: RiskDraws) -> Array:
    parts = [np.asarray(draws.severity(at)) for at in range(len(draws.view.severity))]
    return np.asarray(sum(parts, np.zeros(())))


def _years(draws: RiskDraws) -> Array:
    if not draws.view.owners:
        return np.zeros(draws.worlds.total)
    size = _severity(draws) * draws.extent()
    came = draws.luck() < draws.likelihood() if draws.view.risk.per == "year" else draws.likelihood()
    return np.array(np.broadcast_to(size * came, (draws.worlds.total,)), dtype=np.float64)


def _of_group(simulation: Simulation, draws: Array, group: int) -> Array:
    size = simulation.worlds.size
    return draws[group * size : (group + 1) * size]


def _curve(beliefs: Array) -> tuple[float, ...]:
    return tuple(float(one) for one in np.quantile(beliefs, CURVE))


def _summed(view: RiskView) -> Array:
    # Bearers share one luck in severity, so quantiles add.
    return np.asarray(sum((table for table in view.severity), np.zeros_like(view.likelihood)))


def _belief(
    views: tuple[Views, Views], view: RiskView, group: int, beliefs: Array | None, share: float
) -> GroupBelief:
    now, first_round = views
    rows = [] if view.given else view.rows_of(group)
    before = first_round.risk(view.risk)
    name = now.judges[group]
    earlier = (
        [row for row, (at, _) in enumerate(before.owners) if first_round.judges[at] == name]
        if not before.given
        else []
    )
    equal = np.full(len(rows), 1 / len(rows)) if rows else np.zeros(0)
    return GroupBelief(
        group=name,
        asked=view.asked[group],
        unknowing=view.unknowing[group],
        unknown_share=share,
        expected=float(view.expected_harm()[rows].mean()) if rows else None,
        first_round=float(before.expected_harm()[earlier].mean()) if earlier else None,
        likelihood=tuple(mixture_quantiles(view.likelihood[rows], equal)),
        severity=tuple(mixture_quantiles(_summed(view)[rows], equal)),
        curve=_curve(beliefs) if rows and beliefs is not None else (),
    )


def _points(years: dict[int, Array], risk: Risk) -> Sequence[float]:
    most = max(
        (float(np.quantile(drawn, 0.995)) for drawn in years.values()), default=100.0 * len(risk.bearers)
    )
    most = most if most > 0 else 1.0
    return [most * step / BAND_POINTS for step in range(BAND_POINTS + 1)]
