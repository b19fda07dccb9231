"""Putting Eastmere on the map: services with their years, what should be different, what happens already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import sqrt
from uuid import UUID

from coproduce.catalogue.public import Co, add_area
from coproduce.core import Actor, at
from coproduce.core.actor import SYSTEM
from coproduce.people.public import organisation_named
from coproduce.register.public import (
    NewEntry,
    NewIndicator,
    NewMeasurement,
    ServiceSaid,
    YearSaid,
    add_indicator,
    add_service,
    adopt_words,
    agree,
    contest,
    enter,
    indicators,
    measure,
    propose_outcome,
    record_year,
    reword,
)
from coproduce.web.borough import town as words

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chart:
    """What joint projects may be about: services, outcomes and areas by name."""

    services: Mapping[str, UUID]
    outcomes: Mapping[str, UUID]
    areas: Mapping[str, UUID]


def chart(people: Mapping[str, Actor], moment: datetime) -> Chart:
    """Everything that stands on the register before the first joint project begins."""
    lead = people["lead"]
    with at(moment - 400 * DAY):
        groups = {name: organisation_named(name, kind, by=SYSTEM) for name, kind in words.GROUPS}
        groups |= {name: organisation_named(name, by=SYSTEM) for name in (words.COUNCIL, words.TENANTS)}
        areas = {name: add_area(name, by=lead) for name in words.AREAS}
        services = {one.name: _service(one, groups, moment.date(), lead) for one in words.SERVICES}
        outcomes = {one.key: _outcome(one, services, people) for one in words.OUTCOMES}
    with at(moment - 300 * DAY):
        _say(outcomes, people)
    for place, one in enumerate(words.HAPPENING):
        with at(moment - (280 - 9 * place) * DAY):
            _enter(one, groups, services, outcomes, by=lead)
    _figures(outcomes, moment, lead)
    return Chart(services, outcomes, areas)


def _service(one: words.AService, groups: Mapping[str, UUID], today: date, lead: Actor) -> UUID:
    made = add_service(ServiceSaid(one.name, groups[one.who], one.summary, one.asks), by=lead)
    april = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    for back, said in ((1, one.last), (0, one.this)):
        if said:
            since, until = april.replace(year=april.year - back), april.replace(year=april.year - back + 1)
            budget, hours = said
            source = f"Budget book {since.year}/{until.year % 100}"
            minutes = None if hours is None else hours * 60
            record_year(
                made.id, YearSaid(since, until, budget and budget * 100, "GBP", minutes, source), by=lead
            )
    return made.id


def _outcome(one: words.AnOutcome, services: Mapping[str, UUID], people: Mapping[str, Actor]) -> UUID:
    about = [services[name] for name in one.services]
    made = propose_outcome(one.statement, service_ids=about, by=people[one.said_by])
    if one.indicator:
        started, target = (None if value is None else Decimal(value) for value in (one.started, one.target))
        add_indicator(
            made, NewIndicator(one.indicator, one.unit, one.direction, started, target), by=people["lead"]
        )
    return made


def _say(outcomes: Mapping[str, UUID], people: Mapping[str, Actor]) -> None:
    key, text, who = words.REWORDED
    reword(outcomes[key], text, by=people[who])
    key, text, who = words.ADOPTED
    adopt_words(outcomes[key], reword(outcomes[key], text, by=people[who]), by=people["lead"])
    for key, text, who in words.CONTESTED:
        contest(outcomes[key], text, by=people[who])
    roles = ("resident", "carer", "user", "resident", "staff")
    for key, number in words.AGREED:
        for place in range(number):
            paper = place % 4 == 3
            by = Actor(role=roles[place % len(roles)])
            clerk = people["frontline"].person_id
            agree(outcomes[key], by=replace(by, channel="paper", clerk_id=clerk) if paper else by)


def _enter(
    one: words.Happening, groups: Mapping[str, UUID], services: Mapping[str, UUID], outcomes: Mapping[str, UUID],
    *, by: Actor,
) -> None:  # fmt: skip
    way = "" if one.way in Co.values else one.way
    new = NewEntry(
        one.title, groups[one.who], co="" if way else one.way, method_key=way, service_ids=[services[one.service]],
        summary=one.summary, sure=one.sure, outcome_ids=[outcomes[one.aim]] if one.aim else [],
    )  # fmt: skip
    enter(new, by=by)


def _figures(outcomes: Mapping[str, UUID], moment: datetime, lead: Actor) -> None:
    for one in words.OUTCOMES:
        if not one.n:
            continue
        indicator = indicators([outcomes[one.key]])[outcomes[one.key]][0].id
        for days, value in ((360, one.started), (30, one.now)):
            with at(moment - days * DAY):
                low, high = wilson(round((value or 0) * one.n / 100), one.n)
                figure = NewMeasurement(
                    (moment - days * DAY).date(), low, Decimal(value or 0), high, one.source, n=one.n
                )
                measure(outcomes[one.key], indicator, figure, by=lead)


def wilson(successes: int, n: int) -> tuple[Decimal, Decimal]:
    """The 95% score interval of a share, in per cent (Wilson 1927)."""
    z, share = 1.959964, successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = (Decimal(round(100 * end)) for end in (middle - half, middle + half))
    return low, high
