"""What cities ask for: caps, pots, incompatible and pre-funded projects, least votes, part funding; under every rule."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.counting import METHODS, Earmark, Options, count, replay
from coproduce.engines.kernel import BadInput
from tests.engines.counting import naive

GREEN = {
    "categories": [("green",), ("green",), ("play",), ("play", "green")],
    "areas": ["north", "south"] * 2,
}
BALLOTS = [[0, 1, 2], [0, 1], [0, 3], [2, 3], [1, 2, 3], [0]]


def made(costs=(4, 4, 4, 4), budget=16, ballots=BALLOTS):
    return naive.election(list(costs), budget, ballots, **GREEN)


def funded(outcome):
    return {project.id for project in outcome.projects if project.funded}


@pytest.mark.parametrize("rule", METHODS)
def test_at_most_one_of_what_is_incompatible(rule):
    options = Options(rule=rule, completion="greedy", incompatible=(("p00", "p01", "p03"),))
    outcome = count(made(), options)
    assert len(funded(outcome) & {"p00", "p01", "p03"}) == 1
    assert {project.code for project in outcome.projects} == {"funded", "incompatible"}


@pytest.mark.parametrize("rule", METHODS)
def test_a_cap_holds(rule):
    outcome = count(
        made(), Options(rule=rule, completion="greedy", caps=(Earmark.parse("category:green=7"),))
    )
    assert len(funded(outcome) & {"p00", "p01", "p03"}) == 1
    lost = next(project for project in outcome.projects if project.code == "limit-reached")
    assert lost.figures == {"limit": 7, "spent": 4}


@pytest.mark.parametrize("rule", METHODS)
def test_pre_funded_projects_come_first_and_cost_the_budget(rule):
    outcome = count(made(budget=8), Options(rule=rule, completion="greedy", prefunded=("p03",)))
    assert outcome.selected[0] == "p03"
    assert outcome.projects[3].stage == "pre-funded"
    assert outcome.cost <= 8


@pytest.mark.parametrize("rule", METHODS)
def test_a_pot_is_counted_first_among_its_own(rule):
    # Without the pot, votes alone put p00 first.
    options = Options(rule=rule, completion="greedy", pots=(Earmark.parse("category:play=4"),))
    outcome = count(made(budget=8), options)
    assert outcome.projects[2].stage == "pot" or outcome.projects[3].stage == "pot"
    assert outcome.cost <= 8


def test_what_a_pot_leaves_goes_to_all():
    options = Options(rule="greedy", pots=(Earmark.parse("area:south=7"),))
    outcome = count(made(budget=12), options)
    assert [(project.id, project.stage) for project in outcome.projects if project.funded] == [
        ("p00", "greedy"), ("p01", "pot"), ("p02", "greedy"),
    ]  # fmt: skip


def test_least_votes_bar_a_project():
    outcome = count(made(), Options(rule="greedy", min_votes=4))
    assert [project.code for project in outcome.projects] == ["funded", *["below-minimum-votes"] * 3]


def test_the_best_that_no_longer_fits_is_funded_in_part():
    outcome = count(made(budget=10), Options(rule="greedy", part_funding=Fraction(1, 2)))
    last = outcome.selected[-1]
    part = next(project for project in outcome.projects if project.id == last)
    assert (part.stage, part.granted, outcome.cost) == ("part", 2, 10)
    assert count(made(budget=10), Options(rule="greedy", part_funding=Fraction(2, 3))).cost == 8


@settings(max_examples=60)
@given(
    naive.elections(most_projects=5),
    st.sampled_from(METHODS),
    st.sampled_from(["none", "greedy"]),
    st.integers(0, 60),
    st.sampled_from([None, Fraction(1, 3)]),
)
def test_nothing_is_overspent_whatever_is_asked_for(case, rule, completion, amount, part):
    costs, budget, ballots = case
    labels = [("green",) if at % 2 else ("play",) for at in range(len(costs))]
    election = naive.election(costs, budget, ballots, categories=labels)
    options = Options(
        rule=rule,
        completion=completion,
        caps=(Earmark("category", "play", amount),),
        pots=(Earmark("category", "play", amount // 2),),
        incompatible=(("p00", f"p{len(costs) - 1:02}"),) if len(costs) > 1 else (),
        part_funding=part,
    )
    outcome = count(election, options)
    assert outcome.cost <= budget
    assert sum(project.granted for project in outcome.projects if "play" in project.categories) <= amount
    assert len(costs) == 1 or not {"p00", f"p{len(costs) - 1:02}"} <= set(outcome.selected)
    assert replay(outcome.record).envelope().to_bytes() == outcome.envelope().to_bytes()


@pytest.mark.parametrize(
    "asked",
    [
        {"prefunded": ("p99",)},
        {"incompatible": (("p00", "p77"),)},
        {"caps": (Earmark("category", "blue", 5),)},
        {"prefunded": ("p00", "p01", "p02", "p03")},
    ],
)
def test_what_does_not_fit_the_election_is_refused(asked):
    with pytest.raises(BadInput):
        count(made(budget=8), Options(**asked))


@pytest.mark.parametrize(
    "text", ["green=5", "colour:green=5", "category:=5", "category:green", "area:north=-1", "area:x=y"]
)
def test_an_earmark_that_says_nothing_is_refused(text):
    with pytest.raises(BadInput):
        Earmark.parse(text)
