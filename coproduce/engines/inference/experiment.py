"""Trying a suggestion out: a plan that is frozen first, a fair draw into arms, one analysis.

What will be compared is written down before anybody is asked, and its digest published
(pre-registration); then the draw is repeatable from public words, and the analysis is the
one that the plan names. Where whole clusters are drawn, the clusters are what is compared
(Donner and Klar 2000): the variance is that between clusters, by linearisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coproduce.engines.inference.arrays import Floats
from coproduce.engines.inference.descriptives import ratio
from coproduce.engines.inference.design import Design
from coproduce.engines.inference.difference import Entry, entries
from coproduce.engines.inference.power import Needed, Trial, needed, power, smallest_seen
from coproduce.engines.kernel import BadInput, Place, Problem, RecordMismatch, Seed, canonical, digest

CONTROL, OFFER = "as before", "offer"


@dataclass(frozen=True)
class ExperimentPlan:
    """What will be tried, on whom, and how it will be judged.

    Attributes:
        title: what is tried.
        outcome: the one question that decides.
        trial: the shares thought of, and what follows for the numbers.
        per_arm: people that will be asked in each arm.
        seed: the public words of the draw.
    """

    title: str
    outcome: str
    trial: Trial
    per_arm: int
    seed: str

    @property
    def digest(self) -> str:
        """The digest to publish; any later change of the plan changes it."""
        return digest(canonical(self))


@dataclass(frozen=True)
class Foresight:
    """What a plan can tell: people needed, power with those it has, the smallest rise it can tell, and a sentence."""

    needed: Needed
    power: float
    smallest: float
    text: str


def foresee(plan: ExperimentPlan) -> Foresight:
    """Whether the plan would be able to tell what it hopes for."""
    wanted = needed(plan.trial)
    reached = power(plan.trial, plan.per_arm)
    smallest = smallest_seen(plan.trial, plan.per_arm)
    base, hoped = plan.trial.base, plan.trial.hoped
    if plan.per_arm >= wanted.per_arm:
        text = f"Enough: {plan.per_arm:,} people in each arm can tell a rise from {base:.0%} to {hoped:.0%}."
    else:
        text = (
            f"Too few: {plan.per_arm:,} people in each arm would see a rise from {base:.0%} to {hoped:.0%} in only "
            f"{reached:.0%} of such experiments; {wanted.per_arm:,} are needed. With so few, only a rise of "
            f"{smallest * 100:.0f} in 100 or more can be told. Join with others, or ask a smaller question."
        )
    return Foresight(wanted, reached, smallest, text)


def randomise(plan: ExperimentPlan, clusters: Mapping[str, str]) -> dict[str, str]:
    """The arm of each id: clusters (``clusters[id]``, the id itself where people are drawn one by one) go whole.

    Half of the clusters in the random order of the plan's seed get the offer; of an odd number, one fewer.

    Raises:
        BadInput: for fewer than four clusters.
    """
    names = sorted(set(clusters.values()))
    if len(names) < 4:
        raise BadInput.one(
            f"{len(names)} clusters cannot be compared; draw smaller clusters, at least four in all",
            key="clusters",
        )
    order = Seed(plan.seed).child("arms").order(names)
    offered = set(order[: len(order) // 2])
    return {name: OFFER if cluster in offered else CONTROL for name, cluster in sorted(clusters.items())}


@dataclass(frozen=True)
class Judged:
    """The outcome in each arm, and the difference: offer less as before."""

    control: Entry
    offer: Entry
    difference: Entry


def judge(
    plan: ExperimentPlan, frozen: str, arms: Sequence[str], clusters: Sequence[str], outcome: Floats
) -> Judged:
    """The one analysis that the plan names: the difference of means between the arms, with clusters as units.

    Raises:
        RecordMismatch: where ``frozen``, the digest published before, is not that of the plan.
        BadInput: for arms unknown or with fewer than two clusters.
    """
    if frozen != plan.digest:
        raise RecordMismatch(
            "the plan is not the one that was frozen: its digest differs; judge the frozen one"
        )
    arm = np.asarray(arms)
    use = np.isfinite(outcome)
    problems = []
    for name in (CONTROL, OFFER):
        if len({cluster for cluster, own in zip(clusters, arms, strict=True) if own == name}) < 2:
            text = "fewer than two clusters are in this arm, so nothing tells how much they differ; ask more"
            problems.append(Problem(Place(key=name), text, "arm"))
    if problems:
        raise BadInput(problems)
    design = Design.of(n=len(arm), psus=list(clusters), strata=list(arms))
    control, offer = (ratio(design, outcome, use & (arm == name)) for name in (CONTROL, OFFER))
    found = [entries(each, design)[0] for each in (control, offer, offer.minus(control))]
    return Judged(*found)
