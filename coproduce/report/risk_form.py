"""Sheets on which people judge: one for each risk, in plain words, to print, fill in by hand and type in.

How likely something is, is asked as "in how many of 100?" beside a hundred small figures,
so that nobody needs to know what a per cent is. Each sheet says that "we do not know" is an answer. The
same questions stand, in the same order, in the CSV into which the answers go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coproduce import report as r
from coproduce.report.chart import chart, chart_id
from coproduce.report.drawing import el, words

Plain = Mapping[str, Any]

BLANK = "______"
RADIUS, PITCH, APART = 4, 11, 122
EXAMPLES = (5, 20, 0)


@dataclass(frozen=True)
class Form:
    """``sheets`` by file name, and one empty ``row`` for each question, as the CSV wants them."""

    sheets: dict[str, r.Page]
    rows: list[dict[str, Any]]


def form(study: Plain) -> Form:
    """The sheets of a study in its plain form."""
    sheets: dict[str, r.Page] = {}
    rows: list[dict[str, Any]] = []
    outcomes = {one["id"]: one for one in study["outcomes"]}
    groups = {one["id"]: one["name"] for one in study["groups"]}
    for number, risk in enumerate(study["risks"], start=1):
        outcome = outcomes[risk["outcome"]]
        sheets[f"{number:02d}-{risk['id']}.html"] = _risk(study, risk, outcome, groups)
        questions = ["likelihood", "severity", *(["share"] if risk["per"] == "year" else []), "months"]
        for question in questions:
            bearers = risk["bearers"] if question == "severity" and len(risk["bearers"]) > 1 else [""]
            rows += [_row(risk["id"], question, bearer) for bearer in bearers]
    effects = [
        (action, effect)
        for action in study["actions"]
        for effect in action["effects"]
        if not _given(study, f"{action['id']}/{effect['on']}/{effect['of']}")
    ]
    if effects:
        sheets[f"{len(study['risks']) + 1:02d}-what-would-help.html"] = _effects(study, effects)
        rows += [
            _row(f"{action['id']}/{effect['on']}/{effect['of']}", "effect") for action, effect in effects
        ]
    return Form(sheets, rows)


def _row(about: str, question: str, bearer: str = "") -> dict[str, Any]:
    return {"round": 1, "about": about, "question": question, "bearer": bearer}


def _given(study: Plain, about: str) -> bool:
    return any(one["about"] == about and not one.get("group") for one in study["answers"])


def _risk(study: Plain, risk: Plain, outcome: Plain, groups: Mapping[str, str]) -> r.Page:
    harm = risk["sense"] == "harm"
    unit = "years" if risk["per"] == "year" else "people"
    likely = (
        "Think of 100 years like this one. In how many of them would it happen?"
        if risk["per"] == "year"
        else "Think of 100 people here. To how many of them would it happen in a year?"
    )
    bearers = [groups[name] for name in risk["bearers"]]
    down = "down the ladder would it take them" if harm else "up the ladder would it bring them"
    parts: list[r.Block] = [
        r.Section(
            "1. How likely?",
            (
                r.Para(likely),
                r.Figure(_hundred(unit), table="apart", heading=""),
                _answer_table("How many of 100", ["Your figures"]),
            ),
        ),
        r.Section(
            f"2. How {'bad' if harm else 'good'} would it be?",
            (
                r.Para(f"If it happened: how many points {down}?"),
                _ladder(outcome),
                _answer_table("Points, 0 to 100", bearers),
            ),
        ),
    ]
    more = []
    if risk["per"] == "year":
        more.append("How many of 100 people in the group would feel it?")
    more.append("For how many months of a year?")
    parts.append(r.Section("3. How many, how long?", (_answer_table("If it happened", more),)))
    needs = next((one["name"] for one in study["actions"] if one["id"] == risk["needs"]), "")
    when = f"It can only come if we do this: {needs}. Answer as if it were done." if needs else ""
    return r.Page(
        title=risk["name"],
        kicker=study["title"],
        lead=risk["story"] or f"What do you think about this? It is about: {outcome['name']}.",
        blocks=(_who(), _how(), *([r.Para(when)] if when else []), *parts),
        brand_note="A sheet to fill in. Nobody is right or wrong here.",
    )


def _who() -> r.Block:
    return r.Table.of(
        "About you",
        ["I am here as (group)", "A name or number of your choice", "Round"],
        [[f"{BLANK * 4}", f"{BLANK * 3}", "1  ☐    2  ☐"]],
        notes=("It need not be your real name. We only need to know which sheets belong together.",),
    )


def _answer_table(what: str, rows: list[str]) -> r.Table:
    return r.Table.of(
        what,
        [
            "",
            "Lowest it could be",
            "Highest it could be",
            "Your best guess",
            "How sure? (50 to 100 of 100)",
            "Do not know",
        ],
        [[row[:1].upper() + row[1:], BLANK, BLANK, BLANK, BLANK, "☐"] for row in rows],
        phone="scroll",
    )


def _how() -> r.Block:
    return r.Panel(
        "How to fill it in",
        (
            r.Bullets(
                (
                    (
                        "Start with the lowest it could really be, then the highest, and only then your best "
                        "guess."
                    ),
                    (
                        "“How sure” asks: how sure are you that the truth lies between your lowest and your "
                        "highest? "
                        "50 is a coin toss, 100 is certain."
                    ),
                    (
                        "“Do not know” is a good answer. It shows what we should find out. Please do not "
                        "guess to be polite."
                    ),
                    (
                        "First everybody fills in a sheet alone. Then we look at all the answers together, "
                        "talk, and fill in a "
                        "second sheet if anybody has changed their mind."
                    ),
                )
            ),
        ),
    )


def _ladder(outcome: Plain) -> r.Table:
    rows = [[f"{points:g}", words] for points, words in reversed(outcome["ladder"])]
    return r.Table.of(f"The ladder: {outcome['name']}", [r.figures("Points"), "What life is like"], rows)


def _effects(study: Plain, effects: list[tuple[Plain, Plain]]) -> r.Page:
    names = {one["id"]: one["name"] for part in ("risks", "activities", "agents") for one in study[part]}
    rows = []
    for action, effect in effects:
        target = " for ".join(names[part] for part in effect["of"].split(">"))
        rows.append(f"{action['name']}: {ASKED[effect['on']].format(target)}")
    return r.Page(
        title="What would help, and how much?",
        kicker=study["title"],
        lead="For each of these: how much would it change? 0 means not at all. A figure below 0 means "
        "that it would make things worse.",
        blocks=(_who(), _how(), _answer_table("How much it would change", rows)),
        brand_note="A sheet to fill in. Nobody is right or wrong here.",
    )


ASKED = {
    "exposure": "how much less of it, of 100 ({})",
    "likelihood": "of 100 times that it would come, how many would be spared ({})",
    "severity": "of 100 points that it would cost, how many would be spared ({})",
    "cap": "at most how many points would it then cost ({})",
    "fall": "of 100 points that would be lost, how many would be spared ({})",
    "plateau": "of 100 weeks of standstill, how many would be spared ({})",
    "recovery": "of 100 weeks on the way back, how many would be spared ({})",
    "adaptation": "how many points better than before in the end ({})",
    "learning": "of 100 points lost a second time, how many would be spared ({})",
    "substitution": "of 100 parts that are missing, how many more could they carry ({})",
}


def _hundred(unit: str) -> r.Chart:
    """Three squares of a hundred dots, so that "of 100" can be seen: two examples, and an empty one to shade."""
    parts = []
    for panel, filled in enumerate(EXAMPLES):
        for at in range(100):
            x, y = at % 10 * PITCH + panel * APART + RADIUS + 1, at // 10 * PITCH + RADIUS + 1
            fill = "currentColor" if at < filled else "none"
            parts.append(el("circle", cx=x, cy=y, r=RADIUS, fill=fill, stroke="currentColor", stroke_width=1))
        label = f"{filled} of 100" if filled else "shade yours"
        parts.append(words(label, panel * APART, 10 * PITCH + 18))
    table = r.Table.of("Of 100", ["Filled", "Of"], [[str(filled), "100"] for filled in EXAMPLES])
    title = f"What 5 and 20 of 100 {unit} look like"
    return chart(
        chart_id("hundred", title, table),
        *parts,
        height=10 * PITCH + 30,
        title=title,
        description=f"Three squares of a hundred dots, each dot one of 100 {unit}: 5 filled, 20 filled, "
        f"and an empty one to shade.",
        table=table,
        used=(),
    )
