"""When the shock comes: how each agent falls, comes back, and what is different afterwards."""

from __future__ import annotations

from coproduce import report as r
from coproduce.report.risk.reading import Plain, Study, figure, headed, whole

WEAK = {
    "nobody-stands-in": "Nobody is named who could stand in.",
    "single-provider": "There is only this one provider.",
}


def shock(study: Study) -> list[r.Block]:
    """One part for each agent; nothing where the study has none."""
    agents = study.result["agents"]
    if not agents:
        return []
    name = study.result["shock"] or "a shock"
    blocks: list[r.Block] = [
        r.Para(
            f"Imagine it: {_lower(name)}. How far would each fall, how soon would it be back, and what "
            f"would be different afterwards? "
            "These are three things, and one does not make up for another. Nobody adds them up here."
        ),
        r.Para(
            "In the pictures, 100 is all that normally works. The line is the middle of what people "
            "imagine; nine in ten imagined courses lie in "
            "the pale band, half in the darker one.",
            voice="soft",
        ),
    ]
    for agent in agents:
        blocks += _agent(study, agent)
    return [r.Section("When the shock comes", tuple(blocks))]


def _agent(study: Study, agent: Plain) -> list[r.Block]:
    courses = {
        course["portfolio"]: course for course in study.result["resilience"] if course["agent"] == agent["id"]
    }
    today = courses[min(courses)]
    others = [(_letter_of(study, at), course) for at, course in enumerate(courses.values())]
    shown = [others[0], *[one for one in others[1:] if _differs(one[1], today)][:1]]
    sentences: list[str] = [_words(today)]
    sentences += _limit_words(agent, others)
    sentences += [WEAK[weak] for weak in agent["weaknesses"] if weak in WEAK]
    text = " ".join(sentences)
    figure_of = r.Figure(_fan(agent, shown), table="folded", heading="")
    return [r.Two((r.Section(headed(agent["name"]), (r.Para(text),)),), (figure_of,))]


def _letter_of(study: Study, at: int) -> str:
    return study.letter(study.mixes[at])


def _differs(one: Plain, other: Plain) -> bool:
    return bool(abs(one["lost_area"]["mean"] - other["lost_area"]["mean"]) > 0.5)


def _words(course: Plain) -> str:
    depth, back, final = course["depth"], course["recovery"], course["adaptation"]
    fall = r.span(depth["quantiles"][1], depth["quantiles"][3], figure)
    weeks = r.span(back["quantiles"][1], back["quantiles"][3], whole)
    after = final["quantiles"][2]
    change = (
        "much as before"
        if abs(after) < 1
        else f"{figure(abs(after))} points {'better' if after > 0 else 'worse'} than before"
    )
    learned = course["learned"]["quantiles"][2]
    again = (
        " A second shock like it would then cost next to nothing."
        if learned < 0.03
        else f" A second shock like it would then cost about {r.percent(learned)} of what the first did."
        if learned < 0.97
        else " A second one like it would cost about as much."
        if learned <= 1.03
        else " A second one like it would cost more."
    )
    return (
        f"As things are, the fall would be {fall} points, nearly made up after {weeks} weeks; afterwards, "
        f"{change}.{again}"
    )


def _limit_words(agent: Plain, others: list[tuple[str, Plain]]) -> list[str]:
    if agent["least_level"] is None or agent["longest_gap"] is None:
        return []
    gap = f"{r.number(agent['longest_gap'])} {'week' if agent['longest_gap'] == 1 else 'weeks'}"
    told = [f"{letter} {r.in_hundred(course['p_within_limits'])}" for letter, course in others]
    found: list[str] = [
        (
            f"People said: it must not be below {figure(agent['least_level'])} for more than {gap}. That "
            f"would "
            f"be kept in so many imagined courses: "
            f"{r.listed(told)}."
        )
    ]
    if "promise-too-late" in agent["weaknesses"]:
        found.append(
            f"It promises to be back in {r.number(agent['promised'])} weeks. That is longer than people "
            f"can bear."
        )
    return found


def _fan(agent: Plain, shown: list[tuple[str, Plain]]) -> r.Chart:
    curves = []
    for letter, course in shown:
        points = tuple(
            r.At(week, level[2], level[0], level[4], level[1], level[3])
            for week, level in zip(course["weeks"], course["fan"], strict=True)
        )
        curves.append(r.Curve(letter, points))
    return r.fan(
        f"{headed(agent['name'])} after the shock",
        curves,
        x=r.Axis(low=0, high=104, label="weeks after the shock"),
        y=r.Axis(low=0, high=120, label="how much of the normal is there"),
        bands="9 in 10 imagined courses",
        inner="half of them",
        height=240,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
