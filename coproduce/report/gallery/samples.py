"""One sample of every chart, with invented figures."""

from __future__ import annotations

import math

from coproduce import report as r
from coproduce.engines.kernel import Seed


def bars_of_votes() -> r.Chart:
    """Funded and not funded."""
    votes = [
        ("New play area, Millfield Green", 704, True),
        ("Lights on the park path", 696, True),
        ("Second play area, Quay Park", 631, False),
        ("Youth evening at the Harbour hub", 609, True),
        ("Benches and a shelter along the Harbour walk, with a lamp", 397, True),
        ("Repair café, twice a month", 251, False),
    ]
    rows = [r.Bar(name, count, "funded" if won else "not-funded", won) for name, count, won in votes]
    return r.bars(
        "Votes for each idea",
        rows,
        key={"funded": "Funded", "not-funded": "Not funded"},
        head="Idea",
        measure="Votes",
        note="Ideas of different cost: more votes alone do not decide.",
    )


def bars_of_hours() -> r.Chart:
    """Everyone's part, one not recorded, one below nothing."""
    rows = [
        r.Bar("Residents, visiting", 412, "residents", low=380, high=450),
        r.Bar("Public, coordinator", 130, "public"),
        r.Bar("Charity, paid for by the grant", 300, "granted"),
        r.Bar("Charity, own funds", 96, "partner"),
        r.Bar("Carers, at home", None, "residents"),
        r.Bar("Day centre, withdrawn", -190, "owed"),
    ]
    key = {
        "residents": "Residents",
        "public": "Public",
        "granted": "Paid for by the grant",
        "partner": "Charity, own funds",
        "owed": "Withdrawn",
    }
    return r.bars(
        "Hours this season",
        rows,
        key=key,
        write=lambda value: f"{r.number(value)} h",
        head="Who",
        measure="Hours",
    )


def dots_before_after() -> r.Chart:
    """Two estimates whose ranges overlap."""
    return r.dots(
        "Often lonely, of every 100 people aged 75 or over",
        [r.Dot("Before", 28, 20, 38), r.Dot("After", 24, 17, 33)],
        axis=r.Axis(0, 50),
        note="Ranges: Wilson, 95%, from 96 answers each time. They overlap, so it may be chance.",
    )


def dots_of_effects() -> r.Chart:
    """Effects on both sides of nothing, with groups, and one unknown."""
    rows = [
        r.Dot("People who use the service", 0.42, 0.18, 0.66, "group-1"),
        r.Dot("Carers of people who use the service and live elsewhere", 0.12, -0.14, 0.38, "group-2"),
        r.Dot("Frontline staff", -0.08, -0.3, 0.14, "group-3"),
        r.Dot("Managers", None, tone="group-4"),
    ]
    return r.dots(
        "What a reminder changes",
        rows,
        axis=r.Axis(label="more or fewer hours a month"),
        marks=[r.Mark(0, "no change")],
        head="For whom",
    )


def shares_of_statement() -> r.Chart:
    """One statement, four groups."""
    parts = [r.Part("Agree", "agree"), r.Part("Disagree", "disagree"), r.Part("Pass", "pass")]
    rows = [
        r.Share("Everyone", (210, 95, 40)),
        r.Share("Group A", (120, 10, 12)),
        r.Share("Group B", (30, 80, 8)),
        r.Share("Group C: people who came to the hall on a Saturday", (60, 5, 20)),
        r.Share("Group D", (0, 0, 0)),
    ]
    return r.shares(
        "“No one should lose transport”",
        parts,
        rows,
        head="Who",
        note="The figure at the right is the share that agrees.",
    )


def flow_of_money() -> r.Chart:
    """Money from where to where."""
    flows = [
        r.Flow("Council", "Grant to the charity", 9000),
        r.Flow("Council", "Coordinator", 4200),
        r.Flow("Council", "Fares", 684),
        r.Flow("Lottery fund", "Grant to the charity", 3000),
        r.Flow("Charity, own funds", "Coordinator", 1200),
        r.Flow("Charity, own funds", "Training of volunteers", 1150),
    ]
    return r.flow(
        "Where the money came from and went",
        flows,
        write=lambda value: r.money(value, "GBP"),
        heads=("From", "To", "Money"),
        tones_of={"Council": "public", "Charity, own funds": "partner", "Lottery fund": "granted"},
    )


def map_of_opinions() -> r.Chart:
    """Three groups of people, 180 in all."""
    centres = {"Group A": (-1.6, 0.6), "Group B": (1.4, 0.9), "Group C": (0.3, -1.4)}
    points = []
    for name, (x, y) in centres.items():
        for a, b in Seed("gallery").child(name).uniforms(60, 2).tolist():
            away = 0.75 * math.sqrt(-math.log(a))
            points.append(
                r.Point(x + away * math.cos(2 * math.pi * b), y + away * math.sin(2 * math.pi * b), name)
            )
    return r.map_of_points(
        "Who votes alike", points, note="Near means: voted alike. Left, right, up and down mean nothing."
    )


def frontier() -> r.Chart:
    """Mixes of responses: what they cost, what they leave."""
    best = [("A", 0, 0.41), ("B", 18, 0.3), ("C", 35, 0.22), ("D", 70, 0.17), ("E", 120, 0.155)]
    other = [("F", 40, 0.33), ("G", 65, 0.27), ("H", 95, 0.24), ("I", 110, 0.3)]
    points = [r.Point(x, y, "No mix is better on both", name) for name, x, y in best] + [
        r.Point(x, y, "Others", name) for name, x, y in other
    ]
    return r.map_of_points(
        "What each mix costs and what it leaves",
        points,
        groups={"No mix is better on both": "group-1", "Others": "soft"},
        hulls=False,
        each="mixes",
        path_through="No mix is better on both",
        x=r.Axis(low=0, label="Cost a year, thousand pounds"),
        y=r.Axis(low=0, label="Chance of a bad year", write=r.percent),
    )


def fan_of_outcomes() -> r.Chart:
    """Two courses, with what may come."""

    def curve(name: str, rate: float, wide: float) -> r.Curve:
        points = []
        for month in range(25):
            middle = 40 + rate * month
            spread = wide * math.sqrt(month)
            points.append(
                r.At(
                    month,
                    middle,
                    middle - spread,
                    middle + spread,
                    middle - spread * 0.45,
                    middle + spread * 0.45,
                )
            )
        return r.Curve(name, tuple(points))

    return r.fan(
        "People who feel safe at home, of every 100",
        [curve("With visits", 0.9, 3.2), curve("As it is now", -0.3, 2.4)],
        x=r.Axis(label="months from now"),
        y=r.Axis(label="of every 100 people"),
        bands="8 in 10 futures",
        inner="half of them",
    )


def histogram_of_budgets() -> r.Chart:
    """A distribution with the figure that was drawn."""
    bins = [
        r.Bin(low, low + 5, count)
        for low, count in zip(range(20, 75, 5), (3, 9, 24, 61, 96, 120, 88, 52, 27, 11, 4), strict=True)
    ]
    return r.histogram(
        "Average age in 495 possible juries",
        bins,
        x=r.Axis(label="average age"),
        tone="granted",
        counted="juries",
        marks=[r.Mark(44, "this jury: 44")],
    )


def seats_of_jury() -> r.Chart:
    """A jury of twenty-four."""
    return r.hemicycle(
        "Who sits in the jury",
        [
            r.Seats("Live in Millfield", 9),
            r.Seats("Live at the Harbour", 7),
            r.Seats("Work or study here", 5),
            r.Seats("Care for someone here", 3),
        ],
    )
