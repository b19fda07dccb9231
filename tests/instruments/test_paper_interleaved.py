"""Screen, desk and two halls in any order: nobody counts twice, and nothing that was acknowledged is lost.

Halls are played by hand here, through the same files that laptops bring; that a laptop writes them is tried in
test_hall.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.core import Actor, Refused, at, new_id
from coproduce.core.codes import code_digest, key_for
from coproduce.instruments.ballot.actions import cast, take_back, voter_of
from coproduce.instruments.ballot.models import Mark, Slip
from coproduce.instruments.ballot.opening import open_demo_box
from coproduce.instruments.ballot.paper.actions import begin_batch, close_batch, hand_out, type_sheets
from coproduce.instruments.ballot.paper.hall import merge, read, sign
from coproduce.instruments.ballot.rules import Choice
from coproduce.register.public import StepView
from tests.instruments.paper import a_vote
from tests.standing import Standing, a_person

VOTERS = [Actor(code=code_digest(f"{n:012}", "vote")) for n in range(6)]
ON_SCREEN, ON_PAPER = "1", "2"
DEEDS = st.tuples(
    st.sampled_from(["screen", "back", "desk", "hall", "out", "merge"]), st.integers(0, 5), st.integers(0, 1)
)


class Hall:
    """A laptop: who was marked off when it left, and whom it has given a sheet since."""

    def __init__(self, step: StepView) -> None:
        self.id, self.step = new_id().hex, step
        self.known = set(Mark.objects.filter(step_id=step.id, sheet=True).values_list("voter", flat=True))
        self.given: list[str] = []
        self.counts: list[list[Any]] = []

    def give(self, voter: str) -> bool:
        if voter in self.known or voter in self.given:
            return False
        self.given.append(voter)
        self.counts.append([str(new_id()), "issued", "", 1, None, "2026-06-12"])
        return True

    def file(self) -> bytes:
        said = {
            "kind": "brought", "hall": self.id, "step": str(self.step.id), "counts": self.counts, "batches": [], "entries": [],
            "marks": [[voter, "2026-06-12"] for voter in self.given],
        }  # fmt: skip
        return sign(said, key_for(f"hall:{self._uuid}"))

    @property
    def _uuid(self) -> object:
        from uuid import UUID

        return UUID(self.id)


class Day:
    """One day of voting, and what everybody was told."""

    def __init__(self, standing: Standing, **rules: Any) -> None:
        self.standing = standing
        self.step = a_vote(standing, **rules)[1]
        self.clerk = Actor(channel="paper", clerk_id=a_person())
        self.halls: list[Hall | None] = [None, None]
        self.last: dict[str, str] = {}
        self.doubles = 0

    def do(self, deed: str, who: int, where: int) -> None:
        voter, hall = VOTERS[who], self.halls[where]
        key = voter_of(self.step, voter)
        try:
            match deed:
                case "screen":
                    cast(self.step, Choice({1: 1}), by=voter)
                    self.last[key] = ON_SCREEN
                case "back":
                    take_back(self.step, by=voter)
                    if self.last.get(key) == ON_SCREEN:
                        del self.last[key]
                case "desk":
                    hand_out(self.step, voter, by=self.clerk)
                    self.last[key] = ON_PAPER
                case "out":
                    self.halls[where] = hall or Hall(self.step)
                case "hall":
                    if hall:
                        hall.give(key)
                case "merge":
                    self.merge(hall)
        except Refused as refused:
            if refused.refusal.code not in {"ballot-voted-elsewhere", "ballot-no-box"}:
                raise

    def merge(self, hall: Hall | None) -> None:
        if hall:
            done = merge(self.step, read(hall.file(), "brought", name="back"), by=self.standing.alice)
            self.doubles += done.doubles
            self.last.update(dict.fromkeys(hall.given, ON_PAPER))

    def count(self) -> list[str]:
        for hall in self.halls:
            self.merge(hall)
            self.merge(hall)
        sheets = sum(1 for way in self.last.values() if way == ON_PAPER)
        if sheets + self.doubles:
            key = begin_batch(self.step, "All", sheets + self.doubles, by=self.clerk)
            lines = dict.fromkeys(range(1, sheets + 1), ON_PAPER)
            lines |= dict.fromkeys(range(sheets + 1, sheets + self.doubles + 1), "-6")
            for clerk in (self.clerk, Actor(channel="paper", clerk_id=a_person())):
                type_sheets(self.step, key, lines, by=clerk)
            close_batch(self.step, key, by=self.clerk)
        assert self.step.closes
        with at(self.step.closes + timedelta(hours=1)):
            open_demo_box(self.step, by=self.standing.alice)
        return sorted(next(iter(slip.choice["points"])) for slip in Slip.objects.filter(step_id=self.step.id))


@pytest.mark.django_db
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.lists(DEEDS, max_size=25))
def test_nobody_counts_twice_and_nothing_acknowledged_is_lost(standing: Standing, deeds: list[Any]) -> None:
    day = Day(standing, admits="anyone")
    for deed, who, where in deeds:
        day.do(deed, who, where)
    counted = day.count()
    assert counted == sorted(day.last.values())
    assert len(counted) == Mark.objects.filter(step_id=day.step.id).count() <= len(VOTERS)


@pytest.mark.django_db
def test_one_voter_at_two_desks_is_reported_and_her_second_sheet_cannot_be_counted(
    standing: Standing,
) -> None:
    from coproduce.core import BadInput

    day = Day(standing, admits="anyone")
    for deed in ("out", "hall", "desk"):
        day.do(deed, 0, 0)
    day.merge(day.halls[0])
    assert day.doubles == 1
    key = begin_batch(day.step, "All", 2, by=day.clerk)
    for clerk in (day.clerk, Actor(channel="paper", clerk_id=a_person())):
        type_sheets(day.step, key, {1: "2", 2: "2"}, by=clerk)
    close_batch(day.step, key, by=day.clerk)
    with pytest.raises(BadInput, match="1 more vote than people were marked off"):
        open_demo_box(day.step, by=standing.alice)
