"""The methods of sortition, as the check suite of the house tries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from coproduce.engines.kernel import Draws, Seed
from coproduce.engines.kernel.checks import Rename, Subject
from coproduce.engines.sortition.drawing import Drawn, draw, drawn_of
from coproduce.engines.sortition.pool import Person, Pool, Quota
from coproduce.engines.sortition.portfolio import Portfolio, portfolio_of
from coproduce.engines.sortition.solving import Options, solve
from coproduce.engines.sortition.verifying import verify

Raw = tuple[tuple[Person, ...], tuple[str, ...], tuple[Quota, ...], int, tuple[Person, ...]]
"""A pool not yet checked, so that the samples can be wrong."""


def subjects() -> list[Subject[Raw, Any]]:
    """One subject for each method, and one with seated people and the quotas flexed."""
    found: list[Subject[Raw, Any]] = [
        _subject(f"sortition/{method}", Options(method=method, panels=12, compare=compare))
        for method, compare in (("leximin", 8), ("maximin", 0), ("nash", 0), ("legacy", 0))
    ]
    found.append(_subject("sortition/leximin:flex", Options(panels=10, flex=True)))
    found.append(
        Subject(
            name="sortition/draw",
            samples=SAMPLES,
            run=_draw,
            result=lambda drawn: drawn.result(),
            record=lambda drawn: drawn.record,
            replay=drawn_of,
            reordered=_reordered,
            relabelled=_same,
            renamed=lambda result, rename: result,
            breaches=_draw_breaches,
            chance=True,
        )
    )
    return found


def _subject(name: str, options: Options) -> Subject[Raw, Portfolio]:
    return Subject(
        name=name,
        samples=SAMPLES,
        run=lambda raw: solve(Pool(*raw), options),
        result=_without_digest,
        record=lambda portfolio: portfolio.record,
        replay=portfolio_of,
        reordered=_reordered,
        relabelled=_relabelled,
        renamed=_renamed,
        breaches=lambda raw, portfolio: [
            check.text for check in verify(portfolio, Pool(*raw)).checks if not check.holds
        ],
        chance=options.method == "legacy" or options.compare > 0,
    )


def _draw(raw: Raw) -> Drawn:
    return draw(solve(Pool(*raw), Options(panels=20)), Seed("14-27-33"))


def _draw_breaches(raw: Raw, drawn: Drawn) -> Iterable[str]:
    if len(drawn.members) != raw[3]:
        yield f"{len(drawn.members)} members instead of {raw[3]}"


def _reordered(raw: Raw, draws: Draws) -> Raw:
    return (tuple(draws.shuffled(raw[0])), *raw[1:4], tuple(draws.shuffled(raw[4])))


def _relabelled(raw: Raw, rename: Rename) -> Raw:
    def renamed(people: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(replace(person, id=rename(person.id)) for person in people)

    return (renamed(raw[0]), *raw[1:4], renamed(raw[4]))


def _same(raw: Raw, rename: Callable[[str], str]) -> Raw:
    # The number drawn depends on the digest of the ids, so other ids are another draw.
    del rename
    return raw


def _renamed(result: Any, rename: Rename) -> Any:
    people = [{**row, "id": rename(row["id"])} for row in result["people"]]
    return {**result, "people": people, "seated": [rename(name) for name in result["seated"]]}


def _without_digest(portfolio: Portfolio) -> dict[str, Any]:
    """The result but for the portfolio's digest, which is over the ids and differs with them."""
    return {key: value for key, value in portfolio.result().items() if key != "portfolio_sha256"}


def _people() -> tuple[Person, ...]:
    ages, places = ("under 40", "40 or over"), ("north", "south", "west")
    draws = Seed("sortition samples").draws()
    return tuple(
        Person(
            f"p{at:02d}",
            (draws.choose(ages), places[(at * 7 // 3) % 3], "home" if at % 4 else "rented"),
            f"house {at // 2}" if at < 8 else "",
        )
        for at in range(26)
    )


def _samples() -> dict[str, Raw]:
    features = ("age", "place", "tenure")
    quotas = (
        Quota("age", "under 40", 3, 5),
        Quota("age", "40 or over", 3, 5),
        Quota("place", "north", 2, 3),
        Quota("place", "south", 2, 4),
        Quota("place", "west", 0, 4),
        Quota("tenure", "home", 4, 6),
        Quota("tenure", "rented", 2, 4),
    )
    people = _people()
    one = (Quota("age", "any", 0, 1),)
    crossed = (Quota("a", "x", 1, 1), Quota("a", "y", 1, 1), Quota("b", "x", 1, 1), Quota("b", "y", 1, 1))
    uneven = (
        Person("1", ("x", "x")),
        Person("2", ("x", "x")),
        Person("3", ("y", "x")),
        Person("4", ("y", "x")),
    )
    return {
        "empty": ((), ("age",), one, 1, ()),
        "single": ((Person("only", ("any",)),), ("age",), one, 1, ()),
        "typical": (people, features, quotas, 8, ()),
        "seated": (people[2:], features, quotas, 8, people[:1]),
        "crossed": (uneven, ("a", "b"), crossed, 2, ()),
    }


SAMPLES = _samples()
