"""From judgements to a choice of portfolios, in seven steps.

1 elicit, 2 pool, 3 show disagreement, 4 keep what nobody knows, 5 simulate the
four strategies, 6 draw the frontier, 7 follow each agent through the shock. Every step
has its own module; here they are put one after another and written down.

What comes out is for people to decide with. It is judgement, not measurement; the pool
is not calibrated; beyond world views, links and the stated shared luck, risks are
taken as independent; and equal weights of groups are a political default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import Record, RecordMismatch, Seed, input_digest, plain
from coproduce.engines.risk.acceptability import WEIGHTINGS, WithoutGroup, acceptability, leave_one_out
from coproduce.engines.risk.appraise import (
    Lived,
    bearers_of,
    bounds_of,
    cvar_error,
    lived,
    luck_shares,
    net_error,
    strategy_mix,
    years_spread,
)
from coproduce.engines.risk.describe import (
    describe_agents,
    describe_outcomes,
    describe_reviews,
    describe_risk,
)
from coproduce.engines.risk.frontier import (
    Choices,
    aims_of,
    choose,
    first,
    non_dominated,
    regret,
    within_limits,
)
from coproduce.engines.risk.limits import resilience_of
from coproduce.engines.risk.portfolios import ENUMERABLE, Evaluated, Portfolios, weighted
from coproduce.engines.risk.ranking import neighbours, rank_experiments
from coproduce.engines.risk.reading import in_order, study_of
from coproduce.engines.risk.result import (
    ActionSummary,
    Calculus,
    GroupSummary,
    Outcome,
    PortfolioSummary,
    RiskSummary,
    StandardErrors,
)
from coproduce.engines.risk.simulate import Simulation
from coproduce.engines.risk.soundness import refuse_unsound
from coproduce.engines.risk.strategies import (
    Levers,
    Option,
    effect_about,
    members,
    options_of,
    unknown_effects,
)
from coproduce.engines.risk.unknown import bearing_groups, off_register
from coproduce.engines.risk.values import Study
from coproduce.engines.risk.views import Views
from coproduce.engines.risk.warnings_of import warnings_of
from coproduce.engines.risk.worlds import BATCHES, Worlds, pooled_positions

Array = NDArray[np.float64]

METHOD = "risk/calculus"
CURVE_DRAWS = 20_000
"""Draws for resilience and for the value of experiments; tails of outcomes take all there are."""
LISTED = 40
"""Most portfolios that are described in full."""


@dataclass(frozen=True)
class Options:
    """How much is drawn.

    ``draws`` years in all (rounded up to whole batches of every group); ``weightings`` tried for acceptability;
    ``worlds`` of ``years`` years each, to tell luck from doubt.
    """

    draws: int = 20_000
    weightings: int = WEIGHTINGS
    worlds: int = 200
    years: int = 100


def calculate(study: Study, seed: Seed, options: Options = Options()) -> Outcome:
    """The whole calculus.

    Raises:
        BadInput: where the study is not sound; every fault at once.
        Infeasible: where no portfolio keeps within the budget.
    """
    refuse_unsound(study)
    study = in_order(study_of(plain(study)))
    views = Views.of(study)
    run = _Run.of(study, views, seed, options)
    record = Record(
        method=METHOD,
        options=plain(options),
        seed=seed.words,
        input_sha256=input_digest(study),
        data={"study": plain(study)},
    )
    result = run.result()
    return Outcome(result, record, tuple(warnings_of(study, views, result)))


def replay(record: Record) -> Outcome:
    """The outcome that ``record`` describes, worked out again.

    Raises:
        RecordMismatch: where the record is of another method, or its study is not the one it names.
    """
    if record.method != METHOD or record.seed is None:
        raise RecordMismatch(f"this is a record of {record.method!r}, not of {METHOD!r}")
    study = study_of(record.data["study"])
    if input_digest(in_order(study)) != record.input_sha256:
        raise RecordMismatch("the study in the record is not the one whose digest it gives")
    return calculate(study, Seed(record.seed), Options(**record.options))


def simulated(study: Study, seed: Seed, draws: int) -> Portfolios:
    """The portfolios of a sound study, ready to be evaluated; blocks are simulated when first needed."""
    views = Views.of(study)
    groups = len(views.judges)
    batch = -(-draws // (groups * BATCHES))
    worlds = Worlds(views, seed.child("risk"), batch * BATCHES)
    levers = Levers(worlds, options_of(study))
    return Portfolios(Simulation.of(worlds, levers), views.weights())


@dataclass
class _Run:
    """What the steps share."""

    study: Study
    views: Views
    seed: Seed
    options: Options
    portfolios: Portfolios
    evaluated: Evaluated
    accepted: Array
    losses: Array
    fit: NDArray[np.bool_]
    choices: Choices
    without: Sequence[WithoutGroup]

    @classmethod
    def of(cls, study: Study, views: Views, seed: Seed, options: Options) -> _Run:
        portfolios = simulated(study, seed, options.draws)
        evaluated = _evaluated(portfolios, study, seed)
        weights = portfolios.weights
        limits = {group.id: group.regret_limit for group in study.groups}
        losses = regret(evaluated)
        fit = within_limits(evaluated, [limits[group] for group in views.judges])
        if not fit.any():
            fit = np.ones(len(evaluated.codes), dtype=bool)
        accepted = acceptability(evaluated, seed.child("weightings"), options.weightings)
        choices = choose(evaluated, weights, accepted, losses, fit)
        without = leave_one_out(evaluated, weights, fit)
        return cls(
            study, views, seed, options, portfolios, evaluated, accepted, losses, fit, choices, without
        )

    def result(self) -> Calculus:
        front = self._front()
        listed = self._listed(front)
        draws = {code: lived(self.portfolios, self.portfolios.simulation, code) for code in listed}
        risks = self._risks()
        summaries = self._summaries(listed, draws, set(front.tolist()))
        put_forward = self.choices.distinct()
        # Curves and what they are worth need fewer draws than a tail does.
        small = simulated(self.study, self.seed, min(self.options.draws, CURVE_DRAWS))
        pooled = pooled_positions(small.weights, small.simulation.worlds.size)
        return Calculus(
            title=self.study.title,
            currency=self.study.currency,
            budget=self.study.budget,
            shock=self.study.shock,
            outcomes=describe_outcomes(self.study),
            groups=self._groups(),
            actions=self._actions(),
            agents=describe_agents(self.study),
            risks=risks,
            organisational=tuple(plain(one) for one in self.study.organisational),
            off_register=off_register(self.study.happenings),
            portfolios=summaries,
            frontier_size=len(front),
            choices=self._places(listed),
            resilience=tuple(
                resilience_of(small.simulation.agents, agent.id, code, pooled)
                for agent in self.study.agents
                for code in put_forward
            ),
            experiments=rank_experiments(
                small, neighbours(small, put_forward, self.study.budget), risks, self.seed
            ),
            reviewed=describe_reviews(self.portfolios.simulation, self.views),
            standard_errors=self._errors(draws),
        )

    def _front(self) -> NDArray[np.int64]:
        """The frontier; of portfolios alike in every figure, the one with the fewest actions."""
        rows = non_dominated(aims_of(self.evaluated, self.portfolios.weights))
        alike: dict[bytes, list[int]] = {}
        for row in rows:
            figures = [*self.evaluated.means[row], self.evaluated.cvar[row], self.evaluated.cost[row]]
            alike.setdefault(np.array(figures).tobytes(), []).append(int(self.evaluated.codes[row]))
        kept = [min(codes, key=lambda code: (code.bit_count(), code)) for codes in alike.values()]
        return np.array(sorted(kept), dtype=np.int64)

    def _listed(self, front: NDArray[np.int64]) -> list[int]:
        """What is put forward, and of the frontier so many, evenly by cost, that the list stays readable."""
        forward = self.choices.distinct()
        rest = [int(code) for code in front if int(code) not in forward]
        rest.sort(key=lambda code: (self.portfolios.cost(code), code))
        room = LISTED - len(forward)
        if len(rest) > room:
            rest = [rest[at * len(rest) // room] for at in range(room)]
        return [*forward, *rest]

    def _places(self, listed: Sequence[int]) -> Mapping[str, int]:
        place = {code: at for at, code in enumerate(listed)}
        named = {
            "most_gain": self.choices.most_gain,
            "safest_tail": self.choices.safest_tail,
            "least_worst_regret": self.choices.least_worst_regret,
            "most_acceptable": self.choices.most_acceptable,
            "today": self.choices.today,
        }
        if self.choices.half_cost is not None:
            named["half_cost"] = self.choices.half_cost
        return {name: place[code] for name, code in named.items()}

    def _risks(self) -> tuple[RiskSummary, ...]:
        first_round = Views.of(self.study, only_round=1)
        simulation = self.portfolios.simulation
        return tuple(describe_risk(simulation, self.views, first_round, risk) for risk in self.study.risks)

    def _groups(self) -> tuple[GroupSummary, ...]:
        rows = np.flatnonzero(self.fit)
        bearing = bearing_groups(self.study)
        found = []
        for group in self.study.groups:
            at = self.views.judges.index(group.id) if group.id in self.views.judges else None
            own, without = None, None
            if at is not None:
                own = self._names(
                    int(self.evaluated.codes[first(self.evaluated, self.evaluated.means[:, at], rows)])
                )
                without = next((one for one in self.without if one.group == at), None)
            found.append(
                GroupSummary(
                    id=group.id,
                    name=group.name,
                    kind=group.kind,
                    judges=0 if at is None else len(self.views.people[at]),
                    weight=None if at is None else self.portfolios.weights[at],
                    bears=group.id in bearing,
                    own_choice=own,
                    without_it=None if without is None else self._names(without.most_gain),
                    changes_choice=without is not None
                    and (without.changes_most_gain or without.changes_least_worst_regret),
                )
            )
        return tuple(found)

    def _actions(self) -> tuple[ActionSummary, ...]:
        unknown = {
            (action.id, effect_about(action, effect))
            for action, effect in unknown_effects(self.study, self.views)
        }
        return tuple(
            ActionSummary(
                id=option.id,
                name=_option_name(option),
                strategy=option.action.strategy,
                cost=float(self.portfolios.costs[at]),
                cost_lowest=option.dose * option.action.cost.lowest,
                cost_highest=option.dose * option.action.cost.highest,
                unknown_effects=tuple(
                    sorted(about for action, about in unknown if action == option.action.id)
                ),
            )
            for at, option in enumerate(self.portfolios.options)
        )

    def _summaries(
        self, listed: Sequence[int], draws: Mapping[int, Lived], front: set[int]
    ) -> tuple[PortfolioSummary, ...]:
        put_forward = self.choices.distinct()
        bounds = bounds_of(self.portfolios, put_forward)
        luck = luck_shares(self.portfolios, put_forward, count=self.options.worlds, years=self.options.years)
        row_of = {int(code): row for row, code in enumerate(self.evaluated.codes)}
        weights = self.portfolios.weights
        today = draws[self.choices.today].expected
        now = float(weighted(self.portfolios.means(0)[None, :], weights)[0])
        found = []
        for code in listed:
            row, one = row_of[code], draws[code]
            net = float(self.evaluated.net(weights)[row])
            on_table = code in put_forward
            found.append(
                PortfolioSummary(
                    actions=self._names(code),
                    net=net,
                    net_error=net_error(self.portfolios, one.expected),
                    better_than_today=net - now,
                    better_error=net_error(self.portfolios, one.expected - today),
                    cvar=float(self.evaluated.cvar[row]),
                    cvar_error=cvar_error(self.portfolios, one.years),
                    cost=float(self.evaluated.cost[row]),
                    strategy_mix=strategy_mix(self.portfolios, code),
                    net_by_group=self._by_group(self.evaluated.means[row]),
                    regret_by_group=self._by_group(self.losses[row]),
                    acceptability=float(self.accepted[row]),
                    bearers=bearers_of(self.portfolios, one),
                    on_frontier=code in front,
                    within_limits=bool(self.fit[row]),
                    net_bounds=bounds[code][0] if on_table else None,
                    cvar_bounds=bounds[code][1] if on_table else None,
                    extremes=bounds[code][2] if on_table else None,
                    years=years_spread(self.portfolios, one.years) if on_table else None,
                    luck_share=luck[code] if on_table else None,
                )
            )
        return tuple(found)

    def _by_group(self, values: Array) -> dict[str, float]:
        return {group: float(value) for group, value in zip(self.views.judges, values, strict=True)}

    def _errors(self, draws: Mapping[int, Lived]) -> StandardErrors:
        today = draws[self.choices.today]
        harm = sum((part[1] for part in today.by_bearer.values()), np.zeros(len(today.years)))
        scale = abs(float(weighted(self.portfolios.group_means(harm)[None, :], self.portfolios.weights)[0]))
        worst = abs(float(self.evaluated.cvar[np.flatnonzero(self.evaluated.codes == self.choices.today)[0]]))
        net, cvar = net_error(self.portfolios, today.expected), cvar_error(self.portfolios, today.years)
        relative = (net / scale if scale > 0 else 0.0, cvar / worst if worst > 0 else 0.0)
        drawn = self.portfolios.simulation.worlds.total
        return StandardErrors(
            draws=drawn,
            net=net,
            cvar=cvar,
            relative_net=relative[0],
            relative_cvar=relative[1],
            draws_for_half_a_percent=int(
                np.ceil(drawn * max(1.0, (max(relative) / 0.005) ** 2) / 1000) * 1000
            ),
        )

    def _names(self, code: int) -> tuple[str, ...]:
        return tuple(self.portfolios.options[at].id for at in members(code))


def _evaluated(portfolios: Portfolios, study: Study, seed: Seed) -> Evaluated:
    if len(portfolios.options) <= ENUMERABLE:
        return portfolios.enumerated(study.budget)
    from coproduce.engines.risk.nsga import searched

    return searched(portfolios, study.budget, seed.child("search"))


def _option_name(option: Option) -> str:
    return (
        option.action.name if len(option.action.doses) == 1 else f"{option.action.name} (× {option.dose:g})"
    )
