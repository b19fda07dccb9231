"""``{% load mine %}``: "today I'm here as…", on the front page and on the page of a joint project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from coproduce.catalogue.public import Role
from coproduce.core import actor_of
from coproduce.people.public import roles_open_to
from coproduce.proceedings.public import first_roles
from coproduce.register.public import InitiativeView, steps_of
from coproduce.web.mine.forms import HereAsForm

register = template.Library()


@register.inclusion_tag("mine/here_as.html", takes_context=True)
def here_as(context: Mapping[str, Any], project: InitiativeView | None = None) -> dict[str, Any]:
    """Chips to choose from; with a joint project, for that one, and at which of its stages it is fixed already."""
    actor = actor_of(context["request"])
    fixed = []
    if project and actor.person_id:
        steps = {step.id: step.title for step in steps_of([project.id])[project.id]}
        roles = first_roles(actor.person_id, list(steps))
        fixed = [(steps[key], Role(roles[key]).label) for key in steps if key in roles]
    return {
        "form": HereAsForm(roles=roles_open_to(actor.person_id), initial={"role": actor.role}),
        "shown": project is not None or actor.person_id is not None,
        "project": project.slug if project else "",
        "fixed": fixed,
        "csrf_token": context.get("csrf_token"),
    }
