"""Keys: wrapped under a passphrase, written on paper, read back; and what a mistake in them is answered with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.core import Actor, BadInput, Refused
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.keys import ALPHABET, PREFIX, new_pair, read, unwrap, wrap
from coproduce.instruments.ballot.models import BoxKey, Envelope
from coproduce.instruments.ballot.opening import KeyInHand, open_box, opened
from coproduce.instruments.ballot.preparing import box_of, check_box, make_key, try_key
from coproduce.instruments.ballot.rules import Choice
from tests.instruments.boxed import WORDS, a_key, a_vote, holder

PAIR = new_pair()
KEY = wrap(PAIR, WORDS, strength=0)
SHEET = "\n".join(KEY.lines())


def says(call, *arguments, **named):
    with pytest.raises(BadInput) as refused:
        call(*arguments, **named)
    return [problem.text for problem in refused.value.problems]


def test_a_key_comes_back_from_sheet_file_and_square():
    assert len(KEY.to_bytes()) == 80
    assert [len(line) for line in KEY.lines()] == [26] * 8
    for text in (
        SHEET,
        SHEET.lower(),
        f"﻿About\r\n{KEY.compact()}\r\n",
        SHEET.replace("\n", "\r\n\r\n"),
        KEY.compact(),
    ):
        assert read(text) == KEY
        assert unwrap(read(text), f"  {WORDS} ") == PAIR.secret
    bare = "\n".join(line.partition(":")[2] for line in KEY.lines())
    assert read(bare) == KEY


def test_nothing_of_the_secret_stands_on_the_sheet():
    again = wrap(PAIR, WORDS, strength=0)
    assert again.salt != KEY.salt
    assert again.safe != KEY.safe
    assert PAIR.secret not in KEY.to_bytes()


def test_a_wrong_passphrase_gets_a_clear_sentence():
    assert says(unwrap, KEY, "other words than these") == [
        "This passphrase does not open this key. Check capitals and spaces, and try again"
    ]
    for short in ("", "short", "aaaaaaaaaaaaaaaa"):
        assert "at least 12 letters" in says(wrap, PAIR, short)[0]


@given(st.integers(0, 7), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_mistyped_letter_is_found_and_nearly_always_its_line(line, at, letter):
    lines = [number_and.partition(":")[2].replace(" ", "") for number_and in KEY.lines()]
    if lines[line][at] == letter:
        return
    lines[line] = lines[line][:at] + letter + lines[line][at + 1 :]
    text = says(read, "\n".join(lines))
    assert len(text) == 1
    assert text[0].startswith((f"Line {line + 1} has a mistake", "This is not a key"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The key has 8 lines, numbered 1 to 8. Here are 0"),
        ("\n".join(SHEET.splitlines()[:7]), "The key has 8 lines, numbered 1 to 8. Here are 7"),
        ("\n".join(reversed(SHEET.splitlines())), "Line 1 has a mistake in it. Compare it with the sheet"),
        ("x" * 500, "The key has 8 lines, numbered 1 to 8. Here are 1"),
        (PREFIX + "0" * 128, "This is not a key of a ballot box, or its lines stand in the wrong order"),
    ],
)
def test_what_is_no_key_gets_a_sentence(text, sentence):
    assert says(read, text)[0] == sentence


@given(st.text(max_size=400))
def test_nothing_that_is_typed_breaks_the_reader(text):
    with pytest.raises(BadInput):
        read(text)


@pytest.mark.django_db
def test_a_vote_does_not_open_before_its_key_was_tried(standing, monkeypatch):
    monkeypatch.setattr(keys, "STRONG", 0)
    vote = a_vote(standing, boxed=False)
    assert "not prepared" in check_box(vote)[0].text
    wrapped = make_key(vote, 1, WORDS, by=standing.alice)
    assert "not prepared" in check_box(vote)[0].text
    with pytest.raises((Refused, BadInput)):
        cast(vote, Choice({1: 1}), by=standing.dora)
    assert says(try_key, vote, SHEET, WORDS, by=standing.alice) == [
        "This is the key of another ballot box. Look for the sheet of this vote"
    ]
    assert (
        "does not open"
        in says(try_key, vote, wrapped.compact(), "wrong words entirely", by=standing.alice)[0]
    )
    assert try_key(vote, wrapped.compact(), WORDS, by=standing.alice) == 1
    assert check_box(vote) == []
    stored = b"".join(bytes(row.public) for row in BoxKey.objects.all())
    assert wrapped.safe not in stored
    assert unwrap(wrapped, WORDS) not in stored


@pytest.mark.django_db
def test_a_lost_key_is_made_anew_while_nobody_has_voted_and_not_after(standing):
    vote = a_vote(standing)
    first = box_of(vote.id).publics
    brought = a_key(vote, standing.alice)
    assert box_of(vote.id).publics != first
    cast(vote, Choice({1: 1}), by=holder(1))
    with pytest.raises(Refused) as refused:
        make_key(vote, 1, WORDS, by=standing.alice)
    assert refused.value.refusal.code == "ballot-box-in-use"
    assert open_box(vote, [brought], by=standing.alice) == 1
    with pytest.raises(Refused) as refused:
        make_key(vote, 1, WORDS, by=standing.alice)
    assert refused.value.refusal.code == "ballot-box-open"


@pytest.mark.django_db
def test_with_two_officers_both_must_come(standing):
    vote = a_vote(standing, officers=2)
    BoxKey.objects.all().delete()
    first = a_key(vote, standing.alice, 1, "the first officer’s words")
    assert "second officer" in check_box(vote)[0].text
    with pytest.raises(Refused) as refused:
        make_key(vote, 2, WORDS, by=standing.alice)
    assert refused.value.refusal.code == "ballot-two-officers"
    second = a_key(vote, standing.bob, 2, "the second officer’s words")
    assert check_box(vote) == []
    cast(vote, Choice({1: 1}), by=holder(1))
    assert says(open_box, vote, [first], by=standing.alice) == [
        "The second officer’s key is missing: both must come"
    ]
    assert says(open_box, vote, [second, second], by=standing.alice) == [
        "The first officer’s key is missing: both must come"
    ]
    swapped = [KeyInHand(first.text, second.passphrase), KeyInHand(second.text, first.passphrase)]
    assert "does not open this key" in says(open_box, vote, swapped, by=standing.alice)[0]
    assert (Envelope.objects.count(), opened(vote.id)) == (1, False)
    assert open_box(vote, [second, first], by=standing.alice) == 1


@pytest.mark.django_db
def test_a_vote_on_paper_or_elsewhere_has_no_box(standing):
    for box in ("paper-only", "elsewhere"):
        vote = a_vote(standing, boxed=False, box=box)
        assert check_box(vote) == []
        for refused_deed in (
            lambda vote=vote: make_key(vote, 1, WORDS, by=standing.alice),
            lambda vote=vote: cast(vote, Choice({1: 1}), by=Actor(code="1" * 64)),
        ):
            with pytest.raises((Refused, BadInput)):
                refused_deed()
