"""One questionnaire, many forms, and each of them back again."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from coproduce.formats import (
    load,
    survey_ddi,
    survey_limesurvey,
    survey_questionnaire,
    survey_xlsform,
)
from coproduce.report.survey_form import page

TOML = Path(__file__).resolve().parents[2] / "coproduce" / "catalogue" / "surveys" / "co-production.toml"


@pytest.fixture(scope="module")
def form():
    return load(survey_questionnaire, TOML.read_bytes(), TOML.name)


def scales_apart(value):
    """The items with their answers, whatever their scales are called."""
    return [
        (
            item.name,
            dict(item.words),
            item.kind,
            item.group,
            item.way,
            item.when,
            value.scales.get(item.scale),
        )
        for item in value.items
    ]


def test_the_instrument_has_what_the_literature_asks(form):
    assert form.source == "after Loeffler et al. 2008; own wording"
    assert form.languages == ("en", "de")
    ways = {item.way for item in form.items}
    assert {
        "individual",
        "collective",
        "performance",
        "information",
        "consultation",
        "efficacy",
        "background",
    } <= ways
    for domain in ("safety", "environment", "health"):
        found = [item.way for item in form.items if item.group == domain]
        assert found.count("individual") == 3
        assert found.count("collective") == 1
    assert {index.rule for index in form.indices} == {"sum-100", "mean"}
    for item in form.items:
        if item.way != "background":
            assert any(choice.missing for choice in form.scales[item.scale])


def test_toml_comes_back(form):
    assert load(survey_questionnaire, survey_questionnaire.write(form), "again") == form


@pytest.mark.parametrize(
    "module", [survey_ddi, survey_limesurvey, survey_xlsform], ids=lambda module: module.__name__
)
def test_other_forms_come_back(form, module):
    again = load(module, module.write(form), "form")
    assert scales_apart(again) == scales_apart(form)
    for part in ("name", "version", "languages", "title", "note", "source"):
        assert getattr(again, part) == getattr(form, part), part
    assert module.write(again) == module.write(form) or module is survey_xlsform
    if module is survey_ddi:
        assert again.indices == form.indices


def test_hard_words_come_back(form):
    hard = 'Tabs\tand "quotes", lines\nand \\n backslashes & <tags> ☐ ü'
    items = (replace(form.items[0], words={"en": hard, "de": '"' + hard}), *form.items[1:])
    changed = replace(form, items=items)
    for module in (survey_questionnaire, survey_ddi, survey_limesurvey, survey_xlsform):
        again = load(module, module.write(changed), "form")
        assert again.items[0].words == items[0].words, module.__name__


def test_pyxform_takes_the_xlsform(form, tmp_path):
    from pyxform.xls2xform import convert

    told = convert(io.BytesIO(survey_xlsform.write(form)), validate=False, file_type=".xlsx")
    assert "How often do you sort what you throw away?" in told.xform
    assert "Wie oft trennen Sie Ihren Abfall?" in told.xform
    assert "relevant=" in told.xform


def test_faults_are_told_all_at_once(form):
    broken = (
        TOML.read_text("utf-8")
        .replace('scale = "gender"', 'scale = "gneder"')
        .replace('"safety_group",', '"nobody",')
    )
    found = survey_questionnaire.read(broken.encode(), name="broken.toml")
    assert sorted(problem.code for problem in found) == ["index", "scale-unknown"]
    assert survey_ddi.read(b"<!DOCTYPE x><x/>", name="x")[0].code == "doctype"
    assert survey_ddi.read(b"<x", name="x")[0].code == "xml"
    assert survey_limesurvey.read(b"a\tb\n", name="x")[0].code == "head"
    assert survey_xlsform.read(b"no zip", name="x")[0].code == "xlsx"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_paper_form_has_every_question_and_answer(form, language):
    html = page(form, language).to_html().decode()
    for item in form.items:
        assert item.words[language].replace("'", "&#39;") in html or item.words[language] in html
    assert html.count("☐") == sum(
        len(form.scales[item.scale]) for item in form.items if item.kind == "choice"
    )
    assert f'lang="{language}"' in html
