"""Putting on the register what happens already: in half a minute, or tick by tick with the ten-minute map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.catalogue.public import method
from coproduce.core import Actor, BadInput, Place, Problem
from coproduce.register.actions import NewInitiative, begin_initiative
from coproduce.register.models import Initiative, InitiativeService
from coproduce.register.service_actions import ServiceSaid, add_service
from coproduce.register.service_queries import ServiceView, all_services
from coproduce.register.values import InitiativeView

LIKELY: Mapping[str, str] = {
    "Home care and support": "Help at home for people who need it.",
    "Day opportunities": "Places to go and things to do by day.",
    "Meals": "A hot meal for people who cannot cook.",
    "Health visiting": "Support for families with a small child.",
    "Children’s social care": "Help for children and families in trouble.",
    "Schools": "Learning from five to eighteen.",
    "Youth work": "Places and people for young people.",
    "Council housing and repairs": "Homes that the council lets, and mending them.",
    "Libraries and hubs": "Books, advice, a warm room.",
    "Leisure and sport": "Pools, halls and pitches.",
    "Parks and green spaces": "Parks, play areas, trees.",
    "Streets and cleaning": "Roads, lights, bins.",
    "Waste and recycling": "What is collected from homes.",
    "Public health": "Staying well, stopping smoking, sexual health.",
    "Mental health support": "Help when things get too much.",
    "Advice and benefits": "Money, debt and rights.",
    "Employment and skills": "Finding work and learning for it.",
    "Community safety": "Feeling safe at home and outside.",
    "Planning and building": "What is built where.",
    "Arts and culture": "Museums, music, events.",
}
"""Services that most councils have: to be ticked, not typed."""


@dataclass(frozen=True)
class NewEntry:
    """Something that happens already: what, in which of the four Co's or by which way of working, for whom, by whom."""

    title: str
    lead_id: UUID
    co: str = ""
    method_key: str = ""
    service_ids: Sequence[UUID] = ()
    summary: str = ""
    area_id: UUID | None = None
    sure: str = Initiative.Sure.KNOWN
    outcome_ids: Sequence[UUID] = ()


def enter(new: NewEntry, *, by: Actor) -> InitiativeView:
    """Put something on the register; everybody sees it at once. Its tools need not exist.

    Raises:
        BadInput: where neither a way of working nor one of the four Co's is said.
    """
    way = method(new.method_key) if new.method_key else None
    if way is None and not new.co:
        raise BadInput(
            [
                Problem(
                    Place(key="co"), "Say which of the four it is: decide, plan, do or check", "register-co"
                )
            ]
        )
    return begin_initiative(
        NewInitiative(
            title=new.title, lead_id=new.lead_id, runs=Initiative.Runs.REGISTER, summary=new.summary,
            method_key=way.key if way else "", method_version=way.version if way else None,
            method_digest=way.digest if way else "", co=way.co.value if way else new.co, sure=new.sure,
            visibility=Initiative.Visibility.PUBLIC, area_id=new.area_id, services=new.service_ids,
            outcomes=new.outcome_ids,
        ),
        by=by,
    )  # fmt: skip


def tick_services(names: Sequence[str], organisation_id: UUID, *, by: Actor) -> list[ServiceView]:
    """Put these likely services on the list, other than those of the same name that are there."""
    there = {one.name.casefold() for one in all_services()}
    wanted = [name for name in names if name in LIKELY and name.casefold() not in there]
    return [add_service(ServiceSaid(name, organisation_id, LIKELY[name]), by=by) for name in wanted]


def ways_of_service(service_id: UUID) -> dict[str, InitiativeView]:
    """The ways of working that happen at a service already, each with one joint project of it."""
    from coproduce.register.queries import initiative_view

    rows = InitiativeService.objects.filter(
        service_id=service_id, initiative__visibility=Initiative.Visibility.PUBLIC
    ).exclude(initiative__method_key="")
    found = rows.select_related("initiative").order_by("-initiative__begun_at", "pk")
    return {row.initiative.method_key: initiative_view(row.initiative) for row in found}


def tick_ways(service: ServiceView, keys: Sequence[str], sure: str, *, by: Actor) -> list[InitiativeView]:
    """Put these ways of working on the register for a service, other than those that are there."""
    there = ways_of_service(service.id)
    made = []
    for key in keys:
        way = method(key)
        if way and key not in there:
            title = f"{way.recipe.name()}: {service.name}"
            new = NewEntry(
                title, service.organisation_id, method_key=key, service_ids=[service.id], sure=sure
            )
            made.append(enter(new, by=by))
    return made
