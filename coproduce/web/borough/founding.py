"""Founding the town: the council, its people, and joint projects with their five stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from coproduce.catalogue.public import Role, method
from coproduce.conduct.public import instrument
from coproduce.core import Actor, at
from coproduce.core.actor import SYSTEM
from coproduce.people.public import DEMO_DOMAIN, enrol, found_organisation, give_duty, give_standing
from coproduce.register.public import (
    InitiativeView,
    NewInitiative,
    NewStep,
    begin_initiative,
    join_team,
    publish_initiative,
)
from coproduce.web.borough import words
from coproduce.web.borough.charting import Chart

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Town:
    """The council, a group of residents, and the people by what they are."""

    council: UUID
    group: UUID
    people: dict[str, Actor]
    chart: Chart | None = None
    crowd: int = 0
    """How many voted where the votes are counted; 0: as many as elsewhere."""

    @property
    def lead(self) -> Actor:
        """The co-production lead."""
        return self.people["lead"]


def settle() -> Town:
    """The council, a tenants' association, and one person of each kind."""
    council = found_organisation("Eastmere Council", "agency", by=SYSTEM)
    group = found_organisation("Millfield Tenants’ Association", "community", by=SYSTEM)
    places = {"manager": council, "staff": council, "councillor": council, "provider": group}
    people = {}
    for word, name, role in words.PERSONS:
        key = enrol(email=f"{word}@{DEMO_DOMAIN}", name=name, display_name=name, by=SYSTEM)
        people[word] = Actor(person_id=key, role=role)
        if role:
            give_standing(key, Role(role), organisation_id=places.get(role), how="staff", by=SYSTEM)
        if word == "lead":
            give_duty(key, council, "lead", by=SYSTEM)
    return Town(council, group, people)


def begin(
    town: Town, title: str, summary: str, opens: datetime, days: tuple[int, int, int, int, int]
) -> InitiativeView:
    """A joint project whose five stages end so many days after it opens."""
    opens = opens.replace(hour=13, minute=0, second=0, microsecond=0)
    way, found = method("participatory-budgeting"), town.chart
    new = NewInitiative(
        title=title, summary=summary, lead_id=town.council, method_key="participatory-budgeting", method_version=1,
        method_digest=way.digest if way else "0" * 64,
        area_id=next((key for name, key in found.areas.items() if name in title), None) if found else None,
        services=[found.services[name] for name in words.ABOUT] if found else (),
        outcomes=[found.outcomes[name] for name in words.AIMS] if found else (),
        label={**words.LABEL, "hear_by": (opens + days[3] * DAY).date()},
        partners={town.council: "public", town.group: "partner"},
        steps=_steps([opens + number * DAY for number in (0, *days)]),
    )  # fmt: skip
    with at(opens - 5 * DAY):
        made = begin_initiative(new, by=town.lead)
        for word, duty in (("frontline", "clerk"), ("evaluator", "observer")):
            if key := town.people[word].person_id:
                join_team(made.id, key, duty, by=town.lead)
        return publish_initiative(made.id, by=town.lead)


def _steps(ends: list[datetime]) -> list[NewStep]:
    money: dict[str, Any] = {"envelope": words.POT, "currency": "GBP"}
    vote = {**money, "kind": "approval", "least": 1, "most": 3, "boost": 2, "count": "equal-shares"}
    rows: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
        ("ideas", "Ideas", "ideas", {"categories": words.TOPICS, "view": "list-and-map", "place": "optional"},
         {"gives": {"items": "idea"}, "promise": {"considered": "end of costing", "decided": "end of answers"}}),
        ("costing", "What would it cost?", "budget", money,
         {"gives": {"items": "project"}, "admits": "team",
          "takes": [{"port": "items", "from": "ideas", "where": "not-withdrawn"}]}),
        ("vote", "Vote", "ballot", vote,
         {"gives": {"result": "selection"}, "admits": "token",
          "takes": [{"port": "items", "from": "costing", "where": "eligible"}]}),
        ("answers", "The council answers", "answer", {},
         {"admits": "team", "takes": [{"port": "items", "from": "vote"}, {"port": "result", "from": "vote"}]}),
        ("delivery", "Make it happen", "delivery", {},
         {"admits": "team", "takes": [{"port": "items", "from": "costing", "where": "accepted"}]}),
    ]  # fmt: skip
    return [
        NewStep(
            name, title, key, settings=_settled(key, raw), after=[rows[place - 1][0]] if place else [],
            opens=ends[place], closes=ends[place + 1], **more,
        )
        for place, (name, title, key, raw, more) in enumerate(rows)
    ]  # fmt: skip


def _settled(key: str, raw: dict[str, Any]) -> dict[str, Any]:
    tool = instrument(key)
    found = tool.settle(raw, tool.version)
    if isinstance(found, list):
        raise ValueError(str(found[0]))
    return dict(found)
