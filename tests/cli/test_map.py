"""``coproduce map`` as its users call it."""

import json

import pytest

from coproduce.cli.contract import BAD_INPUT, DONE, main
from coproduce.engines.opinion.subjects import planted
from coproduce.formats.polis import participants


@pytest.fixture
def folder(tmp_path):
    table = planted(60, 10, 2, seed="command", share=0.95)
    value = participants.ParticipantVotes(
        tuple(table.participant_ids), tuple(table.statement_ids), table.voter, table.statement, table.vote
    )
    (tmp_path / "participants-votes.csv").write_bytes(participants.write(value))
    (tmp_path / "comments.csv").write_text(
        "comment-id,moderated,comment-body\n"
        + "".join(f's{at},{-1 if at == 1 else 1},"Idea {at}, said so"\n' for at in range(10)),
        "utf-8",
    )
    (tmp_path / "stakeholders.csv").write_text(
        "participant,group\n" + "".join(f"p{at},{'staff' if at < 20 else 'carers'}\n" for at in range(40)),
        "utf-8",
    )
    return tmp_path


def test_a_folder_becomes_text_json_page_and_export(folder, tmp_path, capfdbinary):
    out, page, export = tmp_path / "map.json", tmp_path / "map.html", tmp_path / "export"
    export.mkdir()
    assert main(["map", str(folder), "--resamples", "5"]) == DONE
    assert "Group A: 3" in capfdbinary.readouterr().out.decode()
    words = ["--resamples", "5", "--json", "--out", str(out), "--html", str(page), "--export", str(export)]
    assert main(["map", str(folder), *words]) == DONE
    answer = json.loads(out.read_bytes())
    assert answer["method"] == "opinion/coproduce"
    assert answer["result"]["k"] == 2
    assert answer["result"]["statements"][0]["text"] == "Idea 0, said so"
    assert {entry["name"]: entry["size"] for entry in answer["result"]["stakeholders"]} == {
        "carers": 20,
        "staff": 20,
    }
    assert b"What unites" in page.read_bytes()
    assert sorted(path.name for path in export.iterdir()) == [
        "comments.csv", "participants-votes.csv", "stats-history.csv", "summary.csv", "votes.csv",
    ]  # fmt: skip
    assert main(["map", "--replay", str(out)]) == DONE
    assert (
        main(["map", str(export), "--resamples", "5", "--json", "--out", str(tmp_path / "again.json")])
        == DONE
    )
    again = json.loads((tmp_path / "again.json").read_bytes())
    assert again["result"]["groups"] == answer["result"]["groups"]


@pytest.mark.parametrize("name", ["votes.csv", "participants-votes.csv"])
def test_a_single_file_may_have_any_name(folder, tmp_path, name, capfdbinary):
    export = tmp_path / "export"
    export.mkdir()
    assert (
        main(["map", str(folder), "--mode", "polis", "--export", str(export), "--out", str(tmp_path / "o")])
        == DONE
    )
    renamed = tmp_path / "mine.csv"
    (export / name).rename(renamed)
    assert main(["map", str(renamed), "--comments", str(folder / "comments.csv")]) == DONE
    assert "60 of 60 participants count" in capfdbinary.readouterr().out.decode()


def test_a_banned_participant_is_not_counted(folder, capfdbinary):
    assert main(["map", str(folder), "--ban", "p3", "--ban", "p4", "--resamples", "0"]) == DONE
    assert "58 of 58 participants count" in capfdbinary.readouterr().out.decode()
    assert main(["map", str(folder), "--ban", "nobody"]) == BAD_INPUT
    assert capfdbinary.readouterr().err.decode() == (
        "--ban:nobody: no participant has this id; give it as the files do\n"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "{}:1:1: the file is empty; a participants-votes file begins with its column names"),
        ("participant,a,b\n", "votes: there are no votes; give a file with at least two participants' votes"),
        ("participant,a,b\n1,1,1\n", "votes: a map needs at least two participants"),
        ("participant,a\n1,1\n2,-1\n", "votes: a map needs at least two statements"),
        ("participant,a,b\n1,0,0\n2,0,0\n", "votes: every vote is a pass; there is nothing to tell people apart by"),
        ("participant,a,b\n1,1,0\n1,1,0\n", '{}:3:1: participant "1" stands twice (first on line 2); keep one of them'),
        ("participant,a,b\n1,1,5\n2,1,0\n", '{}:2:5: the vote on statement "b" is "5"; it must be 1, 0, -1 or empty'),
        ("participant,a,b\n1,1,1\n2,,\n", "votes: only one participant voted; a map needs at least two"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_nothing_is_written(tmp_path, content, expected, capfdbinary):
    source, out, page = tmp_path / "v.csv", tmp_path / "o.json", tmp_path / "o.html"
    source.write_text(content, "utf-8")
    assert main(["map", str(source), "--json", "--out", str(out), "--html", str(page)]) == BAD_INPUT
    said = capfdbinary.readouterr().err.decode()
    assert any(line.startswith(expected.format(source)) for line in said.splitlines()), said
    assert not out.exists()
    assert not page.exists()


def test_wrong_options_and_missing_folders_are_refused(folder, tmp_path, capfdbinary):
    assert main(["map", str(folder), "--most-groups", "1"]) == BAD_INPUT
    assert b"most-groups must be 2 or more" in capfdbinary.readouterr().err
    assert main(["map", str(folder), "--export", str(tmp_path / "nowhere")]) == BAD_INPUT
    assert b"this folder does not exist; make it first" in capfdbinary.readouterr().err
    assert main(["map", str(tmp_path / "nothing")]) == BAD_INPUT
    assert b"there is no such file" in capfdbinary.readouterr().err
    assert main(["map"]) == BAD_INPUT
