"""Real elections through the house: in as joint projects, counted and explained, and out again."""

import pytest

from coproduce.cli import main
from coproduce.conduct.elections import export_election, import_election
from coproduce.core import Actor, BadInput
from coproduce.formats import load, pabulib
from coproduce.formats.example_election import example_election
from coproduce.instruments.ballot.models import Mark, Slip
from coproduce.instruments.ballot.public import found, turnout
from coproduce.proceedings.public import stories
from coproduce.register.public import State, initiatives, state, steps_of

pytestmark = pytest.mark.django_db
BY = Actor(channel="import")


def vote_of(project):
    return next(step for step in steps_of([project.id])[project.id] if step.instrument == "ballot")


def ballots(file):
    return sorted(
        tuple(sorted(file.project_ids[at] for at in file.indices[start:end]))
        for start, end in zip(file.indptr, file.indptr[1:], strict=False)
    )


def test_a_vote_comes_in_is_counted_and_goes_out_the_same():
    file = example_election()
    project = import_election(file, by=BY)
    vote = vote_of(project)
    assert state(vote, vote.closes) is State.CONCLUDED
    assert (Slip.objects.count(), Mark.objects.count(), turnout(vote).total) == (
        file.num_votes,
        0,
        file.num_votes,
    )
    told = found(vote)
    assert told.envelope["result"]["voters"] == file.num_votes
    assert told.envelope["options"]["completion"] == "add-one"
    out = export_election(project.id)
    assert (out.project_ids, out.costs, out.budget, out.ballot_type) == (
        file.project_ids,
        file.costs,
        file.budget,
        "approval",
    )
    assert ballots(out) == ballots(file)
    assert initiatives([project.id])[project.id].visibility == "public"


def test_what_was_really_funded_is_the_decision_with_the_vote_beside_it():
    example = example_election()
    rows = [
        dict(zip(example.project_columns, cells, strict=True))
        for cells in zip(*example.project_columns.values(), strict=True)
    ]
    for at, row in enumerate(rows):
        row["selected"] = int(at == 0)
    votes = [{"voter_id": n, "vote": [rows[1]["project_id"]]} for n in range(60)]
    file = pabulib.build(meta={**example.meta, "num_votes": len(votes)}, projects=rows, votes=votes)
    project = import_election(file, by=BY)
    vote, adoption = steps_of([project.id])[project.id][1:]
    ids = [one.item_id for one in found(vote).view.items]
    outcomes = {told.latest.outcome for told in stories(ids).values()}
    assert outcomes == {"accepted", "not-funded"}
    from coproduce.decisions.public import decisions_of_steps

    assert decisions_of_steps([adoption.id])[adoption.id][0].against_the_vote is True


def test_amounts_that_the_house_cannot_hold_are_refused_before_anything_is_written():
    meta = {
        "description": "x",
        "budget": "10.001",
        "vote_type": "approval",
        "num_votes": 1,
        "num_projects": 1,
    }
    file = pabulib.build(
        meta=meta, projects=[{"project_id": "a", "cost": 1}], votes=[{"voter_id": 1, "vote": ["a"]}]
    )
    with pytest.raises(BadInput, match="hundredth"):
        import_election(file, by=BY)
    assert Slip.objects.count() == 0


@pytest.mark.real
@pytest.mark.parametrize(
    "name", ["Netherlands_Assen_2024", "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget"]
)
def test_official_outcomes_are_reproduced(shared_data, name):
    path = shared_data / "pabulib" / f"{name}.pb"
    file = load(pabulib, path.read_bytes(), path.name)
    project = import_election(file, by=BY)
    official = {key for key, chosen in zip(file.project_ids, file.selected, strict=True) if chosen}
    from coproduce.instruments.ballot.public import labels_of

    vote = vote_of(project)
    labels = labels_of(vote)
    assert {labels[one.item_id] for one in found(vote).view.items if one.selected} == official
    out = export_election(project.id)
    assert ballots(out) == ballots(file)


def said(file):
    """Each ballot: ranks in order, or which project got how many points."""
    points = file.points.tolist() if file.points is not None else [1] * len(file.indices)
    found = []
    for start, end in zip(file.indptr, file.indptr[1:], strict=False):
        pairs = [
            (file.project_ids[at], given)
            for at, given in zip(file.indices[start:end], points[start:end], strict=True)
        ]
        found.append(pairs if file.ballot_type == "ordinal" else sorted(pairs))
    return sorted(found)


@pytest.mark.parametrize("kind", ["cumulative", "ordinal", "choose-1"])
def test_other_ballots_come_in_and_go_out(kind):
    projects = [{"project_id": f"p{n}", "cost": n + 1, "name": f"P{n}"} for n in range(4)]
    votes = [
        {"voter_id": n, "vote": [f"p{n % 4}"] if kind == "choose-1" else [f"p{n % 4}", f"p{(n + 1) % 4}"]}
        for n in range(8)
    ]
    meta = {
        "description": "x",
        "budget": 5,
        "vote_type": kind,
        "unit": "U",
        "instance": "2024",
        "currency": "EUR",
    }
    if kind == "cumulative":
        meta["max_sum_points"] = 5
        votes = [{**vote, "points": [3, 2]} for vote in votes]
    file = pabulib.build(meta=meta, projects=projects, votes=votes)
    out = export_election(import_election(file, by=BY).id)
    assert said(out) == said(file)


def test_the_commands_bring_in_and_take_out(tmp_path, capsys):
    path = tmp_path / "vote.pb"
    path.write_bytes(pabulib.write(example_election()))
    assert main(["import", "pabulib", str(path), "--name", "Eastmere decides"]) == 0
    assert capsys.readouterr().out.startswith("/projects/eastmere-decides/")
    out = tmp_path / "out.pb"
    assert main(["export", "pabulib", "eastmere-decides", "--out", str(out)]) == 0
    assert isinstance(pabulib.read(out.read_bytes(), name="out.pb"), pabulib.PabulibFile)
    assert main(["export", "pabulib", "nothing-here"]) == 3
    path.write_text("META\n")
    assert main(["import", "pabulib", str(path)]) == 3
