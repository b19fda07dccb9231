"""The whole analysis: on a sample, on real surveys, and what it refuses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coproduce.engines.inference.model import analyse
from coproduce.engines.inference.plan import Asked, Plan
from coproduce.engines.inference.subjects import Cells, sample
from coproduce.engines.inference.survey import Rule, Survey
from coproduce.engines.kernel import BadInput
from coproduce.formats import load, spec, survey_data, survey_dictionary

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


def analysed(shared_data, example, data, dictionary=None):
    asked = load(spec, (EXAMPLES / example).read_bytes(), example)
    answers = load(survey_data, (shared_data / "surveys" / data).read_bytes(), data)
    if dictionary:
        answers = answers.told(
            load(survey_dictionary, (shared_data / "surveys" / dictionary).read_bytes(), dictionary).columns
        )
    return analyse(answers.columns, Plan.of(asked)).result


def terms(result, outcome):
    model = next(model for model in result["models"] if model["outcome"] == outcome)
    return {term["name"]: term for term in model["terms"]}


@pytest.mark.real
def test_anes_2012_shows_what_is_known_and_what_is_not(shared_data):
    result = analysed(shared_data, "anes2012.toml", "anes2012_participation.csv")
    alone, together = terms(result, "individual"), terms(result, "collective")
    assert alone["age"]["z"] > 2
    assert alone["female"]["z"] > 2
    assert abs(together["age"]["z"]) < 2.5
    assert abs(together["female"]["z"]) < 2.5
    assert alone["efficacy"]["z"] > 3
    assert together["efficacy"]["z"] > 3
    expected = {each["what"]: each["confirmed"] for each in result["expected"]}
    assert expected["individual.age"] is True
    assert expected["individual.female"] is True
    assert expected["difference.efficacy"] is False
    scale = {each["variable"]: each for each in result["scales"]}["together"]
    assert 0.5 < scale["alpha"] < scale["omega"] < 0.95
    by_key = {each["key"]: each["evidence"] for each in result["strategies"]}
    assert by_key["keep-older"] == "for"
    assert by_key["young-together"] == "unclear"
    assert by_key["efficacy-together"] == "for"
    assert by_key["inform-together"] == "not asked"
    work = next(each for each in result["answers"] if each["variable"] == "community-work")
    assert work["missing"] == {
        "did not know": 8, "no second interview": 252, "refused": 1, "second interview broken off": 152,
    }  # fmt: skip
    assert work["n"] + sum(work["missing"].values()) == result["people"] == 5914


@pytest.mark.real
def test_san_diego_runs_with_its_dictionary(shared_data):
    stem = "sandiego_resident_survey_2015"
    result = analysed(shared_data, "sandiego2015.toml", f"{stem}_weighted.csv", f"{stem}_dictionary.csv")
    reporting = next(each for each in result["answers"] if each["variable"] == "reporting")
    assert reporting["missing"] == {"don't know": 1153}
    assert terms(result, "services")["information"]["z"] > 2
    assert result["weighted"] is False


def problems(call):
    with pytest.raises(BadInput) as refused:
        call()
    return {problem.code: str(problem) for problem in refused.value.problems}


def test_a_code_without_a_rule_never_vanishes():
    columns, plan = sample(160)
    odd = dict(columns)
    cells = [columns["home"].texts[code] for code in columns["home"].codes]
    odd["home"] = Cells.of(["7", *cells[1:]])
    assert "“7”" in problems(lambda: analyse(odd, plan))["code-unknown"]


def test_unknown_columns_and_weights_are_told():
    columns, plan = sample(160)
    assert "column-unknown" in problems(lambda: analyse(columns, replace(plan, weight="wieght")))
    rules = tuple(replace(rule, column="aeg") if rule.name == "age" else rule for rule in plan.rules)
    assert (
        "there are age"
        not in problems(lambda: analyse(columns, replace(plan, rules=rules)))["column-unknown"]
    )
    zero = {**columns, "weight": Cells.of(["0", *["1"] * 159])}
    assert "weight" in problems(lambda: analyse(zero, plan))
    flat = {**columns, "age": Cells.of(["40"] * 160)}
    assert "covariate-constant" in problems(lambda: analyse(flat, plan))
    assert "outcome-values" in problems(
        lambda: analyse(columns, replace(plan, outcomes=(Asked("x", "age", "x"),)))
    )


def made(rule, *others, **columns):
    cells = {name: Cells.of(values) for name, values in columns.items()}
    n = len(next(iter(cells.values())).codes)
    return Survey(cells, (rule, *others), missing={"-1": "refused"}, weight=np.ones(n)).variable(rule.name)


def test_rules_make_variables_and_count_the_reasons():
    found = made(Rule("a", column="a", low=0, high=10, per=2), a=["4", "", "-1", "9", "12"])
    assert found.values.tolist()[0] == 2.0
    assert found.reasons == {"did not know": 1, "left blank": 1, "outside the range": 1, "refused": 1}
    parts = (Rule("p", column="p"), Rule("q", column="q"))
    columns = {"p": ["1", "2", "-1"], "q": ["3", "-1", "-1"]}
    assert made(Rule("s", sum=("p", "q"), least=1), *parts, **columns).values.tolist()[:2] == [4.0, 4.0]
    assert made(Rule("m", mean=("p", "q")), *parts, **columns).reasons == {"a part is missing": 2}
    first = made(Rule("f", first=("p", "q")), *parts, **columns).values.tolist()
    assert first[:2] == [1.0, 2.0]
    bands = made(Rule("b", bands_of="p", bands=(1, 2)), *parts, p=["1", "2", "0"], q=["1", "1", "1"])
    assert bands.levels == ("1 to 1", "2 or over")
    assert bands.values.tolist() == [0.0, 1.0, -1.0]
    assert bands.reasons == {"outside the range": 1}


def test_a_broken_assumption_is_freed_and_told():
    columns, plan = sample(160)
    result = analyse(columns, plan).result
    assert all(model["parallel_lines"] for model in result["models"])
    assert result["segments"]["classes"]
    assert {each["target"] for each in result["strategies"]} == {"individual", "collective"}
