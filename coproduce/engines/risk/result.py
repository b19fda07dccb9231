"""What the calculus says, in the words of the room: risks, portfolios, choices, curves, experiments.

All figures are points of the 0–100 ladder a year for the average member of a bearing
group, unless a field says otherwise; harms below nought. There is no score, no
colour and no winner among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coproduce.engines.kernel import Record
from coproduce.engines.risk.limits import Resilience, Spread
from coproduce.engines.risk.unknown import Band, OffRegister


@dataclass(frozen=True)
class GroupSummary:
    """A group: whether it judges (``weight`` None if not) and bears, and what it would choose alone."""

    id: str
    name: str
    kind: str
    judges: int
    weight: float | None
    bears: bool
    own_choice: tuple[str, ...] | None
    without_it: tuple[str, ...] | None
    changes_choice: bool


@dataclass(frozen=True)
class ActionSummary:
    """An action, its strategy and its expected cost a year with the three points given."""

    id: str
    name: str
    strategy: str
    cost: float
    cost_lowest: float
    cost_highest: float
    unknown_effects: tuple[str, ...]


@dataclass(frozen=True)
class GroupBelief:
    """What one group says of one risk. ``curve``: 21 even quantiles of believed points a year; empty where silent."""

    group: str
    asked: int
    unknowing: int
    unknown_share: float
    expected: float | None
    first_round: float | None
    likelihood: tuple[float, ...]
    severity: tuple[float, ...]
    curve: tuple[float, ...]


@dataclass(frozen=True)
class RiskSummary:
    """One risk as pooled, group by group, with what is disputed and what is not known.

    ``likelihood``, ``severity`` (summed over bearers) and ``severity_by_bearer`` are the pooled 5, 25, 50, 75 and 95 %
    quantiles; ``curve`` is 21 even quantiles of points a year.
    """

    id: str
    name: str
    story: str
    outcome: str
    bearers: tuple[str, ...]
    per: str
    sense: str
    needs: str
    agent: str
    expected: float | None
    likelihood: tuple[float, ...]
    severity: tuple[float, ...]
    severity_by_bearer: Mapping[str, tuple[float, ...]]
    likelihood_averaged: tuple[float, ...]
    curve: tuple[float, ...]
    per_group: tuple[GroupBelief, ...]
    between_share: float
    distance: float
    apart: tuple[str, ...]
    unknown_share: float
    silent_bearers: tuple[str, ...]
    partial_answers: int
    band: Band
    status: str


@dataclass(frozen=True)
class BearerOutcome:
    """What one bearer gains and bears under one portfolio: expected harm, gain and sum, and the worst twentieth."""

    bearer: str
    harm: float
    gain: float
    net: float
    cvar: float


@dataclass(frozen=True)
class PortfolioSummary:
    """One mix of actions, on the frontier or put forward.

    ``net_bounds`` and ``cvar_bounds`` are the runs with what is unknown at its best and worst (worst first);
    ``extremes`` the net outcome with it at the ends of the ladder. ``strategy_mix`` is the share of cost by strategy.
    """

    actions: tuple[str, ...]
    net: float
    net_error: float
    better_than_today: float
    better_error: float
    cvar: float
    cvar_error: float
    cost: float
    strategy_mix: Mapping[str, float]
    net_by_group: Mapping[str, float]
    regret_by_group: Mapping[str, float]
    acceptability: float
    bearers: tuple[BearerOutcome, ...]
    on_frontier: bool
    within_limits: bool
    net_bounds: tuple[float, float] | None
    cvar_bounds: tuple[float, float] | None
    extremes: tuple[float, float] | None
    years: Spread | None
    luck_share: float | None


@dataclass(frozen=True)
class Experiment:
    """Something worth trying out: what is not known, and the points a year that knowing it would be worth."""

    about: str
    question: str
    name: str
    value: float
    value_share: float
    unknown_share: float
    status: str


@dataclass(frozen=True)
class Reviewed:
    """What a review taught about one risk: each group's scores, and the likelihood believed before and now."""

    risk: str
    happened: int
    tried: int
    before: tuple[float, ...]
    now: tuple[float, ...]
    brier: Mapping[str, float]
    crps: Mapping[str, float]


@dataclass(frozen=True)
class StandardErrors:
    """How far the figures move by chance of the draws. Relative to today's expected harm, and to today's CVaR."""

    draws: int
    net: float
    cvar: float
    relative_net: float
    relative_cvar: float
    draws_for_half_a_percent: int


@dataclass(frozen=True)
class Outcomes:
    """One outcome with its ladder, and the risks to it."""

    id: str
    name: str
    ladder: tuple[tuple[float, str], ...]
    risks: tuple[str, ...]


@dataclass(frozen=True)
class AgentSummary:
    """An agent, its limits, and what is weak in how it is linked."""

    id: str
    name: str
    kind: str
    least_level: float | None
    longest_gap: float | None
    promised: float | None
    weaknesses: tuple[str, ...]


@dataclass(frozen=True)
class Calculus:
    """The whole result. ``choices`` maps what a portfolio is put forward for to its place in ``portfolios``."""

    title: str
    currency: str
    budget: float | None
    shock: str
    outcomes: tuple[Outcomes, ...]
    groups: tuple[GroupSummary, ...]
    actions: tuple[ActionSummary, ...]
    agents: tuple[AgentSummary, ...]
    risks: tuple[RiskSummary, ...]
    organisational: tuple[Mapping[str, object], ...]
    off_register: OffRegister
    portfolios: tuple[PortfolioSummary, ...]
    frontier_size: int
    choices: Mapping[str, int]
    resilience: tuple[Resilience, ...]
    experiments: tuple[Experiment, ...]
    reviewed: tuple[Reviewed, ...]
    standard_errors: StandardErrors


@dataclass(frozen=True)
class Outcome:
    """A result with its record and the warnings that go with it."""

    result: Calculus
    record: Record
    warnings: tuple[str, ...]
