"""All that other rooms may know of people."""

from __future__ import annotations

from coproduce.core.keeping import Keeper
from coproduce.people.actions import (
    enrol,
    found_organisation,
    give_duty,
    give_standing,
    issue_codes,
    organisation_named,
    revise_profile,
    void_code,
)
from coproduce.people.keeping import People
from coproduce.people.queries import (
    agency_duties,
    code_is_valid,
    display_names,
    is_resident,
    organisation_names,
)

KEEPER: Keeper = People()

__all__ = [
    "KEEPER",
    "agency_duties",
    "code_is_valid",
    "display_names",
    "enrol",
    "found_organisation",
    "give_duty",
    "give_standing",
    "is_resident",
    "issue_codes",
    "organisation_named",
    "organisation_names",
    "revise_profile",
    "void_code",
]
