"""By which way a person is told: the one she chose, else one that we have; never one against her wish."""

from __future__ import annotations

from collections.abc import Collection

from coproduce.people.public import Contact

EMAIL, TEXT, LETTER = "email", "text", "letter"
REASONS = {
    "erased": "asked us to erase what we hold of her",
    "not-wished": "wishes not to be contacted",
    "rings": "wants a call: ring this person",
    "no-address": "left no e-mail, number or address",
    "all-failed": "every way we have was tried and failed",
}
"""Why somebody could not be reached, as the lead reads it."""


TROUBLES = {
    **REASONS,
    "mail-server": "the mail server did not take it; tried again later",
    "mail-refused": "the mail server refused the address",
    "text-file": "the file for texts could not be written; tried again later",
}
"""What stands in the way of a message, as an administrator reads it."""


def choose(contact: Contact | None, *, tried: Collection[str] = ()) -> tuple[str, str]:
    """The way, or an empty one and the code of what stands in the way. ``tried`` are ways that failed."""
    if contact is None:
        return "", "erased"
    has = {EMAIL: contact.email, TEXT: contact.phone, LETTER: contact.address}
    if contact.by == "none" and any(has.values()):
        return "", "not-wished"
    if contact.by == "phone":
        return "", "rings"
    order = [contact.by, *(way for way in has if way != contact.by)]
    for way in order:
        if has.get(way) and way not in tried:
            return way, ""
    return "", "all-failed" if tried else "no-address"
