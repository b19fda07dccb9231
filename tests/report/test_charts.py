"""Every chart: small, well-formed, the same each time, told by more than colour, whatever it is given."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce import report as r
from coproduce.report import lettering, tones
from coproduce.report.charts.axis import scale
from coproduce.report.charts.points import hull
from coproduce.report.gallery import samples
from coproduce.report.look import css

LIMIT = 60 * 1024
SAMPLES = [
    value
    for name, value in vars(samples).items()
    if callable(value) and getattr(value, "__module__", "") == samples.__name__
]
LONG = "Ein sehr langer Name, 公園の小道, مقاعد جديدة, " * 12
EMPTY: list[Callable[[], r.Chart]] = [
    lambda: r.bars("", []), lambda: r.dots("", []), lambda: r.flow("", []), lambda: r.fan("", []), lambda: r.map_of_points("", []),
    lambda: r.shares("", [], []), lambda: r.histogram("", []), lambda: r.hemicycle("", []),
]  # fmt: skip
LARGE: list[Callable[[], r.Chart]] = [
    lambda: r.bars(LONG, [r.Bar(f"{place} {LONG}", place - 9, tones.GROUPS[place % 8], low=place - 10, high=place) for place in range(80)]),
    lambda: r.dots(LONG, [r.Dot(f"{place} {LONG}", place / 7, place / 8, place / 6) for place in range(80)]),
    lambda: r.flow(LONG, [r.Flow(f"{a} {LONG}", f"{b} {LONG}", a * b + 1) for a in range(12) for b in range(12)]),
    lambda: r.fan(LONG, [r.Curve(f"{k} {LONG}", tuple(r.At(x, k * x, k * x - 9, k * x + 9, k * x - 4, k * x + 4) for x in range(2000))) for k in range(6)]),
    lambda: r.map_of_points(LONG, [r.Point((7 * place) % 911, (13 * place) % 877, f"Group {place % 6}") for place in range(20000)]),
    lambda: r.shares(LONG, [r.Part("Agree", "agree"), r.Part("Disagree", "disagree"), r.Part("Pass", "pass")], [r.Share(f"{place} {LONG}", (place, 3, 1)) for place in range(80)]),
    lambda: r.histogram(LONG, [r.Bin(place, place + 1, place % 37) for place in range(120)]),
    lambda: r.hemicycle(LONG, [r.Seats(f"{place} {LONG}", 50) for place in range(8)]),
]  # fmt: skip


def parsed(chart: r.Chart) -> ET.Element:
    return ET.fromstring(chart.svg)


@pytest.mark.parametrize("make", [*SAMPLES, *EMPTY, *LARGE])
def test_a_chart_is_small_well_formed_and_the_same_each_time(make: Callable[[], r.Chart]) -> None:
    chart = make()
    assert len(chart.svg.encode()) < LIMIT
    assert chart == make()
    root = parsed(chart)
    assert root.get("role") == "img"
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each and each.startswith(f"{chart.id}-") for each in ids)
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= set(ids)
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', chart.svg)) <= set(ids)
    ET.fromstring(chart.standalone_svg())


@pytest.mark.parametrize("make", [*SAMPLES, *EMPTY, *LARGE])
def test_a_chart_names_no_colour_and_no_style_of_its_own(make: Callable[[], r.Chart]) -> None:
    svg = make().svg
    assert " style=" not in svg
    assert not re.search(r'(?:fill|stroke)="(?!url|none)', svg)
    assert not re.search(r'="#[0-9a-fA-F]{3,8}"', svg)


def test_every_class_in_a_drawing_has_its_rule() -> None:
    rules = set(re.findall(r"\.([a-z][\w-]*)", css("charts.css")))
    plain = {"part", "bin", "title", "f-none"}
    for make in [*SAMPLES, *LARGE]:
        used = {name for names in re.findall(r'class="([^"]+)"', make().svg) for name in names.split()}
        assert used <= rules | plain


def test_tones_that_share_a_colour_differ_in_pattern_and_shape() -> None:
    groups = [tones.TONES[name] for name in tones.GROUPS]
    assert len({each.weave for each in groups}) == len(groups)
    assert len({each.shape for each in groups}) == len(groups)
    with pytest.raises(ValueError, match="no tone 'loud'"):
        tones.tone("loud")


def test_numbers_stand_in_the_table_in_full() -> None:
    chart = r.bars("Votes", [r.Bar(LONG, 5), r.Bar("Not counted", None), r.Bar("Less", -3, low=-4, high=-1)])
    cells = [[cell.text for cell in row] for row in chart.table.rows]
    assert cells == [[LONG, "5", ""], ["Not counted", "not recorded yet", ""], ["Less", "−3", "−4 to −1"]]
    assert "…" in chart.svg
    assert "not recorded yet" in chart.svg


def test_a_bar_below_nothing_runs_to_the_left() -> None:
    chart = r.bars("", [r.Bar("a", 3), r.Bar("b", -1)])
    found = [(each.get("x"), each.get("width")) for each in parsed(chart).iter("rect")]
    assert found == [("25%", "75%"), ("0%", "25%")]


def test_the_same_chart_twice_can_have_two_names() -> None:
    chart = samples.map_of_opinions()
    other = chart.renamed("second")
    assert chart.id not in other.svg
    assert other.renamed(chart.id) == chart


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: r.flow("", [r.Flow("a", "b", -1)]), "less than nothing"),
        (lambda: r.map_of_points("", [r.Point(float("nan"), 1)]), "not finite"),
        (lambda: r.shares("", [r.Part("a", "agree")], [r.Share("x", (1, 2))]), "one amount"),
        (lambda: r.hemicycle("", [r.Seats("x", 401)]), "400 seats"),
        (lambda: r.bars("", [r.Bar("x", 1, "loud")]), "no tone"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(make: Callable[[], r.Chart], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


@settings(max_examples=40)
@given(st.text(max_size=200), st.text(max_size=40), st.integers(-(10**9), 10**9))
def test_hostile_words_stay_words(title: str, label: str, value: int) -> None:
    hostile = f"{label}<script>alert('x')</script>\"&\x00\ud800"
    for chart in (
        r.bars(title, [r.Bar(hostile, value)], key={"plain": hostile}),
        r.dots(title, [r.Dot(hostile, value)], marks=[r.Mark(value, hostile)]),
        r.flow(hostile, [r.Flow(hostile, label, abs(value))]),
        r.map_of_points(title, [r.Point(value, value, hostile, hostile)]),
        r.fan(title, [r.Curve(hostile, (r.At(0, value), r.At(1, value)))], bands=hostile),
    ):
        root = parsed(chart)
        assert not [each for each in root.iter() if each.tag == "script"]
    ET.fromstring(r.bars(hostile, [r.Bar(hostile, value)], note=hostile).standalone_svg())


@given(st.lists(st.floats(-1e12, 1e12), max_size=30), st.booleans())
def test_a_scale_holds_its_data_between_round_ends(values: list[float], zero: bool) -> None:
    found = scale(r.Axis(), values, zero=zero)
    assert found.low < found.high
    assert 2 <= len(found.ticks) <= 8
    slack = 1e-6 * (found.high - found.low)
    for value in values:
        assert found.low - slack <= value <= found.high + slack
        assert 0 <= found.share(value) <= 1


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=60))
def test_a_hull_holds_every_point(points: list[tuple[int, int]]) -> None:
    corners = hull([(float(x), float(y)) for x, y in points])
    assert set(corners) <= {(float(x), float(y)) for x, y in points}
    if len(corners) > 2:
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            assert all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for x, y in points)


@given(st.text(max_size=300), st.floats(20, 400), st.integers(1, 4))
def test_wrapped_words_find_room(text: str, room: float, lines: int) -> None:
    found = lettering.wrap(text, room, lines=lines)
    assert 1 <= len(found) <= lines
    assert all(lettering.width(line) <= room or len(line) <= 2 for line in found)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = "import hashlib; from coproduce.report.gallery import gallery; print(hashlib.sha256(gallery().to_html()).hexdigest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(found) == 1
