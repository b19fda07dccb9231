"""Checking a portfolio and a draw without solving anything.

Counting and adding only: whoever has the lists of people and quotas can do it with any
program, on any machine, years later. What a solver did, and which version of it, does not matter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coproduce.engines.kernel import Seed
from coproduce.engines.sortition.bounds import proved
from coproduce.engines.sortition.classes import Classes, classes
from coproduce.engines.sortition.conflicts import relaxed
from coproduce.engines.sortition.drawing import Drawn, draw
from coproduce.engines.sortition.pool import Pool
from coproduce.engines.sortition.portfolio import Portfolio

NEAR = 1e-6
LISTED = 5


@dataclass(frozen=True)
class Check:
    """One thing checked: its name, whether it holds, and a sentence."""

    name: str
    holds: bool
    text: str


@dataclass(frozen=True)
class Verification:
    """All checks of one portfolio, in order."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)

    def result(self) -> dict[str, Any]:
        """In plain values."""
        return {
            "holds": self.holds,
            "checks": [{"name": c.name, "holds": c.holds, "text": c.text} for c in self.checks],
        }


def verify(portfolio: Portfolio, pool: Pool, drawn: Drawn | None = None) -> Verification:
    """Everything that can be checked of a portfolio, given the pool, and of a draw where there is one."""
    checks = [_input(portfolio, pool)]
    if checks[0].holds:
        asked = relaxed(pool, portfolio.moves)
        checks.append(_panels(portfolio, asked))
        checks.append(_chances(portfolio))
        checks.append(_bounds(portfolio, classes(asked)))
    if drawn is not None:
        checks.append(_draw(portfolio, drawn))
    return Verification(tuple(checks))


def _input(portfolio: Portfolio, pool: Pool) -> Check:
    same = portfolio.record.input_sha256 == pool.sha256
    ids = portfolio.people == tuple(person.id for person in pool.people)
    seated = portfolio.seated == tuple(person.id for person in pool.seated)
    if same and ids and seated and portfolio.size == pool.size:
        text = f"The lists of people and quotas are those of the portfolio (digest {pool.sha256[:16]}…)."
        return Check("input", holds=True, text=text)
    return Check(
        "input",
        holds=False,
        text="The lists of people and quotas are not those of the portfolio: its digest is "
        f"{portfolio.record.input_sha256[:16]}…, theirs {pool.sha256[:16]}…. Take the very files (and the same "
        "--size, --id, --address and --seated) it was made from.",
    )


def _panels(portfolio: Portfolio, pool: Pool) -> Check:
    faults = list(_panel_faults(portfolio, pool))
    if faults:
        more = f" (and {len(faults) - LISTED} more)" if len(faults) > LISTED else ""
        return Check("panels", holds=False, text="; ".join(faults[:LISTED]) + more + ".")
    text = f"All {len(portfolio.panels):,} panels have {pool.size} members, meet every quota and take at most one "
    return Check("panels", holds=True, text=text + "person of a household.")


def _panel_faults(portfolio: Portfolio, pool: Pool) -> Iterator[str]:
    seated = pool.counts(pool.seated)
    homes_taken = [person.household for person in pool.seated if person.household]
    for number, panel in enumerate(portfolio.panels):
        people = tuple(pool.people[at] for at in panel)
        if len(set(panel)) < len(panel):
            yield f"panel {number} holds somebody twice"
        if len(people) + len(pool.seated) != pool.size:
            yield f"panel {number} has {len(people) + len(pool.seated)} members instead of {pool.size}"
        homes = Counter([*(person.household for person in people if person.household), *homes_taken])
        doubled = [person.id for person in people if homes[person.household] > 1]
        if doubled:
            yield f"panel {number} takes more than one of a household: {', '.join(doubled)}"
        for quota, count, already in zip(pool.quotas, pool.counts(people), seated, strict=True):
            if not quota.low <= count + already <= quota.high:
                yield (
                    f"panel {number} has {count + already} of {quota.name}, where {quota.low} to {quota.high} "
                    "are allowed"
                )


def _chances(portfolio: Portfolio) -> Check:
    seats = portfolio.size - len(portfolio.seated)
    total = sum(portfolio.times)
    exact = math.fsum(portfolio.chances)
    number = len(portfolio.panels)
    shut = [portfolio.people[at] for at, _ in portfolio.cannot if portfolio.times[at]]
    if total != seats * number or abs(exact - seats) > NEAR * seats or shut:
        return Check(
            "chances",
            holds=False,
            text=f"The chances do not add up: {total} of {seats * number} places in the panels, {exact:.9f} of "
            f"{seats} seats in the exact chances, {len(shut)} people in panels who should be in none.",
        )
    return Check(
        "chances",
        holds=True,
        text=f"Counted from the panels, the chances add up to exactly {seats} seat{'s' * (seats > 1)}; "
        "the lowest is "
        f"{portfolio.measures().minimum:.4g}. Rounding moved nobody's chance by more than "
        f"{portfolio.largest_change():.2g}.",
    )


def _bounds(portfolio: Portfolio, model: Classes) -> Check:
    if portfolio.record.method == "sortition/legacy":
        text = "The legacy habit claims nothing about chances, so there is no proof."
        return Check("bound", holds=True, text=text)
    if not portfolio.bounds:
        return Check("bound", holds=False, text="The proof that no lottery does better is missing.")
    groups = [set(members) for members in model.members]
    out = {at for at, _ in portfolio.cannot}
    shut = [at for at, group in enumerate(groups) if group and group <= out]
    chance = [portfolio.chances[members[0]] if members else 0.0 for members in model.members]
    try:
        faults = list(_bound_faults(portfolio, model, shut, chance))
    except (ArithmeticError, IndexError, ValueError) as error:
        faults = [str(error)]
    if faults:
        return Check("bound", holds=False, text=f"The proof does not add up: {faults[0]}.")
    first = portfolio.bounds[0].level
    if portfolio.record.method == "sortition/nash":
        text = f"No lottery has a geometric mean of chances above {first:.9f}; the exact chances reach it"
    else:
        text = f"No lottery gives everybody a chance above {first:.9f}; the exact chances reach it"
    text += f" to within {portfolio.gap:.1g}"
    if len(portfolio.bounds) > 1:
        text += f", and so for each of the {len(portfolio.bounds)} steps"
    text += "."
    if portfolio.proof() == "solver":
        count = sum(bound.panels is not None for bound in portfolio.bounds)
        text += f" {count} of these limits rest on an integer program and can be repeated only by solving it."
    return Check("bound", holds=True, text=text)


def _bound_faults(
    portfolio: Portfolio, model: Classes, shut: list[int], chance: list[float]
) -> Iterator[str]:
    settled: dict[int, float] = {}
    if portfolio.record.method == "sortition/nash":
        yield from _nash_faults(portfolio, model, shut, chance)
        return
    for step, bound in enumerate(portfolio.bounds, 1):
        level = float(proved(model, bound, settled, shut))
        if level > bound.level + NEAR:
            yield f"step {step} claims {bound.level:.9f} and its multipliers prove only {level:.9f}"
        reached = min(chance[at] for at in bound.settled)
        if reached < bound.level - portfolio.gap - NEAR:
            yield f"step {step} claims {bound.level:.9f} and the chances reach {reached:.9f}"
        settled |= dict.fromkeys(bound.settled, bound.level)
    if portfolio.record.method == "sortition/leximin" and len(settled) + len(shut) < len(chance):
        yield "some people's chances are not covered by any step"


def _nash_faults(portfolio: Portfolio, model: Classes, shut: list[int], chance: list[float]) -> Iterator[str]:
    bound = portfolio.bounds[0]
    able = [at for at in range(len(chance)) if at not in set(shut)]
    people = sum(len(model.members[at]) for at in able)
    # Weights are size / chance; over the relaxation no panel's sum of 1 / chance may exceed the people.
    for at in able:
        if abs(bound.weights[at] * chance[at] / len(model.members[at]) - 1) > NEAR:
            yield f"the weight of {portfolio.people[model.members[at][0]]} is not one over the chance"
            return
    total = sum(bound.weights[at] for at in able)
    ratio = float(proved(model, bound, {}, shut)) * total / people
    if ratio > 1 + NEAR:
        yield f"another lottery might do better by a factor of {ratio:.9f}"


def _draw(portfolio: Portfolio, drawn: Drawn) -> Check:
    again = draw(portfolio, Seed(drawn.record.seed or ""))
    if again.result() == drawn.result():
        return Check(
            "draw",
            holds=True,
            text=f"The seed “{drawn.record.seed}” gives number {drawn.number} of {drawn.panels:,}, and that panel is "
            "the one drawn.",
        )
    if again.portfolio_sha256 != drawn.portfolio_sha256:
        text = "The draw was made from another portfolio."
    elif again.number != drawn.number:
        text = (
            f"The seed “{drawn.record.seed}” gives number {again.number}, and the draw says {drawn.number}."
        )
    else:
        text = f"Panel {again.number} holds other people than the draw says."
    return Check("draw", holds=False, text=text)
