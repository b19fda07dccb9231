"""Real elections: the three official equal-shares counts, and the answers of pabutools."""

import json
from functools import cache
from pathlib import Path

import pytest

from coproduce.engines.counting import Election, Options, count
from coproduce.engines.kernel import exact
from coproduce.formats import load, pabulib

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/counting/pabutools.json").read_text("utf-8"))
OPTIONS = {
    "greedy-cost": Options(rule="greedy", min_score=0),
    "greedy-cardinality": Options(rule="greedy", utility="cardinality", min_score=0),
    "equal-shares-cost": Options(min_score=0),
    "equal-shares-cardinality": Options(utility="cardinality", min_score=0),
    "equal-shares-cost-add-one": Options(completion="add-one", stop="exhaustive", min_score=0),
    "phragmen": Options(rule="phragmen", min_score=0),
    "maximin-support": Options(rule="maximin-support", min_score=0),
}
OFFICIAL = {
    "Netherlands_Assen_2024": (9, False),
    "Poland_Swiecie_2023": (17, False),
    "Poland_Wieliczka_2023_Green_Budget": (30, True),
}

pytestmark = pytest.mark.real


@cache
def table(folder, name):
    return load(pabulib, (folder / "pabulib" / f"{name}.pb").read_bytes(), name)


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_count_is_reproduced(shared_data, name):
    funded, compared = OFFICIAL[name]
    read = table(shared_data, name)
    options = Options(completion="add-one", stop="budget", ties="most-votes", compare_greedy=compared)
    outcome = count(Election.of(read), options)
    official = {project for project, mark in zip(read.project_ids, read.selected, strict=True) if mark == 1}
    assert set(outcome.selected) == official
    assert len(official) == funded


def test_wieliczka_without_the_official_stop_funds_one_more(shared_data):
    read = table(shared_data, "Poland_Wieliczka_2023_Green_Budget")
    outcome = count(Election.of(read), Options(completion="add-one", stop="exhaustive", ties="most-votes"))
    assert len(outcome.selected) == 31


def test_rankings_give_the_scores_that_were_published(shared_data):
    checked = 0
    for path in sorted((shared_data / "pabulib").glob("*.pb")):
        if path.stat().st_size < 600_000 and b"\nvote_type;ordinal" in path.read_bytes()[:20_000]:
            read = table(shared_data, path.stem)
            election = Election.of(read)
            published = dict(zip(read.project_ids, map(exact, read.project_columns["score"]), strict=True))
            assert dict(zip(election.project_ids, election.scores, strict=True)) == published
            checked += 1
    assert checked >= 15


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_winners_are_those_of_pabutools(shared_data, name):
    election = Election.of(table(shared_data, name))
    chosen = {name for name, votes in zip(election.project_ids, election.votes, strict=True) if votes}
    for variant, options in OPTIONS.items():
        answer = GOLDEN[name].get(variant, {})
        if "funded" in answer:
            # pabutools also funds what nobody chose, where money is left at the very end.
            expected = sorted(set(answer["funded"]) & chosen)
            assert sorted(count(election, options).selected) == expected, variant
