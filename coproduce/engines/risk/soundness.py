"""What a study must keep before anything is computed from it.

Every fault is found in one go and told with the key where it stands
(``risks[fall].bearers``), so that whoever reads a file can point at the line.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from coproduce.engines.kernel import BadInput, Place, Problem
from coproduce.engines.risk.sound_answers import answer_faults, range_faults
from coproduce.engines.risk.values import (
    AGENT_KINDS,
    BEARER_KINDS,
    EFFECTS_OF,
    GROUP_KINDS,
    STRATEGIES,
    Action,
    Effect,
    Scale,
    Study,
)

Faults = Iterator[Problem]


def problems(study: Study) -> list[Problem]:
    """Every fault of ``study``, in the order of its parts; empty where it is sound."""
    parts: tuple[Callable[[Study], Iterable[Problem]], ...] = (
        _names, _outcomes, _groups, _weights, _risks, _links, _actions, _agents, _rest, answer_faults,
    )  # fmt: skip
    return [found for part in parts for found in part(study)]


def refuse_unsound(study: Study) -> None:
    """Raise ``BadInput`` with every fault where there is any."""
    found = problems(study)
    if found:
        raise BadInput(found)


def fault(key: str, text: str, code: str) -> Problem:
    """A problem at ``key``."""
    return Problem(Place(key=key), text, code)


def _names(study: Study) -> Faults:
    for part in ("outcomes", "groups", "risks", "actions", "activities", "agents"):
        counts = Counter(one.id for one in getattr(study, part))
        for name, count in counts.items():
            if not name:
                yield fault(part, f"one of the {part} has no id; give each a short one", "id-missing")
            elif count > 1:
                yield fault(
                    f"{part}[{name}].id",
                    f"the id {name!r} stands {count} times; give each its own",
                    "id-twice",
                )
            elif any(mark in name for mark in ">/@[]"):
                yield fault(
                    f"{part}[{name}].id",
                    f"the id {name!r} holds one of > / @ [ ]; leave those out",
                    "id-form",
                )
    shared = {one.id for one in study.risks} & {one.id for one in study.agents}
    for name in sorted(shared):
        yield fault(f"agents[{name}].id", f"{name!r} is a risk and an agent; give one another id", "id-twice")


def _outcomes(study: Study) -> Faults:
    if not study.outcomes:
        yield fault(
            "outcomes", "there is no outcome; say what should be different for people", "outcomes-missing"
        )
    for outcome in study.outcomes:
        key = f"outcomes[{outcome.id}].ladder"
        points = [point for point, _ in outcome.ladder]
        if len(points) < 2:
            yield fault(
                key, "a ladder needs at least two rungs, each with its points and words", "ladder-short"
            )
        elif any(later <= earlier for earlier, later in pairwise(points)):
            yield fault(
                key,
                "the rungs are out of order; list them from the lowest points to the highest",
                "ladder-order",
            )
        if any(not 0 <= point <= 100 for point in points):
            yield fault(key, "rungs go from 0 to 100 points", "ladder-range")
        if any(not words.strip() for _, words in outcome.ladder):
            yield fault(key, "a rung has no words; say what life looks like there", "ladder-words")


def _groups(study: Study) -> Faults:
    for group in study.groups:
        key = f"groups[{group.id}]"
        if group.kind not in GROUP_KINDS:
            yield fault(
                f"{key}.kind",
                f"there is no kind {group.kind!r}; choose one of: {', '.join(GROUP_KINDS)}",
                "kind",
            )
        if group.people is not None and group.people < 0:
            yield fault(f"{key}.people", "a number of people cannot be negative", "people-negative")
        if group.regret_limit is not None and group.regret_limit < 0:
            yield fault(f"{key}.regret_limit", "a limit of regret cannot be negative", "limit-negative")


def _weights(study: Study) -> Faults:
    if not study.weights:
        return
    if len(study.weights) != len(study.groups):
        yield fault(
            "weights",
            "give each group a weight, 0 for one whose judgements should not count",
            "weights-count",
        )
        return
    spoken = {answer.group for answer in study.answers}
    for group, weight in zip(study.groups, study.weights, strict=True):
        if not (math.isfinite(weight) and weight >= 0):
            yield fault(f"weights.{group.id}", "a weight is a number, 0 or more", "weight-negative")
        elif weight > 0 and group.id not in spoken:
            yield fault(
                f"weights.{group.id}", "this group has a weight but has judged nothing", "weight-silent"
            )
    total = sum(study.weights)
    if not math.isclose(total, 1.0, abs_tol=0.005):
        yield fault("weights", f"the weights add up to {total:g}; make them add up to 1", "weights-sum")
    positive = [one for one, group in zip(study.weights, study.groups, strict=True) if group.id in spoken]
    changed = bool(positive) and max(positive) - min(positive) > 0.005
    if changed and not study.weights_reason.strip():
        yield fault(
            "weights_reason", "groups no longer count alike; say why, for the record", "weights-reason"
        )


def _risks(study: Study) -> Faults:
    if not study.risks:
        yield fault("risks", "there is no risk in this study; name at least one", "risks-missing")
    kinds = {group.id: group.kind for group in study.groups}
    for risk in study.risks:
        key = f"risks[{risk.id}]"
        yield from _known(f"{key}.outcome", risk.outcome, study.outcomes, "outcome", needed=True)
        yield from _known(f"{key}.activity", risk.activity, study.activities, "activity")
        yield from _known(f"{key}.needs", risk.needs, study.actions, "action")
        yield from _known(f"{key}.agent", risk.agent, study.agents, "agent")
        for bearer in risk.bearers:
            yield from _known(f"{key}.bearers", bearer, study.groups, "group", needed=True)
        if len(set(risk.bearers)) < len(risk.bearers):
            yield fault(f"{key}.bearers", "a bearer stands twice; name each once", "bearer-twice")
        if not any(kinds.get(bearer) in BEARER_KINDS for bearer in risk.bearers):
            yield fault(
                f"{key}.bearers",
                "nobody who uses the service, no carer and no community bears this; name at least one group of them "
                "that does, or list it under organisational",
                "bearer-missing",
            )
        if risk.per not in ("year", "person"):
            yield fault(
                f"{key}.per", 'say per = "year" (an event) or per = "person" (a share of people)', "per"
            )
        if risk.sense not in ("harm", "gain"):
            yield fault(f"{key}.sense", 'say sense = "harm" or sense = "gain"', "sense")


def _links(study: Study) -> Faults:
    per = {risk.id: risk.per for risk in study.risks}
    before: dict[str, list[str]] = {}
    for link in study.links:
        key = f"links[{link.id}]"
        yield from _known(key, link.cause, study.risks, "risk", needed=True)
        yield from _known(key, link.effect, study.risks, "risk", needed=True)
        if per.get(link.cause) == "person":
            yield fault(key, f"{link.cause!r} is a share of people, not an event; only an event of a year can make "
                        "another more likely", "link-person")  # fmt: skip
        before.setdefault(link.effect, []).append(link.cause)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        yield fault(
            f"links[{circle[0]}>{circle[1]}]",
            f"these make one another more likely in a circle: {' → '.join(circle)}; take one link out",
            "link-cycle",
        )


def _actions(study: Study) -> Faults:
    for action in study.actions:
        key = f"actions[{action.id}]"
        if action.strategy not in STRATEGIES:
            names = ", ".join(STRATEGIES)
            yield fault(
                f"{key}.strategy",
                f"there is no strategy {action.strategy!r}; choose one of: {names}",
                "strategy",
            )
        if min(action.cost.lowest, action.cost.best, action.cost.highest) < 0:
            yield fault(f"{key}.cost", "a cost cannot be negative; give 0 or more", "cost-negative")
        yield from range_faults(f"{key}.cost", action.cost, Scale(-math.inf, math.inf), scaled=False)
        if not action.doses or any(not 0 < dose <= 1 for dose in action.doses):
            yield fault(f"{key}.doses", "doses are above 0 and at most 1", "dose")
        for other in action.excludes:
            yield from _known(f"{key}.excludes", other, study.actions, "action", needed=True)
        if action.strategy == "enablement" and not action.effects and not _enables(study, action):
            yield fault(key, "this enables nothing: let a gain (and its harm) need it", "enables-nothing")
        for effect in action.effects:
            yield from _effect(study, action, effect, f"{key}.effects")


def _enables(study: Study, action: Action) -> bool:
    return any(risk.needs == action.id for risk in study.risks)


def _effect(study: Study, action: Action, effect: Effect, key: str) -> Faults:
    able = EFFECTS_OF.get(action.strategy, ())
    if able and effect.on not in able:
        yield fault(key, f"an action of the strategy {action.strategy} acts on {', '.join(able)}; "
                    f"{effect.on!r} belongs to another strategy", "effect-strategy")  # fmt: skip
    elif effect.on == "exposure":
        yield from _known(key, effect.of, study.activities, "activity", needed=True)
    elif effect.on == "substitution":
        if effect.of not in {link.id for link in study.substitutions}:
            yield fault(
                key,
                f"nobody stands in as {effect.of!r}; write helper>agent as under stands_in",
                "unknown-link",
            )
    elif effect.on in EFFECTS_OF["resilience"]:
        yield from _known(key, effect.of, study.agents, "agent", needed=True)
    else:
        yield from _known(key, effect.of, study.risks, "risk", needed=True)


def _agents(study: Study) -> Faults:
    kinds = {group.id: group.kind for group in study.groups}
    for agent in study.agents:
        key = f"agents[{agent.id}]"
        if agent.kind not in AGENT_KINDS:
            yield fault(
                f"{key}.kind",
                f"there is no kind {agent.kind!r}; choose one of: {', '.join(AGENT_KINDS)}",
                "kind",
            )
        if agent.least_level is not None and not 0 <= agent.least_level <= 100:
            yield fault(f"{key}.least_level", "the least acceptable level goes from 0 to 100", "limit-range")
        for name in ("longest_gap", "promised"):
            value = getattr(agent, name)
            if value is not None and value < 0:
                yield fault(f"{key}.{name}", "a number of weeks cannot be negative", "weeks-negative")
        if (agent.least_level is not None or agent.longest_gap is not None) and (
            kinds.get(agent.set_by) not in BEARER_KINDS
        ):
            yield fault(f"{key}.set_by", "limits are set by those who live with them: name a group of users, carers or "
                        "a community", "limit-set-by")  # fmt: skip
    for link in study.substitutions:
        for name in (link.by, link.agent):
            yield from _known(f"stands_in[{link.id}]", name, study.agents, "agent", needed=True)
        if link.by == link.agent:
            yield fault(f"stands_in[{link.id}]", "nobody can stand in for themselves", "link-self")


def _rest(study: Study) -> Faults:
    if study.budget is not None and study.budget < 0:
        yield fault("budget", "a budget cannot be negative", "budget-negative")
    if not 0 <= study.correlation < 1:
        yield fault("correlation", "shared luck goes from 0 to less than 1", "correlation")
    for review in study.reviews:
        yield from _known(f"reviews[{review.risk}]", review.risk, study.risks, "risk", needed=True)
        if not 0 <= review.happened <= review.tried or review.tried < 1:
            yield fault(
                f"reviews[{review.risk}]",
                f"it cannot have happened {review.happened} times of {review.tried}",
                "review",
            )
    for other in study.organisational:
        for name in other.leads_to:
            yield from _known(f"organisational[{other.id}].leads_to", name, study.risks, "risk", needed=True)


def _known(key: str, name: str, among: Iterable[object], kind: str, *, needed: bool = False) -> Faults:
    if not name:
        if needed:
            yield fault(key, f"the {kind} is missing; name one", f"{kind}-missing")
        return
    names = [getattr(one, "id") for one in among]  # noqa: B009 (the parts share no type)
    if name not in names:
        known = ", ".join(names) or "none"
        yield fault(key, f"there is no {kind} {name!r}; known: {known}", f"unknown-{kind}")
