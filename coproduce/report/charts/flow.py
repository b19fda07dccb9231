"""Flow: from where to where, and how much. Ribbons run from the places on the left to those on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coproduce.report import lettering, tones
from coproduce.report.chart import Chart, chart, chart_id, entries
from coproduce.report.drawing import ACROSS, LINE, el, lines, num, stretched, words
from coproduce.report.numbers import Figure, Write, fraction, number
from coproduce.report.table import Table, figures

NODE = 12
LEAST = 3.0


@dataclass(frozen=True)
class Flow:
    """So much (``amount``, above 0; nothing is drawn for 0) goes from ``source`` to ``target``."""

    source: str
    target: str
    amount: Figure


@dataclass(frozen=True)
class _Node:
    name: str
    amount: Fraction
    tone: str
    label: tuple[str, ...]
    top: float
    height: float


def flow(
    title: str,
    flows: Sequence[Flow],
    *,
    tones_of: Mapping[str, str] | None = None,
    key: Mapping[str, str] | None = None,
    write: Write = number,
    description: str = "",
    note: str = "",
    heads: tuple[str, str, str] = ("From", "To", "How much"),
    height: int = 300,
    table: Table | None = None,
) -> Chart:
    """Ribbons as thick as their amounts; places in the order in which ``flows`` first names them.

    ``tones_of`` gives places their tones; a source without one takes the next group's, a target ``soft``.
    ``heads`` head the table's columns; ``height`` is the px that all amounts share, labels come on top.

    Raises:
        ValueError: for an amount below 0.
    """
    amounts = [fraction(each.amount) for each in flows]
    if any(amount < 0 for amount in amounts):
        raise ValueError("a flow cannot be less than nothing; turn it round")
    shown = table or Table.of(
        f"{title}: the numbers",
        [heads[0], heads[1], figures(heads[2])],
        [[each.source, each.target, write(each.amount)] for each in flows],
    )
    own = chart_id("flow", title, shown)
    given = tones_of or {}
    total = sum(amounts, Fraction(0))
    scale = float(height / total) if total else 0.0
    sources = list(dict.fromkeys(each.source for each in flows))
    targets = list(dict.fromkeys(each.target for each in flows))
    left = _nodes(
        sources,
        [(each.source, amount) for each, amount in zip(flows, amounts, strict=True)],
        scale,
        write,
        {name: given.get(name, tones.group_tone(place)) for place, name in enumerate(sources)},
    )
    right = _nodes(
        targets,
        [(each.target, amount) for each, amount in zip(flows, amounts, strict=True)],
        scale,
        write,
        {name: given.get(name, "soft") for name in targets},
    )
    bottom = max([node.top + node.height for node in (*left, *right)], default=0.0)
    ribbons = _ribbons(
        flows, amounts, scale, {node.name: node for node in left}, {node.name: node for node in right}
    )
    body = [stretched(*ribbons, y=0, height=max(1.0, bottom))]
    for nodes, x, move, anchor in (
        (left, "0", None, "start"),
        (right, "100%", f"translate({-NODE} 0)", "end"),
    ):
        for node in nodes:
            body.append(
                el(
                    "rect",
                    x=x,
                    y=node.top,
                    width=NODE,
                    height=node.height,
                    transform=move,
                    **tones.area(node.tone, own),
                )
            )
            first = node.top - 7 - LINE * (len(node.label) - 1)
            body.append(lines(node.label, x, first, anchor=anchor, halo=True))
    if not flows:
        body.append(words("Nothing to show yet", 0, 16, soft=True))
        bottom = 24
    return chart(
        own,
        *body,
        height=bottom + 4,
        title=title,
        description=description or _described(flows, amounts, write),
        table=shown,
        used=[node.tone for node in (*left, *right)],
        key=entries(key),
        note=note,
    )


def _nodes(
    names: Sequence[str],
    amounts: Sequence[tuple[str, Fraction]],
    scale: float,
    write: Write,
    tone: Mapping[str, str],
) -> list[_Node]:
    sums = dict.fromkeys(names, Fraction(0))
    for name, amount in amounts:
        sums[name] += amount
    found, y = [], 0.0
    for name in names:
        told = write(sums[name])
        label = lettering.wrap(f"{name}, {told}", lettering.PHONE / 2 - 10, lines=3)
        if told not in " ".join(label):
            label = [*lettering.wrap(name, lettering.PHONE / 2 - 10, lines=2), told]
        y += LINE * len(label) + 6
        size = max(LEAST, float(sums[name]) * scale)
        found.append(_Node(name, sums[name], tone[name], tuple(label), y, size))
        y += size + 8
    return found


def _ribbons(
    flows: Sequence[Flow],
    amounts: Sequence[Fraction],
    scale: float,
    left: Mapping[str, _Node],
    right: Mapping[str, _Node],
) -> list[str]:
    """Each ribbon leaves and arrives below those before it, in the order of the places on the other side."""
    order = {name: place for place, name in enumerate(left)}
    across = {name: place for place, name in enumerate(right)}
    starts, ends = {}, {}
    used = dict.fromkeys(left, 0.0)
    for place in sorted(range(len(flows)), key=lambda i: (across[flows[i].target], i)):
        starts[place] = left[flows[place].source].top + used[flows[place].source]
        used[flows[place].source] += float(amounts[place]) * scale
    used = dict.fromkeys(right, 0.0)
    for place in sorted(range(len(flows)), key=lambda i: (order[flows[i].source], i)):
        ends[place] = right[flows[place].target].top + used[flows[place].target]
        used[flows[place].target] += float(amounts[place]) * scale
    drawn = []
    middle = ACROSS / 2
    for place, (each, amount) in enumerate(zip(flows, amounts, strict=True)):
        if not amount:
            continue
        size = max(1.0, float(amount) * scale)
        a, b = starts[place], ends[place]
        d = (
            f"M0 {num(a)}C{middle:g} {num(a)} {middle:g} {num(b)} {ACROSS} {num(b)}V{num(b + size)}"
            f"C{middle:g} {num(b + size)} {middle:g} {num(a + size)} 0 {num(a + size)}z"
        )
        ink = tones.tone(left[each.source].tone).line
        drawn.append(el("path", d=d, class_=f"ribbon cp-f-{ink} cp-l-{ink}"))
    return drawn


def _described(flows: Sequence[Flow], amounts: Sequence[Fraction], write: Write) -> str:
    if not flows:
        return "There is nothing to show yet."
    most = max(range(len(flows)), key=lambda place: amounts[place])
    each = flows[most]
    told = f"The most goes from {each.source} to {each.target}: {write(each.amount)}."
    return f"{write(sum(amounts, Fraction(0)))} in all. {told}"
