"""The matrix: deed × whom the stage admits × standing person → in which states she may.

A cell lists the states, by their first letter (``p``\\ lanned, ``o``\\ pen, pa\\ ``u``\\ sed, ``c``\\ ounting, ``d``: concluded, ``x``: cancelled);
a dash is never. ``python -m tests.permissions.matrix`` writes the tables afresh: then read the difference line by line before it
is committed, for it says who may do something that she could not do before.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from coproduce.core import Actor

HERE = Path(__file__).parent
NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADMITS = ("anyone", "account", "residents", "token", "roll:jury", "participants", "team")
STATES = {"planned": "p", "open": "o", "paused": "u", "counting": "c", "concluded": "d", "cancelled": "x"}
ME, OTHER, CLERK = (UUID(int=number) for number in (1, 2, 3))


@dataclass(frozen=True)
class Standing:
    """Somebody in front of a stage: who she is, and what is known of her there."""

    actor: Actor
    duties: frozenset[str] = frozenset()
    resident: bool = False
    code: bool = False
    rolls: frozenset[str] = frozenset()
    took_part: bool = False
    owns: bool = False


_SOMEBODY = Actor(person_id=ME)
PEOPLE: dict[str, Standing] = {
    "nobody": Standing(Actor()),
    "visitor": Standing(Actor(visitor="v" * 64)),
    "account": Standing(_SOMEBODY),
    "resident": Standing(_SOMEBODY, resident=True),
    "code": Standing(Actor(code="c" * 64), code=True),
    "on roll": Standing(_SOMEBODY, rolls=frozenset({"jury"})),
    "took part": Standing(_SOMEBODY, took_part=True),
    "author": Standing(_SOMEBODY, took_part=True, owns=True),
    "speaks for": Standing(replace(_SOMEBODY, on_behalf_id=OTHER, role="carer")),
    "staff": Standing(replace(_SOMEBODY, role="staff")),
    "councillor": Standing(replace(_SOMEBODY, role="councillor")),
    "observer": Standing(_SOMEBODY, frozenset({"observer"})),
    "steering": Standing(_SOMEBODY, frozenset({"steering"})),
    "clerk": Standing(_SOMEBODY, frozenset({"clerk"})),
    "clerk, paper": Standing(Actor(channel="paper", clerk_id=CLERK, person_id=None), frozenset({"clerk"})),
    "facilitator": Standing(_SOMEBODY, frozenset({"facilitator"})),
    "lead": Standing(_SOMEBODY, frozenset({"lead"})),
}


def step_in(state: str, admits: str, initiative_id: UUID) -> object:
    """A stage in this state."""
    from coproduce.register.public import StepView

    opens, closes = {"planned": (DAY, 2 * DAY), "counting": (-2 * DAY, -DAY)}.get(state, (-DAY, DAY))
    moments = {f"{state}_at": NOW - DAY / 2} if state in {"paused", "concluded", "cancelled"} else {}
    return StepView(
        UUID(int=9), initiative_id, "here", "Here", "ideas", 1, admits=admits, opens=NOW + opens, closes=NOW + closes, **moments
    )  # fmt: skip


def may(  # noqa: PLR0917
    deeds: object, name: str, who: str, state: str, admits: str, project: object, *, elsewhere: bool = False
) -> object:
    """The refusal of a deed to somebody, or None; ``elsewhere`` asks under another joint project's name."""
    from coproduce.proceedings.public import Admission, check_deed

    one = PEOPLE[who]
    known = Admission(one.duties, one.resident, one.code, one.rolls, one.took_part)
    step = step_in(state, admits, OTHER if elsewhere else project.id)  # type: ignore[attr-defined]
    return check_deed(
        deeds, name, actor=one.actor, step=step, initiative=project, admission=known, now=NOW,  # type: ignore[arg-type]
        owner_id=one.actor.person_id if one.owns else UUID(int=77),
    )  # fmt: skip


def rows(tool: str, project: object) -> Iterator[list[str]]:
    """The table of one tool, as it stands in the code."""
    from coproduce.conduct.public import instrument

    deeds = instrument(tool).deeds
    yield ["deed", "admits", *PEOPLE]
    for name in sorted(deeds):
        for admits in ADMITS if deeds[name].who == "admitted" else ("anyone",):
            cells = [
                "".join(
                    sign
                    for state, sign in STATES.items()
                    if may(deeds, name, who, state, admits, project) is None
                )
                or "-"
                for who in PEOPLE
            ]
            yield [name, admits if deeds[name].who == "admitted" else "any", *cells]


def a_project(**more: object) -> object:
    """A public joint project that goes on."""
    from dataclasses import MISSING, fields

    from coproduce.register.public import InitiativeView

    plain = {"UUID": UUID(int=5), "str": "x", "bool": False, "int": 1}
    needed = {
        one.name: plain.get(str(one.type).split(" ")[0])
        for one in fields(InitiativeView)
        if one.default is MISSING and one.default_factory is MISSING
    }
    return InitiativeView(**{**needed, "visibility": "public", "closed_at": None, **more})  # type: ignore[arg-type]


def table(tool: str, project: object) -> str:
    """The table as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows(tool, project))
    return out.getvalue()


def main() -> None:
    """Write every table afresh."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from coproduce.conduct.registry import INSTRUMENTS

    for tool in INSTRUMENTS:
        (HERE / f"{tool}.csv").write_text(table(tool, a_project()), "utf-8")


if __name__ == "__main__":
    main()
