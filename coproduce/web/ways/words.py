"""Recipes in words: hours, how long a stage lasts, who may come, which tool it is done with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from coproduce.catalogue.public import KINDS, Hours, Lasts, Recipe, Wish

TOOLS: Mapping[str, str] = {
    "ideas": "ideas",
    "dialogue": "a discussion",
    "ballot": "a vote",
    "budget": "costing",
    "plan": "a personal plan",
    "draw": "a lottery",
    "journey": "a map of the journey",
    "gathering": "events",
    "body": "a board or committee",
    "rota": "a rota",
    "pledge": "promises of money",
    "inspection": "residents’ checks",
    "survey": "a survey",
    "judgement": "weighing what could go wrong",
    "answer": "answers",
    "delivery": "progress",
}
LEVELS: Mapping[str, str] = {
    "individual": "each on your own",
    "collective": "together",
    "mixed": "some of it alone, some together",
}
_ADMITS: Mapping[str, str] = {
    "anyone": "everybody",
    "account": "everybody who signs in",
    "residents": "people who live, work or study here",
    "token": "people with a code from a card",
    "participants": "people who took part before",
    "team": "the team",
}
_PER: Mapping[str, str] = {
    "round": "",
    "turn": " each time",
    "month": " a month",
    "year": " a year",
}
_KINDS = {kind.key: kind.name for kind in KINDS}
_SIDES: Mapping[str, str] = {
    "resident": "Residents",
    "public": "The public side",
    "partner": "Charities and community groups",
}


def amount(hours: Decimal) -> str:
    """Hours of one person as people say them: 12 minutes, 2 hours."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return f"{minutes} minute{'s' if minutes != 1 else ''}"
    whole = f"{hours.normalize():f}"
    return f"{whole} hour{'s' if whole != '1' else ''}"


def span(hours: Hours, per: str = "round") -> str:
    """From, to and usually: 2 to 15 hours, usually 5."""
    low, usual, high = hours
    after = _PER.get(per, "")
    if low == high:
        return f"{amount(usual)}{after}"
    return f"{amount(low)} to {amount(high)}{after}, usually {amount(usual)}"


def lasts(value: Lasts) -> str:
    """How long a stage is open."""
    if value.hours is None:
        return "Goes on until the joint project is closed"
    if value.hours % 24:
        return f"About {value.hours} hours"
    days = value.hours // 24
    if days % 7 == 0 and days >= 14:
        return f"About {days // 7} weeks"
    return f"About {days} day{'s' if days != 1 else ''}"


def admits(value: str) -> str:
    """Who may take part in a stage."""
    return _ADMITS.get(value, "the people chosen before")


def asked(recipe: Recipe) -> list[tuple[str, list[tuple[str, str]], str]]:
    """What each side is asked for: the side, rows of what and how much, a sentence."""
    found = []
    for side, words in _SIDES.items():
        if side not in recipe.asks:
            continue
        asks = recipe.asks[side]
        rows = [(part.who["en"], span(part.hours, part.per)) for part in asks.parts]
        if asks.hours_per_person:
            rows.append(("Time of each person", span(asks.hours_per_person)))
        if asks.hours_per_100_people:
            rows.append(("Staff time for each 100 people", span(asks.hours_per_100_people)))
        kinds = ", ".join(_KINDS[kind].lower() for kind in asks.kinds if kind in _KINDS)
        if kinds:
            rows.append(("What goes in", kinds.capitalize()))
        found.append((words, rows, asks.text.get("en", "")))
    if recipe.steering:
        least, most = recipe.steering.people
        rows = [("Time of each person", span(recipe.steering.hours))]
        found.append((f"A steering group of {least} to {most}", rows, recipe.steering.text.get("en", "")))
    return found


def weeks(wish: Wish) -> str:
    """From the start to the first answer."""
    low, high = wish.weeks
    if high > 26:
        return f"{max(1, round(low / 4.35))} to {round(high / 4.35)} months"
    return f"About {low} weeks" if low == high else f"{low} to {high} weeks"


def series(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if not words:
        return ""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
