"""What a joint project is about and where it comes from: its way of working, services, outcomes, partners, rounds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from coproduce.catalogue.public import Co, area_names, method
from coproduce.people.public import organisation_names
from coproduce.register.public import (
    InitiativeView,
    initiatives,
    later,
    outcomes_of,
    partners_of,
    services_of,
)
from coproduce.web.projects.telling import stands


def about(project: InitiativeView) -> dict[str, Any]:
    """What the page of a joint project says of it beside its promise and its stages."""
    way = method(project.method_key, project.method_version) if project.method_key else None
    partners = partners_of([project.id])[project.id]
    names = organisation_names([*partners, project.lead_id])
    before = initiatives([project.previous_id]).get(project.previous_id) if project.previous_id else None
    return {
        "stands": stands(project),
        "sure": project.sure if project.runs == "register" else "",
        "co": Co(project.co).label if project.co in Co.values else "",
        "way": (way.recipe.name(), reverse("ways:way", args=[way.key])) if way else None,
        "services": services_of([project.id])[project.id],
        "outcomes": outcomes_of([project.id])[project.id],
        "lead": names.get(project.lead_id, ""),
        "partners": [names[key] for key in partners if key != project.lead_id and key in names],
        "area": area_names([project.area_id]).get(project.area_id, "") if project.area_id else "",
        "before": before if before and before.visibility == "public" else None,
        "later": later([project.id])[project.id],
    }
