"""A vote for tests of paper: four ideas, three ticks, a boost; and browsers of the people who work on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from coproduce.conduct.moving import start
from coproduce.core import Actor, now
from coproduce.instruments.ballot.preparing import prepare_demo_box
from coproduce.instruments.ballot.settings import settle
from coproduce.proceedings.public import ItemDraft, propose_items
from coproduce.register.public import InitiativeView, NewStep, StepView, initiatives, steps, steps_of
from tests.standing import Standing

COSTS = {
    "New play area": 18_000_00,
    "Lights on the path": 12_000_00,
    "Two benches": 5_000_00,
    "Heart start": 3_600_00,
}


def a_vote(standing: Standing, *, admits: str = "token", **more: Any) -> tuple[InitiativeView, StepView]:
    """A vote that is open, begun, with four ideas numbered 1 to 4. alice leads, bob clerks."""
    moment, day = now(), timedelta(days=1)
    settings = settle({"envelope": 20_000_00, "most": 3, "boost": 2, **more})
    assert isinstance(settings, dict)
    made = standing.project(
        NewStep("costing", "Costing", "budget", gives={"items": "project"}, opens=moment - 9 * day, closes=moment - day),
        NewStep(
            "vote", "Vote", "ballot", settings=settings, admits=admits, opens=moment - day, closes=moment + 9 * day,
            takes=[{"port": "items", "from": "costing", "where": "eligible", "freeze": True}],
        ),
    )  # fmt: skip
    costing, step = steps_of([made.id])[made.id]
    drafts = [
        ItemDraft(title, cost_low=cost, cost_central=cost, cost_high=cost, currency="GBP")
        for title, cost in COSTS.items()
    ]
    propose_items(costing, drafts, kind="project", by=standing.alice)
    if settings["box"] == "sealed":
        prepare_demo_box(step, by=standing.alice)
    assert start(step.id) == []
    return made, steps([step.id])[step.id]


def signed_in(actor: Actor) -> Client:
    """A browser in which this person sits."""
    client = Client()
    session = client.session
    session["person"], session["role"] = str(actor.person_id), actor.role
    session.save()
    return client


def address(step: StepView, rest: str = "") -> str:
    """A page below the vote."""
    slug = initiatives([step.initiative_id])[step.initiative_id].slug
    return reverse("ballot:front", args=[slug, step.id]) + rest
