"""The gallery: every chart and every block once, with sample values.

A test renders it, so nothing can be added that does not draw; people open it to see
what there is. All figures are invented.
"""

from __future__ import annotations

from coproduce import report as r
from coproduce.report.gallery import samples


def gallery() -> r.Page:
    """One page with all that reports are made of."""
    return r.Page(
        title="Everything a report is made of",
        kicker="Gallery of charts and blocks",
        lead=(
            "Every chart has a table with the same numbers. ",
            r.Strong("Nothing is told by colour alone."),
        ),
        notice="All names and figures on this page are invented.",
        blocks=(_aloud(), _words()),
        side=_side(),
        wide=(*_charts(), _tables(), _edges(), _check()),
        footer=(
            r.Footnote("How this page was made", ("Drawn from sample values.",)),
            r.Footnote("On paper", ("This page prints on A4, in black and white too.",)),
            r.Footnote("Your data", ("There is nobody’s data on it.",)),
        ),
    )


def _aloud() -> r.Section:
    return r.Section(
        "Read aloud",
        (
            r.Aloud(
                (
                    r.Answer(
                        "Lights on the park path, £12,000",
                        ("532 people chose it. Their shares paid for it: £22.56 each on average.",),
                        r.Tag("Funded", "go"),
                    ),
                    r.Answer(
                        "Covered bike stands, £6,500",
                        (
                            "255 people chose it. The shares they had left came to £3,077.",
                            (r.Strong("Next:"), " it goes on the list for the cycling fund."),
                        ),
                        r.Tag("Not funded"),
                    ),
                    r.Answer(
                        "Minibus trips for older people, £7,400",
                        ("The community transport manager answers by 24 July.",),
                        r.Tag("Being considered", "wait"),
                    ),
                    r.Answer(
                        "Free parking in Quay Street",
                        ("The parking team owed a reason by 8 June.",),
                        r.Tag("4 days late", "owed"),
                    ),
                    r.Answer(
                        "Growing beds behind Mill Court",
                        ("You can still say what you think.",),
                        r.Tag("Open", "open"),
                    ),
                )
            ),
        ),
    )


def _words() -> r.Section:
    return r.Section(
        "Words",
        (
            r.KeyFigures(
                (
                    r.KeyFigure("1,240", "votes were counted"),
                    r.KeyFigure("£58,400", "goes to six ideas"),
                    r.KeyFigure(None, "hours of residents’ time"),
                )
            ),
            r.Para(
                (
                    "With ",
                    r.Term("equal shares", "everyone who votes has the same part of the money"),
                    ", an idea is funded when its supporters can pay for it together.",
                )
            ),
            r.Para(
                (
                    "Hours given so far: ",
                    r.Missing(),
                    ". The file is called ",
                    r.Code("result.json"),
                    ". ",
                    r.Link("Back to the top", "#main"),
                    ".",
                )
            ),
            r.Bullets(
                (
                    "13 chose more than three ideas",
                    "10 used a code already used",
                    "8 gave no age or no address",
                )
            ),
            r.Bullets(("Bring your file.", "See it counted.", "Take the record with you."), ordered=True),
            r.Details(
                "What paying for these hours would have cost",
                (r.Para("£5,237 to £8,240. Not a saving, not pay owed."),),
                printed=True,
            ),
            r.Para("The true figures may lie anywhere along the lines.", "soft"),
        ),
    )


def _side() -> tuple[r.Block, ...]:
    return (
        r.Sheet(
            "What happens now",
            (
                r.Stages(
                    (
                        r.Stage("Vote", "1,240 counted", "done"),
                        r.Stage("The council confirms", "By 12 July, in public", "now"),
                        r.Stage("Make it happen", "From August"),
                    )
                ),
            ),
        ),
        r.Sheet(
            "The facts", (r.Facts((("Rule", "Equal shares"), ("Money", "£60,000"), ("Ties", "none met"))),)
        ),
    )


def _charts() -> tuple[r.Block, ...]:
    return (
        r.Section("Bars", (r.Figure(samples.bars_of_votes()), r.Figure(samples.bars_of_hours()))),
        r.Section(
            "Dots with intervals",
            (r.Figure(samples.dots_before_after()), r.Figure(samples.dots_of_effects())),
        ),
        r.Section("Shares", (r.Figure(samples.shares_of_statement()),)),
        r.Section("Flow", (r.Figure(samples.flow_of_money()),)),
        r.Section("Map of points", (r.Figure(samples.map_of_opinions()), r.Figure(samples.frontier()))),
        r.Section("Fans", (r.Figure(samples.fan_of_outcomes(), "below"),)),
        r.Section("Histogram", (r.Figure(samples.histogram_of_budgets()),)),
        r.Section("Hemicycle", (r.Figure(samples.seats_of_jury()),)),
    )


def _tables() -> r.Section:
    short = r.Table.of(
        "Both ways of counting",
        ["Idea and cost", r.figures("Votes"), r.figures("Equal shares"), r.figures("Simple count")],
        [
            [
                r.Cell("New play area, Millfield Green", r.money(18000, "GBP")),
                "704",
                r.Cell("funded", mark="yes"),
                r.Cell("funded", mark="yes"),
            ],
            [
                r.Cell("Second play area, Quay Park", r.money(16000, "GBP")),
                "631",
                r.Cell("not funded", mark="no"),
                r.Cell("funded", mark="yes"),
            ],
        ],
        footer=[["Money spent", "", r.money(58400, "GBP"), r.money(59900, "GBP")]],
    )
    wide = r.Table.of(
        "Who put in what",
        ["Who", "What", r.figures("How much"), "Paid for by", "Where it is written down"],
        [
            [
                "Residents",
                "Visiting neighbours who asked for company",
                "412 h",
                "Own time",
                "The visiting book, each Friday",
            ],
            [
                "Public",
                "Grant: 300 paid hours of the charity",
                r.money(9000, "GBP"),
                "Public money",
                "Minutes of 4 April",
            ],
            ["Charity", "Time", r.Cell(r.NOT_RECORDED, mark="missing"), "Own funds", ""],
        ],
        notes=["A mistake? Tell us what is wrong. The old line stays, the new one stands beside it."],
    )
    return r.Section("Tables", (short, wide))


def _edges() -> r.Section:
    long = (
        "An idea with a very long name that somebody typed without stopping because the form allowed it "
        "and nobody wanted to cut anything out of it"
    )
    rows = [
        r.Bar(long, 12),
        r.Bar("公園の小道に新しい照明を設置する計画と高齢者のためのベンチの整備", 31, "group-2"),
        r.Bar("مقاعد جديدة في الحديقة العامة", 23, "group-3"),
        r.Bar("Ławki i zieleń przy ulicy Świętokrzyskiej", 7, "group-4"),
        r.Bar(
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 3, "group-5"
        ),
    ]
    few = r.Two(
        (
            r.Figure(r.bars("Nothing yet", []), "apart"),
            r.Figure(r.dots("One dot", [r.Dot("Only one", 4.2)]), "apart"),
        ),
        (
            r.Figure(r.fan("One point", [r.Curve("Only one", (r.At(3, 5, 4, 7),))]), "apart"),
            r.Figure(r.map_of_points("Alone", [r.Point(1, 1, "Group A", "Here")]), "apart"),
        ),
    )
    return r.Section(
        "At the edges",
        (r.Figure(r.bars("Long names and other scripts", rows, head="Idea", measure="Votes")), few),
    )


def _check() -> r.Panel:
    return r.Panel(
        "Check it yourself",
        (
            r.Para("Anyone can count again: the votes without names and every step are in one file."),
            r.Command("coproduce count --replay record.json"),
            r.Download("Take the file", "#main"),
        ),
    )
