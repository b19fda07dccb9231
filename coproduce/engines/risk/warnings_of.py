"""What a reader should know before trusting the figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from coproduce.engines.risk.result import Calculus
from coproduce.engines.risk.strategies import effect_about, unknown_effects
from coproduce.engines.risk.values import AGENT_EFFECTS, BEARER_KINDS, Study
from coproduce.engines.risk.views import Views

SMALL = 5
HALF_A_PERCENT = 0.005


def warnings_of(study: Study, views: Views, result: Calculus) -> Iterator[str]:
    """Every warning that goes with ``result``."""
    kinds = {group.id: group.kind for group in study.groups}
    if study.invented:
        yield "The judgements in this study are invented, to show how it works. They say nothing about any real place."
    if not any(kinds[group] in BEARER_KINDS for group in views.judges):
        yield "No users, carers or communities have judged anything: those who bear the risks have no say in this."
    for group, people in zip(views.judges, views.people, strict=True):
        if len(people) < SMALL:
            yield (
                f"Only {len(people)} of the group {group} judged: show its answers only if they agreed to that."
            )
    if study.actions and study.budget is None:
        yield "The study gives no budget, so the most gain may simply be to do everything there is."
    for action, effect in unknown_effects(study, views):
        yield f"Nobody gave a figure for {effect_about(action, effect)}: it counts as no effect here; try it out."
    limits = [group for group in study.groups if group.regret_limit is not None]
    if limits and not any(one.within_limits for one in result.portfolios):
        yield "No portfolio keeps within every group's limit of regret; all are shown: talk about the limits."
    yield from _provider_heavy(study, result)
    for agent in result.agents:
        if "promise-too-late" in agent.weaknesses:
            yield (
                f"{agent.name}: the promise is to be back in {agent.promised:g} weeks; people say they can bear "
                f"{agent.longest_gap:g}."
            )
    errors = result.standard_errors
    if max(errors.relative_net, errors.relative_cvar) > HALF_A_PERCENT:
        yield (
            f"By chance alone, figures may be out by more than half a percent; "
            f"{errors.draws_for_half_a_percent:,} imagined years (draws) would bring it below."
        )
    listed = sum(1 for one in result.portfolios if one.on_frontier)
    if listed < result.frontier_size:
        yield f"The frontier holds {result.frontier_size} portfolios; {listed} of them are listed, evenly by cost."


def _provider_heavy(study: Study, result: Calculus) -> Iterator[str]:
    providers = {agent.id for agent in study.agents if agent.kind == "providers"}
    cost = {action.id: action.cost for action in result.actions}
    for place in sorted(set(result.choices.values())):
        chosen = result.portfolios[place].actions
        spent = {True: 0.0, False: 0.0}
        for action in study.actions:
            taken = [name for name in chosen if name.partition("@")[0] == action.id]
            if action.strategy != "resilience" or not taken:
                continue
            targets = {effect.of.partition(">")[0] for effect in action.effects if effect.on in AGENT_EFFECTS}
            spent[bool(targets & providers)] += sum(cost[name] for name in taken)
        if spent[True] > spent[False] and spent[True] > 0:
            names = ", ".join(action.name for action in result.actions if action.id in chosen)
            yield (
                f"In one mix ({names}), most of what goes into coming through a shock goes to the provider, "
                "rather than to people, their networks and communities."
            )
