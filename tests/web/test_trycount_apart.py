"""A count that takes too long is given up; the next one is done by a fresh process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coproduce.core import Refused
from coproduce.engines.kernel import EngineError
from coproduce.formats.example_election import example_election
from coproduce.web.trycount import apart, compute
from coproduce.web.trycount.ways import Way
from tests.web.conftest import SMALL


@pytest.fixture(autouse=True)
def _nobody_left() -> Iterator[None]:
    yield
    while apart._beside:
        one = apart._beside.pop()
        one.kill()
        one.communicate()


def test_a_count_apart_is_the_count_and_one_without_end_is_given_up() -> None:
    election = example_election()
    here = compute.count(election, Way())
    assert apart.count(election, Way(), seconds=120) == here
    first = apart._beside[0].pid
    assert apart.count(election, Way(rule="greedy"), seconds=120) == compute.count(
        election, Way(rule="greedy")
    )
    assert apart._beside[0].pid == first
    with pytest.raises(EngineError, match=r"given up after 0\.0001 seconds"):
        apart.count(election, Way(), seconds=0.0001)
    assert apart.count(election, Way(), seconds=120) == here
    assert apart._beside[0].pid != first


def test_a_process_that_was_ended_is_replaced_and_a_refusal_comes_through() -> None:
    tied = compute.read(SMALL.replace("2;500", "2;400").encode(), "street.pb")
    assert not isinstance(tied, list)
    way = Way(rule="greedy", ties="refuse")
    with pytest.raises(EngineError) as here:
        compute.count(tied, way)
    for _ in range(2):
        with pytest.raises(EngineError) as beside:
            apart.count(tied, way, seconds=120)
        assert str(beside.value) == str(here.value)
        apart._beside[0].kill()


def test_whoever_comes_meanwhile_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.01)
    with apart._turn, pytest.raises(Refused) as caught:
        apart.count(example_election(), Way(), seconds=120)
    assert caught.value.refusal.code == "trycount-busy"
    assert caught.value.refusal.status == 503
