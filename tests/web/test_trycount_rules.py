"""Who may see and change a trial: every role in every state, without a request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coproduce.core import Actor, new_id
from coproduce.web.trycount.rules import ABSENT, TrialView, check_change, check_see
from tests.web.conftest import ALICE, CHARLIE, NOON

ROLES = {"nobody": Actor(), "owner": ALICE, "stranger": CHARLIE}
STATES = {
    "kept": TrialView(new_id(), ALICE.visitor, NOON + timedelta(seconds=1)),
    "over": TrialView(new_id(), ALICE.visitor, NOON),
    "shown": TrialView(new_id(), "", None),
}
SEE = {("owner", "kept"), ("nobody", "shown"), ("owner", "shown"), ("stranger", "shown")}
CHANGE = {("owner", "kept")}
CASES = [(role, state) for role in ROLES for state in STATES]


@pytest.mark.parametrize(("role", "state"), CASES)
def test_who_may_see(role: str, state: str) -> None:
    refusal = check_see(ROLES[role], STATES[state], NOON)
    assert refusal == (None if (role, state) in SEE else ABSENT)


@pytest.mark.parametrize(("role", "state"), CASES)
def test_who_may_change(role: str, state: str) -> None:
    refusal = check_change(ROLES[role], STATES[state], NOON)
    if (role, state) in CHANGE:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.status == (403 if state == "shown" else 404)


def test_someone_without_a_secret_owns_nothing_that_is_not_shown() -> None:
    odd = TrialView(new_id(), "", NOON + timedelta(days=1))
    assert check_change(Actor(), odd, NOON) is not None
