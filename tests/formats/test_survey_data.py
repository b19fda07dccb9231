"""Survey answers, dictionaries, margins, SPSS files, SPECs."""

from pathlib import Path

import pytest

from coproduce.formats import (
    load,
    spec,
    survey_data,
    survey_dictionary,
    survey_margins,
    survey_questionnaire,
    survey_sav,
)

ROOT = Path(__file__).resolve().parents[2]
CSV = b'id,age,said\n1,34.0,yes\n2,,no\n3,-9,"well, no"\n'


def codes(found):
    assert isinstance(found, list)
    return [(problem.code, problem.place.line) for problem in found]


def test_answers_come_back_and_whole_numbers_are_one():
    value = load(survey_data, CSV, "a.csv")
    assert value.columns["age"].cells() == ["34", "", "-9"]
    assert value.columns["said"].cells() == ["yes", "no", "well, no"]
    assert len(value) == 3
    assert load(survey_data, survey_data.write(value), "b.csv") == value
    assert load(survey_data, CSV.replace(b",", b";").replace(b"well;", b"well,"), "c.csv") == value


def test_faults_of_answers_have_their_lines():
    assert codes(survey_data.read(b"", name="x")) == [("empty", 1)]
    assert codes(survey_data.read(b"a,a,\n1,2,3\n", name="x")) == [("column-twice", 1), ("column-name", 1)]
    assert codes(survey_data.read(b"a,b\n1,2\n1,2,3\n4\n", name="x")) == [("row-width", 3), ("row-width", 4)]


def test_a_dictionary_tells_labels_and_what_is_no_answer():
    data = b'n,q,r\nQ1,How safe?,"5 - Very safe, 1 - Not safe, at all, 9 - Don\'t Know"\nQ2,Age,Number\n'
    value = load(survey_dictionary, data, "d.csv")
    assert value.columns["Q1"] == (
        "How safe?",
        {"5": "Very safe", "1": "Not safe, at all"},
        {"9": "don't know"},
    )
    assert value.columns["Q2"] == ("Age", {}, {})
    assert load(survey_dictionary, survey_dictionary.write(value), "d.csv") == value
    assert codes(survey_dictionary.read(b"a,b,c\nQ1,x\n", name="x")) == [("row-width", 2)]


def test_margins_come_back_and_their_faults_are_told():
    value = load(survey_margins, b"variable,level,share\nsex,f,0.52\nsex,m,48%\n", "m.csv")
    assert value.margins == {"sex": {"f": 0.52, "m": 48.0}}
    assert load(survey_margins, survey_margins.write(value), "m.csv") == value
    bad = b"variable,level,share\nsex,f,half\nsex,f,-1\nsex,f\n"
    assert codes(survey_margins.read(bad, name="x")) == [
        ("margin-number", 2), ("margin-number", 3), ("row-width", 4)
    ]  # fmt: skip
    assert codes(survey_margins.read(b"a,b,c\n", name="x")) == [("empty", 1)]


def test_spss_keeps_refusals():
    value = load(survey_data, b"safe,said\n2,yes\n9,no\n,maybe\n", "a.csv")
    told = value.told({"safe": ("How safe?", {"1": "not", "2": "very"}, {"9": "refused"})})
    again = load(survey_sav, survey_sav.write(told), "a.sav")
    assert again == told
    assert again.columns["safe"].missing == {"9": "refused"}
    assert again.columns["safe"].cells() == ["2", "9", ""]
    assert codes(survey_sav.read(b"not sav", name="x"))[0][0] == "sav"


def test_an_empty_spss_file_has_the_questions():
    path = ROOT / "coproduce" / "catalogue" / "surveys" / "co-production.toml"
    form = load(survey_questionnaire, path.read_bytes(), "q")
    found = load(survey_sav, survey_sav.write(survey_sav.empty(form, "de")), "q.sav")
    assert list(found.columns) == [item.name for item in form.items]
    assert found.columns["safety_lock"].label.startswith("Wie oft")
    assert found.columns["safety_lock"].answers["2"] == "oft"
    assert found.columns["safety_lock"].missing == {"8": "weiß nicht", "9": "möchte ich nicht sagen"}


@pytest.mark.parametrize("name", ["anes2012.toml", "sandiego2015.toml"])
def test_examples_come_back(name):
    value = load(spec, (ROOT / "docs" / "examples" / name).read_bytes(), name)
    again = load(spec, spec.write(value), name)
    assert again == value
    assert spec.write(again) == spec.write(value)


GOOD = """title = "t"
[variables.a]
column = "A"
[variables.b]
column = "B"
[outcomes.o]
variable = "a"
[model]
covariates = ["b"]
"""


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (('column = "A"', 'colunm = "A"'), "key-unknown", 3),
        (('column = "A"', 'column = "A"\nsum = ["b"]'), "variable-source", 2),
        (('column = "A"', "column = 3"), "value", 3),
        (('covariates = ["b"]', 'covariates = ["c"]'), "variable-unknown", 9),
        (('variable = "a"', 'variable = "a"\nmodel = "ordianl"'), "value", 8),
        (('column = "A"', 'sum = ["b"]\nleast = -1'), "value", 4),
        (('column = "A"', 'mean = ["a"]'), "circle", 2),
        (("[model]", '[expected]\no.b = "more"\n[model]'), "expected", 9),
        (('column = "A"', 'bands_of = "b"\nbands = [3, 2]'), "bands", 2),
        (('title = "t"', ""), "title", 0),
        (("[outcomes.o]", "[outcomes.o"), "toml", 6),
        (('column = "A"', 'column = "A"\nmap = { 1 = "one" }'), "value", 4),
        (('column = "A"', 'column = "A"\nlevels = { 1 = "x" }\nreference = "y"'), "reference", 5),
    ],
)
def test_faults_of_a_spec_have_their_lines(change, code, line):
    assert not isinstance(spec.read(GOOD.encode(), name="s.toml"), list)
    found = codes(spec.read(GOOD.replace(*change).encode(), name="s.toml"))
    assert (code, line) in found
