"""The same statistics and groups as red-dwarf 0.4.0, whose answers lie in ``tests/golden/opinion``.

``make golden-opinion`` asks it again.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from coproduce.engines.kernel import Seed
from coproduce.engines.opinion.kmeans import lloyd
from coproduce.engines.opinion.mapping import draw_map, map_of_groups, who_counts
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.plane import find_plane
from coproduce.engines.opinion.silhouette import silhouettes
from coproduce.engines.opinion.subjects import planted
from coproduce.engines.opinion.votes import LongVotes, Votes
from coproduce.formats.polis import join
from tests.engines.opinion.production import adjusted_rand

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "opinion" / "red-dwarf.json").read_text("utf-8"))
REAL = [name for name in GOLDEN if name != "planted"]


@pytest.fixture(scope="module")
def votes():
    table = planted(150, 24, 3, seed="red-dwarf", share=0.8)
    # The peer knows participants and statements by number, and only those with votes.
    return Votes.of(
        LongVotes(
            [str(at) for at in range(150)],
            [str(at) for at in range(24)],
            table.voter,
            table.statement,
            table.vote,
            rejected=["1"],
        )
    )


@pytest.fixture(scope="module")
def drawn(votes):
    return map_of_groups(votes, MapOptions(mode="polis"), GOLDEN["planted"]["groups"])


def test_every_statistic_is_the_same(drawn):
    names = {
        "na": "agree", "nd": "disagree", "pa": "agree_share", "pd": "disagree_share", "pat": "agree_z",
        "pdt": "disagree_z", "ra": "agree_ratio", "rd": "disagree_ratio", "rat": "agree_ratio_z", "rdt": "disagree_ratio_z",
    }  # fmt: skip
    found = {
        f"{entry['group']}/{statement['id']}": entry
        for statement in drawn.result()["statements"]
        for entry in statement["per_group"]
    }
    assert found.keys() == GOLDEN["planted"]["statistics"].keys()
    for key, theirs in GOLDEN["planted"]["statistics"].items():
        for short, name in names.items():
            assert found[key][name] == pytest.approx(theirs[short], abs=1e-9, rel=1e-9), (key, name)


def test_positions_are_the_same_up_to_the_direction_of_each_axis(drawn):
    theirs = np.array([GOLDEN["planted"]["positions"][name] for name in drawn.votes.participants])
    for axis in (0, 1):
        own = drawn.positions[:, axis]
        assert min(np.abs(own - theirs[:, axis]).max(), np.abs(own + theirs[:, axis]).max()) < 1e-9


def test_consensus_and_group_aware_consensus_are_the_same(drawn):
    result = drawn.result()
    for side in ("agree", "disagree"):
        own = [
            (int(entry["statement"]), entry["votes_for"], entry["votes"])
            for entry in result["consensus"][side]
        ]
        theirs = [
            (entry["tid"], entry["n-success"], entry["n-trials"])
            for entry in GOLDEN["planted"]["consensus"][side]
        ]
        assert own == theirs
    aware = GOLDEN["planted"]["group_aware"]
    for side, name in (("agree", "consensus"), ("disagree", "consensus_disagree")):
        assert {entry["id"]: entry[name] for entry in result["statements"]} == pytest.approx(
            aware[side], rel=1e-9
        )


def test_from_the_same_start_the_groups_are_the_same(votes):
    _same_groups(votes, GOLDEN["planted"], 1.0)
    ours = draw_map(votes, MapOptions(most_groups=5, resamples=0))
    theirs = GOLDEN["planted"]["groups"]
    assert (
        adjusted_rand(
            ours.label[ours.counting], [theirs[ours.votes.participants[at]] for at in ours.counting]
        )
        == 1.0
    )


@pytest.mark.real
@pytest.mark.parametrize("name", REAL)
def test_from_the_same_start_real_conversations_fall_into_the_same_groups(shared_data, name):
    folder = shared_data / "polis" / name
    files = {
        path.name: path.read_bytes() for path in folder.glob("*.csv") if path.name != "stats-history.csv"
    }
    _same_groups(Votes.of(join(files)), GOLDEN[name], 0.95)


def _same_groups(votes, golden, least):
    positions = find_plane(votes).positions(votes)
    place = {name: at for at, name in enumerate(votes.participants)}
    counting = who_counts(votes, MapOptions())
    assert {votes.participants[at] for at in counting} == golden["groups"].keys()
    points, start = (
        np.ascontiguousarray(positions[counting]),
        positions[[place[str(name)] for name in golden["start"]]],
    )
    ones = np.ones(len(points))
    found = [lloyd(points, ones, np.ascontiguousarray(start[:k]), still=-1.0, turns=300) for k in range(2, 6)]
    widths = silhouettes(points, [part.label for part in found], Seed("x"))
    best = found[int(np.argmax(widths))]
    theirs = [golden["groups"][votes.participants[at]] for at in counting]
    assert best.k == len(set(theirs))
    assert adjusted_rand(best.label, theirs) >= least
