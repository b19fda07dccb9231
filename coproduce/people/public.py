"""All that other rooms may know of people."""

from __future__ import annotations

from coproduce.core.keeping import Keeper
from coproduce.people.actions import (
    enrol,
    found_organisation,
    give_duty,
    give_standing,
    invite,
    issue_codes,
    organisation_named,
    revise_profile,
    say,
    void_code,
)
from coproduce.people.arriving.forms import AddressForm
from coproduce.people.keeping import People
from coproduce.people.presence import be_here_as, hold_code, put_code_away, sign_in, sign_out
from coproduce.people.queries import (
    CONTACT_BY,
    DEMO_DOMAIN,
    PURPOSES,
    WORDING,
    Contact,
    agency_duties,
    agreements,
    code_is_valid,
    contacts,
    demo_persons,
    display_names,
    held_now,
    is_resident,
    list_of_code,
    may_be,
    organisation_names,
    organisations_by_name,
    persons_named,
    profile,
    roles_open_to,
)

KEEPER: Keeper = People()

__all__ = [
    "CONTACT_BY",
    "DEMO_DOMAIN",
    "KEEPER",
    "PURPOSES",
    "WORDING",
    "AddressForm",
    "Contact",
    "agency_duties",
    "agreements",
    "be_here_as",
    "code_is_valid",
    "contacts",
    "demo_persons",
    "display_names",
    "enrol",
    "found_organisation",
    "give_duty",
    "give_standing",
    "held_now",
    "hold_code",
    "invite",
    "is_resident",
    "issue_codes",
    "list_of_code",
    "may_be",
    "organisation_named",
    "organisation_names",
    "organisations_by_name",
    "persons_named",
    "profile",
    "put_code_away",
    "revise_profile",
    "roles_open_to",
    "say",
    "sign_in",
    "sign_out",
    "void_code",
]
