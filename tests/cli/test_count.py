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
