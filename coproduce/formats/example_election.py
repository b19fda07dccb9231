"""An invented election to try things with: the borough of Eastmere, which does not exist.

A count of random ballots teaches nothing: every idea gets the same votes. Here
people vote as people do. Most choose what is near them and what touches their
own life, a few popular ideas draw from everywhere, the largest neighbourhood has
the most votes and the dearest wishes. So the simple count and equal shares give
different answers, for reasons that one can see in the areas and the categories.

Every number comes from one seed by exact draws: the same file on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.engines.kernel import Draws, Seed
from coproduce.formats.pabulib import PabulibFile, build

BUDGET = 240_000
MOST_CHOICES = 4
VOTERS = 3_180

_AREAS = {"Millfield": 45, "Harbour": 27, "Northgate": 17, "Hill End": 11}
"""Neighbourhoods, and their shares of the voters in per cent."""

_TASTES = {"families": 31, "older people": 20, "green": 18, "getting about": 17, "young people": 14}
"""What touches a voter's life most, in per cent."""

_PAPER = 34
"""Votes on paper, in per cent of those whose life is that of older people; of others a third of that."""


@dataclass(frozen=True)
class _Idea:
    """One idea: where it is (``""``: everywhere), whose life it touches, and how well it is known."""

    name: str
    cost: int
    area: str
    tastes: tuple[str, ...]
    category: str
    known: int


_IDEAS = (
    _Idea("New play area on Millfield Green", 68_000, "Millfield", ("families",), "play and sport", 30),
    _Idea(
        "Rebuild the Mill Lane sports court",
        74_000,
        "Millfield",
        ("young people", "families"),
        "play and sport",
        24,
    ),
    _Idea(
        "Safe crossing at Mill Lane School", 46_000, "Millfield", ("families", "getting about"), "streets", 27
    ),
    _Idea(
        "Lights on the path through Mill Park",
        38_000,
        "Millfield",
        ("getting about", "older people"),
        "streets",
        21,
    ),
    _Idea("Youth evenings at the Harbour hub", 29_500, "Harbour", ("young people",), "people", 21),
    _Idea(
        "Benches and a shelter on Harbour walk", 11_800, "Harbour", ("older people", "green"), "streets", 17
    ),
    _Idea("Covered bike stands at Harbour station", 16_500, "Harbour", ("getting about",), "streets", 11),
    _Idea(
        "Quay Park: see-saw, swings and shade", 42_000, "Harbour", ("families", "green"), "play and sport", 19
    ),
    _Idea("Northgate community garden", 14_200, "Northgate", ("green", "older people"), "green space", 21),
    _Idea(
        "Warm room and lunch at Northgate Hall",
        18_900,
        "Northgate",
        ("older people", "families"),
        "people",
        21,
    ),
    _Idea(
        "Hill End minibus, twice a week", 22_400, "Hill End", ("older people", "getting about"), "people", 24
    ),
    _Idea("Two hundred street trees", 35_000, "", ("green",), "green space", 16),
    _Idea("Four heart-start machines, with training", 7_600, "", ("older people", "families"), "people", 14),
    _Idea("Repair café, one Saturday a month", 5_400, "", ("green", "young people"), "people", 8),
)


def example_election(seed: Seed | str | int = "Eastmere") -> PabulibFile:
    """An approval vote on 14 invented ideas by 3,180 invented voters, the same for the same ``seed``.

    Projects and voters have a ``neighborhood``; ballots came by internet or on paper.
    """
    seed = Seed.of(seed)
    draws = seed.child("example election").draws()
    numbers = draws.shuffled([f"E{number:02d}" for number in range(1, len(_IDEAS) + 1)])
    ids = dict(zip(_IDEAS, numbers, strict=True))
    votes = [_ballot(f"V{number:04d}", ids, draws) for number in range(1, VOTERS + 1)]
    return build(
        name="eastmere.pb",
        meta={
            "description": "Invented example: no such place, no such ideas and no such voters",
            "country": "United Kingdom",
            "unit": "Eastmere (invented)",
            "instance": "2026",
            "num_projects": len(_IDEAS),
            "num_votes": VOTERS,
            "budget": BUDGET,
            "vote_type": "approval",
            "rule": "unknown",
            "date_begin": "01.06.2026",
            "date_end": "27.06.2026",
            "min_length": 1,
            "max_length": MOST_CHOICES,
            "language": "en",
            "currency": "GBP",
            "comment": f"#1: Made from the seed {seed.words!r}. #2: Nobody voted.",
        },
        projects=[
            {
                "project_id": ids[idea],
                "cost": idea.cost,
                "votes": sum(ids[idea] in vote["vote"] for vote in votes),
                "name": idea.name,
                "category": idea.category,
                "beneficiaries": idea.tastes,
                "neighborhood": idea.area or "Whole borough",
            }
            for idea in sorted(_IDEAS, key=ids.__getitem__)
        ],
        votes=votes,
    )


def _ballot(voter: str, ids: dict[_Idea, str], draws: Draws) -> dict[str, str | list[str]]:
    area = _pick(_AREAS, draws)
    tastes = {_pick(_TASTES, draws), _pick(_TASTES, draws)}
    pull = {idea: _pull(idea, area, tastes) for idea in _IDEAS}
    chosen = []
    for _ in range(1 + draws.weighted((8, 22, 38, 32))):
        idea = _IDEAS[draws.weighted(tuple(pull.values()))]
        chosen.append(ids[idea])
        pull[idea] = 0
    paper = _PAPER if "older people" in tastes else _PAPER // 3
    return {
        "voter_id": voter,
        "vote": sorted(chosen),
        "neighborhood": area,
        "voting_method": "paper" if draws.below(100) < paper else "internet",
    }


def _pull(idea: _Idea, area: str, tastes: set[str]) -> int:
    """How strongly an idea draws a voter: known ones everyone, near ones and those of her life more."""
    near = 9 if idea.area == area else 4 if not idea.area else 1
    return idea.known * near * (4 if tastes.intersection(idea.tastes) else 1)


def _pick(shares: dict[str, int], draws: Draws) -> str:
    return list(shares)[draws.weighted(tuple(shares.values()))]
