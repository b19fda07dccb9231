"""What would change the choice: other weights, a group left out, something found out. And what reviews taught."""

from __future__ import annotations

from coproduce import report as r
from coproduce.report.risk.reading import Plain, Study, figure, headed, whole

MOST_EXPERIMENTS = 6
LEAST = 0.05
"""Points a year below which a figure would read as 0.0."""
QUESTIONS = {
    "likelihood": "how likely is it?",
    "severity": "how bad or good would it be?",
    "effect": "how much would it help?",
}


def turning(study: Study) -> list[r.Block]:
    """Groups, weights, regret; then what is worth trying out."""
    if len(study.mixes) < 2:
        return []
    return [_groups(study), *_experiments(study)]


def _groups(study: Study) -> r.Section:
    names: dict[object, str] = {tuple(mix["actions"]): study.letter(mix) for mix in study.mixes}
    lines: list[r.Words] = []
    for group in study.judges:
        own = tuple(group["own_choice"])
        lines.append(
            (r.Strong(f"{headed(group['name'])} alone "), f"would choose {_mix_words(study, own, names)}.")
        )
    changed = [group for group in study.judges if group["changes_choice"]]
    if changed:
        told = r.listed([group["name"] for group in changed])
        several = len(changed) > 1
        left = (
            f"Leave out any one of these, and another mix comes out ahead: {told}. Each of these voices "
            f"decides something."
            if several
            else f"Leave out {told}, and another mix comes out ahead: that voice decides something."
        )
    elif len(study.judges) > 1:
        left = "Leave out any one group, and the same mix still comes out ahead. No single group decides."
    else:
        left = "Only one group has judged, so nothing can be said about other voices."
    heads: list[str | r.Column] = [
        "Group",
        r.figures("Counts for"),
        *(r.figures(study.letter(mix)) for mix in study.mixes),
    ]
    rows = [
        [
            r.Cell(headed(group["name"]), note=r.plural(group["judges"], "person judged", "people judged")),
            r.Cell(r.percent(group["weight"])),
            *(r.Cell(figure(mix["regret_by_group"][group["id"]])) for mix in study.mixes),
        ]
        for group in study.judges
    ]
    table = r.Table.of(
        "What each group would give up, by its own beliefs, in points a year",
        heads,
        rows,
        notes=(
            (
                "0: it is this group's own best. Large: the group believes that something else would serve "
                "people far better."
            ),
        ),
        phone="stack",
    )
    regret = r.Term(
        "give up", "how many points a year it thinks are lost against the mix it would have chosen itself"
    )
    return r.Section(
        "What would change the choice",
        (
            r.Bullets(tuple(lines)),
            r.Para(left),
            r.Para(("For each mix, the table says what a group would ", regret, ".")),
            table,
        ),
    )


def _mix_words(study: Study, actions: tuple[str, ...], names: dict[object, str]) -> str:
    held = r.listed([study.action(name) for name in actions]) or "nothing new"
    known = names.get(actions)
    return known if known and actions else held


def _experiments(study: Study) -> list[r.Block]:
    found = study.result["experiments"]
    if not found:
        return []
    worth = [one for one in found if one["value"] >= LEAST]
    unknown = [one for one in found if one["status"] == "unknown"]
    lines: list[r.Words] = []
    seen: set[str] = set()
    for one in [*unknown, *worth]:
        key = one["about"]
        if key in seen or len(lines) >= MOST_EXPERIMENTS:
            continue
        seen.add(key)
        lines.append(_experiment(study, one))
    return [
        r.Section(
            "What to try out or find out first",
            (
                r.Para(
                    "Something is worth finding out if knowing it could change what you choose. The "
                    "figure says what knowing it for certain before "
                    "choosing would be worth, in points a year. It is an upper limit: a small test tells "
                    "less."
                ),
                r.Bullets(tuple(lines), ordered=True),
            ),
        )
    ]


def _experiment(study: Study, one: Plain) -> r.Words:
    name = headed(study.about(one["about"]))
    question = QUESTIONS.get(one["question"], one["question"])
    if one["status"] == "unknown":
        return (
            r.Strong(f"{name}: {question} "),
            (
                f"{r.in_hundred(one['unknown_share'])} do not know, so a first small test would be worth "
                f"making whatever the figures say."
            ),
        )
    return (
        r.Strong(f"{name}: {question} "),
        f"Knowing it would be worth up to {figure(one['value'])} points a year.",
    )


def reviewed(study: Study) -> list[r.Block]:
    """What reviews taught; nothing where there were none."""
    found = study.result["reviewed"]
    if not found:
        return []
    lines: list[r.Words] = []
    for one in found:
        before, now = (r.span(one[name][0] * 100, one[name][-1] * 100, whole) for name in ("before", "now"))
        scores = sorted(one["brier"].items(), key=lambda pair: pair[1])
        closest = f" Closest was {study.group(scores[0][0])}." if len(scores) > 1 else ""
        lines.append(
            (
                r.Strong(f"{study.about(one['risk'])}: "),
                (
                    f"it happened {one['happened']} times of {one['tried']}. Before, people thought of "
                    f"{before} in 100; with that known, "
                    f"{now} in 100 is what fits.{closest}"
                ),
            )
        )
    return [
        r.Section(
            "What the last review taught",
            (
                r.Para(
                    "Who came closest is told so that groups can learn. It never changes how much a group "
                    "counts."
                ),
                r.Bullets(tuple(lines)),
            ),
        )
    ]
