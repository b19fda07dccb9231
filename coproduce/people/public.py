"""All that other rooms may know of people."""

from __future__ import annotations

from coproduce.people.queries import (
    agency_duties,
    code_is_valid,
    display_names,
    is_resident,
    organisation_names,
)

__all__ = ["agency_duties", "code_is_valid", "display_names", "is_resident", "organisation_names"]
