"""The code says what the reviewed tables say; and what must hold whatever a table says."""

from __future__ import annotations

import pytest

from coproduce.conduct.public import instrument
from coproduce.conduct.registry import INSTRUMENTS
from tests.permissions.matrix import ADMITS, HERE, NOW, PEOPLE, STATES, a_project, may, table

CELLS = [(tool, name) for tool in INSTRUMENTS for name in sorted(instrument(tool).deeds)]
AFTER_CANCELLING = {"ballot.destroy"}
"""What may be written of a stage that was called off: that the keys of its box were destroyed."""
TEAM = {"clerk", "clerk, paper", "facilitator", "lead"}


def test_there_is_a_table_for_each_tool_and_no_other() -> None:
    assert {path.stem for path in HERE.glob("*.csv")} == set(INSTRUMENTS)


@pytest.mark.parametrize("tool", INSTRUMENTS)
def test_who_may_what_is_as_it_was_reviewed(tool: str) -> None:
    reviewed = (HERE / f"{tool}.csv").read_text("utf-8")
    assert table(tool, a_project()) == reviewed, (
        "run python -m tests.permissions.matrix, and read each changed line"
    )


def every(tool: str, name: str):
    deeds = instrument(tool).deeds
    return [(deeds, name, who, state, admits) for who in PEOPLE for state in STATES for admits in ADMITS]


@pytest.mark.parametrize(("tool", "name"), CELLS)
def test_under_another_joint_projects_name_there_is_nothing(tool: str, name: str) -> None:
    for cell in every(tool, name):
        refusal = may(*cell, a_project(), elsewhere=True)
        assert refusal is not None
        assert refusal.status == 404


@pytest.mark.parametrize(("tool", "name"), CELLS)
def test_a_draft_is_there_for_its_team_alone(tool: str, name: str) -> None:
    for cell in every(tool, name):
        if not PEOPLE[cell[2]].duties:
            refusal = may(*cell, a_project(visibility="draft"))
            assert refusal is not None
            assert refusal.status == 404


@pytest.mark.parametrize(("tool", "name"), CELLS)
def test_nobody_writes_once_all_is_over_and_observers_never(tool: str, name: str) -> None:
    deed = instrument(tool).deeds[name]
    for cell in every(tool, name):
        if deed.writes:
            assert may(*cell, a_project(closed_at=NOW)) is not None
            if cell[2] == "observer" or (cell[3] == "cancelled" and name not in AFTER_CANCELLING):
                assert may(*cell, a_project()) is not None


@pytest.mark.parametrize(("tool", "name"), CELLS)
def test_whoever_is_not_admitted_does_not_write(tool: str, name: str) -> None:
    deed = instrument(tool).deeds[name]
    for cell in every(tool, name):
        who, admits = cell[2], cell[4]
        if may(*cell, a_project()) is not None or not deed.writes:
            continue
        if deed.who in {"team", "lead"}:
            assert who in TEAM
        if deed.who == "own":
            assert PEOPLE[who].owns
        if deed.who == "admitted" and who == "nobody":
            assert admits == "anyone"
        if deed.who == "admitted" and admits == "team":
            assert who in TEAM
