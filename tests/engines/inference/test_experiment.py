"""Frozen plans, fair draws, one analysis."""

from dataclasses import replace

import numpy as np
import pytest

from coproduce.engines.inference.experiment import (
    CONTROL,
    OFFER,
    ExperimentPlan,
    foresee,
    judge,
    randomise,
)
from coproduce.engines.inference.power import Trial
from coproduce.engines.kernel import BadInput, RecordMismatch, Seed

PLAN = ExperimentPlan("A letter from a neighbour", "came to the litter pick", Trial(0.10, 0.15), 683, "3 May")


def test_a_changed_plan_is_not_the_frozen_one():
    frozen = PLAN.digest
    clusters = [f"street {at % 10}" for at in range(40)]
    arms = [OFFER if at % 2 else CONTROL for at in range(40)]
    with pytest.raises(RecordMismatch):
        judge(replace(PLAN, outcome="said they would come"), frozen, arms, clusters, np.zeros(40))
    assert PLAN.digest == frozen
    assert len(frozen) == 64


def test_too_few_people_are_told_before_the_start():
    assert foresee(PLAN).text.startswith("Enough")
    small = foresee(replace(PLAN, per_arm=100))
    assert small.text.startswith("Too few")
    assert small.power < 0.25
    assert small.smallest > 0.1


def test_clusters_go_whole_and_half_get_the_offer():
    clusters = {f"home {at:03d}": f"street {at % 11}" for at in range(200)}
    arms = randomise(PLAN, clusters)
    by_street = {}
    for home, street in clusters.items():
        by_street.setdefault(street, set()).add(arms[home])
    assert all(len(each) == 1 for each in by_street.values())
    assert sum(each == {OFFER} for each in by_street.values()) == 5
    assert randomise(PLAN, dict(reversed(clusters.items()))) == arms
    assert randomise(replace(PLAN, seed="4 May"), clusters) != arms
    with pytest.raises(BadInput):
        randomise(PLAN, {"a": "1", "b": "2"})


def test_the_analysis_keeps_its_size_with_clusters():
    streets, each, runs = 40, 10, 300
    clusters = [f"street {at // each:02d}" for at in range(streets * each)]
    arms = [OFFER if (at // each) % 2 else CONTROL for at in range(streets * each)]
    found = []
    for run in range(runs):
        seed = Seed("experiment").child(run)
        street = np.repeat(0.2 + 0.3 * (seed.child("s").uniforms(streets) - 0.5), each)
        outcome = (seed.child("y").uniforms(streets * each) < street).astype(float)
        found.append(judge(PLAN, PLAN.digest, arms, clusters, outcome).difference.p < 0.05)
    assert 0.025 <= np.mean(found) <= 0.08
