"""What each group says, where they differ, and what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce import report as r
from coproduce.report.risk.reading import Plain, Study, figure, headed, whole

SHOWN_APART = 4
SHOWN_BANDS = 3


def ladders(study: Study) -> r.Section:
    """What a point means: each outcome's ladder, in its own words."""
    blocks: list[r.Block] = [
        r.Para(
            "This is the ladder that people had before them. A harm of 20 points is one rung down, for "
            "a year."
        )
        if all(_by_twenties(outcome) for outcome in study.result["outcomes"])
        else r.Para("This is the ladder that people had before them. A harm takes people down it, a gain up.")
    ]
    tables = [
        r.Table.of(
            outcome["name"],
            [r.figures("Points"), "What life is like"],
            [[r.Cell(figure(points)), r.Cell(words)] for points, words in reversed(outcome["ladder"])],
        )
        for outcome in study.result["outcomes"]
    ]
    for at in range(0, len(tables), 2):
        pair = tables[at : at + 2]
        blocks.append(r.Two((pair[0],), (pair[1],)) if len(pair) == 2 else pair[0])
    return r.Section("What a point means", tuple(blocks))


def _by_twenties(outcome: Plain) -> bool:
    points = [point for point, _ in outcome["ladder"]]
    return points == [20.0 * at for at in range(len(points))]


def risks_said(study: Study) -> r.Section:
    """Every risk in a sentence, and what each group expects of it."""
    heads: list[str | r.Column] = [
        "What could happen",
        *(r.figures(headed(group["name"])) for group in study.judges),
        r.figures("Together"),
    ]
    rows = []
    for risk in study.risks:
        by_group = {belief["group"]: belief for belief in risk["per_group"]}
        rows.append(
            [
                r.Cell(risk["name"]),
                *(_cell(by_group[group["id"]]) for group in study.judges),
                r.Cell(_expected(risk)) if risk["status"] == "known" else r.Cell("mostly unknown"),
            ]
        )
    table = r.Table.of(
        "Points a year that each group expects",
        heads,
        rows,
        notes=(
            (
                "A figure is how likely it is, times how bad or good it would be, times how many people and "
                "how long. What needs an action is "
                "shown as if it were taken. “Together” lets each group count by its weight, not by how many "
                "answered."
            ),
        ),
        phone="stack",
    )
    return r.Section(
        "What could go wrong, and what could go right",
        (
            r.Bullets(tuple(_sentence(study, risk) for risk in study.risks)),
            table,
        ),
    )


def differ(study: Study) -> r.Section:
    """Where groups are furthest apart, each group's range on a line of its own."""
    known = [risk for risk in study.risks if risk["apart"]]
    known.sort(key=lambda risk: -float(risk["distance"]))
    if not known:
        return r.Section("Where groups differ", (r.Para("No two groups can be compared on any risk."),))
    blocks: list[r.Block] = [
        r.Para(
            "Each line below is one group. The dot is what it expects in points a year; nine in ten of "
            "its members' "
            "imagined years lie on the line. Where lines do not overlap, the groups see different worlds, "
            "and an average of them would be nobody's view."
        )
    ]
    for risk in known[:SHOWN_APART]:
        words = r.Section(risk["name"], (r.Para(_apart(study, risk)),))
        blocks.append(r.Two((words,), (r.Figure(_lines(study, risk), table="folded", heading=""),)))
    return r.Section("Where groups differ", tuple(blocks))


def unknown(study: Study) -> r.Section:
    """Who said "we do not know" about what, and how wide that leaves the picture."""
    blocks: list[r.Block] = [
        r.Para(
            "“We do not know” is an answer. It is never filled in with a guess: it makes the picture "
            "wider, and shows what to try out or find out."
        )
    ]
    outside = [risk for risk in study.risks if risk["status"] == "unknown"]
    if outside:
        blocks.append(r.Bullets(tuple(_outside(study, risk) for risk in outside)))
    some = [risk for risk in study.risks if risk["unknown_share"] > 0]
    if not some:
        blocks.append(r.Para("Everybody who was asked gave a figure for everything."))
        return r.Section("What nobody knows", tuple(blocks))
    some.sort(key=lambda risk: -float(risk["unknown_share"]))
    chart = r.bars(
        "How many do not know",
        [r.Bar(risk["name"], risk["unknown_share"]) for risk in some],
        write=r.percent,
        measure="Do not know",
        head="What could happen",
        note="Share of “we do not know”, each group by its weight.",
    )
    blocks.append(r.Figure(chart, table="folded", heading="How many do not know"))
    for risk in some[:SHOWN_BANDS]:
        if risk["band"]["central"]:
            words = r.Section(f"{risk['name']}: how sure can one be?", (r.Para(_band_words(risk)),))
            blocks.append(r.Two((words,), (r.Figure(_band(risk), table="folded", heading=""),)))
    return r.Section("What nobody knows", tuple(blocks))


def _sentence(study: Study, risk: Plain) -> r.Words:
    told = (r.Strong(f"{risk['name']}. "), risk["story"] + " " if risk["story"] else "")
    if risk["expected"] is None:
        return (*told, "Nobody could say how likely or how bad.")
    chance = _chance(risk, risk["likelihood"][0], risk["likelihood"][-1])
    parts = [
        f"{study.group(bearer)} {r.span(quantiles[0], quantiles[-1], figure)} points"
        for bearer, quantiles in risk["severity_by_bearer"].items()
    ]
    change = "It would cost" if risk["sense"] == "harm" else "It would bring"
    return (*told, f"{chance} {change} {r.listed(parts)}.")


def _chance(risk: Plain, low: float, high: float) -> str:
    span = r.span(low * 100, high * 100, whole)
    if span == "0":
        span = "less than 1"
    return f"People think of {span} in 100 {'years' if risk['per'] == 'year' else 'people a year'}."


def _cell(belief: Mapping[str, Any]) -> r.Cell:
    if belief["expected"] is None:
        return r.Cell("do not know" if belief["asked"] else "not asked")
    return r.Cell(figure(belief["expected"]))


def _expected(risk: Plain) -> str:
    sign = "−" if risk["sense"] == "harm" else "+"
    return sign + figure(risk["expected"])


def _apart(study: Study, risk: Plain) -> str:
    beliefs = {belief["group"]: belief["expected"] for belief in risk["per_group"]}
    less, more = sorted(risk["apart"], key=lambda name: float(beliefs[name] or 0))
    word = "harm" if risk["sense"] == "harm" else "gain"
    return (
        f"{headed(study.group(more))} expect {figure(beliefs[more])} points of {word} a year, "
        f"{study.group(less)} "
        f"{figure(beliefs[less])}. Of all the "
        f"differing in these judgements, {r.in_hundred(risk['between_share'])} lies between the groups; "
        f"the rest is people of one group "
        f"differing, or not being sure."
    )


def _lines(study: Study, risk: Plain) -> r.Chart:
    rows = []
    for belief in risk["per_group"]:
        name = headed(study.group(belief["group"]))
        if belief["expected"] is None:
            rows.append(r.Dot(name, None))
            continue
        note = f"first round {figure(belief['first_round'])}" if _moved(belief) else ""
        rows.append(r.Dot(name, belief["expected"], belief["curve"][1], belief["curve"][-2], note=note))
    word = "harm" if risk["sense"] == "harm" else "gain"
    return r.dots(
        risk["name"],
        rows,
        axis=r.Axis(low=0, label=f"points of {word} a year", write=figure),
        marks=[r.Mark(risk["expected"], "together")],
        head="Group",
    )


def _moved(belief: Plain) -> bool:
    return belief["first_round"] is not None and abs(belief["first_round"] - belief["expected"]) >= 0.05


def _outside(study: Study, risk: Plain) -> r.Words:
    why = f"{r.in_hundred(risk['unknown_share'])} do not know"
    if risk["silent_bearers"]:
        silent = r.listed([study.group(one) for one in risk["silent_bearers"]])
        why += f", and {silent}, who would bear it, said nothing"
    partial = risk["partial_answers"]
    kept = (
        f" {r.plural(partial, 'answer was', 'answers were')} given to one half of the question; they are "
        f"kept, but make no curve."
        if partial
        else ""
    )
    return (
        r.Strong(f"{risk['name']}: "),
        f"{why}. It stands outside any ranking. Try something out, or ask more people.{kept}",
    )


def _band_words(risk: Plain) -> str:
    band = risk["band"]
    at = _telling(band)
    harm = "costs" if risk["sense"] == "harm" else "brings"
    return (
        f"That a year {harm} more than {figure(band['points'][at])} points: "
        f"{r.in_hundred(band['central'][at])} by those who know. Counting those "
        f"who do not, it could be anything from {r.percent(band['lower'][at])} to "
        f"{r.percent(band['upper'][at])}."
    )


def _telling(band: Plain) -> int:
    """A place on the curve where a good part of the years is still beyond."""
    return next(
        (at for at, value in enumerate(band["central"]) if at and value <= 0.5 * band["central"][0]), 1
    )


def _band(risk: Plain) -> r.Chart:
    band = risk["band"]
    lines = zip(band["points"], band["central"], band["lower"], band["upper"], strict=True)
    points = tuple(r.At(x, middle, low, high) for x, middle, low, high in lines)
    word = "harm" if risk["sense"] == "harm" else "gain"
    return r.fan(
        f"{risk['name']}: chance of more than so many points in a year",
        [r.Curve("by those who know", points)],
        x=r.Axis(low=0, label=f"points of {word} in a year"),
        y=r.Axis(low=0, high=1, label="chance of more than that", write=r.percent),
        bands="anything in the band is possible, for all that is known",
        height=220,
    )
