"""`polis` mode says what the production engine of Polis said."""

import numpy as np
import pytest

from coproduce.engines.opinion.mapping import draw_map, map_of_groups
from coproduce.engines.opinion.options import MapOptions
from tests.engines.opinion.production import NAMES, adjusted_rand, load

pytestmark = pytest.mark.real
POLIS = MapOptions(mode="polis")


@pytest.fixture(scope="module")
def conversations(shared_data):
    return {name: load(shared_data / "polis" / "fixtures" / name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_given_its_groups_every_representative_list_is_the_same(conversations, name):
    production = conversations[name]
    drawn = map_of_groups(production.votes, POLIS, production.groups).result()
    for group in drawn["groups"]:
        expected = production.math["repness"][str(group["id"])]
        assert [
            (int(entry["statement"]), entry["side"], entry["votes_for"], entry["votes"], entry["best_agree"])
            for entry in group["representative"]
        ] == [
            (
                entry["tid"],
                entry["repful-for"],
                entry["n-success"],
                entry["n-trials"],
                entry.get("best-agree", False),
            )
            for entry in expected
        ]
        for entry, other in zip(group["representative"], expected, strict=True):
            assert entry["share"] == pytest.approx(other["p-success"], abs=1e-9)
            assert entry["z"] == pytest.approx(other["p-test"], abs=1e-9)
            assert entry["ratio"] == pytest.approx(other["repness"], abs=1e-9)
            # Production keeps this one in single precision.
            assert entry["ratio_z"] == pytest.approx(other["repness-test"], abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_given_its_groups_the_consensus_lists_are_the_same(conversations, name):
    production = conversations[name]
    drawn = map_of_groups(production.votes, POLIS, production.groups).result()
    for side in ("agree", "disagree"):
        assert [
            (int(entry["statement"]), entry["votes_for"], entry["votes"])
            for entry in drawn["consensus"][side]
        ] == [
            (entry["tid"], entry["n-success"], entry["n-trials"])
            for entry in production.math["consensus"][side]
        ]
    assert {entry["id"]: entry["consensus"] for entry in drawn["statements"]} == pytest.approx(
        production.math["group-aware-consensus"], abs=1e-12
    )


# In 50ptpt the production state is older than its votes, and its priorities are those of an unset conversation.
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("50")])
def test_given_its_groups_positions_extremities_and_priorities_are_the_same(conversations, name):
    production = conversations[name]
    drawn = map_of_groups(production.votes, POLIS, production.groups)
    result = drawn.result()
    assert [entry["extremity"] for entry in result["statements"]] == pytest.approx(
        production.math["pca"]["comment-extremity"], abs=1e-9
    )
    assert {entry["id"]: entry["priority"] for entry in result["statements"]} == pytest.approx(
        production.math["comment-priorities"], abs=1e-8
    )
    # Production counts an agree as −1 and leaves signs to chance, so each axis is compared up to its direction.
    base = production.math["base-clusters"]
    place = {person: at for at, person in enumerate(drawn.votes.participants)}
    own = np.array(
        [
            drawn.positions[[place[str(person)] for person in members]].mean(axis=0)
            for members in base["members"]
        ]
    )
    for axis, theirs in enumerate((base["x"], base["y"])):
        assert min(np.abs(own[:, axis] - theirs).max(), np.abs(own[:, axis] + theirs).max()) < 1e-8


# Above a hundred participants the base clusters come from the conversation's whole history, which the votes
# do not tell; without it the groups agree as far as this.
WITHOUT_HISTORY = {"150ptpt-3gp-no-strict-no-meta": 0.92, "above-100-ptpts": 0.92}


@pytest.mark.parametrize("name", NAMES)
def test_given_who_counts_the_number_of_groups_is_the_same_and_the_groups_agree(conversations, name):
    production = conversations[name]
    drawn = draw_map(production.votes, MapOptions(mode="polis", only=production.counted))
    theirs = [production.groups[drawn.votes.participants[at]] for at in drawn.counting]
    assert drawn.k == len(production.math["group-clusters"])
    assert adjusted_rand(drawn.label[drawn.counting], theirs) >= WITHOUT_HISTORY.get(name, 1.0)


@pytest.mark.parametrize("name", NAMES)
def test_given_the_last_base_clusters_too_the_groups_are_the_same(conversations, name):
    production = conversations[name]
    last = {
        "base": [
            [str(person) for person in members] for members in production.math["base-clusters"]["members"]
        ]
    }
    drawn = draw_map(production.votes, MapOptions(mode="polis", only=production.counted), last=last)
    theirs = [production.groups[drawn.votes.participants[at]] for at in drawn.counting]
    assert drawn.k == len(production.math["group-clusters"])
    assert sorted(drawn.sizes) == sorted(np.bincount(theirs))
    assert adjusted_rand(drawn.label[drawn.counting], theirs) == 1.0
