"""The same standing people in every test: alice leads, bob works with her, charlie is a stranger, dora takes part."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from coproduce.core import Actor, now
from coproduce.people.models import Organisation, Person
from coproduce.register.public import (
    InitiativeView,
    NewInitiative,
    NewStep,
    StepView,
    begin_initiative,
    join_team,
    publish_initiative,
    steps_of,
)

LABEL = {
    "power": "deciding", "fixed": "£60,000", "open": "what it goes to", "who_decides": "everybody who votes",
    "paid": "No. Bus fares are paid", "public_side": "two officers and a hall",
}  # fmt: skip


def a_person() -> UUID:
    return Person.objects.create(since=now()).pk


def an_organisation(name: str = "Eastmere Council") -> UUID:
    return Organisation.objects.get_or_create(name=name, kind=Organisation.Kind.AGENCY)[0].pk


def standing_people() -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """An organisation, then alice, bob, charlie and dora."""
    return an_organisation(), a_person(), a_person(), a_person(), a_person()


class Standing:
    """The four, and what they can be given."""

    def __init__(self) -> None:
        self.council, alice, bob, charlie, dora = standing_people()
        self.alice = Actor(person_id=alice, role="manager")
        self.bob = Actor(person_id=bob, role="staff")
        self.charlie = Actor(person_id=charlie, role="resident")
        self.dora = Actor(person_id=dora, role="carer")

    def project(self, *steps: NewStep, title: str = "Millfield decides", **more: object) -> InitiativeView:
        """A public joint project that alice leads and bob clerks."""
        label = {**LABEL, "hear_by": (now() + timedelta(days=40)).date()}
        new = NewInitiative(
            title=title, lead_id=self.council, method_key="participatory-budgeting", method_version=1,
            method_digest="0" * 64, label=label, steps=steps, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        made = begin_initiative(new, by=self.alice)
        assert self.bob.person_id
        join_team(made.id, self.bob.person_id, "clerk", by=self.alice)
        return publish_initiative(made.id, by=self.alice)

    def open_step(self, instrument: str = "ideas", name: str = "ideas", **more: object) -> StepView:
        """The only stage of a new joint project, open since yesterday for ten days."""
        opens = now() - timedelta(days=1)
        step = NewStep(
            name, name.capitalize(), instrument, opens=opens, closes=opens + timedelta(days=10), **more
        )  # type: ignore[arg-type]
        made = self.project(step)
        return steps_of([made.id])[made.id][0]
