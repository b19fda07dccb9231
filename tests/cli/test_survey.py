"""``coproduce model`` and ``coproduce survey``, as their users call them."""

import json
from pathlib import Path

import pytest

from coproduce.cli import main
from coproduce.engines.inference.subjects import sample

SPEC = """title = "A sample"
[design]
weight = "weight"
strata = "stratum"
psu = "unit"
[missing]
9 = "did not know"
[variables.age]
column = "age"
per = 10
role = "age"
[variables.trust]
column = "trust"
role = "efficacy"
[variables.home]
column = "home"
levels = { 1 = "own", 2 = "rent", 3 = "other" }
[variables.alone]
column = "alone"
[variables.together]
column = "together"
[outcomes.individual]
variable = "alone"
kind = "individual"
[outcomes.collective]
variable = "together"
kind = "collective"
[model]
covariates = ["age", "trust", "home"]
groups = ["home"]
[expected]
individual.age = "+"
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    columns, _ = sample(160)
    cells = {name: [column.texts[code] for code in column.codes] for name, column in columns.items()}
    rows = [",".join(cells), *(",".join(row) for row in zip(*cells.values(), strict=True))]
    (tmp_path / "data.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "spec.toml").write_text(SPEC, "utf-8")
    return tmp_path / "data.csv", tmp_path / "spec.toml"


def test_a_model_as_text_json_and_page(files, tmp_path, capsysbinary):
    data, spec = map(str, files)
    assert main(["model", data, spec]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "Older people do more on their own" in text
    assert "does not show that one brings about the other" in text
    assert main(["model", data, spec, "--json", "--html", str(tmp_path / "page.html")]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert set(told["result"]) >= {
        "n", "n_effective", "weighted", "models", "difference", "descriptives", "segments", "strategies"
    }  # fmt: skip
    assert set(told["result"]["models"][0]["terms"][0]) >= {"name", "coef", "se", "ci", "p", "ame"}
    assert set(told["result"]["difference"][0]) >= {"term", "scale", "diff", "se", "ci", "p"}
    assert "9" not in told["record"]["data"]
    html = (tmp_path / "page.html").read_text("utf-8")
    assert "Two strategies, not one" in html
    assert "raw difference" in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('weight = "weight"', 'weight = "wieght"'), ":3:"),
        (('column = "trust"', 'column = "trsut"'), ":12:"),
        (('levels = { 1 = "own", 2 = "rent", 3 = "other" }', 'levels = { 1 = "own", 2 = "rent" }'), ":15:"),
        (('psu = "unit"', 'psu = "stratum"'), "only one sampling unit"),
        (('column = "age"', 'column = "stratum"\nlow = 1'), "everybody has the same answer"),
    ],
)
def test_a_bad_spec_is_three_with_a_line(files, change, said, capsys):
    data, spec = files
    spec.write_text(SPEC.replace(*change), "utf-8")
    assert main(["model", str(data), str(spec)]) == 3
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize("to", ["xlsform", "limesurvey", "ddi", "sav", "paper", "toml"])
def test_the_questionnaire_becomes_each_form(to, tmp_path, capsys):
    out = tmp_path / "form"
    assert main(["survey", "form", "co-production", "--to", to, "--out", str(out)]) == 0
    assert out.stat().st_size > 1000
    assert "27 questions" in capsys.readouterr().out


def test_weights_meet_the_margins(files, tmp_path, capsysbinary):
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,level,share\nhome,1,0.5\nhome,2,0.3\nhome,3,0.2\n", "utf-8")
    out = tmp_path / "weighted.csv"
    assert main(["survey", "weight", str(files[0]), str(margins), "--weights", str(out), "--json"]) == 0
    result = json.loads(capsysbinary.readouterr().out)["result"]
    assert result["design_effect"] >= 1
    assert "raked_weight" in out.read_text("utf-8").split("\n")[0]
    margins.write_text("variable,level,share\nhome,1,0.5\nhome,2,0.5\nwhere,x,1\n", "utf-8")
    assert main(["survey", "weight", str(files[0]), str(margins)]) == 3
    assert ":4:1: the data has no column where" in capsysbinary.readouterr().err.decode()


def test_power_and_a_frozen_plan(tmp_path, capsysbinary):
    assert main(["survey", "power", "--base", "0.1", "--hoped", "0.15", "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["result"]["per_arm"] == 683
    plan = ["survey", "plan", "--title", "A letter", "--outcome", "came", "--base", "0.1", "--hoped", "0.15"]
    frozen = tmp_path / "plan.json"
    assert main([*plan, "--per-arm", "100", "--seed", "3 May", "--freeze", str(frozen)]) == 0
    told = capsysbinary.readouterr().out.decode()
    assert "Too few" in told
    result = json.loads(frozen.read_text("utf-8"))["result"]
    assert result["digest"] in told
    assert main(["survey", "power", "--base", "0.1", "--hoped", "0.1"]) == 3
