"""The charts. Each is one function from plain values to a ``Chart``: a drawing with its table.

Which chart answers which question stands in ``docs/charts.md``.
"""

from coproduce.report.charts.axis import Axis
from coproduce.report.charts.bars import Bar, bars
from coproduce.report.charts.dots import Dot, Mark, dots
from coproduce.report.charts.fan import At, Curve, fan
from coproduce.report.charts.flow import Flow, flow
from coproduce.report.charts.hemicycle import Seats, hemicycle
from coproduce.report.charts.histogram import Bin, histogram
from coproduce.report.charts.points import Point, map_of_points
from coproduce.report.charts.shares import Part, Share, shares

__all__ = [
    "At",
    "Axis",
    "Bar",
    "Bin",
    "Curve",
    "Dot",
    "Flow",
    "Mark",
    "Part",
    "Point",
    "Seats",
    "Share",
    "bars",
    "dots",
    "fan",
    "flow",
    "hemicycle",
    "histogram",
    "map_of_points",
    "shares",
]
