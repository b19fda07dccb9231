"""What one person reads: what she did, what was decided on it and why, and where it stands.

The subject of an e-mail and a text message name nothing: neither what it is about nor what she did. They light up on a
screen that others see.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from coproduce.decisions.public import DecisionView, NoticeView, RulingView, decisions
from coproduce.people.public import Contact, organisation_names
from coproduce.proceedings.public import FateOutcome, acts_of_person, current, heirs
from coproduce.register.public import InitiativeView, StepView, initiatives, steps


@dataclass(frozen=True)
class Said:
    """What was decided on one thing that she put forward or supported."""

    number: int
    title: str
    word: str
    reason: str
    next_step: str


@dataclass(frozen=True)
class Letter:
    """All that a message needs, for one person."""

    notice_id: UUID
    contact: Contact
    place: str
    project: str
    link: str
    find: str
    decision: DecisionView
    lead: str
    said: tuple[Said, ...]


def letters(found: list[NoticeView], contacts: dict[UUID, Contact]) -> list[Letter]:
    """A letter for each notice whose person can still be named."""
    told = decisions({one.decision_id for one in found})
    stages = steps({view.step_id for view in told.values() if view.step_id})
    projects = initiatives({step.initiative_id for step in stages.values()})
    names = organisation_names({project.lead_id for project in projects.values()})
    made = []
    for one in found:
        decision, contact = told.get(one.decision_id), contacts.get(one.person_id)
        step = stages.get(decision.step_id) if decision and decision.step_id else None
        if decision is None or contact is None or step is None:
            continue
        project = projects[step.initiative_id]
        made.append(_letter(one, contact, decision, step, (project, names.get(project.lead_id, ""))))
    return made


def _letter(
    one: NoticeView,
    contact: Contact,
    decision: DecisionView,
    step: StepView,
    about: tuple[InitiativeView, str],
) -> Letter:
    project, lead = about
    link = site() + reverse("projects:project", args=[project.slug])
    found = site() + reverse("projects:find")
    return Letter(
        one.id, contact, settings.COPRODUCE_PLACE, project.title, link, found, decision, lead,
        tuple(_said(one.person_id, step, decision)),
    )  # fmt: skip


def _said(person_id: UUID, step: StepView, decision: DecisionView) -> list[Said]:
    """The answers on what she touched, or on what that became part of."""
    ours = steps({act.step_id for act in acts_of_person(person_id)})
    touched = dict.fromkeys(
        item
        for act in acts_of_person(person_id)
        if ours[act.step_id].initiative_id == step.initiative_id
        for item in act.item_ids
    )
    becomes = heirs(list(touched))
    rulings = {one.item_id: one for one in decision.rulings}
    items = current(list(touched))
    found: list[Said] = []
    for key in touched:
        ruling = next((rulings[end] for end in (key, *sorted(becomes[key])) if end in rulings), None)
        if ruling and key in items:
            found.append(_one(items[key].number, items[key].title, ruling))
    return sorted(found, key=lambda one: one.number)


def _one(number: int, title: str, ruling: RulingView) -> Said:
    return Said(number, title, FateOutcome(ruling.outcome).label, ruling.reason, ruling.next_step)


def subject() -> str:
    """The subject of every e-mail: it gives nothing away."""
    return f"{settings.COPRODUCE_PLACE}: there is news for you"


def body(letter: Letter) -> str:
    """The text of an e-mail."""
    return render_to_string("conduct/telling/email.txt", {"letter": letter}).strip() + "\n"


def text_message(letter: Letter) -> str:
    """A text message: it says that there is news, and where."""
    return f"{letter.place}: there is news about something you took part in. Read it at {letter.find}"


def site() -> str:
    """The site's own address, as people reach it; no slash at the end."""
    name = next((one for one in settings.ALLOWED_HOSTS if one != "*"), "localhost").lstrip(".")
    return f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{name}"
