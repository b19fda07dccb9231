"""The paper kit: what it prints is whole, readable aloud, and says nothing of whose a sheet is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.paper.kit import SIZES, Vote, ballots, orders, tells
from coproduce.instruments.ballot.settings import Settings, settings_of
from coproduce.people.public import code_is_valid
from coproduce.proceedings.public import of_handover
from coproduce.ui import printing
from coproduce.ui.printing import CannotPrint, pdf
from tests.instruments.paper import a_vote, address, signed_in
from tests.standing import Standing

pytestmark = pytest.mark.django_db


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("size", SIZES)
def test_every_ballot_shows_every_idea_with_number_and_cost(standing: Standing, size: str) -> None:
    project, step = a_vote(standing)
    vote = Vote(project, step, settings_of(step.settings), of_handover(step.id), phone="01632 960 144")
    data = pdf("ballot/paper/ballot.html", ballots(vote, size, each_on_top=False))
    said = re.sub(r"\s+", " ", " ".join(pages(data)))
    for item in vote.items:
        assert item.title in said
        assert str(item.number) in said
    assert "£5,000" in said
    assert "Tick up to three ideas." in said
    assert "01632 960 144" in said


def test_a_sheet_is_marked_up_for_reading_aloud_and_carries_its_fonts(standing: Standing) -> None:
    project, step = a_vote(standing)
    vote = Vote(project, step, settings_of(step.settings), of_handover(step.id))
    data = pdf("ballot/paper/ballot.html", ballots(vote, "normal", each_on_top=False))
    document = pypdfium2.PdfDocument(data)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == f"Ballot: {project.title}"
    raw = pypdfium2.raw
    texts = [each for each in document[0].get_objects() if each.type == raw.FPDF_PAGEOBJ_TEXT]
    assert texts
    assert all(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(each)) == 1 for each in texts)


def test_each_idea_is_on_top_of_one_sheet(standing: Standing) -> None:
    project, step = a_vote(standing)
    vote = Vote(project, step, settings_of(step.settings), of_handover(step.id))
    found = orders(vote, each_on_top=True)
    assert {sheet[0].number for sheet in found} == {item.number for item in vote.items}
    assert all({item.number for item in sheet} == {item.number for item in vote.items} for sheet in found)
    assert orders(vote, each_on_top=False) == found[:1]


def test_cards_carry_codes_that_vote_and_nothing_else_keeps_them(standing: Standing) -> None:
    _, step = a_vote(standing)
    client = signed_in(standing.bob)
    answer = client.post(_at(step, "cards/"), {"number": 9, "size": "normal"})
    assert answer["Content-Type"] == "application/pdf"
    found = pages(answer.content)
    assert len(found) == 2
    codes = re.findall(r"\b[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}\b", " ".join(found))
    assert len(set(codes)) == 9
    assert all(code_is_valid(code_digest(code, "vote"), str(step.id)) for code in codes)


def test_a_wrong_number_of_cards_is_refused_in_a_sentence(standing: Standing) -> None:
    _, step = a_vote(standing)
    client = signed_in(standing.bob)
    answer = client.post(_at(step, "cards/"), {"number": "many", "size": "normal"})
    assert answer.status_code == 422
    assert "Write a whole number, such as 80" in answer.content.decode()


@pytest.mark.parametrize("name", ["ballot-normal", "ballot-large", "ballot-picture", "label", "tally"])
def test_the_team_prints_from_one_page(standing: Standing, name: str) -> None:
    _, step = a_vote(standing)
    client = signed_in(standing.bob)
    assert _at(step, f"{name}.pdf") in client.get(_at(step, "")).content.decode()
    answer = client.get(_at(step, f"{name}.pdf"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert len(pypdfium2.PdfDocument(answer.content)) >= 1


def test_nobody_else_prints(standing: Standing) -> None:
    _, step = a_vote(standing)
    for client in (signed_in(standing.charlie), Client()):
        assert client.get(_at(step, "ballot-normal.pdf")).status_code == 403
        assert client.post(_at(step, "cards/"), {"number": 9, "size": "normal"}).status_code == 403


def test_there_is_no_poster_before_the_count_and_no_other_sheet(standing: Standing) -> None:
    _, step = a_vote(standing)
    client = signed_in(standing.bob)
    assert client.get(_at(step, "poster.pdf")).status_code == 404
    assert client.get(_at(step, "ballot-tiny.pdf")).status_code == 404


def test_a_machine_without_the_library_says_so(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> bytes:
        raise CannotPrint("no pango")

    monkeypatch.setattr(printing, "pdf", missing)
    _, step = a_vote(standing)
    answer = signed_in(standing.bob).get(_at(step, "label.pdf"))
    assert answer.status_code == 503
    assert "lays out text for paper" in answer.content.decode()


def test_a_sheet_loads_nothing_from_this_machine_or_another(
    standing: Standing, tmp_path: Path, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    (tmp_path / "secret.css").write_text("body::before { content: 'from-the-disk' }")
    link = (tmp_path / "secret.css").as_uri()
    (tmp_path / "sheet.html").write_text(f'<link rel="stylesheet" href="{link}"><p>Nothing else</p>')
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert pages(pdf("sheet.html", {})) == ["Nothing else"]
    assert "disallowed protocol" in caplog.text


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Settings(kind="approval"), "Tick the ideas you want."),
        (Settings(kind="approval", least=3, most=3), "Tick exactly three ideas."),
        (Settings(kind="choose-1"), "Tick one idea."),
        (Settings(kind="cumulative", points=10), "You have 10 points. Write how many you give to each idea you want."),
        (Settings(kind="ordinal"), "Write 1 beside the idea you want most, 2 beside the next, and so on."),
    ],
)  # fmt: skip
def test_what_to_do_is_one_sentence(rules: Settings, said: str) -> None:
    assert tells(rules) == said


def _at(step: object, rest: str) -> str:
    return address(step, "on-paper/" + rest)
