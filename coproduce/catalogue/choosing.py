"""Which way of working fits: a few answers against what each way asks for and takes.

Nothing is hidden behind a score that nobody can read: a way that fits says nothing more, one that does not quite fit
says in what. Something lighter is always named beside it. An agency's own ways take part with what their recipe says;
what money and weeks they take is not known, and so never held against them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from coproduce.catalogue.queries import MethodView
from coproduce.catalogue.recipe import Recipe

MOST = 3
HOURS = {"minutes": Decimal("0.5"), "hours": Decimal(6), "days": Decimal(30), "years": Decimal(10_000)}
"""How much time people can give, as the usual hours of one person."""

MONEY = ("", "under £2,000", "£2,000 to £15,000", "£15,000 to £75,000", "more than £75,000")
"""Outside staff time, for one round."""


@dataclass(frozen=True)
class Wish:
    """What somebody may want: the words, whom it takes, money (bands of ``MONEY``) and weeks, each from and to."""

    want: str
    people: str
    money: tuple[int, int]
    weeks: tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """The answers. An empty or zero one was left out and narrows nothing."""

    co: str = ""
    level: str = ""
    hours: str = ""
    money: int = 0
    weeks: int = 0
    gain: str = ""


@dataclass(frozen=True)
class Fit:
    """A way of working with what does not quite fit, as codes: level, hours, money, weeks, gain."""

    method: MethodView
    misses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """Up to three ways, the best first, and one that asks less of people, if there is one."""

    fits: tuple[Fit, ...]
    lighter: MethodView | None


@cache
def wishes() -> Mapping[str, Wish]:
    """What each shipped way of working is wanted for, by its key."""
    table = tomllib.loads((files("coproduce.catalogue") / "wishes.toml").read_text("utf-8"))
    return {
        one["key"]: Wish(one["want"], one["people"], (*one["money"],), (*one["weeks"],))
        for one in table["wish"]
    }


def resident_hours(recipe: Recipe) -> Decimal | None:
    """The usual hours of one resident who takes part in the lightest way; None where the recipe does not say."""
    asked = recipe.asks.get("resident")
    if asked is None:
        return None
    if asked.hours_per_person:
        return asked.hours_per_person[1]
    return min((part.hours[1] for part in asked.parts), default=None)


def choose(methods: Sequence[MethodView], asked: Asked) -> Chosen:
    """The ways of working that fit these answers. The order of ``methods`` settles what is equal."""
    known = wishes()
    fits = [
        Fit(one, _misses(one, known.get(one.key), asked))
        for one in methods
        if not asked.co or one.co == asked.co
    ]
    fits.sort(key=lambda fit: (len(fit.misses), _hours(fit.method)))
    best = fits[:MOST]
    exact = [fit for fit in best if not fit.misses]
    best = exact if len(exact) > 1 else best[: max(2, len(exact))]
    return Chosen(tuple(best), _lighter(methods, best))


def _misses(method: MethodView, wish: Wish | None, asked: Asked) -> tuple[str, ...]:
    recipe = method.recipe
    hours = resident_hours(recipe)
    found = {
        "gain": bool(asked.gain) and asked.gain not in recipe.gains,
        "level": bool(asked.level) and recipe.level not in (asked.level, "mixed"),
        "hours": asked.hours in HOURS and hours is not None and hours > HOURS[asked.hours],
        "money": bool(wish and asked.money) and wish is not None and wish.money[0] > asked.money,
        "weeks": bool(wish and asked.weeks) and wish is not None and wish.weeks[0] > asked.weeks,
    }
    return tuple(code for code, misses in found.items() if misses)


def _lighter(methods: Sequence[MethodView], best: Sequence[Fit]) -> MethodView | None:
    if not best:
        return None
    first = best[0].method
    taken = {fit.method.key for fit in best}
    others = [one for one in methods if one.key not in taken and _hours(one) < _hours(first)]
    same = [one for one in others if one.co == first.co]
    return min(same or others, key=_hours, default=None)


def _hours(method: MethodView) -> Decimal:
    found = resident_hours(method.recipe)
    return HOURS["years"] if found is None else found
