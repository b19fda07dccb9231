"""A decision on one A4, for a councillor and for those who lose: what was asked, what was decided, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from coproduce.decisions.public import GOES_AHEAD, DecisionView, told_of
from coproduce.instruments.answer.queries import Desk
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import FateOutcome, Stage
from coproduce.ui.templatetags.humanise import day, money

MOST_ROWS = 14
"""As many ideas as one page holds; the rest stands on the page of the stage."""


def on_one_page(here: Stage, found: Desk, one: DecisionView) -> dict[str, Any]:
    """What the template draws."""
    items = {item.id: item for item in found.items}
    votes = {
        row.item_id: row.score for result in found.results for row in result.items if row.score is not None
    }
    rows = []
    for ruling in one.rulings:
        item, picked = items.get(ruling.item_id), found.voted.get(ruling.item_id)
        if item is None:
            continue
        goes = ruling.outcome in GOES_AHEAD
        votes_cast = votes.get(item.id)
        rows.append({
            "title": f"{item.number}. {item.title}", "number": item.number,
            "cost": money(item.cost_central, item.currency),
            "votes": f"{votes_cast:,.0f}" if votes_cast is not None else "", "picked": picked,
            "word": str(FateOutcome(ruling.outcome).label), "goes": goes,
            "against": picked is not None and picked != goes, "reason": ruling.reason, "next": ruling.next_step,
            "due": day(ruling.due_on) if ruling.due_on and goes else "",
        })  # fmt: skip
    rows.sort(key=lambda row: (not row["against"], not row["goes"], row["number"]))
    against = [row for row in rows if row["against"]]
    told, lost = told_of([one.id])[one.id]
    return {
        "one": one,
        "body": organisation_names([one.body_id]).get(one.body_id, "") if one.body_id else "",
        "day": day(one.decided_on),
        "look_again": day(one.look_again_on),
        "minutes_link": minutes_link(one.minutes),
        "rows": rows[:MOST_ROWS],
        "left_out": max(0, len(rows) - MOST_ROWS),
        "against": against,
        "losers": [row for row in rows if not row["goes"] and row["next"]][:6],
        "verdict": _verdict(rows, against, asked=bool(found.voted)),
        "asked": bool(found.voted),
        "advisory": bool((here.step.settings or {}).get("advisory")),
        "goes": sum(row["goes"] for row in rows),
        "told": told,
        "lost": lost,
    }


def minutes_link(minutes: str) -> str:
    """The address of the minutes, where they were given as one that a browser may follow."""
    try:
        parts = urlsplit(minutes.strip())
    except ValueError:
        return ""
    return minutes.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


def _verdict(rows: list[dict[str, Any]], against: list[dict[str, Any]], *, asked: bool) -> str:
    if not asked:
        return "There was no vote on it"
    if not against:
        return "As the vote said"
    return "Against the vote" if len(against) == len(rows) else "Partly against the vote"
