"""Sheets of paper: how a line is read, when two agree, when the sums do."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.instruments.ballot.paper.rules import (
    REASONS,
    Balance,
    Reading,
    check_balance,
    differ,
    read_line,
    settled,
    write_line,
)
from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.ballot.settings import Settings
from coproduce.proceedings.public import ItemView

MONEY = 30_000_00
ITEMS = [
    ItemView(uuid4(), uuid4(), number, "project", "public", 1, f"Idea {number}", cost_central=1_000_00)
    for number in range(1, 13)
]
TICKS = Settings(kind="approval", most=3, boost=2, envelope=MONEY)
POINTS = Settings(kind="cumulative", points=10, envelope=MONEY)
PLACES = Settings(kind="ordinal", most=3, envelope=MONEY)
A, B, C, D = (UUID(int=n) for n in range(1, 5))


@pytest.mark.parametrize(
    ("rules", "line", "reading"),
    [
        (TICKS, "3 5 9", Reading(Choice({3: 1, 5: 1, 9: 1}))),
        (TICKS, " 9, 5*;3 ", Reading(Choice({3: 1, 5: 1, 9: 1}, 5))),
        (TICKS, "-2", Reading(spoilt="too-many")),
        (TICKS, "- 1", Reading(spoilt="blank")),
        (POINTS, "3/4 5=6", Reading(Choice({3: 4, 5: 6}))),
        (PLACES, "5 3 9", Reading(Choice({5: 1, 3: 2, 9: 3}))),
    ],
)
def test_a_line_is_read_as_it_is_typed(rules: Settings, line: str, reading: Reading) -> None:
    assert read_line(line, rules, ITEMS) == reading


@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        (TICKS, "3 5 9 1", "Choose at most 3. You chose 4"),
        (TICKS, "3 3", "“3 3” cannot be read. Type it like 3 5* 9 (the star is the boost)"),
        (TICKS, "3* 5*", "“3* 5*” cannot be read. Type it like 3 5* 9 (the star is the boost)"),
        (TICKS, "three", "“three” cannot be read. Type it like 3 5* 9 (the star is the boost)"),
        (TICKS, "99", "There is no idea with the number 99 on this ballot"),
        (TICKS, "-9", "Type -1 to -6 for a sheet that does not count"),
        (TICKS, "-²", "Type -1 to -6 for a sheet that does not count"),
        (POINTS, "3 5", "“3 5” cannot be read. Type it like 3/4 5/6 (idea 3 has 4 points, idea 5 has 6)"),
        (POINTS, "3/4 5/7", "You have 10 points to share out. You gave 11"),
        (PLACES, "5 3*", "“5 3*” cannot be read. Type it like 5 3 9 (idea 5 first, then 3, then 9)"),
    ],
)
def test_a_line_that_cannot_stand_is_refused_in_a_sentence(rules: Settings, line: str, said: str) -> None:
    found = read_line(line, rules, ITEMS)
    assert isinstance(found, list)
    assert [problem.text for problem in found] == [said]


@given(st.text(max_size=40), st.sampled_from([TICKS, POINTS, PLACES]))
def test_no_line_breaks_the_reader(line: str, rules: Settings) -> None:
    found = read_line(line, rules, ITEMS)
    assert found
    if isinstance(found, Reading):
        assert read_line(write_line(found, rules), rules, ITEMS) == found


READINGS = st.one_of(
    st.sets(st.integers(1, 12), min_size=1, max_size=3).map(lambda each: Reading(Choice(dict.fromkeys(sorted(each), 1)))),
    st.sampled_from([Reading(spoilt=reason) for reason in REASONS]),
)  # fmt: skip


@given(READINGS)
def test_what_is_written_is_read_again(reading: Reading) -> None:
    assert read_line(write_line(reading, TICKS), TICKS, ITEMS) == reading


X, Y = Reading(Choice({1: 1})), Reading(Choice({2: 1}))


@pytest.mark.parametrize(
    ("read", "outcome"),
    [
        ({}, None),
        ({A: X}, None),
        ({A: X, B: X}, X),
        ({A: X, B: Y}, None),
        ({A: X, B: Y, C: Y}, Y),
        ({A: X, B: Y, C: Reading(spoilt="blank")}, None),
        ({A: X, B: Y, C: Y, D: X}, None),
    ],
)
def test_a_sheet_is_settled_when_two_have_read_the_same_and_more_than_anything_else(
    read: dict[UUID, Reading], outcome: Reading | None
) -> None:
    assert settled(read) == outcome


@given(st.dictionaries(st.sampled_from([A, B, C, D]), READINGS))
def test_nothing_is_settled_by_one_clerk_alone(read: dict[UUID, Reading]) -> None:
    found = settled(read)
    if found is not None:
        assert sum(reading == found for reading in read.values()) >= 2
    elif len(read) == 2:
        assert differ(read.values())


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        (Balance(10, 8, 2, 7, {"blank": 1}, (), 9), []),
        (Balance(10, 8, 2, 7, {"blank": 1}, ("Hall",), 9), ["The batch “Hall” is not closed yet"]),
        (
            Balance(10, 8, 1, 8, {}, (), 10),
            [("10 sheets were handed out, 8 came back and 1 are missing. Find the other 1, or write down that they "
             "will not come back")],
        ),
        (
            Balance(10, 11, 0, 11, {}, (), 11),
            [("11 sheets came back and 0 are missing, but only 10 were handed out. Count the pile again, or write down "
             "the sheets that were handed out")],
        ),
        (
            Balance(10, 10, 0, 10, {}, (), 9),
            [("The sheets hold 1 more vote than people were marked off. Mark off who was forgotten, or find the sheets "
             "that are not of this vote")],
        ),
        (Balance(10, 10, 0, 8, {}, (), 9), ["Not every sheet that came back is settled"]),
    ],
)  # fmt: skip
def test_what_stands_against_counting_is_said(sums: Balance, said: list[str]) -> None:
    assert [problem.text for problem in check_balance(sums)] == said
