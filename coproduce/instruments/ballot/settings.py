"""How a vote is run: chosen and published before it opens, as events in Britain run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from coproduce.core import BadInput, Place, Problem
from coproduce.engines.kernel import TieRule

KINDS = ("approval", "choose-1", "cumulative", "ordinal")
COUNTS = ("equal-shares", "greedy", "greedy-score")
LIMITS = ("none", "envelope")
CHANNELS = ("one", "each")
RECEIPTS = ("counted",)
BOOSTS = (0, 2, 3)
BOXES = ("sealed", "paper-only", "elsewhere")
PAPERS = ("before-online", "not-after-online")
LARGEST = 10**13


@dataclass(frozen=True)
class Settings:
    """The rules of one vote.

    Attributes:
        kind: approval (tick as many as you like, within limits), choose-1, cumulative (share out
            points), ordinal (first, second, third …).
        least, most: how many projects a ballot names, at least and at most; 0 is no limit.
        points: how many points a cumulative ballot shares out.
        limit: ``envelope`` where what a voter ticks may not cost more than all the money.
        envelope, currency: the money there is, in minor units.
        boost: 0, or what one chosen project of each ballot counts (2 double, 3 triple).
        reserved: a pot kept for a topic or area: {"category"|"area": …, "amount": …}, or none.
        count: the rule of the count; the simple count is always shown beside it.
        completion, utility, stop, ties, min_score: its options, as the counting engine names them.
        revote: whether voting again replaces the earlier vote.
        channels: one vote for each person, or one for each way (hall and online).
        min_age: from which age one may vote; said on the label.
        receipt: what the slip says: that the vote was counted, never what it was.
        box: ``sealed`` (votes on screen lie in a locked box, beside any paper), ``paper-only`` (no vote
            on screen), ``elsewhere`` (held elsewhere, its counted votes brought in from a file).
        officers: how many officers hold a key to the box; with two both must come.
        paper: what happens when somebody who has voted on screen asks for a paper ballot at the desk:
            ``before-online`` makes her vote on screen void, ``not-after-online`` refuses the paper.
    """

    kind: str = "approval"
    least: int = 1
    most: int = 0
    points: int = 0
    limit: str = "none"
    envelope: int = 0
    currency: str = "GBP"
    boost: int = 0
    reserved: tuple[tuple[str, str | int], ...] = ()
    count: str = "equal-shares"
    completion: str = "add-one"
    utility: str = "cost"
    stop: str = "budget"
    ties: str = "most-votes"
    min_score: int = 0
    revote: bool = True
    channels: str = "one"
    min_age: int = 0
    receipt: str = "counted"
    box: str = "sealed"
    officers: int = 1
    paper: str = "before-online"
    concludes: str = "by-team"

    @property
    def reserve(self) -> dict[str, str | int]:
        """The reserved pot by name; empty where there is none."""
        return dict(self.reserved)


def settle(raw: Mapping[str, Any]) -> dict[str, Any] | list[Problem]:
    """Complete settings from what a recipe or a form wrote, or every fault."""
    found: list[Problem] = []
    fields = Settings.__dataclass_fields__
    found += [problem(name, "is not a setting of a vote") for name in sorted(set(raw) - set(fields))]
    chosen = {name: raw.get(name, fields[name].default) for name in fields}
    for name, allowed in (
        ("kind", KINDS), ("count", COUNTS), ("limit", LIMITS), ("channels", CHANNELS), ("receipt", RECEIPTS),
        ("boost", BOOSTS), ("box", BOXES), ("officers", (1, 2)), ("paper", PAPERS),
        ("utility", ("cost", "cardinality", "score")), ("stop", ("budget", "exhaustive")),
    ):  # fmt: skip
        if chosen[name] not in allowed:
            found.append(problem(name, f"must be one of {', '.join(map(str, allowed))}"))
    for name in ("least", "most", "points", "min_age", "min_score", "envelope"):
        value = chosen[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            found.append(problem(name, "must be a whole number, 0 or more"))
    if not isinstance(chosen["revote"], bool):
        found.append(problem("revote", "must be true or false"))
    if not found:
        found += _faults_between(chosen)
    chosen["reserved"] = _reserved(raw.get("reserved"), found)
    if found:
        return found
    return asdict(Settings(**chosen)) | {"reserved": [list(pair) for pair in chosen["reserved"]]}


def settings_of(raw: Mapping[str, Any] | None) -> Settings:
    """Settled settings as a value."""
    kept = {name: value for name, value in (raw or {}).items() if name in Settings.__dataclass_fields__}
    kept["reserved"] = tuple((str(name), value) for name, value in kept.get("reserved", ()))
    return Settings(**kept)


def problem(name: str, text: str) -> Problem:
    """A fault of one field."""
    return Problem(Place(key=name), text, f"ballot-{name}")


def _faults_between(chosen: Mapping[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    if chosen["envelope"] == 0:
        found.append(problem("envelope", "must be the money there is, above 0"))
    if chosen["most"] and chosen["least"] > chosen["most"]:
        found.append(problem("least", "must not be above the most"))
    if chosen["kind"] == "choose-1" and (chosen["least"], chosen["most"]) not in ((1, 1), (1, 0)):
        found.append(problem("most", "must be 1 where each voter chooses one"))
    if chosen["kind"] == "cumulative" and chosen["points"] < 1:
        found.append(problem("points", "must say how many points each voter shares out"))
    if chosen["boost"] and chosen["kind"] not in ("approval", "choose-1"):
        found.append(problem("boost", "goes with ticks only, not with points or ranks"))
    try:
        TieRule(str(chosen["ties"]))
    except BadInput as refused:
        found += [problem("ties", one.text) for one in refused.problems]
    return found


def _reserved(raw: Any, found: list[Problem]) -> tuple[tuple[str, str | int], ...]:
    if not raw:
        return ()
    given = dict(raw) if isinstance(raw, Mapping | list | tuple) else {}
    amount = given.get("amount")
    if (
        set(given) not in ({"category", "amount"}, {"area", "amount"})
        or not isinstance(amount, int)
        or amount < 1
    ):
        found.append(problem("reserved", "must name a category or an area, and an amount above 0"))
        return ()
    return tuple(sorted(given.items()))
