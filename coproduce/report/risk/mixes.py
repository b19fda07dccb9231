"""The mixes of actions on the table: what each holds, what it brings, what it costs, who bears it."""

from __future__ import annotations

from coproduce import report as r
from coproduce.report.risk.reading import STRATEGIES, Plain, Study, figure, headed, signed
from coproduce.report.tones import group_tone


def mixes(study: Study) -> list[r.Block]:
    """What could be done, and the mixes that are put forward."""
    if not study.result["actions"]:
        return []
    return [_actions(study), _on_the_table(study)]


def frontier(study: Study) -> list[r.Block]:
    """Mixes that no other beats: what more money buys."""
    if len(study.mixes) < 2:
        return []
    return [_frontier(study)]


def who_bears(study: Study) -> r.Section:
    """Each bearer under each mix, never averaged away."""
    heads: list[str | r.Column] = ["Who, and what", *(r.figures(study.letter(mix)) for mix in study.mixes)]
    rows = []
    for at, bearer in enumerate(study.mixes[0]["bearers"]):
        parts = [mix["bearers"][at] for mix in study.mixes]
        name = headed(study.group(bearer["bearer"]))
        rows.append([r.Cell(f"{name}: all in all"), *(r.Cell(signed(one["net"])) for one in parts)])
        rows.append([r.Cell("of which harm"), *(r.Cell(signed(one["harm"])) for one in parts)])
        rows.append([r.Cell("of which gain"), *(r.Cell(signed(one["gain"])) for one in parts)])
        rows.append([r.Cell("in their bad years"), *(r.Cell(signed(one["cvar"])) for one in parts)])
    table = r.Table.of(
        "Points a year for each group that bears",
        heads,
        rows,
        notes=(
            "Bad years: the average of the worst 1 year in 20 for that group.",
            "Points are for the average member of the group.",
        ),
        phone="scroll",
    )
    return r.Section("Who gains and who bears", (*_bearers_in_words(study), table))


def _actions(study: Study) -> r.Section:
    rows = [
        [
            r.Cell(headed(action["name"])),
            r.Cell(STRATEGIES[action["strategy"]]),
            r.Cell(
                study.money(action["cost"]),
                note=""
                if action["cost_lowest"] == action["cost_highest"]
                else f"{study.money(action['cost_lowest'])} to {study.money(action['cost_highest'])}",
            ),
        ]
        for action in study.result["actions"]
    ]
    table = r.Table.of(
        "The actions", ["Action", "What kind of answer it is", r.figures("Cost a year")], rows, phone="stack"
    )
    return r.Section(
        "What could be done",
        (
            r.Para(
                "There are four kinds of answer to a risk: choose other activities, make it less likely "
                "or less bad, come through it better, "
                "or enable something good although it has a risk of its own. Doing nothing counts too: a "
                "good thing that is given up is a loss."
            ),
            table,
        ),
    )


def _on_the_table(study: Study) -> r.Section:
    answers = tuple(_answer(study, mix) for mix in study.mixes)
    blocks: list[r.Block] = [
        r.Para(
            (
                "A ",
                r.Term("mix", "a set of actions done together"),
                (
                    " stands here because it is best in one way. None of them is best in every way, and none "
                    "is the winner. "
                ),
                "The ",
                r.Term("bad years", "the average of the worst 1 year in 20"),
                " are shown because people live through bad years, not through averages.",
            )
        ),
        r.Aloud(answers),
    ]
    spending = [mix for mix in study.mixes if mix["actions"]]
    if spending:
        rows = [
            r.Share(study.letter(mix), tuple(round(mix["strategy_mix"][name] * 1000) for name in STRATEGIES))
            for mix in spending
        ]
        parts = [r.Part(words, group_tone(at)) for at, words in enumerate(STRATEGIES.values())]
        chart = r.shares(
            "Where the money goes",
            parts,
            rows,
            lead=3,
            head="Mix",
            note="The figure at the right is the share that enables something.",
        )
        blocks.append(r.Figure(chart, table="folded", heading="Where the money goes, by kind of answer"))
    return r.Section("Mixes to talk about", tuple(blocks))


def _answer(study: Study, mix: Plain) -> r.Answer:
    reasons = study.reasons(mix)
    if not mix["actions"]:
        first: r.Words = "Nothing new is done, and nothing is spent."
    else:
        first = f"{headed(r.listed([study.action(name) for name in mix['actions']]))}."
    sentences: list[r.Words] = [first]
    if mix["actions"]:
        why = r.listed([reason for reason in reasons if reason != "nothing new is done"])
        sentences.append((r.Strong("Why it stands here: "), f"it {why}."))
    sentences.append((r.Strong("What to expect: "), _expect(study, mix)))
    sentences.append((r.Strong("In bad years: "), f"{study.points(mix['cvar'])}."))
    if mix["actions"]:
        sentences.append((r.Strong("Cost: "), f"{study.money(mix['cost'])} a year."))
        sentences.append(
            (
                r.Strong("Whose choice: "),
                (_accepted(mix["acceptability"])),
            )
        )
    if mix["luck_share"] is not None and mix["luck_share"] > 0:
        sentences.append(
            (
                r.Strong("How sure: "),
                (
                    f"of all that makes one imagined year differ from another, "
                    f"{r.in_hundred(mix['luck_share'])} is luck; the rest is that "
                    "people disagree or do not know."
                ),
            )
        )
    if not mix["within_limits"]:
        sentences.append(
            (
                r.Strong("Note: "),
                "it goes beyond what a group has agreed to give up (see “What would change the choice”).",
            )
        )
    return r.Answer(study.letter(mix), tuple(sentences))


def _accepted(share: float) -> str:
    best = "hardly ever comes out best" if share < 0.005 else f"comes out best in {r.in_hundred(share)}"
    return f"weigh the groups in every possible way, and it {best}."


def _expect(study: Study, mix: Plain) -> str:
    text = f"{study.points(mix['net'])} a year"
    if mix["actions"]:
        text += f", {study.better(mix)} than today"
    low, high = mix["net_bounds"]
    if high - low >= 0.05:
        text += f". If what is unknown turns out at its worst: {study.points(low)}; at its best: {study.points(high)}"
    return text + "."


def _frontier(study: Study) -> r.Section:
    listed = [one for one in study.result["portfolios"] if one["on_frontier"]]
    forward = [mix["actions"] for mix in study.mixes]
    points = [
        r.Point(one["cost"], one["net"], "no other beats it")
        for one in sorted(listed, key=lambda one: (one["cost"], one["net"]))
        if one["actions"] not in forward
    ]
    points += [r.Point(mix["cost"], mix["net"], "put forward", study.letter(mix)) for mix in study.mixes]
    currency = study.result["currency"]
    rows = [
        [
            r.Cell(
                study.letter(one) if one["actions"] in forward else "–",
                note=r.listed([study.action(name) for name in one["actions"]]) or "nothing new",
            ),
            r.Cell(study.money(one["cost"])),
            r.Cell(signed(one["net"])),
            r.Cell(signed(one["cvar"])),
        ]
        for one in sorted(study.result["portfolios"], key=lambda one: (one["cost"], one["net"]))
    ]
    table = r.Table.of(
        "Mixes that no other beats",
        ["Mix", r.figures("Cost a year"), r.figures("Expected"), r.figures("Bad years")],
        rows,
        phone="stack",
    )
    chart = r.map_of_points(
        "What money buys",
        points,
        hulls=False,
        x=r.Axis(
            low=0, high=1.2 * max(1.0, *(point.x for point in points)), label=f"cost a year ({currency})"
        ),
        y=r.Axis(label="points a year, all groups together", write=signed),
        each="mixes",
        table=table,
    )
    count = study.result["frontier_size"]
    text = (
        f"Of all mixes that keep to the money there is, {r.plural(count, 'one is', 'are')} beaten by no "
        f"other: whatever is better in one way is worse in "
        "another (more to pay, less to gain, or worse bad years). Each mark is one of them. Further up is "
        "better; further right costs more."
    )
    if study.result["budget"] is not None:
        text += f" The money there is: {study.money(study.result['budget'])} a year."
    return r.Section("What money buys", (r.Para(text), r.Figure(chart, table="folded", heading="")))


def _bearers_in_words(study: Study) -> list[r.Block]:
    if len(study.mixes) < 2:
        return [r.Para("What each group bears as things are today.")]
    today = study.mixes[0]["bearers"]
    lines = []
    for mix in study.mixes[1:]:
        changes = [
            (study.group(then["bearer"]), then["net"] - now["net"], then["harm"] - now["harm"])
            for now, then in zip(today, mix["bearers"], strict=True)
        ]
        gained = [f"{name} by {figure(change)}" for name, change, _ in changes if change >= 0.05]
        lost = [f"{name} by {figure(-change)}" for name, change, _ in changes if change <= -0.05]
        text = (
            f"{study.letter(mix)}: better for {r.listed(gained)} points"
            if gained
            else f"{study.letter(mix)}: better for nobody"
        )
        lines.append(
            f"{text}; worse for {r.listed(lost)} points."
            if lost
            else f"{text}; worse for nobody, all in all."
        )
    return [r.Para("Against today, in points a year:"), r.Bullets(tuple(lines))]
