"""The commands that ``make run`` and a timer call."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from coproduce.core import at
from coproduce.web.trycount.models import Trial
from tests.web.conftest import SMALL

pytestmark = pytest.mark.django_db


def test_demo_shows_the_example_once() -> None:
    said = StringIO()
    call_command("demo", stdout=said)
    place = said.getvalue().strip()
    assert Client().get(place).status_code == 200
    assert place in Client().get("/").content.decode()
    call_command("demo", stdout=said)
    assert Trial.objects.count() == 1


def test_demo_shows_the_file_that_is_given_instead(tmp_path: Path) -> None:
    call_command("demo", stdout=StringIO())
    path = tmp_path / "street.pb"
    path.write_text(SMALL)
    said = StringIO()
    call_command("demo", "--pb", str(path), stdout=said)
    assert "Benches" in Client().get(said.getvalue().strip()).content.decode()
    assert Trial.objects.count() == 1


def test_demo_lists_the_problems_of_a_faulty_file(tmp_path: Path) -> None:
    path = tmp_path / "street.pb"
    path.write_text(SMALL.replace("2;500", "2;-5").replace("c;19;F;2,3", "c;19;F;2,9"))
    said = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("demo", "--pb", str(path), stderr=said)
    assert caught.value.code == 3
    lines = said.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("street.pb:18:3: ")
    with pytest.raises(SystemExit) as caught:
        call_command("demo", "--pb", str(tmp_path / "none.pb"), stderr=said)
    assert caught.value.code == 3
    assert "cannot be read" in said.getvalue()


def test_sweep_says_how_many_it_removed(trial: object) -> None:
    said = StringIO()
    end = Trial.objects.get(id=trial).gone_at
    assert end is not None
    with at(end + timedelta(seconds=1)):
        call_command("sweep", stdout=said)
    assert said.getvalue() == "1 removed\n"
