"""Tones: each a colour, a pattern, a dash and a shape that belong together.

Whoever sees no colour, or prints in grey, tells tones apart by the pattern of an
area, the dashes of a line or the shape of a point. Colours are the look's custom
properties, reached by class (``charts.css``); none is written into a drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.report.drawing import el

Shape = str
"""``disc``, ``square``, ``triangle``, ``diamond``, ``ring``, ``box``, ``cross`` or ``star``."""


@dataclass(frozen=True)
class Tone:
    """How one kind of thing is drawn.

    Attributes:
        line: the ink of its lines, points and outline.
        weave: the pattern of its areas: ``solid``, or lines and dots of ``line`` on the sheet
            (``hatch``, ``rows``, ``columns``, ``net``, ``dotted``, ``empty``), or the sheet's white on a
            ground of ``line`` (``stripes``, ``spots``).
        dash: which dashes its curves have, 1 (none) to 6.
        shape: the shape of its points.
    """

    line: str
    weave: str
    dash: int
    shape: Shape


TONES: dict[str, Tone] = {
    "plain": Tone("plum", "solid", 1, "disc"),
    "soft": Tone("edge", "empty", 2, "ring"),
    "funded": Tone("sea", "solid", 1, "disc"),
    "not-funded": Tone("edge", "hatch", 2, "ring"),
    "owed": Tone("brick", "solid", 1, "diamond"),
    "residents": Tone("plum", "solid", 1, "disc"),
    "public": Tone("sea", "stripes", 2, "square"),
    "granted": Tone("sea", "rows", 3, "box"),
    "partner": Tone("honey", "spots", 4, "triangle"),
    "agree": Tone("sea", "solid", 1, "disc"),
    "disagree": Tone("plum", "hatch", 2, "square"),
    "pass": Tone("edge", "empty", 3, "ring"),
    "group-1": Tone("plum", "solid", 1, "disc"),
    "group-2": Tone("sea", "stripes", 2, "square"),
    "group-3": Tone("honey", "spots", 4, "triangle"),
    "group-4": Tone("ink", "net", 3, "diamond"),
    "group-5": Tone("plum", "hatch", 5, "ring"),
    "group-6": Tone("sea", "columns", 6, "box"),
    "group-7": Tone("honey", "rows", 2, "cross"),
    "group-8": Tone("edge", "dotted", 3, "star"),
}
"""All tones by name. ``owed`` is for what the public side is late with or took away, and for nothing else."""

GROUPS = tuple(name for name in TONES if name.startswith("group-"))
"""The tones of groups, in the order in which groups take them; a ninth group takes the first again."""

_TURN = {"hatch": "rotate(45)", "columns": "rotate(90)"}


def tone(name: str) -> Tone:
    """The tone called ``name``.

    Raises:
        ValueError: naming those that there are.
    """
    if name not in TONES:
        raise ValueError(f"there is no tone {name!r}; choose one of: {', '.join(TONES)}")
    return TONES[name]


def group_tone(place: int) -> str:
    """The tone of the group in place ``place``, from 0."""
    return GROUPS[place % len(GROUPS)]


def weave(name: str, chart: str) -> str:
    """The ``<pattern>`` of a tone for the chart with the id ``chart``; nothing for a solid or empty one."""
    found = tone(name)
    line, kind = f"cp-l-{found.line}", found.weave
    if kind in ("solid", "empty"):
        return ""
    if kind == "stripes":
        inside = el("rect", width=8, height=8, class_=f"cp-f-{found.line}") + el(
            "path", d="M0 2h8", class_="cp-l-sheet", stroke_width=2
        )
    elif kind == "spots":
        inside = el("rect", width=8, height=8, class_=f"cp-f-{found.line}") + el(
            "circle", cx=4, cy=4, r=1.8, class_="cp-f-sheet"
        )
    else:
        ground = el("rect", width=8, height=8, class_="cp-f-sheet")
        drawn = {
            "hatch": el("path", d="M0 4h8", class_=line, stroke_width=1.75),
            "rows": el("path", d="M0 2h8", class_=line, stroke_width=2),
            "columns": el("path", d="M0 2h8", class_=line, stroke_width=2),
            "net": el("path", d="M0 4h8M4 0v8", class_=line, stroke_width=1.5),
            "dotted": el("circle", cx=4, cy=4, r=1.8, class_=f"cp-f-{found.line}"),
        }
        inside = ground + drawn[kind]
    turn = _TURN.get(kind)
    return el(
        "pattern",
        inside,
        id=f"{chart}-{name}",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform=turn,
    )


def area(name: str, chart: str, extra: str = "") -> dict[str, str]:
    """The attributes of an area (bar, node) of a tone."""
    found = tone(name)
    if found.weave == "solid":
        return {"class_": f"cp-f-{found.line} {extra}".strip()}
    if found.weave == "empty":
        return {"class_": f"cp-f-sheet cp-l-{found.line} box {extra}".strip()}
    return {"class_": f"cp-l-{found.line} box {extra}".strip(), "fill": f"url(#{chart}-{name})"}


def dash(name: str) -> str:
    """The class of a tone's dashes, empty for an unbroken line."""
    found = tone(name)
    return f" d{found.dash}" if found.dash > 1 else ""


def point(name: str, size: float = 5.0, extra: str = "") -> str:
    """A point of a tone round the origin, ``size`` px from its middle to its edge."""
    found = tone(name)
    solid = f"cp-f-{found.line} cp-pt {extra}".strip()
    hollow = f"cp-f-sheet cp-l-{found.line} {extra}".strip()
    s = size
    match found.shape:
        case "disc":
            return el("circle", r=s, class_=solid)
        case "ring":
            return el("circle", r=s * 0.9, class_=hollow, stroke_width=2)
        case "square":
            return el("rect", x=-s * 0.9, y=-s * 0.9, width=s * 1.8, height=s * 1.8, class_=solid)
        case "box":
            return el(
                "rect", x=-s * 0.8, y=-s * 0.8, width=s * 1.6, height=s * 1.6, class_=hollow, stroke_width=2
            )
        case "triangle":
            return el("path", d=_corners((0, -1.2), (1.1, 0.8), (-1.1, 0.8), size=s), class_=solid)
        case "diamond":
            return el("path", d=_corners((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0), size=s), class_=solid)
        case "cross":
            return el(
                "path",
                d=_lines(((-1, -1), (1, 1)), ((-1, 1), (1, -1)), size=s),
                class_=f"cp-l-{found.line} {extra}".strip(),
                stroke_width=2.5,
            )
        case _:
            rays = (
                ((0, -1.1), (0, 1.1)),
                ((-1.1, 0), (1.1, 0)),
                ((-0.8, -0.8), (0.8, 0.8)),
                ((-0.8, 0.8), (0.8, -0.8)),
            )
            return el(
                "path",
                d=_lines(*rays, size=s),
                class_=f"cp-l-{found.line} {extra}".strip(),
                stroke_width=1.75,
            )


def _corners(*points: tuple[float, float], size: float) -> str:
    return "M" + "L".join(f"{round(x * size, 1):g} {round(y * size, 1):g}" for x, y in points) + "z"


def _lines(*lines: tuple[tuple[float, float], tuple[float, float]], size: float) -> str:
    return "".join(
        "M" + "L".join(f"{round(x * size, 1):g} {round(y * size, 1):g}" for x, y in line) for line in lines
    )
