"""Reports: charts with their tables, and pages to read aloud, print and pass on.

A result is worth what people can read out of it. Whoever computes something turns its
*envelope* (plain JSON values) into a ``Page`` in ``coproduce/report/<engine>.py``; the
command writes the page as one file, the site shows the same page inside its own frame::

    from coproduce.report import Bar, Figure, Page, Para, Section, bars, money

    def page(envelope: Mapping[str, Any]) -> Page:
        ideas = envelope["result"]["projects"]
        chart = bars("Votes for each idea", [Bar(idea["name"], idea["votes"]) for idea in ideas])
        return Page(
            title="Two ideas are funded",
            lead=f"They cost {money(envelope['result']['cost'], 'GBP')}.",
            blocks=(Section("The votes", (Para("More votes alone do not decide."), Figure(chart))),),
        )

    page(envelope).to_html()     # bytes of a file that needs nothing else
    page(envelope).body_html()   # for a template of the site, with the style sheets of ``report.look``

The names below are the whole of it and stay as they are: values in, values out, all
frozen, all text escaped, the same bytes each time. Nothing here knows an engine or Django.
Charts: ``docs/charts.md``. How numbers are written: ``report.numbers``. The look: ``report.look``.
"""

from coproduce.report.blocks import (
    Aloud,
    Answer,
    Block,
    Bullets,
    Code,
    Command,
    Details,
    Download,
    Facts,
    Figure,
    KeyFigure,
    KeyFigures,
    Link,
    Missing,
    Panel,
    Para,
    Section,
    Sheet,
    Soft,
    Stage,
    Stages,
    Strong,
    Tag,
    Term,
    Two,
    Words,
)
from coproduce.report.chart import Chart, Key
from coproduce.report.charts import (
    At,
    Axis,
    Bar,
    Bin,
    Curve,
    Dot,
    Flow,
    Mark,
    Part,
    Point,
    Seats,
    Share,
    bars,
    dots,
    fan,
    flow,
    hemicycle,
    histogram,
    map_of_points,
    shares,
)
from coproduce.report.numbers import (
    NOT_RECORDED,
    about,
    estimate,
    in_hundred,
    in_words,
    known,
    listed,
    money,
    number,
    percent,
    plural,
    span,
)
from coproduce.report.page import Footnote, Page
from coproduce.report.table import Cell, Column, Table, figures

__all__ = [
    "NOT_RECORDED",
    "Aloud",
    "Answer",
    "At",
    "Axis",
    "Bar",
    "Bin",
    "Block",
    "Bullets",
    "Cell",
    "Chart",
    "Code",
    "Column",
    "Command",
    "Curve",
    "Details",
    "Dot",
    "Download",
    "Facts",
    "Figure",
    "Flow",
    "Footnote",
    "Key",
    "KeyFigure",
    "KeyFigures",
    "Link",
    "Mark",
    "Missing",
    "Page",
    "Panel",
    "Para",
    "Part",
    "Point",
    "Seats",
    "Section",
    "Share",
    "Sheet",
    "Soft",
    "Stage",
    "Stages",
    "Strong",
    "Table",
    "Tag",
    "Term",
    "Two",
    "Words",
    "about",
    "bars",
    "dots",
    "estimate",
    "fan",
    "figures",
    "flow",
    "hemicycle",
    "histogram",
    "in_hundred",
    "in_words",
    "known",
    "listed",
    "map_of_points",
    "money",
    "number",
    "percent",
    "plural",
    "shares",
    "span",
]
