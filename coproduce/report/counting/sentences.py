"""The sentences of a count: short, exact, and fit to be read out in a hall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coproduce.report.blocks import Block, Bullets, Para, Strong, Words
from coproduce.report.counting import methods
from coproduce.report.counting.money import Purse
from coproduce.report.numbers import fraction, in_words, listed, number, percent, plural

MOST_NAMES = 6
POINTS = ("cumulative", "scoring", "ordinal")


def headline(funded: int) -> str:
    """Say what people came to hear: "Six ideas are funded"."""
    if funded == 1:
        return "One idea is funded"
    return f"{in_words(funded).capitalize()} ideas are funded"


def lead(result: Mapping[str, Any], funded: Sequence[Any], lost: Sequence[Any], purse: Purse) -> str:
    """How many voted, what it costs, what is left."""
    voters = result["voters"]
    told = [
        "Nobody voted."
        if not voters
        else f"{plural(voters, 'vote')} {'was' if voters == 1 else 'were'} counted."
    ]
    budget, cost = fraction(result["budget"]), fraction(result["cost"])
    if funded:
        told.append(f"What is funded costs {purse.said(cost)} of {purse.said(budget)}.")
    else:
        told.append(f"There was {purse.said(budget)} to give.")
    left = budget - cost
    if funded and left > 0:
        small = lost and left < min(fraction(each["cost"]) for each in lost)
        told.append(
            f"The other {purse.said(left)} is {'too little for any idea left' if small else 'not spent'}."
        )
    return " ".join(told)


def of(project: Mapping[str, Any], result: Mapping[str, Any], purse: Purse) -> tuple[Words, ...]:
    """The sentences of one idea: why it is funded or not, and what would have changed it."""
    reason = project.get("reason") or {}
    if project["funded"]:
        return (f"{_chosen(project, result)} {_paid(project, reason, purse)}".strip(),)
    told: list[Words] = [_why_not(project, reason, result, purse)]
    changed = _changed(project.get("would_have_won") or {}, purse)
    if changed:
        told.append((Strong("What would have changed it:"), " ", changed))
    return tuple(told)


def difference(result: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, tuple[Block, ...]]:
    """Heading and paragraphs of the sheet that sets another rule beside this one."""
    names = {each["id"]: each["name"] for each in (*result["projects"], *other["projects"])}
    here, there = list(result["selected"]), list(other["selected"])
    gained = [names[name] for name in there if name not in here]
    missed = [names[name] for name in here if name not in there]
    heading = f"Would {methods.named(other)} differ?"
    if not gained and not missed:
        return heading, (Para((Strong("No."), " It funds the same ideas.")), *_content(result, other))
    start = _swapped(len(gained), len(missed))
    lists: list[Block] = []
    for found, only in ((gained, other), (missed, result)):
        if found:
            names_shown = [*found[:MOST_NAMES], *_rest(len(found) - MOST_NAMES)]
            lists += [Para(f"Funded only by {methods.named(only)}:"), Bullets(tuple(names_shown))]
    return heading, (Para(Strong(start)), *lists, *_content(result, other))


def _swapped(gained: int, missed: int) -> str:
    """How far two outcomes lie apart: ``In two ideas.`` where as many go as come, else both numbers."""
    if gained == missed:
        return f"In {in_words(gained)} {'idea' if gained == 1 else 'ideas'}."
    return f"Yes: {in_words(gained)} more would be funded and {in_words(missed)} fewer."


def _rest(count: int) -> list[str]:
    return [f"and {in_words(count)} more"] if count > 0 else []


def preference(step: Mapping[str, Any], rule: str) -> tuple[Block, ...]:
    """The comparison step: which outcome more voters prefer, and so which one counts."""
    first = methods.named({"rule": rule})
    here, there = plural(step["prefer_rule"], "voter"), number(step["prefer_greedy"])
    counts = f"{here} would get more from {first}, {there} from the simple count."
    won = "the simple count" if step.get("winner") == "greedy" else first
    return (Para(counts), Para(f"So the outcome of {won} is the one that counts."))


def tie(found: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One tie met, and who came first."""
    tied = [names.get(name, name) for name in found["tied"]]
    rule = str(found["rule"])
    if rule.startswith("seed:"):
        why = f"the order drawn from the public words “{rule.removeprefix('seed:')}”"
    else:
        why = methods.TIES.get(rule, rule)
    return f"{listed(tied, 5)} were level. First came {tied[0]}: {why}." if tied else ""


def voters_got(result: Mapping[str, Any]) -> str:
    """How many voters got something that they chose."""
    got, voters = (result.get("properties") or {}).get("voters_with_a_funded_project"), result["voters"]
    if got is None or not voters:
        return ""
    share = percent(fraction(got) / voters)
    return f"{number(got)} of {plural(voters, 'voter')} ({share}) got at least one idea that they chose."


def _content(result: Mapping[str, Any], other: Mapping[str, Any]) -> list[Block]:
    here = (result.get("properties") or {}).get("voters_with_a_funded_project")
    there = (other.get("properties") or {}).get("voters_with_a_funded_project")
    if here is None or there is None:
        return []
    told = (
        f"{number(here)} of {plural(result['voters'], 'voter')} got at least one idea they chose. "
        f"With {methods.named(other)} it would be {number(there)}."
    )
    return [Para((Strong("What voters get:"), " ", told))]


def _chosen(project: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    votes = int(project.get("votes") or 0)
    if not votes:
        return "Nobody chose it."
    who = plural(votes, "person", "people")
    if result.get("ballot_type") in POINTS and project.get("score") is not None:
        return f"{who} gave it {plural_points(project['score'])}."
    return f"{who} chose it."


def plural_points(score: Any) -> str:
    """Points with their word: "1 point", "12.5 points"."""
    return f"{number(score)} {'point' if fraction(score) == 1 else 'points'}"


def _paid(project: Mapping[str, Any], reason: Mapping[str, Any], purse: Purse) -> str:
    payers = int(reason.get("paid_in_full") or 0) + int(reason.get("gave_their_last") or 0)
    if payers:
        each = purse.exactly(round(fraction(project["cost"]) / payers, 2))
        votes = int(project.get("votes") or 0)
        if payers == 1:
            return f"{'Her or his' if votes == 1 else 'One'} share paid for it."
        who = "Their shares" if payers == votes else f"The shares of {number(payers)} of them"
        return f"{who} paid for it: {each} each on average."
    if project.get("stage") == "pre-funded":
        return "It was to be funded whatever the votes."
    if project.get("stage") == "phragmen":
        return "Its supporters had its cost together before the money was spent."
    if project.get("stage") == "greedy" and "rank" not in reason:
        return "It fitted into the money that was left."
    if "rank" in reason:
        place = reason["rank"]
        return f"It was number {number(place)} in the order of the count, and there was enough left to pay for it."
    return ""


def deserved(result: Mapping[str, Any]) -> str:
    """Whether any group of voters could have claimed an idea by its part of the money; nothing where unknown."""
    found = (result.get("properties") or {}).get("deserved") or {}
    if "failures" not in found:
        return ""
    count = int(found["failures"])
    if not count:
        return (
            "No group of voters who agree on an idea was left with less than its part of the money can buy."
        )
    names = {each["id"]: each["name"] for each in result["projects"]}
    first = found["listed"][0]
    told = f"{plural(count, 'idea that is', 'ideas that are')} not funded could have been claimed"
    return (
        f"{told} by people whose part of the money would have paid for more than they got. "
        f"The largest such group: {plural(int(first['people']), 'person', 'people')} who chose "
        f"{names[first['project']]}."
    )


PLAIN = {
    "time-not-come": "The money was spent before its supporters would have had its cost together.",
    "incompatible": "It cannot be done together with an idea that was funded before it.",
    "limit-reached": "What may be spent on its theme or area was spent.",
}
"""Reasons that need no figures, as a sentence each."""


def _why_not(
    project: Mapping[str, Any], reason: Mapping[str, Any], result: Mapping[str, Any], purse: Purse
) -> str:
    chosen = _chosen(project, result)
    cost = purse.said(project["cost"])
    match reason.get("code"):
        case "no-votes":
            return "Nobody chose it, so nothing could be given to it."
        case "below-minimum-score":
            least = number(reason["minimum"]) if "minimum" in reason else ""
            return (
                f"{chosen} The rules ask for at least {least}."
                if least
                else f"{chosen} That is fewer than the rules ask for."
            )
        case "costs-more-than-budget":
            return f"{chosen} It costs {cost}, more than the whole {purse.said(result['budget'])}."
        case "too-little-left":
            left = purse.said(reason["left"]) if "left" in reason else "too little"
            return f"{chosen} When its turn came, {left} was left, and it costs {cost}."
        case "supporters-short" if "supporters_left" in reason:
            return f"{chosen} The shares they had left came to {_short(project, reason, purse)}"
        case "too-few-can-pay":
            return f"{chosen} Too few of them had an equal part of its {cost} left."
        case other:
            return f"{chosen} {PLAIN.get(str(other), 'It could not be paid for.')}"


def _short(project: Mapping[str, Any], reason: Mapping[str, Any], purse: Purse) -> str:
    """What supporters had left, rounded down, and how much was missing; pence where they decide."""
    left = fraction(reason["supporters_left"])
    missing = fraction(project["cost"]) - left
    if missing < 10:
        return f"{purse.exactly(left)}, {purse.exactly(missing)} short."
    return f"{purse.said(left)}, {purse.said(missing)} short."


def _changed(won: Mapping[str, Any], purse: Purse) -> str:
    more, lower = won.get("more_votes"), won.get("lower_cost")
    told = []
    if more is not None:
        told.append(
            f"{in_words(more) if more <= 10 else number(more)} more {'vote' if more == 1 else 'votes'}"
        )
    if lower is not None and fraction(lower) > 0:
        told.append(f"a cost of {purse.exactly(lower)} or less")
    text = ", or ".join(told)
    return f"{text[0].upper()}{text[1:]}." if text else ""
