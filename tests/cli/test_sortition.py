"""``coproduce sortition`` as its users call it."""

import json

import pytest

from coproduce.cli.contract import BAD_INPUT, DONE, WRONG, main

FEATURES = "feature,value,min,max\nage,young,1,2\nage,old,1,2\nplace,north,1,3\nplace,south,0,2\n"


@pytest.fixture
def lists(tmp_path):
    people = ["nr,age,place,street,note"]
    for at in range(12):
        place = "north" if at % 3 else "south"
        people.append(f'{at:02d},{"old" if at % 2 else "young"},{place},{at // 2} High  Street,"a, b"')
    (tmp_path / "people.csv").write_text("\n".join(people), "utf-8")
    (tmp_path / "features.csv").write_text(FEATURES, "utf-8")
    return ["--people", str(tmp_path / "people.csv"), "--features", str(tmp_path / "features.csv")]


def test_the_two_phases_the_check_and_a_replacement(lists, tmp_path, capfdbinary):
    first, drawn, second, page = (tmp_path / name for name in ("p.json", "d.json", "q.json", "p.html"))
    solve = [
        "sortition",
        "solve",
        *lists,
        "--size",
        "3",
        "--id",
        "nr",
        "--address",
        "street",
        "--panels",
        "24",
    ]
    assert main([*solve, "--out", str(first), "--html", str(page), "--compare", "10"]) == DONE
    assert b"Lowest chance 0." in capfdbinary.readouterr().out
    assert "Nobody who can be drawn" in page.read_text("utf-8") or "Everybody who" in page.read_text("utf-8")
    envelope = json.loads(first.read_bytes())
    assert envelope["method"] == "sortition/leximin"
    assert envelope["options"]["address"] == ["street"]
    assert "High" not in first.read_text("utf-8")

    draw = ["sortition", "draw", str(first), "--seed", "6 6 1"]
    assert main([*draw, "--out", str(drawn), "--html", str(tmp_path / "d.html")]) == DONE
    result = json.loads(drawn.read_bytes())["result"]
    assert len(result["members"]) == 3
    capfdbinary.readouterr()
    assert main([*draw, "--json"]) == DONE
    assert capfdbinary.readouterr().out == drawn.read_bytes()
    assert main(["sortition", "verify", str(first), *lists, "--draw", str(drawn)]) == DONE

    gone = result["members"][0]
    words = ["--withdrawn", gone, *lists, "--panels", "5", "--out", str(second)]
    assert main(["sortition", "replace", str(first), str(drawn), *words]) == DONE
    again = json.loads(second.read_bytes())["result"]
    assert again["seats"] == 1
    assert set(again["seated"]) == set(result["members"][1:])
    capfdbinary.readouterr()
    assert main(["sortition", "verify", str(second), *lists]) == DONE
    assert b"Everything holds" in capfdbinary.readouterr().out


def test_what_was_changed_is_found(lists, tmp_path, capfdbinary):
    first = tmp_path / "p.json"
    solve = ["sortition", "solve", *lists, "--size", "3", "--id", "nr", "--panels", "6", "--out", str(first)]
    assert main(solve) == DONE
    envelope = json.loads(first.read_bytes())
    envelope["record"]["data"]["panels"][0] = envelope["record"]["data"]["panels"][1]
    first.write_text(json.dumps(envelope), "utf-8")
    assert main(["sortition", "verify", str(first), *lists]) in {BAD_INPUT, WRONG}
    assert main(["sortition", "verify", lists[1], *lists]) == BAD_INPUT


def test_all_faults_are_listed_with_line_and_column(tmp_path, capfdbinary):
    people, features = tmp_path / "people.csv", tmp_path / "features.csv"
    people.write_text("id,age\n1,young\n1,middling\n,old\n", "utf-8")
    features.write_text("feature,value,min,max\nage,young,many,2\nage,old,2,1\n", "utf-8")
    words = ["sortition", "solve", "--people", str(people), "--features", str(features), "--size", "2"]
    assert main(words) == BAD_INPUT
    assert capfdbinary.readouterr().err.decode().splitlines() == [
        f'{features}:2:11: min is "many"; write a whole number, 0 or more',
        f"{features}:3:11: min is 2 and max 1; the max must not be below the min",
    ]
    features.write_text("category,name,min,max,,\nage,young,0,2,,\nage,old,0,2,,\n", "utf-8")
    assert main(words) == BAD_INPUT
    assert capfdbinary.readouterr().err.decode().splitlines() == [
        f"{people}:3:3: age is 'middling', which the features do not list; they have old, young",
    ]
    people.write_text("id,age\n1,young\n1,old\n,old\n", "utf-8")
    assert main(words) == BAD_INPUT
    assert [line.split(": ", 1)[1][:20] for line in capfdbinary.readouterr().err.decode().splitlines()] == [
        "the id '1' stands at",
        "the id is missing; e",
    ]
    people.write_text("id,age\n1,young\n", "utf-8")
    assert main(words) == BAD_INPUT
    assert b"2 people are wanted and the pool has 1" in capfdbinary.readouterr().err
    assert main([*words[:-1], "9"]) == BAD_INPUT
    assert b"the greatest numbers add up to 4, fewer than the 9 wanted" in capfdbinary.readouterr().err


def test_quotas_that_cannot_be_met_together_are_explained(tmp_path, capfdbinary):
    people, features = tmp_path / "people.csv", tmp_path / "features.csv"
    people.write_text("age,place\nyoung,north\nyoung,north\nold,north\nold,north\n", "utf-8")
    features.write_text(FEATURES.replace("north,1,3", "north,1,2"), "utf-8")
    words = ["sortition", "solve", "--people", str(people), "--features", str(features), "--size", "3"]
    assert main(words) == WRONG
    told = capfdbinary.readouterr().err.decode()
    assert "- place: north: at most 2" in told
    assert "- place: north: allow up to 3 instead of 2" in told
    assert main([*words, "--flex"]) == DONE
    assert b"A quota had to give way" in capfdbinary.readouterr().out
