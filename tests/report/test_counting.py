"""The page of a count: exact sentences for each idea."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import Envelope
from coproduce.report import counting
from tests.report.samples import envelope, project


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).replace("&#39;", "'").replace(" ,", ",")


def test_the_page_says_what_is_funded_and_why_not() -> None:
    said = text(counting.page(envelope(), name="Millfield Decides").body_html())
    assert "Millfield Decides Two ideas are funded 1,240 votes were counted." in said
    assert "What is funded costs £17,800 of £60,000. The other £42,200 is not spent." in said
    assert "532 people chose it. Their shares paid for it: £22.56 each on average." in said
    assert "307 people chose it. The shares of 300 of them paid for it: £19.34 each on average." in said
    assert "420 people chose it. The shares they had left came to £5,877, £10,123 short." in said
    assert "What would have changed it: 211 more votes, or a cost of £5,877 or less." in said
    assert "The shares they had left came to £49,998.08, £1.92 short." in said
    assert "What would have changed it: One more vote, or a cost of £49,998 or less." in said
    assert "Nobody chose it, so nothing could be given to it." in said
    assert (
        "Lights on the park path and Benches were level. First came Lights on the park path: the one with more votes."
        in said
    )
    assert "Every voter has the same share of the money, £48.39." in said
    assert "here to £56.39, as long as what is funded fits in £60,000." in said
    assert "1,202 of 1,240 voters (97%) got at least one idea that they chose." in said


def test_the_other_way_of_counting_stands_beside() -> None:
    other = envelope(
        rule="greedy",
        selected=["L", "P"],
        cost=28000,
        completion={},
        properties={"voters_with_a_funded_project": 1179},
    )
    said = text(counting.page(envelope(), beside=other).body_html())
    assert (
        "Would the simple count differ? In one idea. Funded only by the simple count: Second play area"
        in said
    )
    assert "Funded only by equal shares: Benches" in said
    assert (
        "1,202 of 1,240 voters got at least one idea they chose. With the simple count it would be 1,179."
        in said
    )
    assert "The same numbers, both ways" in said
    assert counting.page(envelope(comparison=other["result"])) == counting.page(envelope(), beside=other)
    same = text(counting.page(envelope(), beside=envelope(rule="greedy")).body_html())
    assert "No. It funds the same ideas." in same


def test_after_a_comparison_step_the_winner_is_named() -> None:
    step = {"prefer_rule": 21, "prefer_greedy": 25, "winner": "greedy"}
    said = text(counting.page(envelope(comparison=step)).body_html())
    assert "The simple count. It takes the idea with most votes" in said
    assert "21 voters would get more from equal shares, 25 from the simple count." in said
    assert "So the outcome of the simple count is the one that counts." in said


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            {"code": "too-little-left", "left": 800},
            "12 people chose it. When its turn came, £800 was left, and it costs £5,000.",
        ),
        (
            {"code": "below-minimum-score", "minimum": 50},
            "12 people chose it. The rules ask for at least 50.",
        ),
        (
            {"code": "costs-more-than-budget"},
            "12 people chose it. It costs £5,000, more than the whole £60,000.",
        ),
        ({"code": "a-reason-of-tomorrow"}, "12 people chose it. It could not be paid for."),
    ],
)
def test_each_reason_has_its_sentence(reason: dict[str, object], words: str) -> None:
    found = envelope([project("Bike stands", 12, 5000, **reason)], cost=0, ties=[])
    assert words in text(counting.page(found).body_html())


def test_points_are_called_points() -> None:
    found = project("Bike stands", 12, 5000, funded=True, order=1, stage="greedy", code="funded", rank=1)
    found["score"] = "25/2"
    said = text(counting.page(envelope([found], rule="greedy-score", ballot_type="cumulative")).body_html())
    assert "12 people gave it 12.5 points. It was number 1 in the order of the count" in said
    assert "Points for each idea" in said


@pytest.mark.parametrize("voters", [0, 1])
def test_an_empty_vote_still_has_its_page(voters: int) -> None:
    page = counting.page(envelope([], voters=voters, cost=0, ties=[], properties={}, completion={}))
    assert page.title == "No ideas are funded"
    assert ("Nobody voted." if voters == 0 else "1 vote was counted.") in text(page.body_html())


def test_the_kernels_envelope_is_taken_as_well() -> None:
    plain = envelope()
    assert counting.page(Envelope(**{**plain, "warnings": ()})) == counting.page(plain)


def test_the_page_of_a_large_vote_keeps_its_measure() -> None:
    many = [
        project(
            f"Idea {place} " + "with a long name " * 8,
            place,
            1000 + place,
            id=str(place),
            funded=place % 3 == 0,
            code="too-little-left",
            left=3,
        )
        for place in range(160)
    ]
    html = counting.page(envelope(many), beside=envelope(many, rule="greedy")).to_html()
    assert len(html) < 400_000


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 10**9), st.integers(0, 10**12))
def test_no_name_breaks_the_page(name: str, currency: str, votes: int, cost: int) -> None:
    found = [
        project(name + "<b>", votes, cost, id="x", funded=True, order=1),
        project("y" + name, votes, cost, id="y", code="no-votes"),
    ]
    html = counting.page(
        envelope(found, currency=currency, ties=[{"tied": ["x", "y"], "rule": f"seed:{name}"}])
    ).to_html()
    assert b"<b><" not in html
    assert b"&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("gained", "missed", "said"),
    [
        (1, 1, "In one idea."),
        (3, 3, "In three ideas."),
        (2, 5, "Yes: two more would be funded and five fewer."),
        (0, 1, "Yes: no more would be funded and one fewer."),
    ],
)
def test_how_far_two_outcomes_lie_apart(gained, missed, said):
    from coproduce.report.counting.sentences import _swapped

    assert _swapped(gained, missed) == said
