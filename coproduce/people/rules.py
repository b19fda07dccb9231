"""Who may say what others are here: leads for their own agency and for those who are no agency, administrators for all.

Nobody gives herself what she has not got by a way round: a lead cannot make administrators. And the last person who
can let others in stays.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from coproduce.core import Refusal

Held = tuple[str, UUID]
"""A duty and the organisation for which it is held."""

SETTERS = frozenset({"administrator", "lead"})


def check_sets_up(mine: Collection[Held]) -> Refusal | None:
    """Whether somebody with these duties may open the settings of people and organisations."""
    if any(kind in SETTERS for kind, _ in mine):
        return None
    return Refusal("people-setters-only")


def check_gives(
    mine: Collection[Held], what: str, organisation_id: UUID | None, *, agency: bool
) -> Refusal | None:
    """Whether somebody with these duties may give or end ``what`` (a duty or a role) at an organisation.

    ``agency`` says that the organisation is a public agency.
    """
    if refusal := check_sets_up(mine):
        return refusal
    if any(kind == "administrator" for kind, _ in mine):
        return None
    if what == "administrator":
        return Refusal("people-administrators-only")
    if agency and ("lead", organisation_id) not in mine:
        return Refusal("people-other-agency")
    return None


def check_ends_duty(kind: str, others: int) -> Refusal | None:
    """Whether a duty may end; ``others``: how many people can let others in without it."""
    if kind in SETTERS and others == 0:
        return Refusal("people-last-one", status=409)
    return None
