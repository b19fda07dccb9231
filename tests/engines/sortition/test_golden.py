"""What was published once still verifies, draws the same, and agrees with the peer's answers."""

import json
from pathlib import Path

import pytest

from coproduce.engines.kernel import Envelope, Record, Seed
from coproduce.engines.sortition.classes import classes
from coproduce.engines.sortition.drawing import draw, drawn_of
from coproduce.engines.sortition.joining import Reading, pool_of
from coproduce.engines.sortition.optimum import optimum
from coproduce.engines.sortition.portfolio import portfolio_of
from coproduce.engines.sortition.verifying import verify
from coproduce.formats.protocol import load
from coproduce.formats.sortition import features, people

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "sortition"
PEER = json.loads((GOLDEN / "sortition-algorithms.json").read_text("utf-8"))
SOLVED = [name for name, answer in PEER.items() if "minimum" in answer]
CASES = {
    "opendlp_20": ("opendlp_20/respondents.csv", "opendlp_20/targets.csv", 10, "ID"),
    "opendlp_100": ("opendlp_100/respondents.csv", "opendlp_100/categories.csv", 30, "unique_id"),
    "opendlp_150": ("opendlp_150/candidates.csv", "opendlp_150/features.csv", 22, "nationbuilder_id"),
    "diversimax exact": (
        "diversimax_219/participants_pool.csv",
        "diversimax_219/categories_exact_ranges.csv",
        60,
        "",
    ),
    "diversimax wide": (
        "diversimax_219/participants_pool.csv",
        "diversimax_219/categories_wide_ranges.csv",
        60,
        "",
    ),
    "skewed_825": ("skewed_825/people.csv", "skewed_825/features.csv", 75, "id"),
    "tight_1000": ("tight_1000/people.csv", "tight_1000/features.csv", 150, "id"),
    "hard_360": ("hard_360/people.csv", "hard_360/features.csv", 30, "id"),
}
"""Pools by name: people, features, size, column of ids. No pool that the peer solves has two of a household."""


def listed(folder, people_file, features_file, size, own="id", *, address=()):
    lists = [
        load(module, (folder / name).read_bytes(), name)
        for module, name in ((people, people_file), (features, features_file))
    ]
    return pool_of(lists[0], lists[1], size, reading=Reading(own, address))


@pytest.mark.parametrize("method", ["leximin", "nash"])
def test_an_old_portfolio_and_its_draw_still_verify(method):
    portfolio = portfolio_of(
        Record.from_plain(Envelope.from_bytes((GOLDEN / f"{method}.json").read_bytes()).record)
    )
    old = Envelope.from_bytes((GOLDEN / f"{method}-draw.json").read_bytes())
    drawn = drawn_of(Record.from_plain(old.record))
    pool = listed(GOLDEN, "people.csv", "features.csv", 10, address=("address",))
    assert [check.text for check in verify(portfolio, pool, drawn).checks if not check.holds] == []
    assert draw(portfolio, Seed("7 14 21 28 35 42")).result() == old.result


@pytest.mark.real
@pytest.mark.parametrize("name", SOLVED)
def test_the_lowest_chance_is_the_peers_within_its_tolerance(name, shared_data):
    model = classes(listed(shared_data / "sortition", *CASES[name]))
    best = optimum(model, "maximin")
    lowest = min(chance for at, chance in enumerate(best.chances) if at not in best.shut)
    answer = PEER[name]
    assert abs(lowest - answer["minimum"]) <= 5e-4
    assert best.gap < 1e-6
    able = sum(int(size) for at, size in enumerate(model.size) if at not in best.shut)
    # The peer's mixture need not hold everybody whom some panel could; ours must hold at least as many.
    assert able >= answer["drawable"]


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "bound"), [("hard_360", 0.0147059), ("skewed_825", 0.0571429), ("tight_1000", 0.1237785)]
)
def test_the_hard_pools_reach_the_known_bound(name, bound, shared_data):
    best = optimum(classes(listed(shared_data / "sortition", *CASES[name])), "leximin")
    assert best.bounds[0].level == pytest.approx(bound, abs=1e-6)
    assert best.gap < 1e-6
    assert all(step.panels is None for step in best.bounds)
