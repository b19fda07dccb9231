"""A hall without internet: a laptop with a database of its own takes a vote along and brings it back, counted once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from coproduce.conduct.moving import conclude
from coproduce.core import Actor, BadInput, Refused, at
from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.actions import cast, voter_of
from coproduce.instruments.ballot.models import Mark, Slip
from coproduce.instruments.ballot.opening import open_demo_box
from coproduce.instruments.ballot.paper.actions import hand_out
from coproduce.instruments.ballot.paper.hall import Merged, lend, merge, read
from coproduce.instruments.ballot.paper.queries import balance
from coproduce.instruments.ballot.rules import Choice
from coproduce.people.public import issue_codes
from tests.instruments.paper import a_vote
from tests.standing import Standing

pytestmark = pytest.mark.django_db

HALL = """
import json, sys
from coproduce.cli.hall import _on_laptop, _step
from coproduce.cli.platform import configure
from pathlib import Path
kept = _on_laptop(Path(sys.argv[1])); configure()
from coproduce.core import Actor, Refused
from coproduce.core.codes import code_digest
from coproduce.instruments.ballot.paper.actions import hand_out, begin_batch, type_sheets, close_batch
from coproduce.people.public import demo_persons
step, people = _step(kept["step"]), demo_persons()
clerks = [Actor(channel="paper", clerk_id=key) for key, _, _ in people]
told = []
for code in json.loads(sys.argv[2]):
    try:
        hand_out(step, Actor(code=code_digest(code, "vote")), by=clerks[0]); told.append("given")
    except Refused as refused:
        told.append(refused.refusal.code)
key = begin_batch(step, "Harbour hall", told.count("given"), by=clerks[0])
lines = {place: "2" for place in range(1, told.count("given") + 1)}
for clerk in clerks[:2]:
    type_sheets(step, key, lines, by=clerk)
close_batch(step, key, by=clerks[0])
print(json.dumps(told))
"""


def laptop(folder: Path, *words: str) -> str:
    """A process with a database of its own and none of this site's secrets."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COPRODUCE_", "DATABASE_URL", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, *words], env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_vote_in_the_offline_hall(standing: Standing, tmp_path: Path) -> None:
    _, step = a_vote(standing)
    codes = issue_codes(str(step.id), 6, by=standing.alice)
    voters = [Actor(code=code_digest(code, "vote")) for code in codes]
    hand_out(step, voters[0], by=Actor(channel="paper", clerk_id=standing.bob.person_id))
    (tmp_path / "lent.json").write_bytes(lend(step, by=standing.alice))
    coproduce = ("-m", "coproduce.cli", "hall")
    laptop(tmp_path, *coproduce, "open", "lent.json", "--folder", "hall")
    cast(step, Choice({1: 1}), by=voters[1])
    cast(step, Choice({1: 1}), by=voters[5])
    told = json.loads(laptop(tmp_path, "-c", HALL, "hall", json.dumps([*codes[:4], codes[2]])))
    assert told == ["ballot-voted-elsewhere", "given", "given", "given", "ballot-voted-elsewhere"]
    laptop(tmp_path, *coproduce, "pack", "hall", "--out", "back.json")
    said = read((tmp_path / "back.json").read_bytes(), "brought", name="back.json")
    assert merge(step, said, by=standing.alice) == Merged(marks=3, voided=1, doubles=0, batches=1, sheets=6)
    assert merge(step, said, by=standing.alice) == Merged()
    sums = balance(step)
    assert (sums.issued, sums.returned, sums.entered, sums.marked) == (4, 3, 3, 4)
    _finish(step, standing)
    assert sorted(next(iter(slip.choice["points"])) for slip in Slip.objects.all()) == ["1", "2", "2", "2"]
    assert merge(step, said, by=standing.alice) == Merged()
    with pytest.raises(Refused, match="ballot-box-open"):
        merge(step, {**said, "marks": [*said["marks"], ["f" * 64, "2026-01-01"]]}, by=standing.alice)


def _finish(step: object, standing: Standing) -> None:
    from coproduce.instruments.ballot.paper.actions import count_sheets

    count_sheets(step, "missing", 1, reason="taken", by=standing.bob)  # type: ignore[arg-type]
    with at(step.closes + timedelta(hours=1)):  # type: ignore[attr-defined]
        open_demo_box(step, by=standing.alice)  # type: ignore[arg-type]
        assert not isinstance(conclude(step.id, by=standing.alice), list)  # type: ignore[attr-defined]


def test_what_goes_out_holds_no_voter_and_no_secret(standing: Standing, settings: object) -> None:
    _, step = a_vote(standing)
    code = issue_codes(str(step.id), 1, by=standing.alice)[0]
    voter = Actor(code=code_digest(code, "vote"))
    cast(step, Choice({1: 1}), by=voter)
    data = lend(step, by=standing.alice).decode()
    assert code.replace(" ", "") not in data
    assert settings.SECRET_KEY not in data  # type: ignore[attr-defined]
    assert voter_of(step, voter) not in data
    assert "ballot.Envelope" not in data


def test_where_paper_may_not_follow_the_laptop_knows_who_voted_on_screen(standing: Standing) -> None:
    _, step = a_vote(standing, paper="not-after-online")
    voter = Actor(code=code_digest(issue_codes(str(step.id), 1, by=standing.alice)[0], "vote"))
    cast(step, Choice({1: 1}), by=voter)
    said = read(lend(step, by=standing.alice), "lent", name="x")
    assert said["marks"] == [voter_of(step, voter)]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[: len(data) // 2], "cut off"),
        (lambda data: b"", "not a file of a hall"),
        (lambda data: b'{"said": 5}', "not a file of a hall"),
        (lambda data: data.replace(b'"marks":[]', b'"marks":[["a","b"]]'), "its digest differs"),
    ],
)
def test_a_damaged_file_is_one_sentence(standing: Standing, spoil: object, said: str) -> None:
    _, step = a_vote(standing)
    data = lend(step, by=standing.alice)
    with pytest.raises(BadInput, match=said):
        read(spoil(data), "lent", name="x")  # type: ignore[operator]
    with pytest.raises(BadInput, match="what the laptop took along"):
        read(data, "brought", name="x")


def test_a_file_of_another_site_is_refused(standing: Standing) -> None:
    from coproduce.instruments.ballot.paper.hall import sign

    _, step = a_vote(standing)
    said = read(lend(step, by=standing.alice), "lent", name="x")
    with pytest.raises(BadInput, match="not signed by a laptop of this site"):
        read(sign({**said, "kind": "brought"}, b"another key"), "brought", name="x")
    assert not Mark.objects.exists()
