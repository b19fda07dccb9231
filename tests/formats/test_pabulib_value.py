"""What a .pb file means, what is warned of, and that writing gives back what was read."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import BadInput
from coproduce.formats import load, pabulib
from coproduce.formats.pabulib import build, write
from coproduce.formats.pabulib.ballots import _CHUNK
from tests.formats.sample import POINTS, SAMPLE, short, spoilt, value


def ballots(found: pabulib.PabulibFile) -> list[list[int]]:
    return [found.indices[a:b].tolist() for a, b in zip(found.indptr, found.indptr[1:], strict=False)]


def test_the_meaning_of_a_small_file() -> None:
    found = value(SAMPLE)
    assert found.warnings == ()
    assert found.project_ids == ("1", "2", "3")
    assert found.names == ("Bench", "Tree; big", 'Łąka "x"')
    assert found.costs == (600, Fraction(801, 2), 500)
    assert (found.budget, found.vote_type, found.ballot_type) == (1000, "approval", "approval")
    assert found.selected == (1, 0, 0)
    assert ballots(found) == [[0, 1], [0, 2], [1], [0]]
    assert (found.indptr.dtype, found.indices.dtype) == (np.int64, np.int32)
    assert found.points is None
    assert (found.num_votes, list(found.voter_ids)) == (4, ["a", "b", "c", "d"])
    assert found.voter_areas is None
    assert (found.limits.min_length, found.limits.max_length, found.limits.max_sum_cost) == (1, 2, None)
    assert (found.min_score, found.fully_funded) == (0, False)
    assert found.title == "Eastmere · 2026"
    assert found.coordinates == (None, None, None)
    assert (found.categories, found.areas) == (((), (), ()), ("", "", ""))
    assert found == value(SAMPLE)
    assert found != value(SAMPLE.replace(";30", ";31"))
    assert found != SAMPLE


def test_labels_areas_and_coordinates() -> None:
    text = """META
key;value
num_projects;4
num_votes;1
budget;12.50
vote_type;Approval
min_project_score_threshold;10
fully_funded;1
categories;green,safe
neighborhoods;North, South
budget_per_category;5,7.5
budget_per_neighborhood;5
max_sum_cost_per_category;1,2
description;Only this
PROJECTS
project_id;cost;category;target;neighborhood;latitude;longitude;selected
a;1;green,safe;everyone;North;51.5;-0.1276;2
b;1;Environment, public health & safety;;South;;;
c;1;;young,old;;95;1;yes
d;1;;;;x;1;1
VOTES
voter_id;vote;neighborhood
v;a;South
"""
    found = value(text)
    assert found.categories == (("green", "safe"), ("Environment, public health & safety",), (), ())
    assert found.targets == (("everyone",), (), ("young", "old"), ())
    assert found.areas == ("North", "South", "", "")
    assert found.coordinates == ((51.5, -0.1276), None, None, None)
    assert found.selected == (2, None, None, 1)
    assert found.names == ("a", "b", "c", "d")
    assert found.budget == Fraction(25, 2)
    assert (found.min_score, found.fully_funded, found.vote_type) == (10, True, "approval")
    assert found.budget_per_category == {"green": 5, "safe": Fraction(15, 2)}
    assert found.budget_per_area == {"North": 5, "South": 5}
    assert found.limits.per_category == {"max_sum_cost": {"green": 1, "safe": 2}}
    assert found.voter_areas is not None
    assert list(found.voter_areas) == ["South"]
    assert found.title == "Only this"
    assert short(found.warnings) == ["19:17 coordinates", "19:22 selected", "20:8 coordinates"]


def test_points_whole_and_in_parts() -> None:
    found = value(POINTS)
    assert found.points is not None
    assert found.points.tolist() == [3, 2, 1, 4, 2, 4]
    assert found.points_scale == 1
    found = value(spoilt(("3,2", "2.5,1.25"), text=POINTS))
    assert found.points is not None
    assert found.points.tolist() == [10, 5, 4, 16, 8, 16]
    assert found.points_scale == 4


def test_a_blank_ballot_gives_no_points() -> None:
    text = spoilt(
        ("min_length;1\n", ""),
        ("min_sum_points;2\n", ""),
        ("c;2;2", "c;;"),
        ("2;400.50;2", "2;400.50;1"),
        text=POINTS,
    )
    found = value(text)
    assert ballots(found) == [[0, 1], [0, 2], [], [0]]
    assert found.points is not None
    assert found.points.tolist() == [3, 2, 1, 4, 4]
    assert short(found.warnings) == ["23:3 ballot-blank"]


def test_ordinal_ballots_keep_their_order_and_score_is_borda_of_each_ballot() -> None:
    text = spoilt(("approval", "ordinal"), ("votes;name", "score;name"), ("1;600;3", "1;600;4"), ("2;400.50;2", "2;400.50;3"),
                  ("a;1,2", "a;2,1"))  # fmt: skip
    assert value(text).warnings == ()
    assert ballots(value(text))[0] == [1, 0]
    assert short(value(spoilt(("1;600;4", "1;600;6"), text=text)).warnings) == ["14:7 score-differ"]


@pytest.mark.parametrize(
    ("edits", "warned", "first"),
    [
        ([("a;1,2", "a;1,1")], ["15:10 votes-differ", "19:5 ballot-repeat"], [0]),
        ([("a;1,2", 'a;"1,1"'), ("2;400.50;2", "2;400.50;1")], ["19:6 ballot-repeat"], [0]),
        ([("1;600;3", "1;600;5")], ["14:7 votes-differ"], [0, 1]),
        ([("1;600;3", "1;600;many")], ["14:7 votes-differ"], [0, 1]),
        ([("1;600;3", "1;600;")], [], [0, 1]),
        ([("min_length;1", "max_sum_cost;1050.5")], ["20:3 ballot-cost"], [0, 1]),
        ([("min_length;1", "min_sum_cost;400.5")], [], [0, 1]),
        ([("min_length;1", "min_sum_cost;401")], ["21:3 ballot-cost"], [0, 1]),
        ([("approval", "knapsack")], ["19:3 ballot-cost", "20:3 ballot-cost"], [0, 1]),
        ([("a;1,2", "a; 1 , 2 ")], [], [0, 1]),
        ([("min_length;1\n", ""), ("a;1,2", "a; "), ("1;600;3", "1;600;2"), ("2;400.50;2", "2;400.50;1")],
         ["18:3 ballot-blank"], []),
    ],
)  # fmt: skip
def test_what_is_odd_but_published_is_warned_of(
    edits: list[tuple[str, str]], warned: list[str], first: list[int]
) -> None:
    found = value(spoilt(*edits))
    assert short(found.warnings) == warned
    assert ballots(found)[0] == first
    assert load(pabulib, write(found), "f.pb") == found


def test_costs_too_large_for_64_bits_are_added_exactly() -> None:
    huge = str(2**62)
    edits = (("1;600", f"1;{huge}"), ("2;400.50", f"2;{huge}"), ("min_length;1", f"max_sum_cost;{2**63 - 1}"))
    assert short(value(spoilt(*edits)).warnings) == ["19:3 ballot-cost"]


def test_a_spreadsheet_fills_rows_up() -> None:
    found = value(SAMPLE.replace("\n", ";;;\n").replace("VOTES", ";;;;\nVOTES"))
    assert short(found.warnings) == ["1:6 padding"]
    assert found == value(SAMPLE)


def test_nothing_to_count_is_warned_of() -> None:
    empty = "META\nkey;value\nnum_projects;0\nnum_votes;0\nbudget;1\nvote_type;cumulative\nPROJECTS\nproject_id;cost\nVOTES\n"
    found = value(empty + "voter_id;vote;points\n")
    assert [problem.code for problem in found.warnings] == ["empty", "empty"]
    assert (found.num_votes, found.project_ids, found.indptr.tolist()) == (0, (), [0])
    assert load(pabulib, write(found), "f.pb") == found


def test_every_encoding_and_line_end_gives_the_same_value() -> None:
    plain = value(SAMPLE)
    for data in (SAMPLE.encode("utf-8-sig"), SAMPLE.encode("utf-16"), SAMPLE.replace("\n", "\r\n").encode(),
                 SAMPLE.replace("\n", "\r").encode(), SAMPLE.removesuffix("\n").encode()):  # fmt: skip
        assert value(data) == plain
        assert write(value(data)) == write(plain)
    polish = value(spoilt(("META\nkey;value\n", "META\nkey;value\nlanguage;pl\n")).encode("cp1250"))
    assert polish.names == plain.names
    assert [problem.code for problem in polish.warnings] == ["old-encoding"]


def test_more_ballots_than_one_part_holds() -> None:
    count = _CHUNK + 3
    head = f"META\nkey;value\nnum_projects;2\nnum_votes;{count}\nbudget;1\nvote_type;scoring\nPROJECTS\n"
    head += "project_id;cost\nx;1\ny;1\nVOTES\nvoter_id;vote;points\n"
    rows = [
        f"{number};{'x,y' if number % 2 else 'y'};{'1,2' if number % 2 else '3'}" for number in range(count)
    ]
    found = value(head + "\n".join(rows) + "\n")
    assert found.points is not None
    assert (ballots(found)[-2:], found.points[-4:].tolist()) == ([[0, 1], [1]], [3, 1, 2, 3])
    bad = pabulib.read((head + "\n".join([*rows[:-1], f"{count};x,z;1,2"]) + "\n").encode(), name="f.pb")
    assert isinstance(bad, list)
    assert short(bad) == [f"{count + 12}:{len(str(count)) + 4} project-unknown"]


# --- making a file ---------------------------------------------------------------------------


def test_build_from_plain_values() -> None:
    found = build(
        meta={"description": "Vote; really", "budget": Fraction(2001, 2), "vote_type": "cumulative", "fully_funded": False},
        projects=[
            {"project_id": "a", "cost": Fraction(-5, -4), "category": ["green", "safe"], "latitude": 51.5, "longitude": 0},
            {"project_id": 2, "cost": Fraction(7), "name": None},
        ],
        votes=[{"voter_id": 1, "vote": ["a", "2"], "points": [3, 1]}, {"voter_id": 2, "vote": "2", "points": 4}],
    )  # fmt: skip
    assert found.warnings == ()
    assert found.costs == (Fraction(5, 4), 7)
    assert found.categories == (("green", "safe"), ())
    assert found.project_columns["votes"] == ("1", "2")
    assert found.project_columns["cost"] == ("1.25", "7")
    assert list(found.meta.items()) == [
        ("description", "Vote; really"), ("budget", "1000.5"), ("vote_type", "cumulative"), ("fully_funded", "0"),
        ("num_projects", "2"), ("num_votes", "2"),
    ]  # fmt: skip
    assert load(pabulib, write(found), "f.pb") == found


def test_build_refuses_what_no_file_can_hold() -> None:
    meta = {"budget": 5, "vote_type": "approval"}
    with pytest.raises(BadInput, match="the cost is negative"):
        build(meta=meta, projects=[{"project_id": "a", "cost": -1}], votes=[{"voter_id": 1, "vote": "a"}])
    with pytest.raises(BadInput, match="1/3 has no end in decimal digits"):
        build(meta={**meta, "budget": Fraction(1, 3)}, projects=[], votes=[])


TEXT = st.text(alphabet='ab Łé;,"\n🌳', max_size=6)


@given(st.data())
def test_whatever_is_built_reads_back_equal(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    kind = data.draw(st.sampled_from(["approval", "ordinal", "cumulative", "scoring", "knapsack"]))
    ids = data.draw(
        st.lists(
            st.text(alphabet="ab1/Ł", min_size=1, max_size=3), min_size=count, max_size=count, unique=True
        )
    )
    projects = [{"project_id": name, "cost": data.draw(st.integers(1, 9)), "name": data.draw(TEXT), "note": data.draw(TEXT)}
                for name in ids]  # fmt: skip
    votes = []
    for number in range(data.draw(st.integers(0, 5))):
        chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
        points = data.draw(st.lists(st.integers(0, 9), min_size=len(chosen), max_size=len(chosen)))
        votes.append({"voter_id": f"v{number}", "vote": chosen, "points": points, "said": data.draw(TEXT)})
    found = build(
        meta={"budget": 9, "vote_type": kind, "note": data.draw(TEXT)}, projects=projects, votes=votes
    )
    assert {problem.code for problem in found.warnings} <= {"ballot-blank", "ballot-cost", "empty"}
    again = load(pabulib, write(found), "f.pb")
    assert again == found
    assert write(again) == write(found)
    assert ballots(again) == [[ids.index(name) for name in vote["vote"]] for vote in votes]
    if kind in ("cumulative", "scoring"):
        assert again.points is not None
        assert again.points.tolist() == [point for vote in votes for point in vote["points"]]
