"""The page of an opinion map."""

import re
from dataclasses import replace

import numpy as np
import pytest

from coproduce.engines.kernel import Envelope, plain
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.subjects import planted
from coproduce.engines.opinion.votes import Votes
from coproduce.report.opinion import group_name, page


def envelope(table, **options):
    drawn = draw_map(Votes.of(table), MapOptions(**{"resamples": 3, **options}))
    return plain(Envelope.of(drawn.record, drawn.result(), drawn.warnings))


@pytest.fixture(scope="module")
def table():
    return planted(60, 12, 3, seed="page")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode("utf-8")))


def test_the_page_says_what_unites_divides_and_marks(table):
    text = words(page(envelope(table), topic="Buses").to_html())
    for part in (
        "Three groups of opinion",
        "Buses",
        "What unites",
        "What divides",
        "Group C",
        "What to ask next",
        "Check it yourself",
    ):
        assert part in text


def test_the_page_is_the_same_bytes_each_time_and_escapes_what_people_wrote(table):
    nasty = replace(table, texts=['<script>alert("x")</script> & more'] * len(table.statement_ids))
    first = page(envelope(nasty)).to_html()
    assert first == page(envelope(nasty)).to_html()
    assert b"<script" not in first


def test_one_group_and_a_statement_without_words_are_told(table):
    few = replace(table, texts=(), participant_ids=table.participant_ids[:8], **_first(table, 8))
    text = words(page(envelope(few)).to_html())
    assert "One group of opinion" in text
    assert "too few for two groups" in text
    assert "What divides" not in text
    assert "(its words are not here)" in text


def test_figures_about_few_are_left_out(table):
    named = replace(table, stakeholders=["councillors"] * 3 + ["residents"] * 57)
    answer = envelope(named)
    assert {entry["name"]: entry["size"] for entry in answer["result"]["stakeholders"]} == {
        "councillors": None, "residents": 57,
    }  # fmt: skip
    assert "left out" in words(page(answer).to_html())


def test_polis_mode_says_that_its_list_heeds_no_numbers(table):
    assert "however few" in words(page(envelope(table, mode="polis")).to_html())


def test_groups_have_letters_without_end():
    assert [group_name(at) for at in (0, 25, 26, 27, 51, 52)] == [
        "Group A", "Group Z", "Group AA", "Group AB", "Group AZ", "Group BA",
    ]  # fmt: skip


def _first(table, people):
    kept = table.voter < people
    return {
        "voter": table.voter[kept], "statement": table.statement[kept], "vote": np.asarray(table.vote)[kept],
        "arrival": (), "stakeholders": (),
    }  # fmt: skip
