"""Every tool keeps the promises of the house; none is forgotten."""

import pytest

from coproduce.conduct.checks import check_instrument
from coproduce.conduct.registry import INSTRUMENTS, instrument
from tests.instruments.rigs import RIGS
from tests.standing import standing_people

pytestmark = pytest.mark.django_db


def test_each_tool_has_a_rig_and_its_own_key():
    assert set(RIGS) == set(INSTRUMENTS)
    assert [instrument(key).key for key in INSTRUMENTS] == list(INSTRUMENTS)


@pytest.mark.parametrize("key", sorted(RIGS))
def test_a_tool_passes_the_shared_suite(key):
    assert check_instrument(RIGS[key], standing_people) == []


@pytest.mark.parametrize("key", sorted(RIGS))
def test_deeds_are_named_after_their_tool(key):
    assert all(name.startswith(f"{key}.") for name in instrument(key).deeds)
