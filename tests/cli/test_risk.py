"""``coproduce risk``: result, page, sheets, and every problem at once with nothing written."""

import json
from pathlib import Path

import pytest

from coproduce.cli.contract import BAD_INPUT, DONE, WRONG, main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CARE = str(EXAMPLES / "risk-social-care.toml")
FLOOD = str(EXAMPLES / "risk-flooding.toml")
QUICK = ["--draws", "1000"]
RESULT = {
    "outcomes",
    "risks",
    "off_register",
    "portfolios",
    "choices",
    "resilience",
    "experiments",
    "standard_errors",
}


@pytest.fixture(scope="module")
def care(tmp_path_factory):
    folder = tmp_path_factory.mktemp("care")
    assert (
        main(
            [
                "risk",
                CARE,
                *QUICK,
                "--json",
                "--out",
                str(folder / "care.json"),
                "--html",
                str(folder / "care.html"),
            ]
        )
        == DONE
    )
    return folder


def test_the_result_holds_what_is_promised(care):
    envelope = json.loads((care / "care.json").read_bytes())
    result = envelope["result"]
    assert set(result) >= RESULT
    assert set(result["choices"]) >= {
        "most_gain",
        "safest_tail",
        "least_worst_regret",
        "most_acceptable",
        "today",
    }
    risk = next(one for one in result["risks"] if one["id"] == "cheated")
    assert risk["status"] == "unknown"
    assert set(risk) >= {
        "likelihood",
        "severity",
        "per_group",
        "between_share",
        "distance",
        "unknown_share",
        "band",
    }
    mix = result["portfolios"][result["choices"]["most_gain"]]
    assert set(mix) >= {
        "actions",
        "strategy_mix",
        "net",
        "cvar",
        "cost",
        "regret_by_group",
        "acceptability",
        "bearers",
    }
    assert set(result["resilience"][0]) >= {
        "agent",
        "depth",
        "recovery",
        "adaptation",
        "lost_area",
        "p_within_limits",
    }
    assert any("invented" in text for text in envelope["warnings"])


def test_the_page_reads_as_sentences_and_names_no_winner(care):
    page = (care / "care.html").read_text("utf-8")
    assert page.index("In short") < page.index("<svg", page.index("In short"))
    for words in (
        "What nobody knows",
        "Where groups differ",
        "Who gains and who bears",
        "What would change the choice",
    ):
        assert words in page
    lowered = page.lower()
    for word in ("risk score", "red-amber-green", "the winner is", "recommended mix", "<script"):
        assert word not in lowered
    assert "All judgements on this page are invented" in page


def test_a_replay_derives_the_same_bytes(care, tmp_path):
    assert main(["risk", "--replay", str(care / "care.json")]) == DONE
    changed = json.loads((care / "care.json").read_bytes())
    changed["result"]["portfolios"][0]["net"] += 1
    (tmp_path / "other.json").write_text(json.dumps(changed))
    assert main(["risk", "--replay", str(tmp_path / "other.json")]) == WRONG


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    def made(name, *more):
        path = tmp_path / name
        assert main(["risk", FLOOD, *QUICK, "--json", "--out", str(path), *more]) == DONE
        return path.read_bytes()

    first = made("1.json")
    assert made("2.json") == first
    assert made("3.json", "--seed", "another") != first


def test_weights_change_the_choice_and_are_on_record(tmp_path):
    path = tmp_path / "w.json"
    assert (
        main(
            [
                "risk",
                CARE,
                *QUICK,
                "--weights",
                "carers=3,users=1",
                "--reason",
                "to see",
                "--json",
                "--out",
                str(path),
            ]
        )
        == DONE
    )
    envelope = json.loads(path.read_bytes())
    weights = {group["id"]: group["weight"] for group in envelope["result"]["groups"]}
    assert weights == {"users": 0.25, "carers": 0.75, "neighbours": 0.0, "staff": 0.0, "firm": 0.0}
    assert envelope["record"]["data"]["study"]["weights_reason"] == "to see"


@pytest.mark.parametrize("weights", ["nobody=1", "users", "users=-1", "users=0", "users=x", "users=inf"])
def test_weights_that_cannot_be_are_refused(weights, capsys):
    assert main(["risk", CARE, *QUICK, "--weights", weights]) == BAD_INPUT
    assert "--weights" in capsys.readouterr().err


BROKEN = """title = "Broken"
judgements_file = "not-there.csv"

[[outcomes]]
id = "home"
name = "I am safe"
ladder = [[50, "b"], [0, "a"]]

[[groups]]
id = "users"
name = "users"
kind = "users"

[[risks]]
id = "fall"
name = "A fall"
outcome = "home"
bearers = []
more_likely = [{ risk = "trip", times = 2 }]

[[risks]]
id = "trip"
name = "A trip"
outcome = "home"
bearers = ["users"]
more_likely = [{ risk = "fall", times = 2 }]

[[actions]]
id = "rails"
name = "Rails"
strategy = "environment"
cost = [-5, 1, 2]

[[judgements]]
group = "user"
person = "ann"
about = "fall"
likelihood = [5, 90, 40]
"""


def test_every_problem_is_listed_with_file_line_and_key_and_nothing_is_written(tmp_path, capsys):
    study = tmp_path / "broken.toml"
    study.write_text(BROKEN)
    out = tmp_path / "out.json"
    assert (
        main(["risk", str(study), "--json", "--out", str(out), "--html", str(tmp_path / "out.html")])
        == BAD_INPUT
    )
    said = capsys.readouterr().err
    for line, key, words in (
        (2, "judgements_file", "no such file"),
        (7, "outcomes[home].ladder", "out of order"),
        (18, "risks[fall].bearers", "bears this"),
        (32, "actions[rails].cost", "negative"),
        (38, "", "no group 'user'"),
        (38, "", "does not lie between"),
    ):
        assert any(
            text.startswith(f"{study}:{line}:") and key in text and words in text
            for text in said.splitlines()
        ), (line, key, words, said)
    assert "in a circle" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.toml"]


def test_a_faulty_csv_is_told_with_its_own_lines(tmp_path, capsys):
    csv = tmp_path / "j.csv"
    csv.write_text(
        "group,person,about,question,lowest,best,highest\nusers,a,fall,likelihood,1,x,3\nstaf,b,fall,severity,1,2,3\n"
    )
    assert main(["risk", CARE, "--judgements", str(csv)]) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"{csv}:2:27: 'x' is not a number" in said
    assert f"{csv}:3:" in said
    assert "no group 'staf'" in said


@pytest.mark.parametrize("words", [[], ["a.toml", "b.toml"], ["form", "a", "b"], ["none.toml"]])
def test_wrong_calls_are_answered_with_a_sentence(words, capsys):
    assert main(["risk", *words]) == BAD_INPUT
    assert capsys.readouterr().err.strip()


def test_the_form_writes_a_sheet_for_each_risk_and_the_csv_for_the_answers(tmp_path):
    folder = tmp_path / "sheets"
    assert main(["risk", "form", CARE, "--out", str(folder)]) == DONE
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 12
    assert names[0] == "01-no-meals.html"
    assert "11-what-would-help.html" in names
    sheet = (folder / "01-no-meals.html").read_text("utf-8")
    for words in ("of 100", "Do not know", "best guess", "ladder", "I get through the week", "<circle"):
        assert words in sheet
    rows = (folder / "judgements.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith("round,group,person,about,question")
    assert any(",no-meals,severity,carers," in row for row in rows)
    # What is empty is not answered: the CSV as written is read without a fault.
    from coproduce.formats.study import read_judgements

    found, faults = read_judgements((folder / "judgements.csv").read_bytes(), "j.csv")
    assert (found, faults.found()) == ([], [])


def test_the_form_wants_a_folder_and_a_sound_study(tmp_path, capsys):
    assert main(["risk", "form", CARE]) == BAD_INPUT
    broken = tmp_path / "broken.toml"
    broken.write_text(BROKEN)
    assert main(["risk", "form", str(broken), "--out", str(tmp_path / "f")]) == BAD_INPUT
    assert "in a circle" in capsys.readouterr().err
    assert not (tmp_path / "f").exists()


def test_a_study_without_actions_or_agents_has_a_page(tmp_path):
    study = tmp_path / "small.toml"
    study.write_text(
        'title = "Small"\n[[outcomes]]\nid = "home"\nname = "Home"\nladder = [[0, "a"], [100, "b"]]\n'
        '[[groups]]\nid = "users"\nname = "users"\nkind = "users"\n'
        '[[risks]]\nid = "fall"\nname = "A fall"\noutcome = "home"\nbearers = ["users"]\n'
        '[[judgements]]\ngroup = "users"\nperson = "ann"\nabout = "fall"\nlikelihood = [1, 2, 3]\nseverity = "do not know"\n'
    )
    page = tmp_path / "small.html"
    assert main(["risk", str(study), *QUICK, "--html", str(page)]) == DONE
    assert "Nobody could say" in page.read_text("utf-8")
