"""Damaged files: always a value or a list of problems, never a traceback."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.formats import pabulib
from coproduce.formats.example_election import example_election
from tests.formats.mutations import MUTATIONS, damage, judge
from tests.formats.sample import POINTS, SAMPLE

EXAMPLE = (
    pabulib.write(example_election()).split(b"\nV0100")[0].replace(b"num_votes;3180", b"num_votes;99") + b"\n"
)
SMALL = (SAMPLE.encode(), POINTS.encode(), POINTS.replace("cumulative", "scoring").encode(), EXAMPLE)


@given(
    st.sampled_from(SMALL),
    st.lists(st.sampled_from(MUTATIONS), max_size=4),
    st.randoms(use_true_random=False),
)
def test_damage_of_every_kind(data: bytes, kinds: list[object], chance: random.Random) -> None:
    for kind in kinds:
        data = kind(data, chance)  # type: ignore[operator]
    judge(data)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    judge(data)


@given(st.lists(st.sampled_from([*["META", "PROJECTS", "VOTES", "key;value", "\n", "\n", "\n", ";", ",", "1", "2", "-1", '"', "a"], "budget;5",
                                 "vote_type;approval", "vote_type;scoring", "project_id;cost", "voter_id;vote",
                                 "voter_id;vote;points", "num_votes;1", "num_projects;1"]), max_size=60))  # fmt: skip
def test_shuffled_pieces_of_the_format(pieces: list[str]) -> None:
    judge("".join(pieces).encode())


@pytest.mark.real
def test_ten_thousand_mutations_of_real_files(shared_data: Path) -> None:
    files = [
        path.read_bytes()
        for path in sorted((shared_data / "pabulib").glob("*.pb"))
        if path.stat().st_size < 10_000
    ]
    assert len(files) >= 20
    outcomes: Counter[str] = Counter()
    for number in range(10_000):
        chance = random.Random(number)
        data = damage(chance.choice(files), chance)
        try:
            outcomes[judge(data)] += 1
        except Exception as error:
            raise AssertionError(f"mutation {number} of the sweep, seed {number}") from error
    # Damage that nothing notices would make this test worth nothing, and so would damage that always breaks a file.
    assert outcomes["value"] > 1_000
    assert outcomes["problems"] > 5_000
