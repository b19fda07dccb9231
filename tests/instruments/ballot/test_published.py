"""What is published of votes: no signature, no small group, and a word where the result itself tells."""

from collections import Counter

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coproduce.conduct.elections import export_election
from coproduce.conduct.moving import conclude
from coproduce.core import at, now
from coproduce.formats import pabulib
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.models import Receipt, Slip
from coproduce.instruments.ballot.opening import open_demo_box
from coproduce.instruments.ballot.published import SHORT, publishable, reveals
from coproduce.instruments.ballot.rules import FEW, Choice, told_channels
from coproduce.instruments.ballot.settings import Settings
from coproduce.register.public import initiatives, steps
from tests.instruments.boxed import DAY, a_vote, holder

RANKED = Settings(envelope=1, kind="ordinal")
ORDERS = st.lists(st.permutations([1, 2, 3, 4]).map(lambda order: order[:4]), max_size=60)


def ranked(*order):
    return Choice({idea: place for place, idea in enumerate(order, 1)})


@given(ORDERS)
def test_every_long_ranking_that_is_published_is_shared_by_five(orders):
    told = publishable([ranked(*order) for order in orders], RANKED)
    shared = Counter(tuple(sorted(choice.points.items())) for choice in told.choices)
    assert all(number >= FEW for said, number in shared.items() if len(said) > SHORT)
    for choice, order in zip(told.choices, orders, strict=True):
        assert choice == ranked(*order[: len(choice.points)])
        assert len(choice.points) >= SHORT
    assert told.cut == sum(len(choice.points) < 4 for choice in told.choices)


def test_a_ranking_is_cut_no_further_than_it_must_be():
    orders = [ranked(1, 2, 3, 4)] * 5 + [ranked(1, 2, 4, 3)] + [ranked(1, 2, 4)] * 4
    told = publishable(orders, RANKED)
    assert told.choices == (*orders[:5], *[ranked(1, 2, 4)] * 5)
    assert told.cut == 1
    assert publishable([ranked(4, 3, 2, 1)], Settings(envelope=1, kind="ordinal", box="elsewhere")).cut == 0
    assert publishable([Choice(dict.fromkeys(range(9), 1))], Settings(envelope=1)).cut == 0


@given(st.dictionaries(st.sampled_from(["screen", "paper", "phone", "import"]), st.integers(1, 30)))
def test_a_way_by_which_few_came_is_never_told_not_even_by_what_is_left(counts):
    told = told_channels(counts)
    hidden = [channel for channel, name in told.items() if not name]
    assert all(counts[channel] >= FEW for channel, name in told.items() if name)
    assert not hidden or sum(counts[c] for c in hidden) >= FEW or len(hidden) == len(counts)


def test_a_result_that_tells_says_so():
    assert reveals(0, {}) == []
    assert "Fewer than 5" in reveals(3, {"1": 2})[0]
    assert "Everybody" in reveals(9, {"1": 9, "2": 3})[0]
    assert reveals(9, {"1": 8, "2": 3}) == []


@pytest.fixture
def ranking(standing):
    vote = a_vote(standing, 4, kind="ordinal")
    for number in range(6):
        cast(vote, ranked(1, 2, 3, 4), by=holder(number))
    receipt = cast(vote, ranked(4, 3, 2, 1), by=holder(9)).receipt
    with at(now() + 20 * DAY):
        open_demo_box(vote, by=standing.alice)
        conclude(vote.id, by=standing.alice)
    return steps([vote.id])[vote.id], receipt


@pytest.mark.django_db
def test_a_signature_is_in_no_file_that_everybody_may_take(standing, ranking):
    vote, _ = ranking
    file = export_election(vote.initiative_id)
    assert "1 ballots are cut" in file.meta["comment"]
    text = pabulib.write(file).decode()
    assert "4,3,2,1" not in text
    assert "4,3" in text
    path = f"/projects/{initiatives([vote.initiative_id])[vote.initiative_id].slug}/{vote.id}/vote/result/"
    anybody, lead = Client(), Client()
    session = lead.session
    session["person"] = str(standing.alice.person_id)
    session.save()
    record = anybody.get(f"{path}record.json").json()["record"]
    assert "election" not in record["data"]
    assert record["withheld"].startswith("The ballots: 1 of them")
    assert "election" in lead.get(f"{path}record.json").json()["record"]["data"]
    assert "only the team can count again" in anybody.get(path).content.decode()


@pytest.mark.django_db
def test_a_receipt_is_found_however_it_is_typed_and_another_is_not(standing, ranking):
    vote, receipt = ranking
    path = f"/projects/{initiatives([vote.initiative_id])[vote.initiative_id].slug}/{vote.id}/vote/receipts/"
    for typed, words in (
        (receipt, "your vote was counted"), (receipt.lower().replace("-", " "), "your vote was counted"),
        ("234-679-ACD", "Not in the list"), ("", "Type the receipt"), ("💥" * 9, "Not in the list"),
    ):  # fmt: skip
        assert words in Client().post(path, {"receipt": typed}).content.decode()
    told = b"".join(Client().get(f"{path}list.txt").streaming_content).decode().split()
    assert told == sorted(Receipt.objects.values_list("code", flat=True))
    assert len(told) == 7


@pytest.mark.django_db
def test_few_on_paper_are_not_told_apart_in_the_slips(standing):
    from dataclasses import replace

    vote = a_vote(standing, 4)
    for number in range(9):
        cast(vote, Choice({1: 1}), by=holder(number))
    clerk = standing.bob.person_id
    cast(vote, Choice({2: 1}), by=replace(holder(50), channel="phone", clerk_id=clerk))
    open_demo_box(vote, by=standing.alice)
    assert set(Slip.objects.values_list("channel", flat=True)) == {""}
