"""What the check suite needs to try the calculus: small studies, shuffled and renamed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from coproduce.engines.kernel import Draws, Seed
from coproduce.engines.kernel.checks import Rename, Subject
from coproduce.engines.risk.calculus import METHOD, Options, calculate, replay
from coproduce.engines.risk.result import Outcome as Found
from coproduce.engines.risk.values import (
    Action,
    Activity,
    Agent,
    Answer,
    Effect,
    Group,
    Happening,
    Link,
    Outcome,
    Range,
    Review,
    Risk,
    Study,
    Substitution,
)

SEED = Seed("risk subjects")
OPTIONS = Options(draws=400, weightings=200, worlds=12, years=10)
LADDER = ((0.0, "I am not safe at home"), (50.0, "I manage on most days"), (100.0, "I live as I want to"))


def subjects() -> list[Subject[Study, Found]]:
    """The calculus on three samples."""
    return [
        Subject(
            name=METHOD,
            samples={"empty": _empty(), "single": single(), "typical": typical()},
            run=lambda study: calculate(study, SEED, OPTIONS),
            result=lambda found: found.result,
            record=lambda found: found.record,
            replay=replay,
            reordered=_reordered,
            relabelled=relabelled,
            renamed=_renamed,
            breaches=_breaches,
            chance=True,
        )
    ]


def single() -> Study:
    """One risk, one person, no action."""
    return Study(
        outcomes=(Outcome("home", "I am safe at home", LADDER),),
        groups=(Group("users", "People who use the service", "users"),),
        risks=(Risk("fall", "A fall at home", "home", ("users",)),),
        answers=(
            Answer("fall", "likelihood", Range(10, 20, 40, 0.8), "users", "ann"),
            Answer("fall", "severity", Range(10, 30, 60, 0.8), "users", "ann"),
        ),
    )


def typical() -> Study:
    """Every part of the calculus once, small."""
    return Study(
        title="A small study",
        outcomes=(Outcome("home", "I am safe at home", LADDER), Outcome("company", "I have company", LADDER)),
        groups=(
            Group("users", "People who use the service", "users", 40),
            Group("carers", "Carers", "carers", 30, regret_limit=6.0),
            Group("staff", "Staff", "staff"),
        ),
        activities=(Activity("outings", "Outings"),),
        risks=(
            Risk("fall", "A fall at home", "home", ("users", "carers")),
            Risk("missed", "Meals do not come", "home", ("users",), agent="kitchen"),
            Risk("alone", "People are lonely", "company", ("users",), per="person"),
            Risk("joy", "Going out brings company", "company", ("users",), sense="gain", per="person", needs="bus"),
            Risk("trip", "A fall on an outing", "home", ("users",), activity="outings", needs="bus"),
            Risk("dark", "Something nobody here knows", "home", ("carers",)),
        ),
        links=(Link("missed", "fall"),),
        actions=(
            Action("rails", "Rails", "environment", Range(2000, 3000, 5000), (Effect("likelihood", "fall"),)),
            Action("bus", "A bus for outings", "enablement", Range(4000, 5000, 9000)),
            Action("fewer", "Fewer outings", "activity", effects=(Effect("exposure", "outings"),)),
            Action(
                "neighbours", "Neighbours cook", "resilience", Range(500, 1000, 2000),
                (Effect("substitution", "street>kitchen"), Effect("recovery", "kitchen")), doses=(0.5, 1.0),
            ),
            Action("poster", "A poster", "environment", Range(100, 100, 100), (Effect("severity", "fall"),)),
        ),
        agents=(
            Agent("kitchen", "The kitchen", "providers", 60, 3, 4, "users"),
            Agent("street", "The street", "communities"),
        ),
        substitutions=(Substitution("street", "kitchen"),),
        shock="The kitchen closes",
        happenings=tuple(Happening(kind) for kind in "aaabbbccdefg"),
        reviews=(Review("fall", 3, 10),),
        budget=9000.0,
        correlation=0.1,
        answers=(*_said(), *_given()),
    )  # fmt: skip


def _said() -> tuple[Answer, ...]:
    rows: list[Answer] = []
    people = [
        ("users", "ann", 8),
        ("users", "bea", 4),
        ("carers", "col", 2),
        ("carers", "dee", 6),
        ("staff", "eve", 1),
    ]
    for group, person, scale in people:
        for about in ("fall", "missed", "alone", "joy", "trip"):
            rows.append(
                Answer(about, "likelihood", Range(2 * scale, 4 * scale, 9 * scale, 0.7), group, person)
            )
            rows.append(Answer(about, "severity", Range(scale, 3 * scale, 6 * scale, 0.9), group, person))
        rows.append(
            Answer("rails/likelihood/fall", "effect", Range(5 * scale, 9 * scale, 12 * scale), group, person)
        )
    rows.append(Answer("fall", "severity", Range(1, 2, 3), "users", "ann", "carers"))
    rows.append(Answer("fall", "likelihood", Range(5, 20, 50), "carers", "col", round=2))
    rows.append(Answer("fall", "months", Range(1, 3, 6), "users", "bea"))
    rows.append(Answer("missed", "share", Range(20, 50, 90), "users", "bea"))
    rows += [
        Answer("dark", "likelihood", None, "carers", "col"),
        Answer("dark", "severity", None, "carers", "col"),
    ]
    rows += [
        Answer("dark", "likelihood", Range(1, 2, 4), "users", "ann"),
        Answer("dark", "severity", Range(1, 40, 90), "users", "ann"),
        Answer("dark", "likelihood", Range(1, 2, 4), "staff", "eve"),
    ]
    return tuple(rows)


def _given() -> tuple[Answer, ...]:
    return (
        Answer("missed>fall", "times", Range(1, 1.5, 3)),
        Answer("fewer/exposure/outings", "effect", Range(40, 50, 60)),
        Answer("neighbours/substitution/street>kitchen", "effect", Range(10, 30, 60)),
        Answer("neighbours/recovery/kitchen", "effect", Range(5, 10, 30)),
        Answer("poster/severity/fall", "effect", Range(0, 0, 0)),
        Answer("kitchen", "fall", Range(50, 80, 100)),
        Answer("kitchen", "plateau", Range(1, 2, 6)),
        Answer("kitchen", "recovery", Range(4, 8, 20)),
        Answer("kitchen", "adaptation", Range(-10, 0, 10)),
        Answer("kitchen", "learning", Range(0, 20, 40)),
        Answer("street", "fall", Range(0, 5, 20)),
        Answer("street>kitchen", "substitution", Range(5, 10, 30)),
    )


def _empty() -> Study:
    return Study((), (), (), ())


def _reordered(study: Study, draws: Draws) -> Study:
    return replace(
        study,
        answers=tuple(draws.shuffled(study.answers)),
        happenings=tuple(draws.shuffled(study.happenings)),
        reviews=tuple(draws.shuffled(study.reviews)),
    )


def relabelled(study: Study, rename: Rename) -> Study:
    """The study with every id renamed; ``stream`` keeps the draws that the old id seeded."""

    def one(part: Any, **more: Any) -> Any:
        return replace(part, id=rename(part.id), **more)

    def maybe(name: str) -> str:
        return rename(name) if name else name

    def effect(item: Effect) -> Effect:
        return Effect(item.on, ">".join(rename(part) for part in item.of.split(">")))

    def about(name: str) -> str:
        first, *rest = name.split("/")
        if rest:
            target = effect(Effect(rest[0], rest[1]))
            return f"{rename(first)}/{target.on}/{target.of}"
        return ">".join(rename(part) for part in name.split(">"))

    return replace(
        study,
        outcomes=tuple(one(part) for part in study.outcomes),
        groups=tuple(one(part, stream=part.stream or part.id) for part in study.groups),
        activities=tuple(one(part) for part in study.activities),
        risks=tuple(
            one(
                part, outcome=rename(part.outcome), bearers=tuple(map(rename, part.bearers)), needs=maybe(part.needs),
                activity=maybe(part.activity), agent=maybe(part.agent), stream=part.stream or part.id,
            )
            for part in study.risks
        ),
        links=tuple(Link(rename(part.cause), rename(part.effect)) for part in study.links),
        actions=tuple(
            one(
                part, effects=tuple(map(effect, part.effects)), excludes=tuple(map(rename, part.excludes)),
                stream=part.stream or part.id,
            )
            for part in study.actions
        ),
        agents=tuple(
            one(part, set_by=maybe(part.set_by), stream=part.stream or part.id) for part in study.agents
        ),
        substitutions=tuple(Substitution(rename(part.by), rename(part.agent)) for part in study.substitutions),
        happenings=tuple(replace(part, kind=rename(part.kind)) for part in study.happenings),
        reviews=tuple(replace(part, risk=rename(part.risk)) for part in study.reviews),
        answers=tuple(
            replace(
                part, about=about(part.about), group=maybe(part.group), person=maybe(part.person),
                bearer=maybe(part.bearer),
            )
            for part in study.answers
        ),
    )  # fmt: skip


_IDS = {
    "id", "outcome", "group", "bearer", "agent", "needs", "risk", "activity", "set_by"
}  # fmt: skip
_LISTS = {"bearers", "actions", "apart", "own_choice", "without_it", "silent_bearers"}
_MAPS = {"severity_by_bearer", "net_by_group", "regret_by_group", "brier", "crps"}


def _renamed(result: Any, rename: Rename, key: str = "") -> Any:
    if key in _IDS and isinstance(result, str) and result:
        return rename(result)
    if key in ("about", "unknown_effects") and isinstance(result, str):
        parts = result.split("/")
        if len(parts) == 3:
            return f"{rename(parts[0])}/{parts[1]}/" + ">".join(map(rename, parts[2].split(">")))
        return rename(result)
    if isinstance(result, list):
        return [
            rename(one)
            if (key in _LISTS or key == "risks") and isinstance(one, str)
            else _renamed(one, rename, key)
            for one in result
        ]
    if isinstance(result, dict):
        return {
            (rename(name) if key in _MAPS else name): _renamed(one, rename, name)
            for name, one in result.items()
        }
    return result


def _breaches(study: Study, found: Found) -> Iterable[str]:
    result = found.result
    for one in result.portfolios:
        if study.budget is not None and one.cost > study.budget:
            yield f"the portfolio of {one.actions} costs {one.cost}, beyond the budget"
        if one.cvar > one.net + 5 * one.net_error + 1e-9:
            yield f"the worst twentieth of {one.actions} is better than its mean"
        if one.net_bounds and not one.net_bounds[0] - 1e-9 <= one.net <= one.net_bounds[1] + 1e-9:
            yield f"the net outcome of {one.actions} lies outside its bounds"
        if any(value < 0 for value in one.regret_by_group.values()):
            yield f"the regret of {one.actions} is below 0"
    for risk in result.risks:
        lines = zip(risk.band.lower, risk.band.central or risk.band.lower, risk.band.upper, strict=True)
        if any(not low <= middle <= high for low, middle, high in lines):
            yield f"the band of {risk.id} is out of order"
