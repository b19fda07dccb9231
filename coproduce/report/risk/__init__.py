"""The page of a study of risks, for a room of people to read, argue over and decide with.

Made from the JSON of ``coproduce risk``. Sentences come before figures; each term is
explained where it first stands; nothing is scored, coloured by danger, or named the winner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coproduce import report as r
from coproduce.report.risk.mixes import frontier, mixes, who_bears
from coproduce.report.risk.reading import Study, headed
from coproduce.report.risk.said import differ, ladders, risks_said, unknown
from coproduce.report.risk.shock import shock
from coproduce.report.risk.turning import reviewed, turning

__all__ = ["page"]


def page(envelope: Mapping[str, Any]) -> r.Page:
    """The page of the study in ``envelope`` (plain values, as ``--json`` writes them)."""
    study = Study.of(envelope)
    sections = [
        ladders(study),
        risks_said(study),
        differ(study),
        unknown(study),
        *mixes(study),
        *frontier(study),
        who_bears(study),
        *turning(study),
        *shock(study),
        *reviewed(study),
        _limits(study),
    ]
    return r.Page(
        title=_title(study),
        kicker=study.result["title"],
        lead="People who bear the risks, and people who work with them, said what could go wrong or "
        "right, how likely it is "
        "and how bad or good it would be. This page puts together what they said. It does not decide: "
        "that is for the room.",
        notice="All judgements on this page are invented, to show how it works. No real place is meant."
        if study.invented
        else "",
        blocks=(_in_short(study),),
        side=_notes(study),
        wide=tuple(sections),
    )


def _title(study: Study) -> str:
    count = len(study.mixes) - 1
    found = f"{r.in_words(count).capitalize()} {'mix' if count == 1 else 'mixes'} of actions to talk about"
    if count < 1:
        found = "What could go wrong, as people see it"
    unknown_risks = [risk for risk in study.risks if risk["status"] == "unknown"]
    if not unknown_risks:
        return found
    what = "one thing" if len(unknown_risks) == 1 else f"{r.in_words(len(unknown_risks))} things"
    return f"{found}, and {what} hardly anybody knows"


def _in_short(study: Study) -> r.Section:
    today = study.mix("today")
    point = r.Term(
        "point",
        "one step on a ladder from 0 to 100 that says how well things are, for the average person of a "
        "group, for a whole year",
    )
    lines: list[r.Words] = [
        ("Everything here is counted in points. A ", point, " down is a harm, a point up a gain."),
        f"As things are today, people expect {study.points(today['net'])} a year, all groups taken together.",
    ]
    best = study.mix("most_gain")
    if best["actions"]:
        lines.append(
            f"{study.name_of(best)} promises the most: it would be {study.better(best)} than today, for "
            f"{study.money(best['cost'])} a year. It is not the only way; the others are below."
        )
    apart = study.furthest_apart()
    if apart:
        risk, low, high = apart
        lines.append(
            f"Groups differ most over “{risk['name']}”: {headed(low[0])} expect {study.points(low[1])} a "
            f"year from "
            f"it, "
            f"{high[0]} expect {study.points(high[1])}."
        )
    off = study.result["off_register"]
    if off["chance"] is not None:
        lines.append(_off_register(off))
    return r.Section("In short", (r.Bullets(tuple(lines)),))


def _off_register(off: Mapping[str, Any]) -> str:
    low, high = max(0.0, off["chance"] - off["margin"]), min(1.0, off["chance"] + off["margin"])
    return (
        f"About {r.in_hundred(off['chance'])} of the next harmful events will be of a kind that is not on "
        f"this list at all "
        f"(perhaps {r.percent(low)} to {r.percent(high)}). That is read from a log of "
        f"{r.plural(off['events'], 'event')}, in "
        f"which {r.plural(off['seen_once'], 'kind was', 'kinds were')} seen only once. No plan below "
        f"counts them."
    )


def _notes(study: Study) -> tuple[r.Block, ...]:
    texts = [text for text in study.warnings if "invented" not in text]
    if not texts:
        return ()
    return (r.Sheet("What to bear in mind", (r.Bullets(tuple(headed(text) for text in texts)),)),)


def _limits(study: Study) -> r.Section:
    errors = study.result["standard_errors"]
    chance = max(errors["relative_net"], errors["relative_cvar"])
    lines: tuple[r.Words, ...] = (
        (
            "These are people's judgements, not measurements. Nobody has checked them against what happened, "
            "unless a review says so below."
        ),
        (
            "Each group counts by its weight, however many of it answered. That all weigh the same is a "
            "choice, and may be "
            "changed with a reason."
        ),
        (
            "Things that could go wrong are taken as independent of one another, except where the study "
            "links "
            "them or gives "
            "them luck in common, and except that each imagined year follows one person's view of everything."
        ),
        (
            "Harms of different groups are added up for the totals. The table of who gains and who bears "
            "shows them apart."
        ),
        (
            f"{r.number(errors['draws'])} years were imagined. By the chance of that alone, figures may be "
            f"out "
            f"by about "
            f"{_small(chance)} of what they are."
        ),
    )
    return r.Section("What these figures are, and are not", (r.Bullets(lines),))


def _small(share: float) -> str:
    return f"{r.number(share * 100, 1)}%"
