"""Whatever is wrong with a .pb file comes back with its place, all of it at once."""

from __future__ import annotations

import pytest

from coproduce.engines.kernel import BadInput
from coproduce.formats import load, pabulib, protocol
from tests.formats.sample import POINTS, SAMPLE, problems, short, spoilt, value

HEAD = [
    (("budget;1000\n", ""), ["1:1 missing"]),
    (("budget;1000", "budget;"), ["8:8 missing"]),
    (("budget;1000", "budget;1k"), ["8:8 not-a-number"]),
    (("budget;1000", "budget;1,000"), ["8:8 not-a-number"]),
    (("budget;1000", "budget;-5"), ["8:8 negative"]),
    (("budget;1000", "budget;0"), ["8:8 zero"]),
    (("budget;1000", "budget;" + "9" * 61), ["8:8 not-a-number"]),
    (("num_projects;3", "num_projects;4"), ["6:14 count"]),
    (("num_projects;3\n", ""), ["1:1 missing"]),
    (("num_votes;4", "num_votes;3"), ["7:11 count"]),
    (("num_votes;4", "num_votes;four"), ["7:11 not-a-number"]),
    (("num_votes;4", "num_votes;4.0"), ["7:11 not-a-number"]),
    (("approval", "aproval"), ["9:11 vote-type"]),
    (("vote_type;approval\n", ""), ["1:1 missing"]),
    (("min_length;1", "min_length;1.5"), ["10:12 not-whole"]),
    (("min_length;1", "min_length;x"), ["10:12 not-a-number"]),
    (("min_length;1", "min_length;3"), ["10:12 limits"]),
    (("min_length;1", "min_sum_cost;9\nmax_sum_cost;8"), ["10:14 limits"]),
    (("min_length;1", "fully_funded;maybe"), ["10:14 flag"]),
    (("min_length;1", "min_project_score_threshold;many"), ["10:29 not-a-number"]),
    (("min_length;1", "categories;a,b\nbudget_per_category;1,2,3"), ["11:21 list"]),
    (("min_length;1", "categories;a,a\nbudget_per_category;1,2"), ["11:21 list"]),
    (("min_length;1", "budget_per_category;1"), ["10:21 list"]),
    (("min_length;1", "categories;a,b\nbudget_per_category;1,x"), ["11:21 not-a-number"]),
    (("min_length;1", "budget;5"), ["10:1 meta-twice"]),
    (("min_length;1", " ;5"), ["10:1 meta-key"]),
    (("min_length;1", "min_length;1;2"), ["10:14 field-count"]),
    (("min_length;1", "min_length"), ["10:11 field-count"]),
    (("key;value\n", ""), ["2:1 header"]),
    (("key;value", "some;thing;else"), ["2:1 header"]),
    (("META\n", "Election\nMETA\n"), ["1:1 before-meta"]),
    (("PROJECTS\n", "PROJECTS\nPROJECTS\n"), ["13:1 section-order"]),
    (("PROJECTS\n", "META\nPROJECTS\n"), ["12:1 section-order"]),
]  # fmt: skip

PROJECTS = [
    (("1;600", "1;-600"), ["14:3 cost-negative"]),
    (("1;600", "1;0"), ["14:3 cost-zero"]),
    (("1;600", "1;0.00"), ["14:3 cost-zero"]),
    (("1;600", "1; "), ["14:3 cost-missing"]),
    (("1;600", "1;£600"), ["14:3 cost-not-a-number"]),
    (("1;600", "1;1/2"), ["14:3 cost-not-a-number"]),
    (("1;600", "1;1e3"), ["14:3 cost-not-a-number"]),
    (("1;600", "1;٦"), ["14:3 cost-not-a-number"]),
    (("2;400.50", "1;400.50"), ["15:1 project-twice", "19:5 project-unknown", "21:3 project-unknown"]),
    (("3;500", ";500"), ["16:1 project-id", "20:5 project-unknown"]),
    (("3;500", "3,4;500"), ["16:1 project-id", "20:5 project-unknown"]),
    (("3;500;1;", "3;500;1;1;"), ["16:20 field-count"]),
    (("3;500;1;", "3;500;"), ["16:17 field-count"]),
    (("cost;", "costs;"), ["13:1 column-missing"]),
    (("project_id;", "project;"), ["13:1 column-missing"]),
    (("votes;name", "name;name"), ["13:22 header"]),
    (("votes;name", ";name"), ["13:17 header"]),
    (('"Tree; big"', '"Tree; big'), ["15:12 quote-text", "15:23 field-count"]),
    (('"Tree; big"', "Tree; big"), ["15:22 field-count"]),
]  # fmt: skip

VOTES = [
    (("a;1,2", "a;1,9"), ["19:5 project-unknown"]),
    (("a;1,2", "a;1, 9"), ["19:6 project-unknown"]),
    (("a;1,2", "a;1,"), ["19:5 ballot-gap"]),
    (("a;1,2", "a;,2"), ["19:3 ballot-gap"]),
    (("a;1,2", "a;1,2,3"), ["19:3 ballot-length"]),
    (("c;2", "c;"), ["21:3 ballot-length"]),
    (("approval", "choose-1"), ["19:3 ballot-length", "20:3 ballot-length"]),
    (("b;1,3", "a;1,3"), ["20:1 voter-twice"]),
    (("b;1,3", ";1,3"), ["20:1 voter-id"]),
    (("d;1;50", "d;1"), ["22:4 field-count"]),
    (("d;1;50", "d;1;50;M"), ["22:8 field-count"]),
    (("a;1,2", 'a;"1,\n2"'), ["19:4 ballot-line-end"]),
    (("voter_id;", "id;"), ["18:1 column-missing"]),
    (("vote;", "votes;"), ["18:1 column-missing"]),
    (("vote;age", "vote;vote"), ["18:15 header"]),
    (("approval", "cumulative"), ["18:1 column-missing"]),
    (("approval", "ordinal"), None),
    (("d;1;50", "d;1;50\nMETA"), ["23:1 section-order"]),
    (("d;1;50", '"d";1;50\nMETA'), ["23:1 section-order"]),
    (("vote;age\n", "vote;age;\n"), ["19:9 field-count", "20:9 field-count", "21:5 field-count", "22:7 field-count"]),
]  # fmt: skip

POINT_FAULTS = [
    (("3,2", "3"), ["23:7 points-count"]),
    (("3,2", ""), ["23:7 points-count"]),
    (("3,2", "3,-1"), ["23:9 points-negative"]),
    (("3,2", "3,x"), ["23:9 points-not-a-number"]),
    (("3,2", "3,"), ["23:9 points-missing"]),
    (("3,2", "5,0"), ["23:7 points-limit", "23:9 points-limit"]),
    (("3,2", "4,4"), ["23:7 points-limit"]),
    (("c;2;2", "c;2;1"), ["25:5 points-limit"]),
    (("3,2", "3,2." + "0" * 30 + "1"), ["0:0 points-size"]),
    (("a;1,2", "a;1,1"), ["23:5 ballot-repeat"]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), [*HEAD, *PROJECTS, *VOTES])
def test_one_slip_one_problem(edit: tuple[str, str], expected: list[str] | None) -> None:
    if expected is None:
        value(spoilt(edit))
    else:
        assert problems(spoilt(edit)) == expected


@pytest.mark.parametrize(("edit", "expected"), POINT_FAULTS)
def test_slips_in_points(edit: tuple[str, str], expected: list[str]) -> None:
    assert problems(spoilt(edit, text=POINTS)) == expected


def test_a_column_without_a_name_must_be_empty() -> None:
    padded = spoilt(
        *((end, end.replace("\n", ";\n")) for end in ("vote;age\n", ";30\n", ";40\n", "c;2;\n", ";50\n"))
    )
    assert tuple(value(padded).vote_columns) == ("voter_id", "vote", "age")
    assert problems(padded.replace(";50;", ";50;x")) == ["22:8 header"]


def test_thousands_of_faults_on_one_ballot_take_no_longer_than_thousands_of_ballots() -> None:
    found = problems(spoilt(("a;1,2", "a;1" + ", ,7" * 3_000)))
    assert found[:4] == ["19:3 ballot-length", "19:6 ballot-gap", "19:7 project-unknown", "19:10 ballot-gap"]
    assert len(found) == 6_001


def test_rows_of_wrong_width_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_LISTED", 2)
    found = problems(SAMPLE + "x\n" * 5)
    assert found == ["23:2 field-count", "24:2 field-count", "24:3 more-problems"]


def test_all_faults_at_once() -> None:
    text = spoilt(("budget;1000", "budget;x"), ("1;600", "1;-6"), ("2;400.50", "2;"), ("a;1,2", "a;7,8"),
                  ("b;1,3", "a;1,3"), ("d;1;50", "d"))  # fmt: skip
    assert problems(text) == [
        "8:8 not-a-number", "14:3 cost-negative", "15:3 cost-missing", "19:3 project-unknown", "19:5 project-unknown",
        "20:1 voter-twice", "22:2 field-count",
    ]  # fmt: skip


@pytest.mark.parametrize("section", ["META", "PROJECTS", "VOTES"])
def test_a_missing_section_is_named(section: str) -> None:
    assert any(found.endswith("section-missing") for found in problems(spoilt((f"{section}\n", ""))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 section-missing"]),
        ("nothing of the kind", ["1:1 before-meta", "2:1 section-missing"]),
        ("META", ["1:1 header", "2:1 section-missing"]),
        ("META\nkey;value\nPROJECTS\nproject_id;cost\n1;x\n", None),
        (SAMPLE[: SAMPLE.index("voter_id")], ["17:1 header"]),
        (SAMPLE[: SAMPLE.index("c;2;")], ["7:11 count"]),
        (SAMPLE[: SAMPLE.index("40\n")], ["7:11 count"]),
        (SAMPLE[: SAMPLE.index(",3;40")], ["7:11 count", "20:4 field-count"]),
    ],
)
def test_files_that_are_cut_off(text: str, expected: list[str] | None) -> None:
    found = problems(text)
    if expected is None:
        expected = ["1:1 missing", "1:1 missing", "5:3 cost-not-a-number", "6:1 section-missing"]
    assert found == expected


def test_bytes_that_are_no_text() -> None:
    assert problems(SAMPLE.encode("utf-16-le")) == ["1:1 nul"]
    assert problems(SAMPLE.encode() + b"e;1;\xb3\n") == ["23:5 encoding"]


def test_load_raises_all_of_them() -> None:
    data = spoilt(("1;600", "1;-600"), ("2;400.50", "2;0")).encode()
    with pytest.raises(BadInput) as caught:
        load(pabulib, data, "vote.pb")
    assert short(caught.value.problems) == ["14:3 cost-negative", "15:3 cost-zero"]
    assert str(caught.value).startswith(
        'vote.pb:14:3: the cost is negative ("-600"); remove the minus sign or correct the number\nvote.pb:15:3: '
    )


def test_every_problem_says_how_to_mend_it() -> None:
    texts = [spoilt(edit) for edit, expected in (*HEAD, *PROJECTS, *VOTES) if expected is not None]
    for text in [*texts, *(spoilt(edit, text=POINTS) for edit, _ in POINT_FAULTS)]:
        found = pabulib.read(text.encode(), name="f.pb")
        assert isinstance(found, list)
        for problem in found:
            assert "; " in problem.text or ": " in problem.text
            assert not problem.text.endswith(".")


def test_a_file_with_nothing_right_has_a_list_with_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_LISTED", 3)
    found = pabulib.read(spoilt(("1,2;30", "8,9;30"), ("1,3;40", "8,9;40")).encode(), name="f.pb")
    assert isinstance(found, list)
    assert short(found) == [
        "19:3 project-unknown",
        "19:5 project-unknown",
        "20:3 project-unknown",
        "20:4 more-problems",
    ]
    assert found[-1].text.startswith("1 more problem")
