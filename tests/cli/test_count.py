"""``coproduce count`` as its user sees it."""

import json
import os
import subprocess
import sys

import pytest

from coproduce.cli import main

FILE = """META
key;value
description;A vote
country;UK
unit;Eastmere
instance;2026
num_projects;3
num_votes;10
budget;100
vote_type;approval
rule;unknown
date_begin;01.05.2026
date_end;31.05.2026
min_length;1
max_length;3
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name
a;40;6;Lights
b;60;6;Playground north
c;40;4;Playground south
VOTES
voter_id;vote
""" + "".join(f"{voter};{'a,b' if voter < 6 else 'c'}\n" for voter in range(10))


@pytest.fixture
def election(tmp_path):
    path = tmp_path / "vote.pb"
    path.write_text(FILE, "utf-8")
    return path


def test_a_table_says_what_is_funded_and_what_was_missing(election, capsys):
    assert main(["count", str(election)]) == 0
    told = capsys.readouterr().out
    assert "2 of 3 projects funded by 10 voters: 80 GBP of 100 GBP" in told
    assert "its supporters had 20 left; would have won with 1 more votes or a cost of 20" in told


def test_json_is_the_envelope_and_its_record_replays_in_another_process(election, tmp_path, capsys):
    written = tmp_path / "count.json"
    assert (
        main(["count", str(election), "--completion", "add-one,greedy", "--json", "--out", str(written)]) == 0
    )
    found = json.loads(written.read_text("utf-8"))
    assert found["method"] == "counting/equal-shares"
    assert found["result"]["selected"] == ["a", "c"]
    for seed in ("0", "77"):
        done = subprocess.run(
            [sys.executable, "-m", "coproduce", "count", "--replay", str(written)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert "the same" in done.stdout


def test_a_record_that_was_tampered_with_is_found_out(election, tmp_path, capsys):
    written = tmp_path / "count.json"
    main(["count", str(election), "--json", "--out", str(written)])
    found = json.loads(written.read_text("utf-8"))
    found["result"]["selected"] = ["a", "b"]
    written.write_text(json.dumps(found), "utf-8")
    assert main(["count", "--replay", str(written)]) == 1
    found["record"]["data"]["election"]["budget"] = 1000
    written.write_text(json.dumps(found), "utf-8")
    assert main(["count", "--replay", str(written)]) == 3
    assert "digest" in capsys.readouterr().err


def test_bad_rows_are_listed_with_their_places_and_status_3(election, capsys):
    election.write_text(FILE.replace("a;40", "a;-40").replace("0;a,b", "0;a,x"), "utf-8")
    assert main(["count", str(election)]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{election}:") for line in lines)


@pytest.mark.parametrize("given", [["--completion", "magic"], ["--ties", "coin"], ["--min-score", "many"]])
def test_an_option_that_means_nothing_is_refused_in_a_sentence(election, given, capsys):
    assert main(["count", str(election), *given]) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_tie_that_is_to_be_refused_ends_with_status_1(election, capsys):
    assert main(["count", str(election), "--ties", "refuse"]) == 1
    assert "a, b" in capsys.readouterr().err


def test_a_folder_gives_a_line_each_and_lists_what_cannot_be_read(election, tmp_path, capsys):
    (tmp_path / "broken.pb").write_text("META\n", "utf-8")
    assert main(["count", str(tmp_path), "--jobs", "1"]) == 3
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert "2 of 3 funded" in told.out
    assert f"{tmp_path / 'broken.pb'}:" in told.err


def test_what_cities_ask_for_can_be_asked(election, capsys):
    asked = ["--prefunded", "c", "--incompatible", "a,b", "--rule", "greedy", "--part-funding", "1/2"]
    assert main(["count", str(election), *asked]) == 0
    assert "2 of 3 projects funded" in capsys.readouterr().out
    assert main(["count", str(election), "--cap", "colour=5"]) == 3
    assert "KIND:NAME=AMOUNT" in capsys.readouterr().err


def test_a_comparison_shows_every_rule_and_replays(election, tmp_path, capsys):
    written, page = tmp_path / "comparison.json", tmp_path / "comparison.html"
    assert main(["compare", str(election), "--json", "--out", str(written), "--html", str(page)]) == 0
    found = json.loads(written.read_text("utf-8"))["result"]
    assert found["funded_by_all"] == ["a"]
    assert {entry["rule"]: entry["gained"] for entry in found["rules"]}["greedy"] == ["b"]
    assert "Where they differ" in page.read_text("utf-8")
    assert main(["compare", "--replay", str(written)]) == 0
    assert "the same" in capsys.readouterr().out
    assert main(["compare", str(election)]) == 0
    assert "better off than with equal-shares" in capsys.readouterr().out


def selected(election, capsys, *given):
    assert main(["count", str(election), "--rule", "greedy", "--json", *given]) == 0
    found = json.loads(capsys.readouterr().out)
    return found["result"]["selected"], found["record"]["options"], found["warnings"]


def test_limits_per_category_and_area_in_the_header_are_used_and_can_be_left_out(election, capsys):
    for listed, column, kind in (
        ("categories;Play,Light,Paths\nbudget_per_category;60,39.50,5\n", "category", "category"),
        ("neighborhoods;Play,Light,Paths\nbudget_per_neighborhood;60,39.50,5\n", "neighborhood", "area"),
    ):
        text = FILE.replace("PROJECTS\n", f"{listed}PROJECTS\n")
        text = text.replace("votes;name", f"votes;name;{column}").replace(";Lights", ";Lights;Light")
        text = text.replace("north", "north;Play").replace("south", "south;Play")
        election.write_text(text, "utf-8")
        chosen, options, told = selected(election, capsys)
        assert chosen == ["b"]
        assert sorted(options["caps"]) == [f"{kind}:Light=79/2", f"{kind}:Play=60"]
        assert [line.partition(" at most")[0] for line in told] == [
            f"the header allows {kind} '{name}' {amount}"
            for name, amount in (("Play", "60"), ("Light", "39.50"), ("Paths", "5"))
        ]
        assert "no project is of it" in told[2]
        assert selected(election, capsys, "--ignore-header")[0] == ["a", "b"]
        assert selected(election, capsys, "--cap", f"{kind}:Light=40")[0] == ["a", "b"]


def test_a_file_that_says_all_were_funded_is_counted_so_where_the_money_is_enough(election, capsys):
    text = FILE.replace("PROJECTS\n", "fully_funded;1\nmin_project_score_threshold;5\nPROJECTS\n")
    election.write_text(text.replace("budget;100", "budget;140"), "utf-8")
    assert sorted(selected(election, capsys)[0]) == ["a", "b", "c"]
    assert selected(election, capsys, "--ignore-header")[0] == ["a", "b", "c"]
    assert selected(election, capsys, "--ignore-header", "--min-score", "5")[0] == ["a", "b"]
    election.write_text(text, "utf-8")
    chosen, _, told = selected(election, capsys)
    assert chosen == ["a", "b"]
    assert "more than the budget" in told[0]


def test_a_folder_heeds_each_header(election, tmp_path, capsys):
    election.write_text(
        FILE.replace("PROJECTS\n", "fully_funded;1\nPROJECTS\n").replace("budget;100", "budget;140"), "utf-8"
    )
    for given, times in (([], 1), (["--ignore-header"], 0)):
        assert main(["count", str(tmp_path), "--jobs", "1", "--json", *given]) == 0
        found = json.loads(capsys.readouterr().out)["result"]["elections"][0]
        assert [project["stage"] == "pre-funded" for project in found["projects"]].count(True) == 3 * times


def test_what_was_done_with_money_left_is_said_and_not_used(election, capsys):
    election.write_text(FILE.replace("PROJECTS\n", "leftover_budget;spend it\nPROJECTS\n"), "utf-8")
    assert "'spend it'" in selected(election, capsys)[2][0]


def test_ballots_that_break_the_rules_are_turned_down_and_counted(election, capsys):
    ages = FILE.replace("voter_id;vote\n", "voter_id;vote;age\n")
    head, _, rows = ages.partition("voter_id;vote;age\n")
    aged = "".join(
        f"{row};{age}\n" for row, age in zip(rows.splitlines(), (*range(10, 19), "?"), strict=True)
    )
    election.write_text(f"{head}voter_id;vote;age\n{aged}", "utf-8")
    chosen, _, told = selected(election, capsys, "--most", "1")
    assert (chosen, told) == (["c"], ["6 of 10 ballots were turned down: 6 too-many"])
    chosen, _, told = selected(election, capsys, "--exactly", "2", "--least-age", "14")
    assert (sorted(chosen), told) == (
        ["a", "b"],
        ["8 of 10 ballots were turned down: 4 too-few, 4 too-young"],
    )
    assert main(["count", str(election), "--boost", "2"]) == 3
    assert "needs a column boost" in capsys.readouterr().err


def test_a_boost_counts_double_or_triple(election, capsys):
    head, _, rows = FILE.partition("voter_id;vote\n")
    boosted = "".join(f"{row};{'c' if row[0] in '6789' else ''}\n" for row in rows.splitlines())
    election.write_text(f"{head}voter_id;vote;boost\n{boosted}", "utf-8")
    assert main(["count", str(election), "--boost", "3", "--rule", "greedy-score", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["result"]
    assert {project["id"]: project["score"] for project in found["projects"]} == {"a": 6, "b": 6, "c": 12}
    assert found["selected"] == ["c", "a"]


def test_ballot_rules_are_for_approval_ballots(election, capsys):
    election.write_text(FILE.replace("vote_type;approval", "vote_type;ordinal"), "utf-8")
    assert main(["count", str(election), "--most", "1"]) == 3
    assert "its ballots are ordinal" in capsys.readouterr().err
