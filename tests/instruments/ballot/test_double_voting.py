"""One voter, one vote, whatever way and in whatever order she comes: random interleavings against a small model."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as tried
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from coproduce.core import Actor, Refused
from coproduce.instruments.ballot import opening
from coproduce.instruments.ballot.actions import cast, mark_paper, take_back, unmark_paper
from coproduce.instruments.ballot.loose import Loose
from coproduce.instruments.ballot.models import Envelope, Mark, Receipt, Slip
from coproduce.instruments.ballot.opening import open_demo_box
from coproduce.instruments.ballot.rules import Choice
from tests.instruments.boxed import a_vote, holder
from tests.standing import Standing

pytestmark = pytest.mark.django_db
VOTERS = st.integers(0, 3)
IDEAS = st.integers(1, 4)
WAYS = st.sampled_from(["screen", "phone", "paper"])


class Booth(RuleBasedStateMachine):
    """Voters come on screen, by phone, with paper entered for them, and to the desk.

    The model is a dictionary: for each voter (and for each way where each has a vote) what
    counts of her now, ``(way, choice)`` or ``("desk", None)`` for a sheet in the box in the hall.
    """

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.atomic()
        self.before.__enter__()
        self.model: dict[tuple[int, str], tuple[str, int | None]] = {}

    def teardown(self) -> None:
        """Count, compare, and undo everything."""
        try:
            if hasattr(self, "vote"):
                self.counts()
        finally:
            transaction.set_rollback(True)
            self.before.__exit__(None, None, None)

    @initialize(
        paper=st.sampled_from(["before-online", "not-after-online"]),
        channels=st.sampled_from(["one", "each"]),
        revote=st.booleans(),
    )
    def opens(self, paper: str, channels: str, revote: bool) -> None:
        """A vote under each of the rules."""
        standing = Standing()
        self.alice = standing.alice
        self.clerk = replace(standing.bob, channel="paper", clerk_id=standing.bob.person_id)
        self.rules = SimpleNamespace(paper=paper, channels=channels, revote=revote)
        self.vote = a_vote(standing, paper=paper, channels=channels, revote=revote)

    def key(self, voter: int, way: str) -> tuple[int, str]:
        """Under which name the model keeps a vote."""
        if self.rules.channels == "one":
            return (voter, "")
        return (voter, "hall" if way in {"paper", "desk"} else "online")

    def comes(self, voter: int, way: str) -> Actor:
        """The voter as she comes by that way."""
        if way == "screen":
            return holder(voter)
        return replace(holder(voter), channel=way, clerk_id=self.clerk.clerk_id)

    @rule(voter=VOTERS, way=WAYS, idea=IDEAS)
    def votes(self, voter: int, way: str, idea: int) -> None:
        """An envelope, by herself or entered for her."""
        key = self.key(voter, way)
        there = self.model.get(key)
        allowed = there is None or (there[0] == way and self.rules.revote)
        if self.tries(cast, self.vote, Choice({idea: 1}), by=self.comes(voter, way)) != allowed:
            raise AssertionError(f"{voter} by {way}: {there}")
        if allowed:
            self.model[key] = (way, idea)

    @rule(voter=VOTERS, way=WAYS)
    def takes_back(self, voter: int, way: str) -> None:
        """She takes it back; a sheet of paper that she holds is not taken back that way."""
        key = self.key(voter, way)
        there = self.model.get(key)
        allowed = there is None or there[0] != "desk"
        assert self.tries(take_back, self.vote, by=self.comes(voter, way)) == allowed
        if allowed:
            self.model.pop(key, None)

    @rule(voter=VOTERS)
    def comes_to_the_desk(self, voter: int) -> None:
        """She is marked off and gets a sheet, or the desk refuses."""
        key = self.key(voter, "desk")
        there = self.model.get(key)
        allowed = there is None or (there[0] != "desk" and self.rules.paper == "before-online")
        assert self.tries(mark_paper, self.vote, holder(voter), by=self.clerk) == allowed
        if allowed:
            self.model[key] = ("desk", None)

    @rule(voter=VOTERS)
    def brings_the_sheet_back(self, voter: int) -> None:
        """She hands the sheet back unused."""
        key = self.key(voter, "desk")
        there = self.model.get(key) == ("desk", None)
        assert unmark_paper(self.vote, holder(voter), by=self.clerk) == there
        if there:
            del self.model[key]

    @invariant()
    def one_mark_each(self) -> None:
        """As many marks as votes, as many envelopes as votes that are not on sheets."""
        if hasattr(self, "vote"):
            sheets = sum(1 for way, _ in self.model.values() if way == "desk")
            assert Mark.objects.filter(step_id=self.vote.id).count() == len(self.model)
            assert Mark.objects.filter(step_id=self.vote.id, sheet=True).count() == sheets
            assert Envelope.objects.filter(step_id=self.vote.id).count() == len(self.model) - sheets

    def tries(self, deed: Any, *arguments: Any, **named: Any) -> bool:
        """Whether it was allowed."""
        try:
            deed(*arguments, **named)
        except Refused:
            return False
        return True

    def counts(self) -> None:
        """Every vote of the model, once: the last word of each voter and no other."""
        sheets = [way for way, _ in self.model.values() if way == "desk"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(opening, "loose_problems", lambda step: [])
            patch.setattr(opening, "loose_votes", lambda step: [Loose(Choice({1: 1})) for _ in sheets])
            assert open_demo_box(self.vote, by=self.alice) == len(self.model)
        found = Counter(tuple(slip.choice["points"]) for slip in Slip.objects.filter(step_id=self.vote.id))
        assert found == Counter((str(idea or 1),) for _, idea in self.model.values())
        assert Receipt.objects.filter(step_id=self.vote.id).count() == len(self.model) - len(sheets)


def test_nobody_votes_twice_by_any_order_of_screen_phone_paper_and_desk() -> None:
    run_state_machine_as_test(Booth, settings=tried(max_examples=25, stateful_step_count=16))  # type: ignore[no-untyped-call]
