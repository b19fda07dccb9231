"""``coproduce people invite``: the first person on a fresh site."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from coproduce.cli import main
from coproduce.people.models import Duty, Organisation, Profile
from coproduce.people.public import agency_duties

pytestmark = pytest.mark.django_db
WORDS = ["people", "invite", "priya@eastmere.example", "--organisation", "Eastmere Council"]


def test_the_first_lead_comes_in(capsys):
    for _ in range(2):
        assert (
            main(
                [*WORDS, "--name", "Priya", "--role", "lead", "--role", "administrator", "--role", "resident"]
            )
            == 0
        )
    said = capsys.readouterr().out
    assert "Tell them to open /sign-in/" in said
    person = Profile.objects.get().person_id
    assert agency_duties(person) == {"lead", "administrator"}
    assert Duty.objects.count() == 2
    assert Organisation.objects.get().kind == "agency"
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["people", "invite", "priya", "--role", "lead", "--organisation", "X"], "no e-mail address"),
        (["people", "invite", "p@x.example", "--role", "lead"], "Give --organisation"),
        ([*WORDS, "--role", "lead", "--name", "x" * 99], "a name 80"),
    ],
)
def test_bad_input_gets_one_line_and_nothing_is_done(words, expected, capsys):
    assert main(words) == 3
    assert expected in capsys.readouterr().err
    assert not Profile.objects.exists()


def test_an_unknown_role_is_wrong_usage():
    assert main([*WORDS, "--role", "king"]) == 2
