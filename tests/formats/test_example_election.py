"""The invented election: the same for the same seed, marked as invented, with a structure one can see."""

from __future__ import annotations

import hashlib

import numpy as np

from coproduce.engines.kernel import Seed
from coproduce.formats import load, pabulib
from coproduce.formats.example_election import BUDGET, MOST_CHOICES, VOTERS, example_election


def test_same_seed_same_bytes_on_any_machine() -> None:
    data = pabulib.write(example_election("the example of Coproduce"))
    assert (
        hashlib.sha256(data).hexdigest() == "effd094b87355a8c6c6be091c56a84e57591f448a58c8075b041ed83a4a2ae85"
    )
    assert data == pabulib.write(example_election(Seed("the example of Coproduce")))
    assert data != pabulib.write(example_election("another"))


def test_says_that_it_is_invented_and_reads_back_without_a_warning() -> None:
    value = example_election()
    assert "Invented" in value.meta["description"]
    assert "invented" in value.title
    assert load(pabulib, pabulib.write(value), "eastmere.pb") == value
    assert value.warnings == ()


def test_shape_of_a_borough_vote() -> None:
    value = example_election()
    assert (value.num_votes, len(value.project_ids), value.budget) == (VOTERS, 14, BUDGET)
    assert sum(value.costs) > 1.5 * BUDGET
    lengths = np.diff(value.indptr)
    assert (lengths.min(), lengths.max()) == (1, MOST_CHOICES)
    assert "age" not in value.vote_columns
    assert "sex" not in value.vote_columns


def test_people_vote_for_what_is_near() -> None:
    value = example_election()
    assert value.voter_areas is not None
    voters = np.repeat(np.array(list(value.voter_areas)), np.diff(value.indptr))
    near = np.array(value.areas)[value.indices] == voters
    assert near.mean() > 0.5
