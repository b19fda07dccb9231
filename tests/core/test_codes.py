"""Codes on slips: forgiving to type, only their digest is kept."""

from hypothesis import given
from hypothesis import strategies as st

from coproduce.core.codes import ALPHABET, LENGTH, code_digest, grouped, new_code, tidy


def test_a_code_has_sixty_bits_and_no_look_alikes():
    assert len(ALPHABET) ** LENGTH == 2**60
    assert not set("ILOU") & set(ALPHABET)
    assert len(tidy(new_code())) == LENGTH
    assert new_code() != new_code()


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_however_it_is_typed_it_is_the_same_code(code):
    typed = [
        code.lower(),
        grouped(code),
        grouped(code).replace(" ", "-"),
        code.replace("0", "O").replace("1", "l"),
    ]
    assert {code_digest(way, "claim") for way in typed} == {code_digest(code, "claim")}


def test_a_digest_serves_one_purpose():
    assert code_digest("4R7K", "claim") != code_digest("4R7K", "vote")


@given(st.text())
def test_any_text_has_a_digest(text):
    assert len(code_digest(text, "claim")) == 64


def test_ids_made_at_one_moment_keep_their_order():
    from coproduce.core import new_id, now
    from coproduce.core.clock import at

    with at(now()):
        made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == 10_000
